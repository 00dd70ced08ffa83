/**
 * What the client and the server say to each other beyond LSP. Types and names only; imported by both sides.
 */
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { JsonValue } from './text/node.ts';

export { type FileText, largestFile } from './configuration/fileText.ts';
export { configurationName } from './configuration/name.ts';
export { foldedName } from './text/foldedName.ts';
export type { JsonObject, JsonValue } from './text/node.ts';

export const languageIds = ['kanto-json', 'kanto-yaml'] as const;

/** The commands of both documented APIs, and `download` of the generic software-update daemon. */
export const operations = ['apply', 'refresh', 'install', 'remove', 'download'] as const;
export type Operation = (typeof operations)[number];

/**
 * What a request asks for: an operation, or `consent`, the owner's answer to a device that asks for it. That one is
 * told apart and judged, but is no command: it is valid only with the correlation id of the question.
 */
export type RequestName = Operation | 'consent';

/**
 * - `envelope`: the whole Ditto message, `topic`, `headers`, `path`, `value`
 * - `value`: its `value` alone (`activityId` + `desiredState`, `correlationId` + `softwareModules`, …)
 * - `bare`: only what the value is about: a desired state, a list of software modules, a list of software
 * - `local`: what update-manager and its agents say to each other on the device: `activityId`, `timestamp`, `payload`
 */
export type Form = 'envelope' | 'value' | 'bare' | 'local';
/** The forms in which a manifest can be written to be sent. */
export type SentForm = Exclude<Form, 'local'>;

/** Which way a message goes: to the device (`request`), its direct answer (`response`), or its own news (`event`). */
type Role = 'request' | 'response' | 'event';

/** Who has the feature SoftwareUpdatable: container management, or the generic software-update daemon of the root device. */
export type SoftwareUpdatableTarget = 'containers' | 'root';

/** What a document is. For an event, `operation` is absent and `event` tells which one. */
export interface ManifestKind {
  readonly operation?: RequestName;
  /** `command`: a step of an update, as update-manager orders it from an agent. */
  readonly event?:
    | 'feedback'
    | 'consent'
    | 'command'
    | 'state'
    | 'lastOperation'
    | 'installedDependencies'
    | 'other';
  readonly form: Form;
  readonly role: Role;
  /** Whom it is for, where who asks has said so. A topic says it too, and goes before. */
  readonly target?: SoftwareUpdatableTarget;
}

/** How the kind reads for people and in `validate --format json`: `apply envelope`, `install value`, `feedback event`, … */
export function describeKind(kind: ManifestKind): string {
  if (kind.role === 'event') return `${kind.event ?? 'other'} event`;
  return kind.role === 'response' ? `${kind.operation} response` : `${kind.operation} ${kind.form}`;
}

export type SeverityName = 'error' | 'warning' | 'information' | 'hint';

/** How the setting `kanto.rules` can have a rule shown. */
export const ruleLevels = ['error', 'warning', 'information', 'hint', 'off'] as const;
export type RuleLevel = (typeof ruleLevels)[number];

export interface Problem {
  readonly code: string;
  readonly severity: SeverityName;
  readonly message: string;
  readonly range: Range;
  /** True where sending it would kill a daemon on the device: such a message is never sent. */
  readonly crash: boolean;
}

/** Everything the client needs to know of a manifest in order to send it. */
export interface ManifestDescription {
  /** Absent where the text is no Kanto manifest (then `problems` tells the syntax errors, if any). */
  readonly kind?: ManifestKind;
  /** Problems in order of the text, as the user wants them shown. */
  readonly problems: readonly Problem[];
  /**
   * Errors and crashes, with the severity of the rule, that a setting or a comment silences or shows as less. The device
   * knows nothing of either: who sends takes them into account. Absent where there is none.
   */
  readonly silenced?: readonly Problem[];
  /** The document's plain value as the author wrote it. Absent where the text cannot be read at all. */
  readonly content?: JsonValue;
  /** Manifests in further YAML documents of the same text. Absent where there is none, or one was asked for by its number. */
  readonly further?: number;
  /** With `further`: all of them, in order. What is described is the first. */
  readonly manifests?: readonly ManifestPart[];
  /** True for an apply that names no component of a domain: the device destroys what it runs and does not protect. */
  readonly emptiesDevice: boolean;
  /** One line for pickers: `apply: 3 components in containers`, `install: influxdb 1.8.4`. */
  readonly summary: string;
}

