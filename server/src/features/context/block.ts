/** The cursor in block YAML, where indentation says what belongs to what. */
import type { Cursor } from './cursor.ts';
import { scanFlow } from './flow.ts';
import { indentBelow, surroundings } from './levels.ts';
import {
  type Element,
  indentAt,
  isBlankAt,
  type Line,
  lineAbove,
  lineBelow,
  lineStart,
  readLine,
} from './lines.ts';
import { quoted } from './tokens.ts';

/**
 * What the cursor may be at. Mostly one place; two where a YAML list stands at its key's own column, so that a new line
 * may go on with either; none in comments, block scalars and places that fit no indentation.
 */
export function blockCursors(text: string, offset: number): Cursor[] {
  const start = lineStart(text, offset);
  const before = readLine(text, start, offset);
  const line = readLine(text, start);
  // A comment is no place for anything, and would swallow what is inserted right before it.
  if (before.kind === 'marker' || (line.comment !== undefined && line.comment <= offset)) return [];
  const flow = openFlow(text, offset, before);
  if (flow !== undefined) {
    const { cursor } = flow;
    return cursor === undefined ? [] : [cursor];
  }
  const last = before.elements.at(-1);
  if (last?.kind === 'key') return atValue(text, offset, before, last);
  return atKeyOrItem(text, offset, before, line);
}

function atValue(text: string, offset: number, before: Line, key: Element & { kind: 'key' }): Cursor[] {
  const above = surroundings(text, {
    start: before.start,
    column: key.column,
    kind: 'object',
    own: before.elements.slice(0, -1),
  });
  if (above.blocked || /^[|>]/.test(before.value)) return [];
  const token = tokenAt(text, offset, Math.min(before.valueStart, offset));
  return [
    {
      ...blockStyle,
      ...token,
      levels: above.levels,
      place: 'value',
      property: key.name,
      colonFollows: false,
      column: key.column,
      blankBefore: text[token.replace.start - 1] !== ':',
    },
  ];
}

