/** What holds for the features that lead through a document, however damaged it is. */

import { expect } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { definition } from '../../../server/src/features/definition.ts';
import { highlights, references } from '../../../server/src/features/references.ts';
import { prepareRename, rename } from '../../../server/src/features/rename.ts';
import type { ManifestDocument } from '../../../server/src/manifest/document.ts';
import { createNameReader } from '../../../server/src/manifest/names.ts';

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

  const prepared = prepareRename(document, position, names);
  if (!prepared || 'refused' in prepared) return;
  expect(inside(document, prepared.range)).toBe(true);
  const edits = rename(document, position, 'another', names);
  if (!edits || 'refused' in edits) throw new Error('what can be renamed must take a new name');
  for (const { range } of edits) expect(inside(document, range)).toBe(true);
  // Throws where edits overlap.
  expect(TextDocument.applyEdits(document.text, edits)).not.toBe(document.text.getText());
}