/** One of several manifests in a text. */
export interface ManifestPart {
  readonly range: Range;
  readonly summary: string;
}

/** Request `kanto/describe`: an open document by `uri`, or any text. Answer: {@link ManifestDescription}. */
export const describeRequest = 'kanto/describe';
export type DescribeParams = (
  | { readonly uri: string }
  | {
      readonly text: string;
      readonly format: 'json' | 'yaml';
      /** Its file, if it has one: what the content does not tell, the name may (`*.desired-state.*`). */
      readonly file?: string;
    }
) & {
  /** Of several manifests in the text this one, counted from 1. */
  readonly number?: number;
  /** Whom software modules are for, where that is chosen: the two take different ones, and only a topic would tell. */
  readonly target?: SoftwareUpdatableTarget;
};

/** The words of which at least one stands in every manifest: a text without any needs neither a parse nor a question. */
export const signatureWords =
  /desiredState|softwareModule|baselines|domains|activityId|correlationId|UpdateManager|SoftwareUpdatable|installedDependencies|live\/messages|\bsoftware\b|\bgroup\b/i;

/** Request `kanto/detect`: is this text plainly a Kanto manifest? Answer: {@link ManifestKind} or null. Cheap. */
export const detectRequest = 'kanto/detect';
export interface DetectParams {
  readonly text: string;
  readonly format: 'json' | 'yaml';
}

/** Why something was not done, in a sentence for the user. */
export interface Refusal {
  readonly refused: string;
}

/** Request `kanto/convert`: a manifest in the other text format. Answer: {@link Converted} or {@link Refusal}. */
export const convertRequest = 'kanto/convert';
export interface ConvertParams {
  readonly manifest: DescribeParams;
  readonly to: 'json' | 'yaml';
  /** Of several YAML documents the one at this place is meant. */
  readonly position?: Position;
}
export interface Converted {
  readonly text: string;
  /** What the user should know of the result, in sentences. */
  readonly notes: readonly string[];
}

/** Request `kanto/reshape`: another form of a manifest. Answer: {@link Reshaped} or {@link Refusal}. */
export const reshapeRequest = 'kanto/reshape';
export interface ReshapeParams {
  readonly manifest: DescribeParams;
  readonly to: SentForm;
  /** Of several YAML documents the one at this place is meant. */
  readonly position?: Position;
  /** `namespace:name`: whom an envelope is for. */
  readonly device?: string;
}
export interface Reshaped {
  readonly edits: readonly TextEdit[];
  /** What the user should know of the result, in sentences: what was left out. */
  readonly notes: readonly string[];
  /** Nothing is changed: the text does not tell whom the envelope is for. Ask again with a device. */
  readonly needsDevice?: true;
}

/** Request `kanto/artifact`: the artifact of a software module at a place. Answer: {@link ArtifactPlace} or {@link Refusal}. */
export const artifactRequest = 'kanto/artifact';
export interface ArtifactParams {
  readonly manifest: DescribeParams;
  readonly position: Position;
}
export interface ArtifactPlace {
  /** http or https, whole, without user and password. */
  readonly url: string;
  /** As they are written there: those of MD5, SHA1 and SHA256 that are. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Bytes, where it is written there. */
  readonly size?: number;
}

/**
 * Request `kanto/artifactEdits`: writes down what was found out of an artifact's file. Answer: {@link ArtifactEdits} or
 * {@link Refusal}.
 */
export const artifactEditsRequest = 'kanto/artifactEdits';
export type ArtifactEditsParams = ArtifactParams & { readonly digest: ArtifactDigest };
export interface ArtifactDigest {
  readonly url: string;
  /** Hexadecimal digits. */
  readonly checksums: { readonly SHA256: string; readonly SHA1?: string; readonly MD5?: string };
  /** Bytes. */
  readonly size: number;
}
export interface ArtifactEdits {
  readonly edits: readonly TextEdit[];
}

