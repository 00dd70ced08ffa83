/**
 * The layout of JSON with comments. Who writes an object or a list on several lines gets each entry on a line of its own;
 * what stands on one line stays there as long as it fits. (The formatter of jsonc-parser either spreads every config entry
 * over four lines and drops blank lines, or corrects no line at all.)
 */
import { createScanner } from 'jsonc-parser';
import type { LayoutEdits } from './layoutEdits.ts';

/** What does not fit into so many columns is spread over lines. */
const widest = 100;

export interface JsonLayout {
  /** One step of indentation. */
  readonly unit: string;
  /** Columns that a tab takes. */
  readonly tabSize: number;
  readonly trimFinalNewlines: boolean;
  readonly insertFinalNewline: boolean;
}

type Role = 'open' | 'close' | 'comma' | 'colon' | 'lineComment' | 'comment' | 'word';

interface Token {
  readonly role: Role;
  readonly start: number;
  readonly end: number;
  /** Line breaks before it. */
  readonly breaks: number;
  /** Of an opening bracket: the closing one. */
  close: number;
  /** Of an opening bracket: a line break stands in it, directly, between its entries. */
  broken: boolean;
  /** Of an opening bracket: a line break stands anywhere in it. */
  multiline: boolean;
}

/** `text`: without faults. Adds the edits that lay it out; `start`: what stands before is no part of it (a byte order mark). */
export function layOutJson(text: string, start: number, layout: JsonLayout, edits: LayoutEdits): void {
  const tokens = tokensOf(text, start);
  matchBrackets(text, tokens);
  const widths = flatWidths(text, tokens);
  const open: OpenBracket[] = [];
  let column = 0;
  let line = 0;
  let lineDepth = 0;

  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const top = open.at(-1);
    let depth = top?.depth ?? 0;
    if (token.role === 'close' && top) depth = top.closeDepth;
    const gap = gapBefore(text, tokens, index, top);
    if (gap.includes('\n')) {
      line += 1;
      lineDepth = depth;
    }
    const indent = layout.unit.repeat(depth);
    const wanted = gap.includes('\n') ? gap + indent : gap;
    edits.replace(before ? before.end : start, token.start, wanted);
    column = gap.includes('\n') || !before ? columnsOf(indent, layout) : column + gap.length;

    if (token.role === 'close') open.pop();
    if (token.role === 'open') {
      const flat = (widths[token.close] ?? 0) - (widths[index] ?? 0);
      const spread = token.broken || (!token.multiline && column + flat + 1 > widest);
      // Brackets that open on one line are closed on one line: together they are one step.
      const shared = top !== undefined && top.line === line && !top.spread;
      const closeDepth = shared ? top.closeDepth : lineDepth;
      open.push({ token, spread, line, closeDepth, depth: closeDepth + 1 });
    }
    column += token.end - token.start;
  }
  end(text, tokens, start, layout, edits);
}

interface OpenBracket {
  readonly token: Token;
  /** Each entry on a line of its own. */
  readonly spread: boolean;
  /** The line that it opens on, counted in the new layout. */
  readonly line: number;
  /** Steps before the closing bracket, where that begins a line. */
  readonly closeDepth: number;
  /** Steps before the entries. */
  readonly depth: number;
}

function tokensOf(text: string, start: number): Token[] {
  const scanner = createScanner(text, false);
  scanner.setPosition(start);
  const tokens: Token[] = [];
  let breaks = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const from = scanner.getTokenOffset();
    const source = text.slice(from, from + scanner.getTokenLength());
    if (/^\s/.test(source)) {
      if (/[\r\n]/.test(source)) breaks++;
      continue;
    }
    const role = roleOf(source);
    const length = role === 'lineComment' ? source.trimEnd().length : source.length;
    tokens.push({
      role,
      start: from,
      end: from + length,
      breaks,
      close: -1,
      broken: false,
      multiline: source.includes('\n'),
    });
    breaks = 0;
  }
  return tokens;
}

