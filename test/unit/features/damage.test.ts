import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentSymbol, type Range, TextEdit } from 'vscode-languageserver-types';
import type { Judging } from '../../../server/src/features/codeActions/judging.ts';
import { codeActions } from '../../../server/src/features/codeActions.ts';
import { codeLenses } from '../../../server/src/features/codeLens.ts';
import { complete } from '../../../server/src/features/completion.ts';
import { convert } from '../../../server/src/features/conversion.ts';
import { folding } from '../../../server/src/features/folding.ts';
import { format } from '../../../server/src/features/formatting.ts';
import { reshape } from '../../../server/src/features/forms.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { symbols } from '../../../server/src/features/symbols.ts';
import { createDiagnosticReader } from '../../../server/src/manifest/diagnostics.ts';
import type { ManifestDocument } from '../../../server/src/manifest/document.ts';
import { createNameReader } from '../../../server/src/manifest/names.ts';
import { problemsOf } from '../../../server/src/manifest/problems.ts';
import { createChecker } from '../../../server/src/rules/check.ts';
import { checkNavigation } from './damagedNavigation.ts';
import { documentOf, lookup, vsCode } from './support.ts';

const documents = ['examples', 'test/fixtures/documented']
  .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
  .filter((file) => /\.(json|ya?ml)$/.test(file))
  .map((file) => ({
    language: file.endsWith('json') ? 'kanto-json' : 'kanto-yaml',
    text: readFileSync(file, 'utf8'),
  }));

/** What breaks JSON and YAML, and what people type. */
const words = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    "'",
    '- ',
    '-',
    '\n',
    '\r\n',
    '\t',
    '  ',
    '# ',
    '//',
    '/*',
    '*/',
    '|',
    '>',
  ],
  ...[
    '&a',
    '*a',
    '<<: *a',
    '---\n',
    '...\n',
    '? ',
    '!!str ',
    '%',
    '@',
    '`',
    '\\',
    '\\u12',
    '\uFEFF',
    '\u{1F980}',
    'ä',
  ],
  ...['id', 'key: ', 'value:', '"comp', 'components:\n', 'null: 5', ': 5', 'true', '1.10', '~', ' ', ''],
);

/** Cuts and insertions at places told in per mille of the text's length. */
const damage = fc.array(fc.record({ at: fc.nat(999), cut: fc.nat(30), word: words }), {
  minLength: 1,
  maxLength: 5,
});

function damaged(text: string, edits: readonly { at: number; cut: number; word: string }[]): string {
  return edits.reduce((current, { at, cut, word }) => {
    const start = Math.floor((current.length * at) / 1000);
    return current.slice(0, start) + word + current.slice(start + cut);
  }, text);
}

function inside({ text }: ManifestDocument, range: Range): boolean {
  const { start, end } = range;
  const same = (position: Range['start']) => {
    const { line, character } = text.positionAt(text.offsetAt(position));
    return line === position.line && character === position.character;
  };
  return same(start) && same(end) && text.offsetAt(start) <= text.offsetAt(end);
}

function contains(outer: Range, inner: Range, { text }: ManifestDocument): boolean {
  return (
    text.offsetAt(outer.start) <= text.offsetAt(inner.start) &&
    text.offsetAt(inner.end) <= text.offsetAt(outer.end)
  );
}

function checkSymbols(document: ManifestDocument, found: readonly DocumentSymbol[]): void {
  for (const { name, range, selectionRange, children } of found) {
    expect(name).not.toBe('');
    expect(inside(document, range)).toBe(true);
    expect(contains(range, selectionRange, document)).toBe(true);
    checkSymbols(document, children ?? []);
  }
}

function checkAll(document: ManifestDocument, offset: number): void {
  const position = document.text.positionAt(offset);
  for (const item of complete(document, position, lookup, vsCode).items) {
    const edit = item.textEdit;
    if (!TextEdit.is(edit)) throw new Error('a completion without a text edit');
    const { start, end } = edit.range;
    expect(inside(document, edit.range)).toBe(true);
    expect([start.line, end.line]).toEqual([position.line, position.line]);
    expect(start.character <= position.character && position.character <= end.character).toBe(true);
    for (const additional of item.additionalTextEdits ?? [])
      expect(document.text.offsetAt(additional.range.end)).toBeLessThan(document.text.offsetAt(start));
  }
  const shown = hover(document, position, lookup);
  if (shown?.range) expect(contains(shown.range, { start: position, end: position }, document)).toBe(true);
  checkSymbols(document, symbols(document));
  for (const { startLine, endLine } of folding(document)) {
    expect(startLine).toBeLessThan(endLine);
    expect(endLine).toBeLessThan(document.text.lineCount);
  }
  for (const { range } of codeLenses(document)) expect(inside(document, range)).toBe(true);
  checkNavigation(document, offset, inside);
  for (const to of ['bare', 'value', 'envelope'] as const) {
    const found = reshape(document, to, { position, device: 'edge:device', newId: () => 'a' });
    for (const { range } of 'edits' in found ? found.edits : []) expect(inside(document, range)).toBe(true);
  }
  convert(document, document.parsed.format === 'json' ? 'yaml' : 'json', position);
  for (const { range } of format(document, { tabSize: 2, insertSpaces: true }))
    expect(inside(document, range)).toBe(true);
  checkActions(document, offset);
}

const check = createChecker();
const judging: Judging = {
  names: createNameReader(),
  problemsOf: (document) => problemsOf(document, check, new Map()).shown,
  diagnosticOf: createDiagnosticReader(() => undefined),
};

function checkActions(document: ManifestDocument, offset: number): void {
  const start = document.text.positionAt(offset);
  const range = { start, end: document.text.positionAt(offset + 200) };
  const client = { versionedEdits: false, resolvesEdits: false };
  for (const { edit } of codeActions(
    document,
    range,
    { diagnostics: [], only: ['quickfix'] },
    client,
    judging,
  ))
    for (const { range } of edit?.changes?.[document.uri] ?? []) expect(inside(document, range)).toBe(true);
}

const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 600);

describe('damaged documents', { timeout: 60_000 + 20 * runs }, () => {
  it('never make a feature fail, and every range lies in the text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...documents), damage, fc.nat(999), ({ language, text }, edits, at) => {
        const broken = damaged(text, edits);
        checkAll(documentOf(language, broken), Math.floor((broken.length * at) / 1000));
      }),
      { numRuns: runs },
    );
  });

  it('never make a feature fail at any place of a text that is being typed', () => {
    for (const { language, text } of documents) {
      for (let end = 0; end <= text.length; end += 17)
        checkAll(documentOf(language, text.slice(0, end)), end);
    }
  });
});