/**
 * Request `kanto/vocabularies`: the vocabularies that the setting `kanto.domains` names, as the client has read them; all of
 * them each time. Answer: what cannot be used, and why, for the user ({@link VocabulariesResult}).
 */
export const vocabulariesRequest = 'kanto/vocabularies';
export interface VocabulariesParams {
  /** The text of a JSON Schema of the config map, by the id of the domain. */
  readonly domains: Readonly<Record<string, string>>;
  /** Those of them that the workspace names, and not the user alone: they count beside a configuration file, too. */
  readonly ofWorkspace?: readonly string[];
}
export interface VocabulariesResult {
  readonly faults: readonly string[];
}

/**
 * Request of the server `kanto/fileTexts`: the texts of configuration files and of what they name. Answer: for each its
 * {@link FileText}, or null where there is no file, or where the workspace is not trusted.
 */
export const fileTextsRequest = 'kanto/fileTexts';
export interface FileTextsParams {
  readonly uris: readonly string[];
}
/** Notification: other answers to {@link fileTextsRequest} are to be expected, without a file having changed. */
export const fileTextsChanged = 'kanto/fileTextsChanged';

/** Request `kanto/configuration`: the configuration file that holds for a file; null where none does. */
export const configurationRequest = 'kanto/configuration';
export interface ConfigurationParams {
  readonly uri: string;
}
export type ConfigurationAnswer = {
  /** Its folder, a URI with `/` at its end. */
  readonly folder: string;
  /** Patterns of more files that are manifests, relative to the folder. */
  readonly globs: readonly string[];
} | null;

/** The section of the settings that a client with `settingLevels` answers with what the workspace itself says of `kanto.rules`. */
export const workspaceRules = 'kanto.rules@workspace';

/** Request of the server `kanto/manifestFiles`: the manifests of the workspace. Answer: a list of {@link ManifestFile}. */
export const manifestFilesRequest = 'kanto/manifestFiles';
export interface ManifestFile {
  readonly uri: string;
  readonly format: 'json' | 'yaml';
  /** Another one where the file has changed. */
  readonly stamp: string;
}
/** Request of the server `kanto/manifestText` for `{ uri }` of one of them. Answer: its text, or null where it cannot be read. */
export const manifestTextRequest = 'kanto/manifestText';
/** Notification: another answer to {@link manifestFilesRequest} is to be expected. */
export const manifestFilesChanged = 'kanto/manifestFilesChanged';
/**
 * What the device does about a component. `keep`: nothing, but it makes sure that it runs; `protected`: nothing, though
 * it differs or is not listed; `ignored`: the component does not reach anyone.
 */
export type PlannedAction = 'create' | 'replace' | 'update' | 'keep' | 'destroy' | 'protected' | 'ignored';

export interface PlanAction {
  /** `<domain>:<id>`, as the device names it in its feedback. */
  readonly component: string;
  readonly action: PlannedAction;
  /** Sentences in plain words, the deciding one first. Never a value of an environment variable. */
  readonly reasons: readonly string[];
  /** The keys that force the replacement or the update. */
  readonly keys: readonly string[];
  /** False where a difference may decide that no inventory tells; the reasons say which. */
  readonly certain: boolean;
  /** The device does the same at each apply of this manifest, so that it is no sign of a difference after one. */
  readonly recurs?: true;
  /** The component in the manifest; absent for what only the device has. */
  readonly range?: Range;
}

/** What an apply of the manifest would do, by the device's own rule. */
export interface Plan {
  /** `1 to create, 1 to replace, 0 to update, 2 to destroy` */
  readonly summary: string;
  /** True where at least one component is to be created, replaced, updated or destroyed. */
  readonly differs: boolean;
  /** By domain as the manifest has them: what it lists, then what only the device has. */
  readonly actions: readonly PlanAction[];
  /** Where each domain that counts stands in the manifest: what only the device has is shown there. */
  readonly domains: readonly PlannedDomain[];
}

