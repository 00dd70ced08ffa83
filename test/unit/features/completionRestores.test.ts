import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify, type ToStringOptions } from 'yaml';
import { choicesOf } from '../../../server/src/features/completion/fields.ts';
import { type Node, type Property, type ScalarNode, spanOf } from '../../../server/src/text/node.ts';
import { asObject, asScalar, asText, field } from '../../../server/src/text/tree.ts';
import { chosen, completeAt, documentOf, labels, lookup, vsCode } from './support.ts';

interface Sample {
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

/** The examples as they are, and those in JSON written as YAML in each style. */
const samples: readonly Sample[] = ['examples', 'test/fixtures/documented']
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((file) => /\.(json|ya?ml)$/.test(file))
  .flatMap((name) => {
    const text = readFileSync(name, 'utf8');
    if (!name.endsWith('json')) return [{ name, language: 'kanto-yaml', text }];
    const yaml = (style: string, options: ToStringOptions) => ({
      name: `${name} as ${style}`,
      language: 'kanto-yaml',
      text: stringify(JSON.parse(text), { lineWidth: 0, ...options }),
    });
    return [
      { name, language: 'kanto-json', text },
      { name: `${name} in a YAML file`, language: 'kanto-yaml', text: text.replaceAll('\t', '  ') },
      yaml('block YAML', {}),
      yaml('block YAML with compact lists', { indentSeq: false, indent: 4 }),
      yaml('flow YAML', { collectionStyle: 'flow' }),
    ];
  });

/** Documents made for the test, in each form. */
function written(name: string, value: unknown): Sample[] {
  const yaml = (style: string, options: ToStringOptions) => ({
    name: `${name} as ${style}`,
    language: 'kanto-yaml',
    // As version 1.1, in which `no` wants quotes: completion writes what both versions understand.
    text: stringify(value, { lineWidth: 0, version: '1.1', ...options }),
  });
  return [
    { name: `${name} as JSON`, language: 'kanto-json', text: JSON.stringify(value, undefined, 2) },
    { name: `${name} as JSON in one line`, language: 'kanto-json', text: JSON.stringify(value) },
    yaml('block YAML', {}),
    yaml('block YAML in double quotes', { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
    yaml('block YAML in single quotes', { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' }),
    yaml('flow YAML', { collectionStyle: 'flow' }),
  ];
}

const vocabulary = lookup.vocabulary('containers')?.component ?? [];

const choices = vocabulary.flatMap(({ key, field }) => choicesOf(field).map((value) => ({ key, value })));
const everyChoice = written('every choice of the vocabulary', {
  domains: [
    {
      id: 'containers',
      components: choices.map(({ key, value }, index) => ({
        id: `c${index}`,
        version: '1.0',
        config: [
          { key: 'image', value: `registry.example/c${index}:1.0` },
          { key, value: String(value) },
        ],
      })),
    },
  ],
});

/** Values that no vocabulary can know, each in two components. */
const shared: Readonly<Record<string, string>> = {
  env: 'LOG_LEVEL=info',
  cmd: '--retries=7',
  mount: '/data:/var/lib/data:rprivate',
  host: 'ctrhost:host_ip',
  memory: '384M',
  logPath: '/var/log/containers',
};
const twice = written('values of another component', {
  domains: [
    {
      id: 'containers',
      components: ['a', 'b'].map((id) => ({
        id,
        version: '1.0',
        config: Object.entries(shared).map(([key, value]) => ({ key, value })),
      })),
    },
  ],
});

const references = ['containers:influxdb', 'containers:hello-world', 'firmware:modem'];
const baselines = written('baselines', {
  baselines: [
    { title: 'a', components: references.slice(0, 2) },
    { title: 'b', components: references.slice(2) },
  ],
  domains: [
    {
      id: 'containers',
      components: [
        { id: 'influxdb', version: '2.7.1' },
        { id: 'hello-world', version: 'latest' },
      ],
    },
    { id: 'firmware', components: [{ id: 'modem', version: '1.0' }] },
  ],
});

interface Place {
  readonly path: readonly (string | number)[];
  readonly property: Property;
}

function places(node: Node | undefined, path: readonly (string | number)[] = []): Place[] {
  if (node?.type === 'array') return node.items.flatMap((item, index) => places(item, [...path, index]));
  if (node?.type !== 'object') return [];
  return node.properties.flatMap((property) => {
    const below = [...path, property.name];
    return [{ path: below, property }, ...places(property.value, below)];
  });
}

/** The text with a word cut to its first letter, as while it is typed again; quotes stay or are still missing. */
function halfTyped(text: string, word: ScalarNode, closing: boolean): string {
  const { start, end } = spanOf(word);
  const quote = word.style === 'plain' ? '' : text.charAt(start);
  const first = text.slice(start, start + quote.length + 1);
  return `${text.slice(0, start)}${first}¦${closing ? quote : ''}${text.slice(end)}`;
}

describe('a word that is typed again', { timeout: 60_000 }, () => {
  it.each(samples)('is completed to what it was: $name', ({ language, text }) => {
    const [root] = documentOf(language, text).roots;
    const { kind } = root;
    if (kind === undefined) throw new Error('the examples are manifests');
    let tried = 0;
    for (const { path, property } of places(root.node)) {
      const parent = lookup.at(kind, path.slice(0, -1));
      if (!parent?.properties.some(({ name }) => name === property.name)) continue;
      tried++;
      const completed = completeAt(language, halfTyped(text, property.key, true));
      expect(labels(completed), path.join('.')).toContain(property.name);
      expect(chosen(completed, property.name), path.join('.')).toBe(text);
      // Without its closing quote the word swallows what follows; it is found all the same.
      expect(labels(completeAt(language, halfTyped(text, property.key, false))), path.join('.')).toContain(
        property.name,
      );
    }
    expect(tried).toBeGreaterThan(2);
  });

  it.each(samples)('is completed as the key of a config entry: $name', ({ language, text }) => {
    const words = lookup.vocabulary('containers')?.component.map(({ key }) => key) ?? [];
    for (const { path, property } of places(documentOf(language, text).roots[0].node)) {
      const { value } = property;
      const isKey = path.at(-3) === 'config' && property.name === 'key' && path.includes('components');
      if (!isKey || value?.type !== 'string' || !words.includes(String(value.value))) continue;
      const completed = completeAt(language, halfTyped(text, value, true));
      expect(chosen(completed, String(value.value)), path.join('.')).toBe(text);
    }
  });
});

/** The text with a value cut: wholly, by half, by its last character. Quotes stay. */
function cuts(text: string, value: ScalarNode): string[] {
  const { start, end } = spanOf(value);
  const quote = value.style === 'plain' ? 0 : 1;
  const length = end - start - 2 * quote;
  return [...new Set([0, Math.floor(length / 2), length - 1])].map(
    (kept) => `${text.slice(0, start + quote + kept)}¦${text.slice(end - quote)}`,
  );
}

function restores(language: string, text: string, value: ScalarNode): void {
  const word = String(value.value);
  for (const cut of cuts(text, value)) {
    const where = cut.slice(Math.max(0, cut.indexOf('¦') - 60), cut.indexOf('¦') + 20);
    const completed = completeAt(language, cut);
    expect(labels(completed), where).toContain(word);
    expect(chosen(completed, word), where).toBe(text);
  }
}

/** The values of config entries, with their keys. */
function configValues(language: string, text: string): { key: string; value: ScalarNode }[] {
  return places(documentOf(language, text).roots[0].node).flatMap(({ property }) => {
    if (property.name !== 'config' || property.value?.type !== 'array') return [];
    return property.value.items.flatMap((entry) => {
      const key = asText(field(asObject(entry), 'key')?.value);
      const value = asScalar(field(asObject(entry), 'value')?.value);
      return key === undefined || value === undefined ? [] : [{ key, value }];
    });
  });
}

describe('a value that is erased, wholly, by half or by its last character', { timeout: 60_000 }, () => {
  it.each(everyChoice)('is offered again: $name', ({ language, text }) => {
    const values = configValues(language, text).filter(({ key }) => key !== 'image');
    expect(values.length).toBe(choices.length);
    for (const { value } of values) restores(language, text, value);
  });

  it.each(twice)('is offered again: $name', ({ language, text }) => {
    const values = configValues(language, text);
    expect(values.length).toBe(2 * Object.keys(shared).length);
    for (const { value } of values) restores(language, text, value);
  });

  it.each(baselines)('is offered again as the reference of a baseline: $name', ({ language, text }) => {
    const items = places(documentOf(language, text).roots[0].node).flatMap(({ path, property }) =>
      path.at(-1) === 'components' && path[0] === 'baselines' && property.value?.type === 'array'
        ? property.value.items.map(asScalar).filter((it) => it !== undefined)
        : [],
    );
    expect(items.map(({ value }) => value)).toEqual(references);
    for (const item of items) restores(language, text, item);
  });

  it('is offered where the colon of a reference has just been typed', () => {
    const state =
      'domains:\n  - id: containers\n    components:\n      - id: influxdb\n        version: "1.0"\n';
    for (const baseline of [
      'baselines:\n  - title: a\n    components:\n      - containers:¦\n',
      'baselines: [{title: a, components: [containers:¦]}]\n',
      'baselines: [{"title": "a", "components": ["containers:¦"]}]\n',
    ]) {
      const completed = completeAt('kanto-yaml', baseline + state, vsCode, undefined, ':');
      expect(labels(completed), baseline).toEqual(['containers:influxdb']);
    }
  });
});
