/** Writes another value in the place of one, or another key. */
import type { ParsedText } from '../document.ts';
import { type JsonValue, type Node, spanOf } from '../node.ts';
import { renderValue, Writer } from '../render.ts';
import { headComment } from '../scalarPart.ts';
import { shapeOf } from '../shape.ts';
import { type Entry, entryAt } from './entries.ts';
import { beginsLine, behind, columnOf, indentOf, lineBreakOf, lineEnd, lineStart, nextLine } from './gap.ts';
import type { Holder, Located, LocatedProperty } from './locate.ts';
import { deletion, insertion, type SpanEdit } from './spanEdit.ts';
import { collectionsOf, type Surroundings, surroundings } from './surroundings.ts';
import { jsonInOneLine, stringText } from './written.ts';

export function renaming(
  parsed: ParsedText,
  { property, object, holders }: LocatedProperty,
  to: string,
): SpanEdit[] {
  const around = surroundings(parsed, [...collectionsOf(holders), object]);
  return [{ span: spanOf(property.key), text: stringText(to, around, property.key) }];
}

/** Undefined where the value stands in a way that is not edited. */
export function replacement(
  parsed: ParsedText,
  { node, holders }: Located,
  by: JsonValue,
): SpanEdit[] | undefined {
  const around = surroundings(parsed, collectionsOf(holders));
  const holder = holders.at(-1);
  const entry = holder && entryAt(parsed, holder.node, holder.index);
  if (holder && !entry) return undefined;
  const place: Place = { parsed, node, holder, entry, around };
  const edits = around.writing === 'block' ? inBlock(place, by) : inBraces(place, by);
  const eol = lineBreakOf(parsed.text);
  return edits.map((edit) => ({ ...edit, text: edit.text.replaceAll('\n', eol) }));
}

interface Place {
  readonly parsed: ParsedText;
  readonly node: Node;
  readonly holder: Holder | undefined;
  readonly entry: Entry | undefined;
  readonly around: Surroundings;
}

function inBraces(place: Place, by: JsonValue): SpanEdit[] {
  const { node, holder, entry, parsed } = place;
  const span = spanOf(node);
  const written = inBracesText(place, by);
  if (span.end > span.start || !entry || holder?.node.type !== 'object') return [{ span, text: written }];
  const hasColon = parsed.text[entry.head - 1] === ':';
  return [insertion(entry.head, hasColon ? ` ${written}` : `: ${written}`)];
}

function inBracesText({ node, holder, around, parsed: { text } }: Place, by: JsonValue): string {
  if (typeof by === 'string') return stringText(by, around, node);
  const { writing, style } = around;
  const outer = holder && spanOf(holder.node);
  if (writing === 'json' && outer && !text.slice(outer.start, outer.end).includes('\n'))
    return jsonInOneLine(by, ' ');
  return renderValue(by, writing, style, indentOf(text, spanOf(node).start));
}

function isFilled(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function isBlock(node: Node): boolean {
  return (node.type === 'object' || node.type === 'array') && !node.flow;
}

function inBlock(place: Place, by: JsonValue): SpanEdit[] {
  if (!isFilled(by)) return lineInBlock(place, scalarText(place, by));
  return place.holder?.node.type === 'object' ? blockBehindKey(place, by) : blockOfItem(place, by);
}

function scalarText({ node, around }: Place, by: JsonValue): string {
  return typeof by === 'string' ? stringText(by, around, node) : renderValue(by, 'block', around.style, '');
}

/** Where the text of a node ends; what it has of line breaks at its end stays. */
function contentEnd({ parsed: { text }, node }: Place): number {
  const { start, end } = spanOf(node);
  return start + text.slice(start, end).trimEnd().length;
}

/** What takes one line. */
function lineInBlock(place: Place, written: string): SpanEdit[] {
  const { node, entry, parsed } = place;
  const { start, end } = spanOf(node);
  if (entry && start === end) return [insertion(entry.head, ` ${written}`)];
  if (entry && isBlock(node) && beginsLine(parsed.text, start))
    return [insertion(entry.head, ` ${written}`), deletion(lastBreak(parsed.text, start), contentEnd(place))];
  const comment = isBlock(node) ? '' : headComment(parsed.text.slice(start, end));
  return [
    { span: { start, end: contentEnd(place) }, text: comment === '' ? written : `${written} ${comment}` },
  ];
}

/** Where the break begins before the line that holds the offset. */
function lastBreak(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return text.startsWith('\r\n', start - 2) ? start - 2 : Math.max(start - 1, 0);
}

function blockBehindKey(place: Place, by: JsonValue): SpanEdit[] {
  const { node, entry, parsed, around } = place;
  if (!entry) return [];
  const { text, format } = parsed;
  const { start, end: nodeEnd } = spanOf(node);
  const written = new Writer(around.style, 'block', false).blockAfterColon(
    shapeOf(by),
    ' '.repeat(entry.column),
  );
  const end = start === nodeEnd ? entry.head : contentEnd(place);
  if (isBlock(node)) {
    const column = columnOf(text, start);
    // A list may stand at the column of its key, an object may not.
    if (column > entry.column)
      return [{ span: { start, end }, text: renderValue(by, 'block', around.style, ' '.repeat(column)) }];
    return [{ span: { start: lineStart(text, start), end }, text: written.slice(1) }];
  }
  const { tail } = behind(text, end, lineEnd(text, end), format);
  if (tail === end) return [{ span: { start: entry.head, end }, text: written }];
  return [deletion(entry.head, end), insertion(tail, written)];
}

/** Of an item, or the whole document. */
function blockOfItem(place: Place, by: JsonValue): SpanEdit[] {
  const { node, entry, parsed, around } = place;
  const { text, format } = parsed;
  const span = spanOf(node);
  const isEmpty = span.start === span.end;
  const start = isEmpty && entry ? entry.head : span.start;
  const end = isEmpty ? start : contentEnd(place);
  const { tail } = behind(text, end, Math.min(lineEnd(text, end), nextLine(text, end)), format);
  const blank = isEmpty ? ' ' : '';
  const column = isBlock(node) || !entry ? columnOf(text, span.start) : entry.column + 2;
  // An anchor would be taken for that of the first key; behind a comment nothing can follow.
  const bare = !entry || text[entry.head - 1] === '-' || isBlock(node);
  const writing = bare && tail === end ? 'block' : 'flow';
  return [{ span: { start, end }, text: blank + renderValue(by, writing, around.style, ' '.repeat(column)) }];
}
