/**
 * "Which schema is at this path?" Hover and completion read descriptions, enumerations, defaults and examples here,
 * and nowhere else.
 */
import type { ManifestKind } from '../messages.ts';
import { perNode } from '../text/perNode.ts';
import {
  dereference,
  isMap,
  type JsonSchema,
  matchName,
  schemaName,
  schemaNamed,
  type TextPart,
} from './schemas.ts';
import { schemaText } from './schemaTexts.ts';

/** What a schema says of one field. The texts are Markdown; of `enumDescriptions` there is one for each entry of `enum`. */
export interface FieldSchema
  extends Pick<
    JsonSchema,
    'title' | 'description' | 'type' | 'enum' | 'enumDescriptions' | 'default' | 'examples' | 'deprecated'
  > {
  /** What a text is made of, in order; the labels together are its form. */
  readonly parts?: readonly TextPart[];
}

interface FieldProperty {
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
  /** The domains that users have vocabularies for, by their settings. */
  readonly ownDomains: readonly string[];
}

/** Looks up in the schemas that ship with the server, and in the users' own vocabularies. */
export function createSchemaLookup(own: ReadonlyMap<string, Vocabulary> = new Map()): SchemaLookup {
  const builtIn = new Map<string, Vocabulary>();
  const known = (domain: string) => {
    const vocabulary = builtIn.get(domain) ?? vocabularyOf(domain);
    if (vocabulary) builtIn.set(domain, vocabulary);
    return vocabulary;
  };
  const siteIn = perNode((root: JsonSchema) => perNode((schema: JsonSchema) => siteOf(schema, root)));
  return {
    at(kind, path) {
      const place = placeOf(kind, path);
      return place && siteIn(place.root)(place.schema);
    },
    vocabulary: (domain) => own.get(domain) ?? known(domain),
    ownDomains: [...own.keys()],
  };
}

interface SchemaPlace {
  readonly root: JsonSchema;
  readonly schema: JsonSchema;
}

function placeOf(kind: ManifestKind, path: readonly (string | number)[]): SchemaPlace | undefined {
  const name = schemaName(kind);
  const root = name === undefined ? undefined : schemaNamed(name);
  if (!root) return undefined;
  let schema = dereference(root, root);
  let above: string | number | undefined;
  for (const segment of path) {
    if (!schema) return undefined;
    schema = dereference(below(schema, segment, above), root);
    above = segment;
  }
  return schema && { root, schema };
}

function below(
  schema: JsonSchema,
  segment: string | number,
  above: string | number | undefined,
): JsonSchema | undefined {
  if (typeof segment === 'number') return schema.items;
  const properties = schema.properties ?? {};
  const name = isMap(schema, above)
    ? Object.hasOwn(properties, segment)
      ? segment
      : undefined
    : matchName(properties, segment);
  if (name !== undefined) return properties[name];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

function siteOf(schema: JsonSchema, root: JsonSchema): SchemaSite {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    field: fieldOf(dereference(property, root) ?? property),
    required: schema.required?.includes(name) ?? false,
  }));
  return { field: fieldOf(schema), properties, list: schema.type === 'array' };
}

/** Made once for each schema of a lookup, so that its texts are translated once. */
function fieldOf(schema: JsonSchema): FieldSchema {
  const { title, description, type, enum: values, enumDescriptions, examples, deprecated } = schema;
  return {
    ...(title !== undefined && { title: schemaText(title) }),
    ...(description !== undefined && { description: schemaText(description) }),
    ...(type !== undefined && { type }),
    ...(values !== undefined && { enum: values }),
    ...(enumDescriptions !== undefined && { enumDescriptions: enumDescriptions.map(schemaText) }),
    ...(schema.default !== undefined && { default: schema.default }),
    ...(examples !== undefined && { examples }),
    ...(deprecated !== undefined && { deprecated }),
    ...(Array.isArray(schema['x-parts']) && { parts: schema['x-parts'].map(partOf) }),
  };
}

function partOf({ label, description }: TextPart): TextPart {
  return { label, description: schemaText(description) };
}

function vocabularyOf(domain: string): Vocabulary | undefined {
  const root = schemaNamed(`domain.${domain}`);
  return root && vocabularyIn(domain, root);
}

/** What a vocabulary says to people: a JSON Schema over the map that a config stands for. */
export function vocabularyIn(domain: string, root: JsonSchema): Vocabulary {
  const ofDomain = root.definitions?.['domainConfig'] ?? root.$defs?.['domainConfig'];
  return {
    domain,
    title: root.title === undefined ? domain : schemaText(root.title),
    component: keysOf(root, root),
    domainConfig: keysOf(dereference(ofDomain, root) ?? {}, root),
  };
}

/** A key that may stand more than once is a list in the schema: what is said of one entry is said of its items. */
function keysOf(schema: JsonSchema, root: JsonSchema): VocabularyKey[] {
  return Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const value = dereference(property, root) ?? property;
    const repeatable = value.type === 'array';
    const entry = repeatable ? dereference(value.items, root) : value;
    return { key, field: fieldOf(entry ?? value), repeatable };
  });
}
