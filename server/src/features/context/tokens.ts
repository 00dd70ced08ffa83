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

const isBlank = (char: string | undefined) =>
  char === ' ' || char === '\t' || char === '\n' || char === '\r' || char === '\uFEFF';
const isBreak = (char: string | undefined) => char === undefined || char === '\n' || char === '\r';

export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** The first token at or after `offset`; absent at the end of the text. */
export function nextToken(text: string, offset: number, format: TextFormat): Token | undefined {
  let start = offset;
  while (start < text.length && isBlank(text[start])) start++;
  const char = text[start];
  if (char === undefined) return undefined;
  const signs: Omit<Token, 'kind' | 'end'> = { start, quote: '', closed: true };
  if (char === '{' || char === '}' || char === '[' || char === ']' || char === ',')
    return { ...signs, kind: char, end: start + 1 };
  if (char === ':' && (format === 'json' || endsPlainKey(text, start)))
    return { ...signs, kind: ':', end: start + 1 };
  const comment = commentEnd(text, start, format);
  if (comment !== undefined) return { ...signs, kind: 'comment', end: comment };
  if (char === '"' || char === "'") return quoted(text, start, char, format);
  return { ...signs, kind: 'scalar', end: plainEnd(text, start, format) };
}

/** The end of the quoted scalar that opens at `start`: at its closing quote, or else at the end of its line. */
export function quoted(text: string, start: number, quote: '"' | "'", format: TextFormat): Token {
  const base = { kind: 'scalar', start, quote } as const;
  const lastLine = lineEnd(text, start);
  for (let at = start + 1; at < lastLine; at++) {
    const char = text[at];
    if (char === '\\' && quote === '"') at++;
    else if (char === quote) {
      if (format === 'yaml' && quote === "'" && text[at + 1] === "'") at++;
      else return { ...base, end: at + 1, closed: true };
    }
  }
  let end = lastLine;
  while (end > start + 1 && isBlank(text[end - 1])) end--;
  return { ...base, end, closed: false };
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
    const char = text[at];
    if (isBreak(char) || char === '{' || char === '}' || char === '[' || char === ']' || char === ',') break;
    if (format === 'json' && (isBlank(char) || char === ':' || char === '"')) break;
    if (format === 'yaml' && char === ':' && endsPlainKey(text, at)) break;
    if (format === 'yaml' && char === '#' && isBlank(text[at - 1])) break;
    if (!isBlank(char)) end = at + 1;
  }
  return Math.max(end, start + 1);
}

/** In YAML a colon ends a key only before a blank or a sign. */
function endsPlainKey(text: string, colon: number): boolean {
  const next = text[colon + 1];
  return (
    next === undefined ||
    isBlank(next) ||
    ',[]{}'.includes(next) ||
    text[colon - 1] === '"' ||
    text[colon - 1] === "'"
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
