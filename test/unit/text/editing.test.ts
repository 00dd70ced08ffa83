import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedText } from '../../../server/src/text/document.ts';
import { createTextReader, parseText } from '../../../server/src/text/parse.ts';
import { YamlReader } from '../../../server/src/text/yamlReader.ts';
import { edits, statesOf } from './edits.ts';
import { jsonTexts, yamlTexts } from './manifestTexts.ts';
import { outlineOf } from './outlineOf.ts';

/** Some ten edits each. */
const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 1000);

function expectSame(parsed: ParsedText, whole: ParsedText): void {
  const outline = outlineOf(parsed);
  const wanted = outlineOf(whole);
  // The assertion of the test's library is too slow to be made for every edit.
  if (outline !== wanted) expect(outline).toBe(wanted);
}

describe('a text that is read again after each edit', { timeout: 600_000 }, () => {
  it('gives the tree, the ranges and the problems of the whole text: YAML', () => {
    let inBlocks = 0;
    // Short items are cut here, too: manifests of a few lines then come in blocks like long ones.
    fc.assert(
      fc.property(yamlTexts, edits, fc.constantFrom(0, 30, 60, 200, 2048), (text, done, short) => {
        const reader = new YamlReader(short);
        for (const state of statesOf(text, done)) {
          expectSame(reader.read(state), parseText('yaml', state));
          if (reader.inBlocks) inBlocks++;
        }
      }),
      { numRuns: runs },
    );
    expect(inBlocks).toBeGreaterThan(runs);
  });

  it('gives the tree, the ranges and the problems of the whole text: JSON', () => {
    fc.assert(
      fc.property(jsonTexts, edits, (text, done) => {
        const read = createTextReader('json');
        for (const state of statesOf(text, done)) expectSame(read(state), parseText('json', state));
      }),
      { numRuns: runs },
    );
  });

  /** `¦` is the value. In some a value is read by itself; others look like those and are not. */
  const places = [
    ...[
      'version: ¦',
      'version: ¦ # why',
      'version: !!str ¦',
      'version: &a ¦',
      '"version": ¦',
      '<<: ¦',
      '? ¦',
    ],
    ...[
      '- ¦',
      '- - ¦',
      '- !!str ¦',
      'config:\n      - key: ¦\n        value: b',
      'version:\n      ¦',
      '¦: 1',
    ],
    ...[
      'version: ¦\n      more',
      'a: {b: ¦}',
      'a: {\n      b: ¦\n    }',
      'a: [\n      - ¦\n    ]',
      'a: |\n      b: ¦',
    ],
    ...[
      'a: &x ¦\n    b: *x',
      'a: !!str\n      b: ¦',
      '- ¦\n    - b',
      'a: "\n      b: ¦"',
      'a: {c: [\n      b: ¦ ]}',
    ],
  ];
  const values = ['4', 'ab', '"4"', "'4'"];
  const typed = [
    ...[
      '1',
      'e',
      '.',
      ':',
      ': ',
      ' ',
      ' #',
      '#',
      '"',
      "'",
      '\\',
      '&',
      '*',
      '!',
      '?',
      '|',
      '-',
      '- ',
      '...',
      '<<',
      '.inf',
    ],
    ...[',', ']', '}', '{', '\t', '\u2028', '\ufeff', '\n', '\r', '%', '~', ''],
  ];

  it.each(places)('reads a value that is typed in as a whole text says: `%s`', (place) => {
    for (const value of values)
      for (const start of [0, 1, value.length])
        for (const by of typed) {
          const stateOf = (it: string) =>
            `list:\n  - id: a\n    ${place.replace('¦', () => it)}\n    end: 1\n  - id: b\n`;
          const reader = new YamlReader();
          reader.read(stateOf(value));
          const state = stateOf(value.slice(0, start) + by + value.slice(by === '' ? start + 1 : start));
          expectSame(reader.read(state), parseText('yaml', state));
        }
  });

  /** Where a value's line ends in many ways: `¦` is the value. */
  const lineEnds = [
    ...['- ¦\n- b\n', '- a\n- ¦\n- c\n', '- a\n- ¦\n', '- a\n- ¦', '- ¦ # why\n- b\n', '- ¦\n# why\n- b\n'],
    ...['- ¦\n\n- b\n', '- - ¦\n  - b\n- c\n', '- - a\n  - ¦\n- c\n', '- k: ¦\n  l: m\n- n\n'],
    ...['- k: l\n  m: ¦\n- n\n', '- k: l\n  m: ¦', '- k: l\n  m: ¦ # why\n- n\n'],
    ...['list:\n  - ¦\n  - b\nend: 1\n', 'list:\n  - a\n  - ¦\nend: 1\n', 'list:\n- ¦\n- b\nend: 1\n'],
  ];
  /** What joins two lines, or keeps them apart in another way. */
  const joining = ['', ' ', '- ', 'a ', ' # ', ': ', ', ', '\n', '\n  '];

  it.each(lineEnds)('reads what is cut around a value as a whole text says: %j', (place) => {
    for (const value of ['ab', '"4"'])
      for (const ended of [place, place.replaceAll('\n', '\r\n')]) {
        const text = ended.replace('¦', () => value);
        const from = ended.indexOf('¦');
        const to = from + value.length;
        const starts = [from - 3, from, to - 1, to, to + 1];
        for (const start of starts.filter((it) => it >= 0))
          for (const cut of [1, 2, 4])
            for (const by of joining) {
              const reader = new YamlReader(0);
              reader.read(text);
              const state = text.slice(0, start) + by + text.slice(start + cut);
              expectSame(reader.read(state), parseText('yaml', state));
            }
      }
  });

  it.each(["''{", "''[", '"a"{', 'a: "b"{', "a: 'b' ["])(
    'reads what follows a stray bracket as a whole text says: %s',
    (stray) => {
      for (const list of [
        'c:\n  - d: e\n    f:\n      - g: h\n        i:\n',
        'c:\n  d:\n  e:\n    - f: g\n      h:\n        - i\n',
      ]) {
        const text = `${stray}b: 1\n${list}`;
        expectSame(new YamlReader(0).read(text), parseText('yaml', text));
      }
    },
  );
});
