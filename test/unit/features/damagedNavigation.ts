/** What holds for the features that lead through a document, however damaged it is. */

import { expect } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import { tokenTypes } from '../../../server/src/features/announced.ts';
import { definition } from '../../../server/src/features/definition.ts';
import { documentLinks } from '../../../server/src/features/documentLinks.ts';
import { inlayHints } from '../../../server/src/features/inlayHints.ts';
import { highlights, references } from '../../../server/src/features/references.ts';
import { prepareRename, rename } from '../../../server/src/features/rename.ts';
import { selectionRanges } from '../../../server/src/features/selectionRanges.ts';
import { createTokenReader, semanticTokens } from '../../../server/src/features/semanticTokens.ts';
import { signatureHelp } from '../../../server/src/features/signatureHelp.ts';
import type { ManifestDocument } from '../../../server/src/manifest/document.ts';
import { createManifestReader, readManifest } from '../../../server/src/manifest/model.ts';
import { createNameReader } from '../../../server/src/manifest/names.ts';
import { lookup } from './support.ts';

type Inside = (document: ManifestDocument, range: Range) => boolean;

export function checkNavigation(document: ManifestDocument, offset: number, inside: Inside): void {
  const position = document.text.positionAt(offset);
  const names = createNameReader();
  const ranges = [
    ...definition(document, position, names).flatMap((link) => [link.targetRange, link.targetSelectionRange]),
    ...references(document, position, names, true).map(({ range }) => range),
    ...highlights(document, position, names).map(({ range }) => range),
  ];
  for (const range of ranges) expect(inside(document, range)).toBe(true);
  for (const { range } of documentLinks(document, readManifest)) expect(inside(document, range)).toBe(true);
  const line = { start: { ...position, character: 0 }, end: { line: position.line + 1, character: 0 } };
  for (const { position: at, textEdits } of inlayHints(document, line, readManifest)) {
    expect(inside(document, { start: at, end: at })).toBe(true);
    if (textEdits)
      expect(TextDocument.applyEdits(document.text, textEdits)).not.toBe(document.text.getText());
  }
  checkSelection(document, position, inside);
  checkTokens(document);
  checkSignature(document, position);

  const prepared = prepareRename(document, position, names);
  if (!prepared || 'refused' in prepared) return;
  expect(inside(document, prepared.range)).toBe(true);
  const edits = rename(document, position, 'another', names);
  if (!edits || 'refused' in edits) throw new Error('what can be renamed must take a new name');
  for (const { range } of edits) expect(inside(document, range)).toBe(true);
  // Throws where edits overlap.
  expect(TextDocument.applyEdits(document.text, edits)).not.toBe(document.text.getText());
}

function checkSelection(document: ManifestDocument, position: Position, inside: Inside): void {
  const offset = document.text.offsetAt(position);
  let [inner] = selectionRanges(document, [position]);
  expect(inner).toBeDefined();
  for (; inner; inner = inner.parent) {
    expect(inside(document, inner.range)).toBe(true);
    const [start, end] = [inner.range.start, inner.range.end].map((it) => document.text.offsetAt(it));
    expect(start).toBeLessThanOrEqual(offset);
    expect(end).toBeGreaterThanOrEqual(offset);
    const outer = inner.parent?.range;
    if (outer) expect(document.text.offsetAt(outer.start)).toBeLessThanOrEqual(start ?? 0);
  }
}

/** In order, in their lines, and never one over another. */
function checkTokens(document: ManifestDocument): void {
  let behind = 0;
  for (const token of semanticTokens(document, createTokenReader(createManifestReader(), lookup))) {
    const { line, character, length, type } = token;
    const start = document.text.offsetAt({ line, character });
    expect(start).toBeGreaterThanOrEqual(behind);
    expect(length).toBeGreaterThan(0);
    expect(tokenTypes[type]).toBeDefined();
    behind = start + length;
    expect(document.text.positionAt(behind)).toEqual({ line, character: character + length });
  }
}

function checkSignature(document: ManifestDocument, position: Position): void {
  const help = signatureHelp(document, position, lookup);
  if (help) expect(help.signatures[0]?.parameters?.[help.activeParameter ?? -1]).toBeDefined();
}