function roleOf(source: string): Role {
  switch (source[0]) {
    case '{':
    case '[':
      return 'open';
    case '}':
    case ']':
      return 'close';
    case ',':
      return 'comma';
    case ':':
      return 'colon';
    case '/':
      return source[1] === '*' ? 'comment' : 'lineComment';
    default:
      return 'word';
  }
}

function matchBrackets(text: string, tokens: readonly Token[]): void {
  const open: Token[] = [];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const top = open.at(-1);
    const atColon = token.role === 'colon' || token.role === 'comma' || before?.role === 'colon';
    const isEmpty = token.role === 'close' && before?.role === 'open';
    // A comment up to the end of the line needs its line break, wherever it stands.
    const needed = before?.role === 'lineComment';
    if (top && token.breaks > 0 && (needed || !(atColon || isEmpty))) top.broken = true;
    if (token.breaks > 0 || /[\r\n]/.test(token.role === 'comment' ? text.slice(token.start, token.end) : ''))
      for (const it of open) {
        if (isEmpty && it === top) continue;
        it.multiline = true;
      }
    if (token.role === 'open') open.push(token);
    if (token.role === 'close') {
      const opening = open.pop();
      if (opening) opening.close = index;
    }
  }
}

/** Of each token the columns before its end, if everything stood on one line. */
function flatWidths(text: string, tokens: readonly Token[]): number[] {
  const widths: number[] = [];
  let width = 0;
  for (const [index, token] of tokens.entries()) {
    width += flatGap(text, tokens, index).length + token.end - token.start;
    widths.push(width);
  }
  return widths;
}

/** Between this token and the one before, on one line. */
function flatGap(text: string, tokens: readonly Token[], index: number): string {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (!token || !before || token.role === 'comma' || token.role === 'colon') return '';
  if (before.role === 'open' && token.role === 'close') return '';
  if (before.role === 'open' && token.role !== 'comment' && token.role !== 'lineComment')
    return text[before.start] === '{' ? ' ' : '';
  if (token.role === 'close' && before.role !== 'comment') return text[token.start] === '}' ? ' ' : '';
  return ' ';
}

/** What stands before a token, without the indentation behind the last line break. */
function gapBefore(
  text: string,
  tokens: readonly Token[],
  index: number,
  top: OpenBracket | undefined,
): string {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (!token || !before) return '';
  const isComment = token.role === 'comment' || token.role === 'lineComment';
  const afterComment = before.role === 'comment' || before.role === 'lineComment';
  const asWritten = token.breaks === 0 ? ' ' : lineBreaks(token, before);
  if (before.role === 'lineComment') return lineBreaks(token, before);
  if (token.role === 'comma' || token.role === 'colon') return '';
  if (before.role === 'open' && token.role === 'close') return '';
  if (isComment) return asWritten;
  if (before.role === 'colon') return ' ';
  if (!top) return asWritten;
  if (afterComment && token.role !== 'close') return asWritten;
  const betweenEntries = before.role === 'open' || before.role === 'comma' || token.role === 'close';
  if (top.spread && betweenEntries) return lineBreaks(token, before);
  return flatGap(text, tokens, index);
}

/** One, or two where the author left a blank line; none of those directly inside brackets. */
function lineBreaks(token: Token, before: Token): string {
  return token.breaks > 1 && token.role !== 'close' && before.role !== 'open' ? '\n\n' : '\n';
}

function columnsOf(indent: string, { tabSize }: JsonLayout): number {
  return indent.replaceAll('\t', ' '.repeat(tabSize)).length;
}

function end(
  text: string,
  tokens: readonly Token[],
  start: number,
  { trimFinalNewlines, insertFinalNewline }: JsonLayout,
  edits: LayoutEdits,
): void {
  const last = tokens.at(-1);
  const from = last?.end ?? start;
  const breaks = text.slice(from).match(/\r\n|\n|\r/g)?.length ?? 0;
  const kept = trimFinalNewlines ? Math.min(breaks, 1) : breaks;
  const wanted = insertFinalNewline && last && kept === 0 ? 1 : kept;
  edits.replace(from, text.length, '\n'.repeat(wanted));
}
