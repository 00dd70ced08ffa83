/** What a rule is. One file a rule; `index.ts` lists them. */

import type { Rejection } from '../agents/containerRejections.ts';
import type { ContainerReading } from '../agents/containers.ts';
import type { PortMapping } from '../agents/containerValues.ts';
import type { Baseline, Component, ConfigEntry, Manifest } from '../manifest/model.ts';
import type { SeverityName } from '../messages.ts';
import type { Shape } from '../schema/shape.ts';
import type { Vocabularies } from '../schema/vocabularies.ts';
import type { TextFormat } from '../text/document.ts';
import type { TreeEdit } from '../text/edit/treeEdit.ts';
import type { Spot } from '../text/node.ts';

export type { Spot } from '../text/node.ts';

export interface Finding {
  readonly at: Spot;
  /** What was found, what the device will do, what is wanted. */
  readonly message: string;
  /** Where it differs from the rule's. */
  readonly severity?: SeverityName;
  /** Sending it would kill a daemon on the device. */
  readonly crash?: boolean;
  /** The other places that take part in it. */
  readonly related?: readonly Related[];
  /**
   * The ways to put it right, best first. Asked only when an editor shows them: a finding of a long document costs no
   * more than this function, and it sees what the rule saw.
   */
  readonly fixes?: Fixes;
}

export type Fixes = (tools: FixTools) => readonly Fix[];

/** What a fix needs that is not in the manifest. */
export interface FixTools {
  /** A fresh UUID. */
  newId(): string;
}

export interface Fix {
  /** A command: `Write "restartPolicy"`. */
  readonly title: string;
  /** The one obvious way, which leaves nothing to choose and loses nothing that the device would use: "fix all" takes it unasked. */
  readonly preferred?: boolean;
  readonly edits: readonly TreeEdit[];
  /** An id that gets another name by it: what speaks of it follows. */
  readonly renames?: { readonly id: Spot; readonly to: string };
}

export interface Related {
  readonly at: Spot;
  readonly message: string;
}

/** What a rule may know beside the manifest itself. */
export interface RuleContext {
  readonly format: TextFormat;
  /** Domains that an update agent is known for. */
  readonly domains: readonly string[];
  /** What users say of the config of further domains. */
  readonly vocabularies: Vocabularies;
  readonly containers: Containers;
}

/** The components of the containers domain that reach its agent, and what they share, known before each is looked at. */
export interface Containers {
  readonly views: readonly ContainerView[];
  /** Do two mappings have one port of the device? */
  readonly sharePorts: boolean;
  /** Does one name another as its host? */
  readonly nameHosts: boolean;
  /** Has an image of one a digest? */
  readonly pinImages: boolean;
}

/**
 * A part of the manifest whose shape can be judged by itself: an entry of a list that has lists of its own (a domain, a
 * component, a baseline, a software module), or the manifest; each without the parts in it.
 */
export interface Part {
  readonly shape: Shape;
  /** Only of the part that is the manifest itself: what is found in others may depend on nothing else. */
  readonly manifest: Manifest | undefined;
}

/** A component of the containers domain, as the device reads it. */
export interface ContainerView {
  readonly component: Component;
  readonly reading: ContainerReading;
  readonly rejections: readonly Rejection[];
  /** What it shares with other containers: rules that compare them all look only at this after a change. */
  readonly shared: SharedByContainer;
}

/** Where one container can meet others; {@link Containers} tells whether it does. */
export interface SharedByContainer {
  readonly image: ConfigEntry | undefined;
  /** The ports of the device that it takes: of a range the device chooses one that is free. */
  readonly hostPorts: readonly HostPort[];
  /** The containers that its `host` entries name by their host names. */
  readonly hostNames: readonly NamedHost[];
}

export interface HostPort {
  readonly port: PortMapping;
  readonly entry: ConfigEntry;
}

export interface NamedHost {
  /** What the other container is called here. */
  readonly name: string;
  /** The host name of the other container. */
  readonly container: string;
  readonly entry: ConfigEntry;
}

/** What a page of `docs/rules/` is made of. */
export interface Described {
  /** Code of the diagnostic, kebab-case; never changes. */
  readonly id: string;
  /** The consequence on the device: error = rejected or crashed, warning = ignored or not what was written. */
  readonly severity: SeverityName;
  /** What the device does, in one sentence. */
  readonly summary: string;
  /** More for its page, as Markdown, where the summary and the messages leave a question open. */
  readonly why?: string;
  /** Shown on the rule's page; they are its tests. */
  readonly examples: readonly Example[];
}

/** What a rule finds, shown in a manifest. */
export interface Example {
  /** YAML or JSON. What the rule finds stands in `«…»`, and it finds nothing else. */
  readonly text: string;
  /** A part of the message. */
  readonly says?: string;
  /** Where it differs from the rule's. */
  readonly severity?: SeverityName;
  /** Sending it would kill a daemon on the device. */
  readonly crash?: true;
  /** The text after the fix that is offered first for each finding, where the first of them has one. */
  readonly fixed?: string;
  /** Vocabularies that it needs, as users write them, by the domain. */
  readonly vocabularies?: Readonly<Record<string, string>>;
}

/**
 * Looks at the whole manifest, after every change: it is for what depends on several places of it. What depends on one
 * alone is for the other scopes, whose findings are kept.
 */
export interface ManifestRule extends Described {
  readonly scope: 'manifest';
  check(manifest: Manifest, context: RuleContext): Iterable<Finding>;
}

/** Looks at one container alone: what it finds depends on nothing else. */
export interface ContainerRule extends Described {
  readonly scope: 'container';
  check(container: ContainerView): Iterable<Finding>;
}

/** Looks at one baseline alone: what it finds depends on nothing else. */
export interface BaselineRule extends Described {
  readonly scope: 'baseline';
  check(baseline: Baseline): Iterable<Finding>;
}

/** Looks at one part alone. */
export interface PartRule extends Described {
  readonly scope: 'part';
  check(part: Part, format: TextFormat): Iterable<Finding>;
}

/** Looks at one part of what a device says: of a response or an event. All other rules are for what it is told. */
export interface ReportRule extends Described {
  readonly scope: 'report';
  check(part: Part): Iterable<Finding>;
}

export type Rule = ManifestRule | PartRule | BaselineRule | ContainerRule | ReportRule;
