/** What stands between the nodes: blanks, line breaks, comments, signs, and the anchors and tags of YAML. */
import type { TextFormat } from '../document.ts';
import type { Span } from '../node.ts';

export interface GapToken extends Span {
  readonly kind: 'break' | 'comment' | 'props' | 'sign';
}

/** The tokens of a piece of text in which no node stands; it may end within a token. Blanks are left out. */
export function* gapTokens(
  text: string,
  start: number,
  end: number,
  format: TextFormat,
): Generator<GapToken, undefined> {
  let at = start;
  while (at < end) {
    const token = tokenAt(text, at, format);
    if (token) yield token;
    at = token?.end ?? at + 1;
  }
}

/** Undefined for a blank. */
function tokenAt(text: string, start: number, format: TextFormat): GapToken | undefined {
  const char = text[start];
  switch (char) {
    case ' ':
    case '\t':
    case '\uFEFF':
      return undefined;
    case '\r':
    case '\n':
      return { kind: 'break', start, end: start + (text.startsWith('\r\n', start) ? 2 : 1) };
    default:
  }
  if (format === 'yaml') {
    if (char === '#') return { kind: 'comment', start, end: lineEnd(text, start) };
    if (char === '&' || char === '!')
      return { kind: 'props', start, end: matched(text, start, /[^\s,[\]{}]*/y) };
  } else if (text.startsWith('//', start)) return { kind: 'comment', start, end: lineEnd(text, start) };
  else if (text.startsWith('/*', start)) {
    const close = text.indexOf('*/', start + 2);
    return { kind: 'comment', start, end: close < 0 ? text.length : close + 2 };
  }
  return { kind: 'sign', start, end: start + 1 };
}

function matched(text: string, start: number, pattern: RegExp): number {
  pattern.lastIndex = start;
  return start + (pattern.exec(text)?.[0].length ?? 0);
}

/** Where the line ends that holds the offset, before its break. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at < 0) return text.length;
  return at > offset && text[at - 1] === '\r' ? at - 1 : at;
}

/** Where the next line begins, or the text ends. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** Where the line begins that holds the offset, behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

/** The line break of the text; that of its first line, since a text has one. */
export function lineBreakOf(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** How many characters stand before it on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The blanks that its line begins with. */
export function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return text.slice(start, matched(text, start, /[ \t]*/y));
}

/** Does nothing stand before it on its line? */
export function beginsLine(text: string, offset: number): boolean {
  return lineStart(text, offset) + indentOf(text, offset).length === offset;
}

/** Where a block entry that ends at `end` is over: behind the comment on its line. */
export function blockTail(text: string, end: number, format: TextFormat): number {
  const comment = [...gapTokens(text, end, lineEnd(text, end), format)].find(
    ({ kind }) => kind === 'comment',
  );
  return comment?.end ?? end;
}

/** What stands between an entry and the next one, or the end of the collection. */
export interface Behind {
  /** Where the entry ends with its comma and what its line says of it. */
  readonly tail: number;
  readonly comma: number | undefined;
  /** The next entry, or the closing bracket, stands on the same line. */
  readonly shared: boolean;
  /** The first that does not belong to the entry: a comment of the next one, or the limit. */
  readonly next: number;
}

/** Reads what stands behind an entry that ends at `end`. `limit`: where the next one begins, or the collection ends. */
export function behind(text: string, end: number, limit: number, format: TextFormat): Behind {
  let comma: number | undefined;
  let afterComma = end;
  let tail = end;
  let comment: number | undefined;
  let broken = false;
  let next: number | undefined;
  for (const token of gapTokens(text, end, limit, format)) {
    if (token.kind === 'break') broken = true;
    else if (token.kind === 'sign' && text[token.start] === ',' && comma === undefined) {
      comma = token.start;
      if (broken) continue;
      tail = token.end;
      afterComma = token.end;
      comment = undefined;
    } else if (broken) next ??= token.start;
    else {
      comment ??= token.start;
      tail = token.end;
    }
  }
  if (broken) return { tail, comma, shared: false, next: next ?? limit };
  // On one line a comment behind the comma belongs to what follows.
  return { tail: afterComma, comma, shared: true, next: comment ?? limit };
}
