/** Documents, what is wrong with them, and what they are after a fix. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Offered, offeredFixes } from '../../../server/src/features/codeActions/offered.ts';
import { createNameReader } from '../../../server/src/manifest/names.ts';
import { openDocument } from '../../../server/src/manifest/open.ts';
import { type DocumentProblem, problemsOf } from '../../../server/src/manifest/problems.ts';
import { createChecker } from '../../../server/src/rules/check.ts';
import type { Described, Example } from '../../../server/src/rules/rule.ts';
import { readVocabularies } from '../../../server/src/schema/vocabularies.ts';
import type { TextFormat } from '../../../server/src/text/document.ts';
import { applySpanEdits } from '../../../server/src/text/edit/spanEdit.ts';

const check = createChecker();
const names = createNameReader();
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
    offeredFixes(document, problem, names).map((fix) => ({
      problem,
      fix,
      after: applySpanEdits(text, fix.edits),
    })),
  );
}

/** A UUID that is the same each time. */
const newId = () => '00000000-0000-4000-8000-000000000000';

/** The text of an example with the first fix of each finding of its rule made; undefined where none is offered. */
export function fixedExample({ id }: Described, { text, vocabularies = {} }: Example): string | undefined {
  const checkWith = createChecker(readVocabularies(vocabularies).vocabularies);
  const clean = text.replaceAll(/[«»]/g, '');
  const format: TextFormat = clean.startsWith('{') ? 'json' : 'yaml';
  let fixed: string | undefined;
  for (const _ of text.matchAll(/«/g)) {
    const document = documentOf(format, fixed ?? clean);
    const [fix] = problemsOf(document, checkWith, asTheyAre)
      .shown.filter(({ code }) => code === id)
      .flatMap((problem) => offeredFixes(document, problem, names, { newId }));
    if (!fix) break;
    fixed = applySpanEdits(fixed ?? clean, fix.edits);
  }
  return fixed;
}

export function counted<T>(all: readonly T[], keyOf: (it: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const it of all) counts.set(keyOf(it), (counts.get(keyOf(it)) ?? 0) + 1);
  return counts;
}
