import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Cursor } from '../../../server/src/features/context/cursor.ts';
import { cursorsAt, cursorsNear } from '../../../server/src/features/context/index.ts';
import { rootAt } from '../../../server/src/manifest/document.ts';
import { documentOf } from './support.ts';

const files = ['examples', 'test/fixtures/documented']
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((file) => /\.(json|ya?ml)$/.test(file));

const generated = {
  baselines: [{ title: 'b', components: ['containers:c0', 'containers:c1'] }],
  domains: [
    { id: 'firmware', components: [] },
    {
      id: 'containers',
      config: [{ key: 'systemContainers', value: 'a' }],
      components: [0, 1, 2].map((n) => ({
        id: `c${n}`,
        version: `1.${n}`,
        config: [
          { key: 'port', value: `${n}:80` },
          { key: 'env', value: 'A=#b' },
        ],
      })),
    },
  ],
};

const texts = [
  ...files.map((file) => ({
    name: file,
    language: file.endsWith('json') ? 'kanto-json' : 'kanto-yaml',
    text: readFileSync(file, 'utf8'),
  })),
  { name: 'JSON', language: 'kanto-json', text: JSON.stringify(generated, null, 2) },
  { name: 'JSON in one line', language: 'kanto-json', text: JSON.stringify(generated) },
  { name: 'block YAML', language: 'kanto-yaml', text: stringify(generated) },
  {
    name: 'compact block YAML',
    language: 'kanto-yaml',
    text: stringify(generated, { indentSeq: false, indent: 4 }),
  },
  {
    name: 'flow YAML in block YAML',
    language: 'kanto-yaml',
    text: stringify(generated).replaceAll(/- key: (.*)\n *value: (.*)/g, '- {key: $1, value: $2}'),
  },
];

/** What answers depend on. The order of properties, and the items of lists that do not hold the cursor, do not matter. */
function essence(cursors: readonly Cursor[]) {
  return cursors.map(({ levels, ...cursor }) => ({
    ...cursor,
    levels: levels.map(({ kind, step, entries, items }, at) => ({
      kind,
      step,
      entries: Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1))),
      others: at === levels.length - 1 && kind !== 'array' ? items : [],
    })),
  }));
}

function both(language: string, text: string, offset: number) {
  const document = documentOf(language, text);
  const { parsed } = document;
  return {
    near: essence(cursorsNear(parsed, rootAt(document, offset).node, offset, 1)),
    whole: essence(cursorsAt(text, offset, parsed.format)),
  };
}

describe('the place of the cursor, read from the item around it', { timeout: 60_000 }, () => {
  it.each(texts)('is the one that the whole text gives: $name', ({ language, text }) => {
    for (let offset = 0; offset <= text.length; offset++) {
      const { near, whole } = both(language, text, offset);
      expect(near, `at ${offset}: ${JSON.stringify(text.slice(Math.max(0, offset - 30), offset))}`).toEqual(
        whole,
      );
    }
  });

  it('is the same where a quote is typed into a text of a list, which parts it in two', () => {
    const whole = readFileSync('test/fixtures/documented/apply.request.json', 'utf8');
    const at = whole.indexOf('domain:component1') + 'domain'.length;
    for (let offset = at - 6; offset < at + 12; offset++) {
      const text = `${whole.slice(0, offset)}"${whole.slice(offset)}`;
      const read = both('kanto-json', text, offset + 1);
      expect(read.near, `a quote at ${offset}`).toEqual(read.whole);
    }
  });

  it('is the same while something is typed', () => {
    const typed = fc.constantFrom(
      '',
      'c',
      'comp',
      '- ',
      '-',
      ' ',
      '\n',
      '\n        ',
      '\n      - ',
      '"',
      '{',
      ', ',
      '"id": "',
      'key: ',
      '[',
      '\n    id',
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(999), typed, ({ language, text }, at, word) => {
        const offset = Math.floor((text.length * at) / 1000);
        const after = text.slice(0, offset) + word + text.slice(offset);
        const { near, whole } = both(language, after, offset + word.length);
        // Where the text is damaged behind the cursor, what stands there may be found or not.
        const places = (found: typeof near) =>
          found.map(({ place, property, replace, levels }) => ({
            place,
            property,
            replace,
            path: levels.map(({ step }) => step),
          }));
        expect(places(near)).toEqual(places(whole));
      }),
      { numRuns: Number(process.env['KANTO_PROPERTY_RUNS'] ?? 1500) },
    );
  });
});
