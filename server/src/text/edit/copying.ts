/** Puts items of one list behind those of another, as they are written: with the comments in, above and behind them. */
import type { ParsedText } from '../document.ts';
import { type ArrayNode, spanOf } from '../node.ts';
import { countOf, type Entry, entryAt } from './entries.ts';
import {
  beginsLine,
  behind,
  blockTail,
  gapTokens,
  indentOf,
  lineBreakOf,
  lineEnd,
  lineStart,
} from './gap.ts';
import type { Located } from './locate.ts';
import { insertion, type SpanEdit } from './spanEdit.ts';

/** Undefined where the two lists are not written alike, or the items cannot stand elsewhere as they are. */
export function copying(
  parsed: ParsedText,
  items: readonly Located[],
  list: ArrayNode,
): SpanEdit[] | undefined {
  const { text } = parsed;
  const last = entryAt(parsed, list, countOf(list) - 1);
  if (!last || countOf(list) === 0) return undefined;
  const places = items.map((item) => placeOf(parsed, item, list.flow));
  if (!places.every((place) => place !== undefined)) return undefined;
  const edits = list.flow
    ? inBraces(parsed, places, list, last)
    : inBlock(parsed, places, entryAt(parsed, list, 0)?.column ?? last.column, last);
  const eol = lineBreakOf(text);
  return edits?.map((edit) => ({ ...edit, text: edit.text.replaceAll(/\r?\n/g, eol) }));
}

interface Place {
  readonly entry: Entry;
  /** The entry before it in its list, if any. */
  readonly before: Entry | undefined;
  /** Where the next one begins, or the list ends. */
  readonly limit: number;
  readonly list: ArrayNode;
}

function placeOf(parsed: ParsedText, { holders }: Located, flow: boolean): Place | undefined {
  const holder = holders.at(-1);
  if (holder?.node.type !== 'array' || holder.node.flow !== flow) return undefined;
  const { node: list, index } = holder;
  const entry = entryAt(parsed, list, index);
  const before = index > 0 ? entryAt(parsed, list, index - 1) : undefined;
  const next = index + 1 < countOf(list) ? entryAt(parsed, list, index + 1) : undefined;
  if (!entry || (index > 0 && !before) || (index + 1 < countOf(list) && !next)) return undefined;
  // An anchor could come to stand behind its aliases.
  if (
    parsed.format === 'yaml' &&
    /(?:^|[\s,:[{-])[&*][^\s&*]/.test(parsed.text.slice(entry.start, entry.end))
  )
    return undefined;
  return { entry, before, limit: next?.start ?? spanOf(list).end - (flow ? 1 : 0), list };
}

function inBlock(
  { text, format }: ParsedText,
  places: readonly Place[],
  column: number,
  last: Entry,
): SpanEdit[] | undefined {
  const lines: string[] = [];
  for (const { entry, before } of places) {
    if (!beginsLine(text, entry.start)) return undefined;
    let from = lineStart(text, entry.start);
    for (let above = from; above > (before?.end ?? 0); ) {
      above = lineStart(text, above - 1);
      if (!/^[ \t]*#/.test(text.slice(above, lineEnd(text, above)))) break;
      from = above;
    }
    const { end } = entry;
    const to = text[end - 1] === '\n' ? end - 1 : blockTail(text, end, format);
    for (const line of text.slice(from, to).split(/\r?\n/)) {
      const moved = shifted(line, column - entry.column);
      if (moved === undefined) return undefined;
      lines.push(moved);
    }
  }
  const { end } = last;
  const written = lines.join('\n');
  if (text[end - 1] === '\n') return [insertion(end, `${written}\n`)];
  return [insertion(blockTail(text, end, format), `\n${written}`)];
}

/** Undefined where the line stands too far left for it. */
function shifted(line: string, columns: number): string | undefined {
  if (line.trim() === '') return columns < 0 ? line.slice(-columns) : line;
  if (columns >= 0) return ' '.repeat(columns) + line;
  const blanks = line.length - line.trimStart().length;
  return blanks >= -columns ? line.slice(-columns) : undefined;
}

function inBraces(
  { text, format }: ParsedText,
  places: readonly Place[],
  list: ArrayNode,
  last: Entry,
): SpanEdit[] | undefined {
  const rest = behind(text, last.end, spanOf(list).end - 1, format);
  if (rest.comma !== undefined) return undefined;
  const ownLine = beginsLine(text, last.start) && !rest.shared;
  // Nothing can stand behind a comment that ends its line.
  if (!ownLine && rest.tail > last.end) return undefined;
  const indent = indentOf(text, last.start);
  const separator = ownLine ? `\n${indent}` : ' ';
  let written = '';
  for (const [index, { entry, before, limit, list: source }] of places.entries()) {
    const from = before ? behind(text, before.end, entry.start, format).tail : spanOf(source).start + 1;
    const above = commentsIn(text, from, entry.start, format);
    const trailing = commentsIn(text, entry.end, behind(text, entry.end, limit, format).tail, format);
    if (!ownLine && above.length + trailing.length > 0) return undefined;
    const [first = '', ...others] = text.slice(entry.start, entry.end).split(/\r?\n/);
    const margin = indentOf(text, entry.start);
    // In YAML further lines must stand right of the block around.
    if (format === 'yaml' && others.length > 0) return undefined;
    const body = [
      first,
      ...others.map((line) => (line.startsWith(margin) ? indent + line.slice(margin.length) : line)),
    ].join('\n');
    const comma = index + 1 < places.length ? ',' : '';
    written += [...above, body].map((part) => separator + part).join('');
    written += comma + trailing.map((comment) => ` ${comment}`).join('');
  }
  return [insertion(last.end, ','), insertion(rest.tail, written)];
}

function commentsIn(text: string, start: number, end: number, format: ParsedText['format']): string[] {
  return [...gapTokens(text, start, end, format)]
    .filter(({ kind }) => kind === 'comment')
    .map((token) => text.slice(token.start, token.end));
}
