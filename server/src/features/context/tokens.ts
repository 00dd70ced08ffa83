/** The words and signs of text written with braces: JSON (with comments) and flow YAML. Never fails. */
import type { TextFormat } from '../../text/document.ts';
import type { Span } from '../../text/node.ts';

export interface Token extends Span {
  /** `{ } [ ] , :` as they are; `scalar`: a quoted or plain word; `comment`. */
  readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'scalar' | 'comment';
  readonly quote: '"' | "'" | '';
  /** A quoted scalar without its closing quote ends with its line. */
  readonly closed: boolean;
}

const code = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  blank: 32,
  quote: 34,
  hash: 35,
  apostrophe: 39,
  comma: 44,
  slash: 47,
  colon: 58,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
  byteOrderMark: 0xfeff,
} as const;

function isBlank(char: number): boolean {
  return (
    char === code.blank ||
    char === code.lineFeed ||
    char === code.tab ||
    char === code.carriageReturn ||
    char === code.byteOrderMark
  );
}

export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** The first token at or after `offset`; absent at the end of the text. Read for every word of the text: it has to be quick. */
export function nextToken(text: string, offset: number, format: TextFormat): Token | undefined {
  let start = offset;
  while (start < text.length && isBlank(text.charCodeAt(start))) start++;
  if (start >= text.length) return undefined;
  const kind = signAt(text, start, format);
  if (kind !== undefined) return { kind, start, end: start + 1, quote: '', closed: true };
  const char = text.charCodeAt(start);
  if (char === code.quote) return quoted(text, start, '"', format);
  if (char === code.apostrophe) return quoted(text, start, "'", format);
  const comment = char === code.slash || char === code.hash ? commentEnd(text, start, format) : undefined;
  if (comment !== undefined) return { kind: 'comment', start, end: comment, quote: '', closed: true };
  return { kind: 'scalar', start, end: plainEnd(text, start, format), quote: '', closed: true };
}

function signAt(text: string, at: number, format: TextFormat): '{' | '}' | '[' | ']' | ',' | ':' | undefined {
  switch (text.charCodeAt(at)) {
    case code.openBrace:
      return '{';
    case code.closeBrace:
      return '}';
    case code.openBracket:
      return '[';
    case code.closeBracket:
      return ']';
    case code.comma:
      return ',';
    case code.colon:
      return format === 'json' || endsPlainKey(text, at) ? ':' : undefined;
    default:
      return undefined;
  }
}

/** The quoted scalar that opens at `start`: up to its closing quote, or else to the end of its line. */
export function quoted(text: string, start: number, quote: '"' | "'", format: TextFormat): Token {
  const mark = quote === '"' ? code.quote : code.apostrophe;
  let at = start + 1;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === mark) {
      const isDoubled = format === 'yaml' && quote === "'" && text.charCodeAt(at + 1) === code.apostrophe;
      if (!isDoubled) return { kind: 'scalar', start, end: at + 1, quote, closed: true };
      at++;
    } else if (char === code.backslash && quote === '"' && !isBreak(text.charCodeAt(at + 1))) at++;
    else if (isBreak(char)) break;
  }
  let end = Math.min(at, text.length);
  while (end > start + 1 && isBlank(text.charCodeAt(end - 1))) end--;
  return { kind: 'scalar', start, end, quote, closed: false };
}

function isBreak(char: number): boolean {
  return char === code.lineFeed || char === code.carriageReturn || Number.isNaN(char);
}

function commentEnd(text: string, start: number, format: TextFormat): number | undefined {
  if (format === 'yaml') return text[start] === '#' ? lineEnd(text, start) : undefined;
  if (text.startsWith('//', start)) return lineEnd(text, start);
  if (!text.startsWith('/*', start)) return undefined;
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text.length : end + 2;
}

function plainEnd(text: string, start: number, format: TextFormat): number {
  let end = start;
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (isBreak(char) || isBracketOrComma(char)) break;
    if (format === 'json') {
      if (isBlank(char) || char === code.colon || char === code.quote) break;
    } else if (char === code.colon && endsPlainKey(text, at)) break;
    else if (char === code.hash && isBlank(text.charCodeAt(at - 1))) break;
    if (!isBlank(char)) end = at + 1;
  }
  return Math.max(end, start + 1);
}

function isBracketOrComma(char: number): boolean {
  return (
    char === code.comma ||
    char === code.openBrace ||
    char === code.closeBrace ||
    char === code.openBracket ||
    char === code.closeBracket
  );
}

/** In YAML a colon ends a key only before a blank or a sign, or behind a quote. */
function endsPlainKey(text: string, colon: number): boolean {
  const next = text.charCodeAt(colon + 1);
  const before = text.charCodeAt(colon - 1);
  return (
    Number.isNaN(next) ||
    isBlank(next) ||
    isBracketOrComma(next) ||
    before === code.quote ||
    before === code.apostrophe
  );
}

/** What a scalar says, quotes and escapes taken away. */
export function scalarText(source: string, quote: Token['quote'], closed: boolean): string {
  if (quote === '') return source;
  const inner = source.slice(1, closed ? -1 : undefined);
  if (quote === "'") return inner.replaceAll("''", "'");
  if (!inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    // An escape that JSON does not know: as written is good enough to compare names by.
    return inner;
  }
}
