/** Puts right at once whatever has one obvious fix. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { NameReader } from '../../manifest/names.ts';
import { createDocumentReader } from '../../manifest/open.ts';
import type { DocumentProblem } from '../../manifest/problems.ts';
import { EditHistory } from '../../text/edit/editHistory.ts';
import { applySpanEdits, inOrder, type SpanEdit } from '../../text/edit/spanEdit.ts';
import { grownOrShrunk } from '../../text/edit/textEdits.ts';
import type { Judging } from './judging.ts';
import { type Offered, offeredFixes } from './offered.ts';

/** More rounds than that mean that fixes undo each other. */
const mostRounds = 50;
/** Nobody waits longer: what is put right by then is offered, and the next time goes on with the rest. Milliseconds. */
const longest = 5000;

/**
 * The edits that put right every problem that is `meant` and has a preferred fix. A fix can show or solve other problems,
 * and two may want to change one place: what is left is judged anew, until nothing is.
 */
export function fixAll(
  document: ManifestDocument,
  { problemsOf, names }: Pick<Judging, 'problemsOf' | 'names'>,
  meant: (problem: DocumentProblem) => boolean,
): SpanEdit[] {
  const { uri, languageId, parsed } = document;
  const read = createDocumentReader(languageId, parsed.format);
  const history = new EditHistory(parsed.text.length);
  const start = performance.now();
  const isLate = () => performance.now() - start > longest;
  let current = document;
  for (let round = 0; round < mostRounds && !isLate(); round++) {
    const edits = compatible(current, problemsOf(current).filter(meant), names, isLate);
    if (edits.length === 0) break;
    history.make(edits);
    const text = applySpanEdits(current.parsed.text, edits);
    current = read(TextDocument.create(uri, languageId, document.version, text));
  }
  return history.edits();
}

/** As many of the fixes as can be made at once, in order of the text; `isLate`: no more are wanted. */
function compatible(
  document: ManifestDocument,
  problems: readonly DocumentProblem[],
  names: NameReader,
  isLate: () => boolean,
): SpanEdit[] {
  const taken: SpanEdit[] = [];
  const collections = new Set<object>();
  for (const problem of problems) {
    if (isLate()) break;
    if (problem.code.startsWith('syntax-') && taken.length > 0) continue;
    const fix = offeredFixes(document, problem, names).find(({ preferred }) => preferred);
    if (!fix || fix.edits.length === 0) continue;
    // What empties a collection depends on what else goes from it.
    const own = fix.changes.flatMap((change) => grownOrShrunk(document.parsed, change) ?? []);
    if (own.some((node) => collections.has(node)) || !fits(fix, taken)) continue;
    taken.push(...fix.edits);
    for (const node of own) collections.add(node);
    // After a fault of the text everything may read otherwise.
    if (problem.code.startsWith('syntax-')) break;
  }
  return inOrder(taken) ?? [];
}

/** Places that touch are changed one after another: which of two insertions comes first would be chance. */
function fits(fix: Offered, taken: readonly SpanEdit[]): boolean {
  return fix.edits.every(({ span }) =>
    taken.every((other) => span.end < other.span.start || other.span.end < span.start),
  );
}
