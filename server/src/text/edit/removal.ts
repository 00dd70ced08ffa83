/** Takes entries out of a collection, with the commas and lines that were theirs. */
import type { ParsedText, TextFormat } from '../document.ts';
import { spanOf } from '../node.ts';
import { type Collection, countOf, type Entry, entryAt } from './entries.ts';
import { type Behind, beginsLine, behind, gapTokens, lineEnd, lineStart, nextLine } from './gap.ts';
import { deletion, insertion, type SpanEdit } from './spanEdit.ts';

/**
 * What belongs to an entry beside it: a comment behind it on its line. Comments above it stay, for they may speak of
 * what follows too. `head`: where the sign ends that the collection stands behind, undefined at the root.
 */
export function removal(
  parsed: ParsedText,
  node: Collection,
  indices: ReadonlySet<number>,
  head: number | undefined,
): SpanEdit[] | undefined {
  const edits: SpanEdit[] = [];
  for (const { first, last } of runsOf(indices)) {
    const one = entryAt(parsed, node, first);
    const other = entryAt(parsed, node, last);
    if (!one || !other) return undefined;
    const next = last + 1 < countOf(node) ? entryAt(parsed, node, last + 1) : undefined;
    if (!next && last + 1 < countOf(node)) return undefined;
    const run: Run = { start: one.start, end: other.end, first, next };
    const made = node.flow ? inBraces(parsed, node, run) : inBlock(parsed, node, run, head);
    if (!made) return undefined;
    edits.push(...made);
  }
  return edits;
}

/** Neighbouring entries that go together. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  /** The entry behind them, if any. */
  readonly next: Entry | undefined;
}

function runsOf(indices: ReadonlySet<number>): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs;
}

function inBraces(
  parsed: ParsedText,
  node: Collection,
  { start, end, first, next }: Run,
): SpanEdit[] | undefined {
  const { text, format } = parsed;
  const span = spanOf(node);
  const close = span.end - 1;
  const limit = next?.start ?? close;
  const rest = behind(text, end, limit, format);
  const before = first > 0 ? entryAt(parsed, node, first - 1) : undefined;
  if (first > 0 && !before) return undefined;
  const gap = [...gapTokens(text, before?.end ?? span.start + 1, start, format)];
  if (
    !before &&
    !next &&
    !gap.some(isComment) &&
    ![...gapTokens(text, rest.tail, close, format)].some(isComment)
  )
    return [deletion(span.start + 1, close)];
  const edits: SpanEdit[] = [];
  if (rest.comma !== undefined && rest.comma >= rest.tail) edits.push(deletion(rest.comma, rest.comma + 1));
  const comma = next || rest.comma !== undefined ? undefined : gap.find((token) => text[token.start] === ',');
  if (comma && !gap.some(isComment) && (rest.shared || !beginsLine(text, start)))
    return [...edits, deletion(comma.start, rest.tail)];
  if (comma) edits.push(deletion(comma.start, comma.end));
  return [...edits, cutInBraces(text, start, rest, next !== undefined)];
}

function isComment({ kind }: { readonly kind: string }): boolean {
  return kind === 'comment';
}

function cutInBraces(text: string, start: number, rest: Behind, followed: boolean): SpanEdit {
  if (rest.shared) return deletion(start, followed ? rest.next : rest.tail);
  if (beginsLine(text, start)) return lines(text, start, rest.tail);
  return deletion(start - blanksBefore(text, start), rest.tail);
}

function blanksBefore(text: string, at: number): number {
  return /[ \t]*$/.exec(text.slice(lineStart(text, at), at))?.[0].length ?? 0;
}

/** Whole lines; at the end of a text that ends without a line break the one before goes. */
function lines(text: string, start: number, end: number): SpanEdit {
  const from = lineStart(text, start);
  // A block scalar ends where the next line begins.
  const to = end > from && text[end - 1] === '\n' ? end : nextLine(text, end);
  if (to < text.length || text.endsWith('\n') || from === 0) return deletion(from, to);
  const breakLength = text.startsWith('\r\n', from - 2) ? 2 : text[from - 1] === '\n' ? 1 : 0;
  return deletion(from - breakLength, to);
}

function inBlock(
  parsed: ParsedText,
  node: Collection,
  { start, end, first, next }: Run,
  head: number | undefined,
): SpanEdit[] {
  const { text, format } = parsed;
  const endsWithLine = text[end - 1] === '\n';
  const tail = endsWithLine ? end : behind(text, end, lineEnd(text, end), format).tail;
  if (first === 0 && !next) return emptied(parsed, node, { start, end: tail }, head);
  if (beginsLine(text, start)) return [lines(text, start, tail)];
  if (next && endsWithLine)
    return [deletion(start, firstComment(text, tail, next.start, format) ?? next.start)];
  if (next) return [deletion(start, behind(text, tail, next.start, format).next)];
  return [deletion(start - blanksBefore(text, start), tail)];
}

function firstComment(text: string, start: number, end: number, format: TextFormat): number | undefined {
  return [...gapTokens(text, start, end, format)].find(isComment)?.start;
}

/** A block of nothing is no collection any more: braces say that it is one. */
function emptied(
  { text }: ParsedText,
  node: Collection,
  { start, end }: { readonly start: number; readonly end: number },
  head: number | undefined,
): SpanEdit[] {
  const braces = node.type === 'object' ? '{}' : '[]';
  if (head !== undefined && beginsLine(text, start))
    return [insertion(head, ` ${braces}`), lines(text, start, end)];
  const breakLength = text[end - 1] === '\n' ? (text[end - 2] === '\r' ? 2 : 1) : 0;
  return [{ span: { start, end: end - breakLength }, text: braces }];
}
