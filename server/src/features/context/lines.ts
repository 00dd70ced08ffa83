/** One line of block YAML, taken apart by itself. What a line is within a block scalar or flow is for the reader to know. */
import { lineEnd, quoted, scalarText } from './tokens.ts';

/** What stands in a line, from left to right: dashes, then a key or some other content. */
export type Element =
  | { readonly kind: 'dash'; readonly column: number }
  | {
      readonly kind: 'key';
      readonly column: number;
      readonly name: string;
      /** The key token, quotes included, without the colon. */
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'content'; readonly column: number };

export interface Line {
  /** Offsets of its first character and after its last one, the line break left out. */
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  readonly kind: 'blank' | 'marker' | 'content';
  readonly elements: readonly Element[];
  /** The scalar, collection or header at its end: after the last dash or colon, anchor and tag, without comment. */
  readonly value: string;
  readonly valueStart: number;
  /** Where a comment begins; absent without one. */
  readonly comment?: number;
}

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Start of the line before the one that starts at `start`; undefined at the top. */
export function lineAbove(text: string, start: number): number | undefined {
  return start === 0 ? undefined : lineStart(text, start - 1);
}

/** Start of the line after the one that holds `offset`; undefined at the bottom. */
export function lineBelow(text: string, offset: number): number | undefined {
  const end = text.indexOf('\n', offset);
  return end < 0 ? undefined : end + 1;
}

/** Columns of blanks before the first other character; the line's length where there is none. */
export function indentAt(text: string, start: number): number {
  let at = start;
  if (at === 0 && text[at] === '\uFEFF') at++;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at - start;
}

/** Nothing but a comment from here to the end of the line. */
export function isBlankAt(text: string, offset: number): boolean {
  const char = text[offset];
  return char === undefined || char === '\n' || char === '\r' || char === '#';
}

/** Reads the line that starts at `start`, up to `until` if that is before its end. */
export function readLine(text: string, start: number, until = Number.POSITIVE_INFINITY): Line {
  const end = Math.min(lineEnd(text, start), until);
  const indent = Math.min(indentAt(text, start), end - start);
  const elements: Element[] = [];
  let at = start + indent;
  const blanks = () => {
    while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  };
  if (indent === 0 && /^(---|\.\.\.)(\s|$)/.test(text.slice(start, Math.min(end, start + 4))))
    return { start, end, indent, kind: 'marker', elements, value: '', valueStart: end };
  while (text[at] === '-' && at < end && (at + 1 >= end || text[at + 1] === ' ' || text[at + 1] === '\t')) {
    elements.push({ kind: 'dash', column: at - start });
    at++;
    blanks();
  }
  const key = keyAt(text, start, at, end);
  if (key !== undefined) {
    elements.push(key.element);
    at = key.after;
    blanks();
  }
  at = afterProperties(text, at, end);
  const comment = commentIn(text, at, end);
  let valueEnd = comment ?? end;
  while (valueEnd > at && (text[valueEnd - 1] === ' ' || text[valueEnd - 1] === '\t')) valueEnd--;
  if (key === undefined && valueEnd > at) elements.push({ kind: 'content', column: at - start });
  return {
    start,
    end,
    indent,
    kind: elements.length === 0 ? 'blank' : 'content',
    elements,
    value: text.slice(at, Math.max(at, valueEnd)),
    valueStart: at,
    ...(comment === undefined ? {} : { comment }),
  };
}

function keyAt(
  text: string,
  start: number,
  at: number,
  end: number,
): { element: Element & { kind: 'key' }; after: number } | undefined {
  const char = text[at];
  if (at >= end || char === undefined || '[{#|>&*!%@`,'.includes(char)) return undefined;
  let keyEnd: number;
  let name: string;
  if (char === '"' || char === "'") {
    const token = quoted(text, at, char, 'yaml');
    if (!token.closed || token.end >= end) return undefined;
    keyEnd = token.end;
    name = scalarText(text.slice(at, keyEnd), char, true);
  } else {
    keyEnd = at;
    while (keyEnd < end && !(text[keyEnd] === ':' && endsKey(text, keyEnd, end))) {
      if (text[keyEnd] === '#' && (text[keyEnd - 1] === ' ' || text[keyEnd - 1] === '\t')) return undefined;
      keyEnd++;
    }
    name = text.slice(at, keyEnd).trimEnd();
  }
  let colon = keyEnd;
  while (colon < end && text[colon] === ' ') colon++;
  if (colon >= end || text[colon] !== ':' || !endsKey(text, colon, end)) return undefined;
  return {
    element: {
      kind: 'key',
      column: at - start,
      name,
      start: at,
      end: char === '"' || char === "'" ? keyEnd : at + name.length,
    },
    after: colon + 1,
  };
}

function endsKey(text: string, colon: number, end: number): boolean {
  return colon + 1 >= end || text[colon + 1] === ' ' || text[colon + 1] === '\t';
}

/** Steps over an anchor and a tag. */
function afterProperties(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text[at] === '&' || text[at] === '!')) {
    while (at < end && text[at] !== ' ' && text[at] !== '\t') at++;
    while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  }
  return at;
}

function commentIn(text: string, from: number, end: number): number | undefined {
  let at = from;
  const char = text[at];
  if (at < end && (char === '"' || char === "'")) at = quoted(text, at, char, 'yaml').end;
  for (; at < end; at++) {
    const before = text[at - 1];
    if (text[at] === '#' && (at === from || before === ' ' || before === '\t')) return at;
  }
  return undefined;
}

/** The text of a scalar written in one line; undefined for a collection, an alias or a block scalar's header. */
export function inlineScalar(value: string): string | undefined {
  const char = value[0];
  if (char === undefined || '[{|>*'.includes(char)) return undefined;
  if (char === '"' || char === "'") {
    const token = quoted(value, 0, char, 'yaml');
    return scalarText(value.slice(0, token.end), char, token.closed);
  }
  return value;
}
