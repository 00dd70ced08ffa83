/** The setting `kanto.domains`: what the config of domains may hold that this project does not know. */
import { t } from '@vscode/l10n';
import { Ajv, type ErrorObject } from 'ajv';
import { type ParseError, parse } from 'jsonc-parser';
import type { ConfigEntry } from '../manifest/model.ts';
import { perNode } from '../text/perNode.ts';
import { boundedPattern } from './boundedPattern.ts';
import { effortOf, mostEffort } from './effort.ts';
import { inLimitedTime } from './limitedTime.ts';
import { type Vocabulary, vocabularyIn } from './lookup.ts';
import { asSchema, dereference, type JsonSchema, schemaNamed } from './schemas.ts';

/** Where a config is not as its vocabulary has it. */
export interface ConfigFault {
  /** - `unknown`: a key that it has not; - `value`: a value that it does not allow; - `missing`: a key that it requires. */
  readonly kind: 'unknown' | 'value' | 'missing';
  readonly key: string;
  /** Of the entry in the list; absent for a missing one. */
  readonly entry: number | undefined;
  /** What is wanted of a value: `must be …`. */
  readonly wanted: string;
  /** The values that it may have, where they can be counted. */
  readonly allowed: readonly string[];
}

type ConfigCheck = (config: readonly ConfigEntry[]) => ConfigFault[];

export interface DomainVocabulary {
  readonly words: Vocabulary;
  /** Of the config of a component. */
  readonly checkComponent: ConfigCheck;
  /** Of the config of the domain itself. */
  readonly checkDomain: ConfigCheck;
}

/** By the id of the domain. */
export type Vocabularies = ReadonlyMap<string, DomainVocabulary>;

export interface VocabularySettings {
  readonly vocabularies: Vocabularies;
  /** Which cannot be used, and why, for the user. */
  readonly faults: readonly string[];
}

/** Reads vocabularies as users write them, each the text of a JSON Schema, by the id of the domain. Never throws. */
export function readVocabularies(texts: Readonly<Record<string, string>>): VocabularySettings {
  const vocabularies = new Map<string, DomainVocabulary>();
  const faults: string[] = [];
  for (const [domain, text] of Object.entries(texts)) {
    const read = readVocabulary(domain, text);
    if (typeof read === 'string')
      faults.push(
        t('The vocabulary of the domain "{0}" in the setting kanto.domains is not used: {1}.', domain, read),
      );
    else vocabularies.set(domain, read);
  }
  return { vocabularies, faults };
}

/** UTF-16 code units. What lists a thousand keys with their descriptions has a tenth of it. */
const longestText = 4 * 1024 * 1024;

/** A text is the reason why it cannot be used. */
export function readVocabulary(domain: string, text: string): DomainVocabulary | string {
  if (schemaNamed(`domain.${domain}`)) return t('this domain is built in');
  if (text.length > longestText) return t('it has more than 4 MB');
  try {
    const errors: ParseError[] = [];
    const schema = asSchema(parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true }));
    const [error] = errors;
    if (error) return t('it is damaged JSON, see line {0}', text.slice(0, error.offset).split('\n').length);
    if (!schema) return t('it must be a JSON Schema of the config, an object with "properties"');
    const { size, isOpen } = effortOf(schema);
    if (size >= mostEffort) return tooMuch();
    const component = checkOf(schema, schema, isOpen);
    const words = vocabularyIn(domain, schema);
    const ofDomain = dereference(
      schema.definitions?.['domainConfig'] ?? schema.$defs?.['domainConfig'],
      schema,
    );
    return {
      words,
      checkComponent: component,
      checkDomain: ofDomain ? checkOf(ofDomain, schema, isOpen) : () => [],
    };
  } catch (error) {
    // Of the validator, which follows references without end, or of the stack, which ends.
    if (error instanceof RangeError)
      return t('a `$ref` in it leads back to itself, or it is nested too deep');
    return t('it is no JSON Schema: {0}', error instanceof Error ? error.message : String(error));
  }
}

const patternEngine = Object.assign(boundedPattern, { code: 'boundedPattern' });

const tooMuch = () =>
  t('there is more in it, or its `$ref` lead to more, than can be checked while somebody types');

/** Milliseconds for one config, where a schema does not tell how much there is to do. */
const longestCheck = 200;

