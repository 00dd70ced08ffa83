import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Range } from 'vscode-languageserver-types';
import { stringify } from 'yaml';
import { saysTheSame } from '../../../server/src/features/formatting/saysTheSame.ts';
import { format } from '../../../server/src/features/formatting.ts';
import { parseText } from '../../../server/src/text/parse.ts';
import { edits, statesOf } from '../text/edits.ts';
import { jsonTexts, yamlTexts } from '../text/manifestTexts.ts';
import { documentOf } from './support.ts';
import { writings } from './writings.ts';

interface Sample {
  readonly languageId: string;
  readonly text: string;
}

const folders = ['examples', 'test/fixtures/documented', 'test/fixtures/seeds'];
const files: Sample[] = folders
  .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
  .filter((file) => /\.(json|ya?ml)(\.golden)?$/.test(file))
  .map((file) => ({
    languageId: file.includes('.json') ? 'kanto-json' : 'kanto-yaml',
    text: readFileSync(file, 'utf8'),
  }));
const samples: readonly Sample[] = [...files, ...writings];

const options = fc.record({
  tabSize: fc.constantFrom(1, 2, 3, 4, 8),
  insertSpaces: fc.boolean(),
  trimFinalNewlines: fc.boolean(),
  insertFinalNewline: fc.boolean(),
});

const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 300);

/** What was formatted; checks what must hold for any text. */
function lawful({ languageId, text }: Sample, how: FormattingOptions, range?: Range): string {
  const document = documentOf(languageId, text);
  const edits = format(document, how, range);
  const result = TextDocument.applyEdits(document.text, edits);
  expect(withoutBlanks(result)).toBe(withoutBlanks(text));
  expect(saysTheSame(document.parsed, result)).toBe(true);
  const again = documentOf(languageId, result);
  if (range === undefined) expect(TextDocument.applyEdits(again.text, format(again, how))).toBe(result);
  for (const edit of edits) {
    if (range !== undefined) {
      expect(edit.range.start.line).toBeGreaterThanOrEqual(range.start.line);
      expect(edit.range.end.line).toBeLessThanOrEqual(range.end.line);
    }
    expect(edit.newText + document.text.getText(edit.range)).toMatch(/^\s*$/);
  }
  return result;
}

const withoutBlanks = (text: string) => text.replaceAll(/\s/g, '');

/** Manifests with comments and any layout that the format allows. */
const scalar = fc.oneof(
  fc.constantFrom(
    'influxdb',
    '2.7.1',
    '1.10',
    'yes',
    'a: b',
    'x # y',
    '',
    ' a',
    'two\nlines',
    'end\n',
    '\n\n x\n y \n',
  ),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc.dictionary(fc.constantFrom('id', 'components', 'config', 'key', 'a b', '1'), tie('value'), {
      maxKeys: 4,
    }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
}));
const manifest = fc.record({ domains: fc.array(value, { maxLength: 4 }), baselines: value });
const layout = fc.record({
  indent: fc.constantFrom(2, 3, 4, 7),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  collectionStyle: fc.constantFrom('any', 'flow', 'block'),
  flowCollectionPadding: fc.boolean(),
});

/** Adds comments and blank lines between the lines, where they are no part of a text over several lines. */
function commented(text: string, places: readonly number[]): string {
  const rows = text.split('\n');
  for (const place of places) {
    const at = place % rows.length;
    const blanks = /^ */.exec(rows[at] ?? '')?.[0] ?? '';
    const added = place % 3 === 0 ? '' : place % 3 === 1 ? `${blanks}# ${place}` : `# ${place}  `;
    const row = rows[at] ?? '';
    const better =
      place % 5 === 0 ? rows.with(at, `${row}   # beside ${place}`) : rows.toSpliced(at, 0, added);
    const now = parseText('yaml', better.join('\n'));
    const was = parseText('yaml', rows.join('\n'));
    const same = JSON.stringify(plain(now)) === JSON.stringify(plain(was));
    if (same && now.problems.length === 0) rows.splice(0, rows.length, ...better);
  }
  return rows.join('\n');
}

const plain = ({ roots }: ReturnType<typeof parseText>) =>
  JSON.stringify(roots, (key, it: unknown) => (/^(origin|from|to|source)$/.test(key) ? undefined : it));

describe('formatting', { timeout: 120_000 }, () => {
  it('changes nothing but blanks, and nothing at the second time: the files', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), options, (sample, how) => void lawful(sample, how)),
      { numRuns: runs },
    );
  });

  it('lays out YAML however it was written, with its comments', () => {
    fc.assert(
      fc.property(
        manifest,
        layout,
        fc.array(fc.nat(1000), { maxLength: 6 }),
        options,
        (it, how, places, wanted) => {
          lawful({ languageId: 'kanto-yaml', text: commented(stringify(it, how), places) }, wanted);
        },
      ),
      { numRuns: runs },
    );
  });

  it('makes the same of all indentations', () => {
    fc.assert(
      fc.property(manifest, options, (it, wanted) => {
        // A number in the header of a block scalar keeps its lines where they stand.
        const [first, ...others] = [2, 3, 4, 7]
          .map((indent) => stringify(it, { indent, lineWidth: 0 }))
          .filter((text) => !/[|>]\d/.test(text))
          .map((text) => lawful({ languageId: 'kanto-yaml', text }, wanted));
        for (const other of others) expect(other).toBe(first);
      }),
      { numRuns: runs },
    );
  });

  it('lays out JSON however it was written', () => {
    fc.assert(
      fc.property(manifest, fc.constantFrom(0, 1, 2, '\t'), options, (it, indent, how) => {
        lawful({ languageId: 'kanto-json', text: JSON.stringify(it, undefined, indent) }, how);
      }),
      { numRuns: runs },
    );
  });

  it('of some lines touches those lines only and keeps the value', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        options,
        fc.nat(60),
        fc.nat(20),
        (sample, how, first, count) => {
          const range = { start: { line: first, character: 0 }, end: { line: first + count, character: 1 } };
          lawful(sample, how, range);
        },
      ),
      { numRuns: runs },
    );
  });

  it('of some lines of any layout keeps the value', () => {
    fc.assert(
      fc.property(manifest, layout, options, fc.nat(30), fc.nat(20), (it, how, wanted, first, count) => {
        const range = { start: { line: first, character: 0 }, end: { line: first + count, character: 1 } };
        lawful({ languageId: 'kanto-yaml', text: stringify(it, how) }, wanted, range);
      }),
      { numRuns: runs },
    );
  });

  it.each([
    ['kanto-yaml', yamlTexts],
    ['kanto-json', jsonTexts],
  ] as const)('of damaged texts changes at most what is undamaged: %s', (languageId, texts) => {
    fc.assert(
      fc.property(texts, edits, options, (text, done, how) => {
        for (const state of statesOf(text, done)) lawful({ languageId, text: state }, how);
      }),
      { numRuns: Math.ceil(runs / 8) },
    );
  });
});