function atKeyOrItem(text: string, offset: number, before: Line, line: Line): Cursor[] {
  const { start } = before;
  const last = before.elements.at(-1);
  const dashes = before.elements.filter((element) => element.kind === 'dash');
  const behindDash = last?.kind === 'dash' && text[offset - 1] === '-';
  // In front of a dash, or between a dash and its blank, there is no room.
  if (line.elements.filter((element) => element.kind === 'dash').length > dashes.length) return [];
  if (behindDash && line.elements.at(-1)?.kind !== 'dash') return [];
  // In the indentation of a line that is written already, too.
  if (last?.kind !== 'content' && /^[ \t]+[^ \t#]/.test(text.slice(offset, line.end))) return [];
  const column = last?.kind === 'content' ? last.column : offset - start + (behindDash ? 1 : 0);
  const key = line.elements.find((element) => element.kind === 'key');
  const colonFollows = key !== undefined && key.column === column && offset <= key.end;
  // A line put in the middle of a deeper block would take away what follows.
  if (last?.kind !== 'content' && !colonFollows && indentBelow(text, start) > column) return [];
  const token =
    key !== undefined && colonFollows
      ? keyToken(text, offset, key)
      : tokenAt(text, offset, behindDash ? offset : start + column);
  const base = { ...blockStyle, ...token, column, colonFollows, blankBefore: !behindDash };
  const asKey = surroundings(text, { start, column, kind: 'object', own: dashes, keepsBelow: colonFollows });
  if (asKey.siblings && !asKey.blocked) {
    const cursors: Cursor[] = [{ ...base, levels: asKey.levels, place: 'key' }];
    const compact =
      dashes.length === 0 ? surroundings(text, { start, column, kind: 'array', own: [] }) : undefined;
    if (compact?.siblings && !compact.blocked && !colonFollows)
      cursors.push({ ...base, levels: compact.levels, place: 'item', dashMissing: true });
    return cursors;
  }
  const dash = dashes.at(-1);
  if (dash !== undefined) {
    const asItem = surroundings(text, {
      start,
      column: dash.column,
      kind: 'array',
      own: dashes.slice(0, -1),
    });
    return asItem.blocked ? [] : [{ ...base, levels: asItem.levels, place: 'item' }];
  }
  const asItem = surroundings(text, { start, column, kind: 'array', own: [] });
  if (asItem.siblings)
    return asItem.blocked ? [] : [{ ...base, levels: asItem.levels, place: 'item', dashMissing: true }];
  const open = surroundings(text, { start, column, kind: 'open', own: [], keepsBelow: colonFollows });
  return open.blocked ? [] : [{ ...base, levels: open.levels, place: 'key' }];
}

const blockStyle = {
  writing: 'block',
  commaWanted: false,
  dashMissing: false,
  blankBefore: true,
} as const;

type TokenPart = Pick<Cursor, 'replace' | 'typed' | 'quote'>;

/** The scalar that begins at `from` and goes on to the end of its line. */
function tokenAt(text: string, offset: number, from: number): TokenPart {
  const char = text[from];
  if ((char === '"' || char === "'") && from < offset) {
    const token = quoted(text, from, char, 'yaml');
    let end = Math.max(token.end, offset);
    if (!token.closed) {
      end = offset;
      while (/[\w.:/@-]/.test(text.charAt(end))) end++;
    }
    return { replace: { start: from, end }, typed: text.slice(from + 1, offset), quote: char };
  }
  const line = readLine(text, lineStart(text, offset));
  let end = line.comment ?? line.end;
  while (end > offset && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return { replace: { start: from, end: Math.max(end, offset) }, typed: text.slice(from, offset), quote: '' };
}

function keyToken(text: string, offset: number, key: Element & { kind: 'key' }): TokenPart {
  const char = text[key.start];
  const isQuoted = (char === '"' || char === "'") && offset > key.start;
  return {
    replace: { start: key.start, end: key.end },
    typed: text.slice(isQuoted ? key.start + 1 : key.start, offset),
    quote: isQuoted ? char : '',
  };
}

/** The outermost flow collection that is open at the offset, read to the cursor. */
function openFlow(text: string, offset: number, before: Line): { cursor?: Cursor } | undefined {
  const starts: Line[] = [];
  if (/^[[{]/.test(before.value)) starts.push(readLine(text, before.start));
  let limit = before.elements.length === 0 ? offset - before.start : (before.elements[0]?.column ?? 0);
  for (let at = lineAbove(text, before.start); at !== undefined; at = lineAbove(text, at)) {
    const indent = indentAt(text, at);
    if (indent > limit) continue;
    if (indent > 0 && isPlain(text, at + indent)) {
      limit = indent;
      continue;
    }
    const line = readLine(text, at);
    if (line.kind === 'marker') break;
    if (line.kind === 'blank') continue;
    if (/^[[{]/.test(line.value)) starts.push(line);
    else limit = Math.min(limit, line.indent);
  }
  for (const line of starts.toReversed()) {
    const scan = scanFlow(text, line.valueStart, offset, 'yaml', flowLimit(text, line));
    if (scan.inside) return scan.cursor === undefined ? {} : { cursor: inFlow(text, line, scan.cursor) };
  }
  return undefined;
}

/** A line that begins with a word or a dash, and has no bracket. Most lines of a long text are told by that. */
function isPlain(text: string, start: number): boolean {
  const first = text[start];
  if (first === undefined || !/[\w-]/.test(first)) return false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '\n') break;
    if (char === '[' || char === '{') return false;
  }
  return true;
}

/** A collection that is never closed ends where a line at its own column or left of it begins a block again. */
function flowLimit(text: string, line: Line): number {
  const first = line.elements[0];
  const isRoot = first?.kind === 'content' && first.column === 0;
  for (let at = lineBelow(text, line.start); at !== undefined; at = lineBelow(text, at)) {
    if (isRoot || indentAt(text, at) > line.indent) {
      if (!text.startsWith('---', at)) continue;
      return at;
    }
    const next = readLine(text, at);
    const kind = next.elements[0]?.kind;
    if (next.kind === 'marker' || kind === 'key' || kind === 'dash') return at;
  }
  return text.length;
}

/** Puts the levels around the collection in front of those inside it. */
function inFlow(text: string, line: Line, cursor: Cursor): Cursor {
  const holder = line.elements.findLast((element) => element.kind !== 'content');
  if (holder === undefined) return cursor;
  const own = line.elements.slice(0, line.elements.indexOf(holder));
  const kind = holder.kind === 'key' ? 'object' : 'array';
  const around = surroundings(text, { start: line.start, column: holder.column, kind, own }).levels;
  const parent = around.at(-1);
  const [first, ...rest] = cursor.levels;
  if (parent === undefined || first === undefined) return cursor;
  const itemsAbove = kind === 'array' ? countDashes(text, line.start, holder.column) : 0;
  const step = holder.kind === 'key' ? holder.name : itemsAbove;
  return { ...cursor, levels: [...around, { ...first, step }, ...rest] };
}

function countDashes(text: string, start: number, column: number): number {
  let count = 0;
  for (let at = lineAbove(text, start); at !== undefined; at = lineAbove(text, at)) {
    const indent = indentAt(text, at);
    if (indent > column || isBlankAt(text, at + indent)) continue;
    const first = readLine(text, at).elements[0];
    if (indent < column || first?.kind !== 'dash') break;
    count++;
  }
  return count;
}