/** `mayTakeLong`: what takes too long once is not checked any more. @throws Error where the schema is none. */
function checkOf(schema: JsonSchema, root: JsonSchema, mayTakeLong: boolean): ConfigCheck {
  const { definitions, $defs } = root;
  // An unknown key is told by its own; what names itself or its dialect is none of the validator's business.
  const {
    $id: _,
    $schema: __,
    $async: ___,
    additionalProperties,
    ...own
  } = { $id: '', $schema: '', $async: false, ...schema };
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: patternEngine },
  });
  const validate = ajv.compile({ ...own, ...(definitions && { definitions }), ...($defs && { $defs }) });
  const isOpen =
    additionalProperties === true ||
    typeof additionalProperties === 'object' ||
    'patternProperties' in schema;
  const properties = schema.properties ?? {};
  const schemaOf = (key: string) =>
    Object.hasOwn(properties, key) ? dereference(properties[key], root) : undefined;
  const limited = mayTakeLong ? inLimitedTime<Faults>(longestCheck) : (work: () => Faults) => work();
  const faultsIn = (map: object) => limited(() => (validate(map) ? [] : (validate.errors ?? []))) ?? [];
  // What leads back to itself without end is found out now, and not for each component.
  faultsIn(Object.fromEntries(Object.keys(properties).map((key) => [key, ''])));
  // A component that was not changed has the same config: what is wrong with it is known.
  return perNode((config: readonly ConfigEntry[]) => [
    ...(isOpen ? [] : unknownKeys(config, schemaOf)),
    ...valueFaults(config, faultsIn, schemaOf, root),
  ]);
}

type Faults = readonly ErrorObject[];

type SchemaOf = (key: string) => JsonSchema | undefined;

function unknownKeys(config: readonly ConfigEntry[], schemaOf: SchemaOf): ConfigFault[] {
  return config.flatMap(({ key }, entry) =>
    schemaOf(key) ? [] : [{ kind: 'unknown' as const, key, entry, wanted: '', allowed: [] }],
  );
}

/** A list is a key that stands more than once; of others the last entry counts. */
function valueFaults(
  config: readonly ConfigEntry[],
  faultsIn: (map: object) => Faults,
  schemaOf: SchemaOf,
  root: JsonSchema,
): ConfigFault[] {
  const entriesOf = new Map<string, number[]>();
  for (const [index, { key }] of config.entries()) entriesOf.set(key, [...(entriesOf.get(key) ?? []), index]);
  const map = Object.fromEntries(
    [...entriesOf].map(([key, indices]) => {
      const schema = schemaOf(key);
      const items = schema?.type === 'array' ? (dereference(schema.items, root) ?? {}) : undefined;
      const values = indices.map((index) => meant(config[index]?.value ?? '', items ?? schema));
      return [key, items ? values : values.at(-1)];
    }),
  );
  const faults = faultsIn(map).map((error) => faultOf(error, entriesOf, schemaOf));
  // Of one entry the first fault says enough.
  const first = new Map(
    faults.toReversed().map((fault) => [JSON.stringify([fault.key, fault.entry]), fault] as const),
  );
  return faults.filter((fault) => first.get(JSON.stringify([fault.key, fault.entry])) === fault);
}

function faultOf(
  error: ErrorObject,
  entriesOf: ReadonlyMap<string, number[]>,
  schemaOf: SchemaOf,
): ConfigFault {
  const [, key = '', place] = error.instancePath.split('/').map(unescaped);
  if (error.instancePath === '' && error.keyword === 'required') {
    const missing = String(error.params['missingProperty']);
    const allowed = textsOf(schemaOf(missing)?.enum);
    return { kind: 'missing', key: missing, entry: undefined, wanted: '', allowed };
  }
  const entries = entriesOf.get(key) ?? [];
  const entry = schemaOf(key)?.type === 'array' ? entries[Number(place ?? 0)] : entries.at(-1);
  const allowed = error.keyword === 'enum' ? textsOf(error.params['allowedValues']) : [];
  return { kind: 'value', key, entry, wanted: wantedBy(error), allowed };
}

/** Texts and numbers; a device gets both as text. */
function textsOf(values: unknown): string[] {
  return Array.isArray(values)
    ? values.filter((it) => typeof it === 'string' || typeof it === 'number').map(String)
    : [];
}

/** JSON Pointer (RFC 6901). */
function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The usual ones in the user's language, the rest as ajv says it. */
function wantedBy({ keyword, params, message }: ErrorObject): string {
  const { allowedValues, comparison, limit, type, pattern } = params;
  if (keyword === 'enum' && Array.isArray(allowedValues))
    return t('must be one of {0}', allowedValues.map((it) => `\`${String(it)}\``).join(', '));
  if (comparison !== undefined) return t('must be {0} {1}', String(comparison), String(limit));
  if (keyword === 'type') return t('must be {0}', [type].flat().join(', '));
  if (keyword === 'pattern') return t('must match pattern "{0}"', String(pattern));
  return message ?? t('must be something else');
}

/** Every value is text for a device; where the vocabulary wants something else, it is what an agent would read in it. */
function meant(text: string, schema: JsonSchema | undefined): unknown {
  const types = [schema?.type ?? 'string'].flat();
  if (types.includes('string')) return text;
  return parseOrText(text);
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Then it is text, and the vocabulary says that something else is wanted.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
