/** What a call of the command line asks for. */
import type {
  JsonValue,
  Operation,
  SentForm,
  SoftwareUpdatableTarget,
} from '../../../server/src/messages.ts';
import type { Receivable } from '../connections/profile.ts';
import type { ConsentCommand } from '../protocol/updateManager.ts';
import type { ConsentAnswer } from '../updates/consent.ts';
import type { AskLevel } from '../words/applyQuestion.ts';
import type { ConfigurationChoice } from './configuration.ts';
import type { ReportFormat } from './reporters.ts';
import type { RolloutAim, RolloutFormat } from './rolloutCall.ts';
import type { SecretSources } from './secrets.ts';

export type Format = 'text' | 'json';
/** `jsonl`: one line of JSON for each event, as it happens. */
export type StreamFormat = Format | 'jsonl';
/** Those that commands can be completed in. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];
/** What the manifest is written in; `jsonl` has it as YAML in an event. */
export type ImportFormat = 'yaml' | 'json' | 'jsonl';

/** The options that lead to a broker. */
export interface ConnectionOptions {
  readonly url: string;
  readonly username?: string;
  readonly tenant?: string;
  /** What is taken from Hono besides answers. */
  readonly receive?: readonly Receivable[];
  readonly addressing?: string;
  /** The prefix of the topics in direct mode; absent in the usual one. */
  readonly direct?: string;
  readonly mqtt?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly fingerprint?: string;
  readonly registry?: RegistryOptions;
  readonly secrets: SecretSources;
  readonly verbose: boolean;
}

/** The options that lead to a device registry. */
export interface RegistryOptions {
  readonly url: string;
  readonly username?: string;
  readonly caFile?: string;
  readonly filter?: JsonValue;
}

export interface PlannedDevice {
  readonly connection: ConnectionOptions;
  readonly device: string;
  /** Milliseconds. */
  readonly timeout: number;
}

/** A file with an inventory, or the device to ask for it. */
export type InventorySource = { readonly inventory: string } | PlannedDevice;

export type Call =
  | {
      readonly command: 'help';
      /** A command; absent for all. */
      readonly about?: string;
    }
  | { readonly command: 'version' }
  | {
      readonly command: 'validate';
      readonly format: ReportFormat;
      /** Files, folders and patterns; `-` for standard input. */
      readonly files: readonly string[];
      /** What standard input is called, by which its format and configuration are found. */
      readonly stdinName?: string;
      readonly configuration: ConfigurationChoice;
      readonly maxWarnings?: number;
      /** Put right what has one obvious fix: in the files, or only for this report. */
      readonly fix?: 'write' | 'dry';
    }
  | {
      readonly command: 'convert';
      readonly configuration: ConfigurationChoice;
      readonly file: string;
      readonly to?: 'json' | 'yaml';
      readonly form?: SentForm;
      /** Whom an envelope is for. */
      readonly device?: string;
      /** Of several manifests in the file, counted from 1. */
      readonly document?: number;
    }
  | {
      readonly command: 'schema';
      /** Absent: what there are is told. */
      readonly name?: string;
    }
  | {
      readonly command: 'rules';
      /** Absent: what there are is told. */
      readonly code?: string;
      readonly format: Format;
    }
  | { readonly command: 'completion'; readonly shell: Shell }
  | {
      readonly command: 'send';
      readonly configuration: ConfigurationChoice;
      readonly operation: Operation;
      readonly connection: ConnectionOptions;
      readonly device: string;
      readonly wait: boolean;
      /** Milliseconds. */
      readonly timeout: number;
      readonly yes: boolean;
      readonly sendAnyway: boolean;
      /** The person's answer, given beforehand, to what the device asks its owner about this update. */
      /** Of an apply: what it is asked about; absent: where it destroys components. */
      readonly ask?: AskLevel;
      readonly consent?: ConsentAnswer;
      /** Of several manifests in the file, counted from 1. */
      readonly document?: number;
      /** The daemon that gets software modules, where the call says it. */
      readonly target?: SoftwareUpdatableTarget;
      readonly format: StreamFormat;
      /** Absent for a refresh without a file. */
      readonly file?: string;
    }
  | {
      readonly command: 'rollout';
      readonly configuration: ConfigurationChoice;
      readonly connection: ConnectionOptions;
      readonly aim: RolloutAim;
      readonly journal: string;
      readonly yes: boolean;
      readonly sendAnyway: boolean;
      readonly document?: number;
      readonly format: RolloutFormat;
      readonly file: string;
      /** The same call as one that goes on with the journal, to be typed into a shell. */
      readonly resume: string;
    }
  | {
      readonly command: 'devices';
      readonly connection: ConnectionOptions;
      readonly timeout: number;
      readonly format: Format;
    }
  | {
      readonly command: 'doctor';
      readonly connection: ConnectionOptions;
      /** Absent: the one that the gateway names. */
      readonly device?: string;
      readonly format: Format;
    }
  | {
      readonly command: 'plan' | 'drift';
      readonly configuration: ConfigurationChoice;
      readonly source: InventorySource;
      readonly format: StreamFormat;
      readonly file: string;
      /** Of several manifests in the file, counted from 1. */
      readonly document?: number;
    }
  | {
      readonly command: 'import';
      readonly configuration: ConfigurationChoice;
      readonly source: InventorySource;
      readonly format: ImportFormat;
      /** A new file; absent: standard output. */
      readonly output?: string;
      readonly yes: boolean;
    }
  | {
      readonly command: 'simulate';
      readonly port: number;
      /** How many devices. */
      readonly devices: number;
      /** Without things, on the topics of direct mode. */
      readonly direct: boolean;
      /** What the device asks its owner about; empty for nothing. */
      readonly ownerConsent: readonly ConsentCommand[];
    };