export interface PlannedDomain {
  readonly id: string;
  readonly range: Range;
}

/** Why there is no plan. */
export interface PlanRefusal {
  readonly code:
    | 'no-manifest'
    | 'no-apply'
    | 'unreadable'
    | 'several'
    | 'rejected'
    | 'inventory'
    | 'no-domain';
  /** What is wrong and what the device would do, for people. */
  readonly message: string;
  /** Where in the manifest, if it is there. */
  readonly range?: Range;
}

/** Request `kanto/plan`. Answer: {@link PlanAnswer}. */
export const planRequest = 'kanto/plan';
export type PlanParams = DescribeParams & {
  /**
   * The inventory as the device reports it, or anything that it wraps it in (the properties of the feature
   * UpdateManager, the whole event, …); as a value or as JSON text.
   */
  readonly inventory: JsonValue;
};
export type PlanAnswer = { readonly plan: Plan } | { readonly refusal: PlanRefusal };

/** Request `kanto/import`: a manifest of what a device reports that it runs. Answer: {@link Imported} or {@link Refusal}. */
export const importRequest = 'kanto/import';
export interface ImportParams {
  /** As for a plan. */
  readonly inventory: JsonValue;
  readonly source: ImportSource;
  readonly format: 'json' | 'yaml';
  /** Secrets that the device reports become placeholders (default), or are `kept`: then the text must not be shown or stored. */
  readonly secrets?: 'placeholders' | 'kept';
}
export interface ImportSource {
  readonly device: string;
  readonly connection?: string;
  /** When the device reported it, ms since the epoch; absent where nobody knows. */
  readonly time?: number;
}
export interface Imported {
  /** A bare desired state. YAML has comments: where it is from, what was left out, and what its own plan says. */
  readonly text: string;
  /** `3 components in containers, 1 component in self-update` */
  readonly summary: string;
  /** What an apply of the text would do to the device that reported the inventory; a refusal where it would be rejected. */
  readonly plan: PlanAnswer;
  readonly notes: readonly ImportNote[];
}
export interface ImportNote {
  /**
   * - `left-out`: reported, and nothing that this manifest could say
   * - `secret`: a placeholder stands in its place
   * - `lost`: the device has it, and has it no more, or not for sure, once it makes the component anew by this manifest
   */
  readonly kind: 'left-out' | 'secret' | 'lost';
  /** `<domain>:<id>` */
  readonly component: string;
  /** Config keys, each once; empty for what concerns the whole component. */
  readonly keys: readonly string[];
  /** A sentence for people. No value of a secret. */
  readonly message: string;
}

/** What the client tells the server at `initialize`. */
export interface InitializationOptions {
  /** The client answers `kanto/fileTexts`. Without it the server reads configuration files, and what they name, from the disk. */
  readonly fileTexts?: boolean;
  /** The client knows which settings are the user's and which the workspace's: see {@link workspaceRules}. */
  readonly settingLevels?: boolean;
  /** The client answers `kanto/manifestFiles` and `kanto/manifestText`: manifests that are not open can be judged. */
  readonly manifestFiles?: boolean;
  /** The client has the command `kanto.applyToDevice` (argument: the document's uri): code lenses may offer it. */
  readonly applyCommand?: boolean;
  /** The client has the command `kanto.planOnDevice` (same argument): code lenses may offer it beside the other. */
  readonly planCommand?: boolean;
  /** Where the client opens the page of a diagnostic's code: a URI with `{code}` in place of the code. */
  readonly rulePage?: string;
  /** The client has `kanto.convertTo…` (arguments: the document's uri, a position): code actions may offer them. */
  readonly convertCommands?: boolean;
  /** The client has `kanto.computeChecksums` (arguments: the document's uri, a position): code actions may offer it. */
  readonly checksumCommand?: boolean;
  /** The texts of the language that the user reads, by the English ones: a bundle of `l10n/`. */
  readonly texts?: Readonly<Record<string, string>>;
  /** The client has VS Code's command `editor.action.triggerSuggest`: a completed key goes on with its value. */
  readonly suggestCommand?: boolean;
}
