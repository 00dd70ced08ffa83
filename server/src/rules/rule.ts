/** What a rule is. One file a rule; `index.ts` lists them. */

import type { Rejection } from '../agents/containerRejections.ts';
import type { ContainerReading } from '../agents/containers.ts';
import type { Component, Manifest } from '../manifest/model.ts';
import type { SeverityName } from '../messages.ts';
import type { AmbiguousField, RenamedField, ShapeFault } from '../schema/shape.ts';
import type { TextFormat } from '../text/document.ts';
import type { Origin } from '../text/node.ts';

/** A part of the text that moves with what it was parsed with. Every node is one. */
export interface Spot {
  readonly origin: Origin;
  readonly from: number;
  readonly to: number;
}

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
  /** Where the document has not the shape that the device decodes. */
  readonly shape: readonly ShapeFault[];
  /** Fields in another letter case than the schema's, which the device takes all the same. */
  readonly renamed: readonly RenamedField[];
  /** Fields that one object has twice, in different letters. */
  readonly ambiguous: readonly AmbiguousField[];
}

/** A component of the containers domain, as the device reads it. */
export interface ContainerView {
  readonly component: Component;
  readonly reading: ContainerReading;
  readonly rejections: readonly Rejection[];
}

interface RuleBase {
  /** Code of the diagnostic, kebab-case; never changes. */
  readonly id: string;
  /** The consequence on the device: error = rejected or crashed, warning = ignored or not what was written. */
  readonly severity: SeverityName;
  /** What the device does, in one sentence. */
  readonly summary: string;
}

/** Looks at the whole manifest. */
export interface ManifestRule extends RuleBase {
  readonly scope: 'manifest';
  check(manifest: Manifest, context: RuleContext): Iterable<Finding>;
}

/** Looks at one container alone: what it finds depends on nothing else. */
export interface ContainerRule extends RuleBase {
  readonly scope: 'container';
  check(container: ContainerView): Iterable<Finding>;
}

export type Rule = ManifestRule | ContainerRule;
