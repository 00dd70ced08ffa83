import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify, type ToStringOptions } from 'yaml';
import { type Node, type Property, type ScalarNode, spanOf } from '../../../server/src/text/node.ts';
import { chosen, completeAt, documentOf, labels, lookup } from './support.ts';

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
