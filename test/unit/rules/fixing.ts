/** Documents, what is wrong with them, and what they are after a fix. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Offered, offeredFixes } from '../../../server/src/features/codeActions/offered.ts';
import { openDocument } from '../../../server/src/manifest/open.ts';
import { type DocumentProblem, problemsOf } from '../../../server/src/manifest/problems.ts';
import { createChecker } from '../../../server/src/rules/check.ts';
import type { TextFormat } from '../../../server/src/text/document.ts';
import { applySpanEdits } from '../../../server/src/text/edit/spanEdit.ts';

const check = createChecker();
const asTheyAre = new Map<string, never>();

export interface Fixable {
  readonly problem: DocumentProblem;
  readonly fix: Offered;
  /** The text after the fix. */
  readonly after: string;
}

function documentOf(format: TextFormat, text: string) {
  const languageId = `kanto-${format}`;
  return openDocument(languageId, format, TextDocument.create('file:///manifest', languageId, 1, text));
}

export function problemsIn(format: TextFormat, text: string): DocumentProblem[] {
  return [...problemsOf(documentOf(format, text), check, asTheyAre).shown];
}

/** Every fix of every problem. */
export function fixesIn(format: TextFormat, text: string): Fixable[] {
  const document = documentOf(format, text);
  return problemsOf(document, check, asTheyAre).shown.flatMap((problem) =>
    offeredFixes(document, problem).map((fix) => ({ problem, fix, after: applySpanEdits(text, fix.edits) })),
  );
}

export function counted<T>(all: readonly T[], keyOf: (it: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const it of all) counts.set(keyOf(it), (counts.get(keyOf(it)) ?? 0) + 1);
  return counts;
}
