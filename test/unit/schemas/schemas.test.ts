import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';

interface Schema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly $comment?: string;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

const files = readdirSync('schemas', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.schema.json'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();

const read = (file: string): Schema => JSON.parse(readFileSync(`schemas/${file}`, 'utf8'));
const options = {
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
  keywords: ['enumDescriptions', 'patternErrorMessage', 'x-parts', 'x-severity'],
};

/** Every place that people may stand on, with the words of the path to it; of copied definitions only the home. */
function* sites(schema: Schema, path: readonly string[] = []): Generator<[string, Schema]> {
  yield [path.join('.') || '(root)', schema];
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    yield* sites(property, [...path, name]);
  for (const [name, definition] of Object.entries(schema.definitions ?? {}))
    if (!definition.$comment?.startsWith('Copied from ')) yield* sites(definition, [...path, `#${name}`]);
  if (schema.items) yield* sites(schema.items, [...path, '[]']);
  if (typeof schema.additionalProperties === 'object')
    yield* sites(schema.additionalProperties, [...path, '*']);
}

const own = (schema: Schema) => [...sites(schema)].filter(([, site]) => site.$ref === undefined);

describe.each(files)('schemas/%s', (file) => {
  const schema = read(file);

  it('is named after its $id', () => {
    expect(schema.$id).toBe(`https://kanto-manifests.dev/schemas/${file}`);
  });

  it('compiles alone, strictly', () => {
    expect(() => new Ajv(options).compile(schema)).not.toThrow();
  });

  it('has a title and a description at every place', () => {
    const silent = own(schema).filter(([, site]) => !site.title || !site.description);
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it('ends each description as a sentence and keeps it short enough for a hover', () => {
    const bad = own(schema).filter(
      ([, { description = '' }]) => !/[.)]$/.test(description) || description.length > 400,
    );
    expect(bad.map(([path, { description }]) => `${path}: ${description}`)).toEqual([]);
  });

  it('explains every entry of an enumeration', () => {
    const bad = own(schema).filter(([, site]) => site.enum?.length !== site.enumDescriptions?.length);
    expect(bad.map(([path]) => path)).toEqual([]);
  });

  it('has an example or an enumeration wherever a value is written', () => {
    const bad = own(schema).filter(
      ([path, site]) => !site.examples && !site.enum && !path.endsWith('*') && path !== 'value',
    );
    expect(bad.map(([path]) => path)).toEqual([]);
  });

  it('accepts its own examples and defaults, at every place', () => {
    const rejected = own(schema).flatMap(([path, site]) => {
      const { $id: _, ...rest } = site;
      const validate = new Ajv({ ...options, strict: false }).compile({
        ...rest,
        definitions: schema.definitions,
      });
      const values = [...(site.examples ?? []), ...(site.default === undefined ? [] : [site.default])];
      return values.filter((value) => !validate(value)).map((value) => `${path}: ${JSON.stringify(value)}`);
    });
    expect(rejected).toEqual([]);
  });

  it('offers no alternatives: a fault has one cause', () => {
    expect(readFileSync(`schemas/${file}`, 'utf8')).not.toMatch(/"(oneOf|anyOf|allOf|not|if)":/);
  });
});

it('has a title and a row in the README for every file', () => {
  const text = readFileSync('schemas/README.md', 'utf8');
  const missing = files
    .map((file) => file.replace('.schema.json', ''))
    .filter(
      (name) => !text.includes(`\`${name}\``) && !text.includes(`\`<operation>.${name.split('.')[1]}\``),
    );
  expect(missing).toEqual([]);
});
