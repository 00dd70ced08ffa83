/**
 * "Which schema is at this path?" Hover and completion read descriptions, enumerations, defaults and examples here,
 * and nowhere else.
 */
import type { ManifestKind } from '../messages.ts';
import type { JsonValue } from '../text/node.ts';

/** What a schema says of one field. The texts are Markdown. */
export interface FieldSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly JsonValue[];
  /** One for each entry of `enum`. */
  readonly enumDescriptions?: readonly string[];
  readonly default?: JsonValue;
  readonly examples?: readonly JsonValue[];
  readonly deprecated?: boolean;
}

export interface FieldProperty {
  readonly name: string;
  readonly field: FieldSchema;
  /** The device cannot do without it. */
  readonly required: boolean;
}

/** The field at a place, and what may stand below it. */
export interface SchemaSite {
  readonly field: FieldSchema;
  /** Empty where the value is no object. */
  readonly properties: readonly FieldProperty[];
  /** True where the value is a list. */
  readonly list: boolean;
}

/** One config key of a domain, as its vocabulary describes it. */
export interface VocabularyKey {
  readonly key: string;
  readonly field: FieldSchema;
  /** May stand more than once (`env`, `port`, …). */
  readonly repeatable: boolean;
}

/** The words a domain's agent understands. */
export interface Vocabulary {
  readonly domain: string;
  readonly title: string;
  /** `config` of a component. */
  readonly component: readonly VocabularyKey[];
  /** `config` of the domain itself. */
  readonly domainConfig: readonly VocabularyKey[];
}

export interface SchemaLookup {
  /** `path`: property names and array indices from the document's root. Undefined where no schema speaks of the place. */
  at(kind: ManifestKind, path: readonly (string | number)[]): SchemaSite | undefined;
  vocabulary(domain: string): Vocabulary | undefined;
}
