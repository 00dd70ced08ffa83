/** The cursor in text written with braces: all of JSON, and flow collections in YAML. */
import type { TextFormat } from '../../text/document.ts';
import type { Cursor, Level } from './cursor.ts';
import { lineEnd, nextToken, scalarText, type Token } from './tokens.ts';

/** A container while it is read. */
interface Frame {
  readonly kind: 'object' | 'array';
  readonly step: string | number | undefined;
  readonly entries: Map<string, string | undefined>;
  readonly items: string[];
  /** Of an object: before a key, before its colon, before its value, after the value. A list knows the first and last. */
  state: 'start' | 'colon' | 'value' | 'after';
  key: string;
  count: number;
  /** Where the last value ended. */
  lastEnd: number;
  /** Its keys stand in double quotes. */
  quotesKeys: boolean;
}

/** The place that was found, before what follows it has been read. */
interface Found {
  readonly frames: readonly Frame[];
  readonly place: Cursor['place'];
  readonly property: string | undefined;
  readonly token: Token | undefined;
  readonly commaMissingAt: number | undefined;
}

export interface FlowScan {
  /** Absent where nothing can be completed (in a comment, between a key and its colon), or outside the brackets. */
  readonly cursor?: Cursor;
  /** The cursor is inside the brackets that open at the start. */
  readonly inside: boolean;
}

/**
 * Reads from `start` (the start of a JSON text, or the opening bracket of a YAML flow collection).
 * `until`: where the text ends that may belong to the collection if its closing bracket is missing.
 */
export function scanFlow(
  text: string,
  start: number,
  offset: number,
  format: TextFormat,
  until = text.length,
): FlowScan {
  if (offset >= until && until < text.length) return { inside: false };
  const reader = new FlowReader(text, offset, format);
  let at = start;
  let opened = false;
  while (at <= until) {
    const token = nextToken(text, at, format);
    if (token === undefined || token.start >= until) break;
    if (token.kind === 'comment') {
      if (token.start < offset && offset <= token.end && !closedBlockComment(text, token, offset))
        return { inside: opened };
      at = token.end;
      continue;
    }
    at = reader.take(token);
    opened ||= reader.depth > 0;
    if (opened && reader.depth === 0 && format === 'yaml') {
      if (offset >= token.end) return { inside: false };
      break;
    }
  }
  reader.finish();
  return { inside: reader.wasInside, ...reader.result() };
}

function closedBlockComment(text: string, token: Token, offset: number): boolean {
  return offset === token.end && text.startsWith('*/', token.end - 2);
}

class FlowReader {
  private readonly text: string;
  private readonly offset: number;
  private readonly format: TextFormat;
  private readonly stack: Frame[] = [];
  private found: Found | undefined;
  private passed = false;
  private tokens = 0;
  /** The token after the place. */
  private follower: Token | undefined;

  constructor(text: string, offset: number, format: TextFormat) {
    this.text = text;
    this.offset = offset;
    this.format = format;
  }

  get depth(): number {
    return this.stack.length;
  }

  get wasInside(): boolean {
    return this.found !== undefined && this.found.frames.length > 0;
  }

  /** Takes one token; returns where to read on. */
  take(full: Token): number {
    const token = this.cutUnclosed(full);
    if (!this.passed) this.locate(token);
    else if (this.found !== undefined && this.follower === undefined) this.follower = token;
    this.tokens++;
    this.step(token);
    return token.end;
  }

  finish(): void {
    if (!this.passed) this.locateBetween(undefined);
  }

  /** A string that swallowed what follows the cursor, since its end is not typed yet, ends with the word at the cursor. */
  private cutUnclosed(token: Token): Token {
    const { text, offset } = this;
    if (token.quote === '' || offset <= token.start || offset > token.end) return token;
    if (token.closed) {
      const next = nextToken(text, token.end, this.format);
      const sameLine = next !== undefined && next.start < lineEnd(text, token.end);
      const swallowed = sameLine && next.kind === 'scalar' && offset < token.end;
      if (!swallowed) return token;
    }
    let end = offset;
    while (end < token.end && /[\w.:/@-]/.test(text.charAt(end))) end++;
    return { ...token, end, closed: false };
  }

  private locate(token: Token): void {
    const { offset } = this;
    const isScalar = token.kind === 'scalar';
    if (isScalar && token.start < offset && offset <= token.end) {
      this.passed = true;
      this.found = this.place(token);
      return;
    }
    if (offset > token.start) return;
    this.locateBetween(token);
  }

  private locateBetween(next: Token | undefined): void {
    this.passed = true;
    const top = this.stack.at(-1);
    const follows = next?.kind === 'scalar' || next?.kind === '{' || next?.kind === '[';
    const valueIsThere = follows && top?.kind === 'object' && top.state === 'value' && !this.isKey(next);
    if (valueIsThere) {
      // The value stands right of the cursor: it is what will be replaced, if it is one word on the same line.
      const onLine = next.kind === 'scalar' && next.start <= lineEnd(this.text, this.offset);
      if (onLine) this.found = this.place(next);
      return;
    }
    this.follower = next;
    this.found = this.place(undefined);
  }

  private place(token: Token | undefined): Found | undefined {
    const frames = [...this.stack];
    const top = frames.at(-1);
    if (top === undefined) {
      // Outside all brackets: something can stand here only if nothing else does.
      const alone = this.tokens === 0 && (token !== undefined || this.follower === undefined);
      return alone
        ? { frames, place: 'value', property: undefined, token, commaMissingAt: undefined }
        : undefined;
    }
    const commaMissingAt = top.state === 'after' ? top.lastEnd : undefined;
    if (top.kind === 'array') return { frames, place: 'item', property: undefined, token, commaMissingAt };
    if (top.state === 'value') {
      if (token !== undefined && this.isKey(token))
        return { frames, place: 'key', property: undefined, token, commaMissingAt: undefined };
      return { frames, place: 'value', property: top.key, token, commaMissingAt };
    }
    if (top.state === 'colon') return undefined;
    return { frames, place: 'key', property: undefined, token, commaMissingAt };
  }

  /** A scalar with a colon behind it. */
  private isKey(token: Token): boolean {
    return token.kind === 'scalar' && nextToken(this.text, token.end, this.format)?.kind === ':';
  }

  private step(token: Token): void {
    const top = this.stack.at(-1);
    switch (token.kind) {
      case '{':
      case '[':
        this.open(token, top);
        return;
      case '}':
      case ']':
        this.close(token);
        return;
      case ',':
        if (top === undefined) return;
        if (top.kind === 'object' && (top.state === 'colon' || top.state === 'value'))
          top.entries.set(top.key, undefined);
        top.state = 'start';
        return;
      case ':':
        if (top?.kind === 'object' && top.state === 'colon') top.state = 'value';
        return;
      default:
        if (top !== undefined) this.scalar(token, top);
    }
  }

  private open(token: Token, top: Frame | undefined): void {
    let step: string | number | undefined;
    if (top?.kind === 'array') step = top.count++;
    else if (top !== undefined) {
      step = top.state === 'start' ? '' : top.key;
      if (top.state !== 'start') top.entries.set(top.key, undefined);
    }
    if (top !== undefined) top.state = 'after';
    this.stack.push({
      kind: token.kind === '{' ? 'object' : 'array',
      step,
      entries: new Map(),
      items: [],
      state: 'start',
      key: '',
      count: 0,
      lastEnd: token.end,
      quotesKeys: top?.quotesKeys ?? false,
    });
  }

  private close(token: Token): void {
    const kind = token.kind === '}' ? 'object' : 'array';
    const at = this.stack.findLastIndex((frame) => frame.kind === kind);
    if (at < 0) return;
    this.stack.length = at;
    const top = this.stack.at(-1);
    if (top === undefined) return;
    top.state = 'after';
    top.lastEnd = token.end;
  }

  private scalar(token: Token, top: Frame): void {
    const own = this.found?.token?.start === token.start;
    const text = scalarText(this.text.slice(token.start, token.end), token.quote, token.closed);
    if (top.kind === 'array') {
      top.count++;
      if (!own) top.items.push(text);
      top.state = 'after';
      top.lastEnd = token.end;
      return;
    }
    const asKey = top.state === 'start' || top.state === 'after' || this.isKey(token);
    if (asKey) {
      top.key = text;
      top.state = 'colon';
      if (token.quote === '"') top.quotesKeys = true;
      // The name under the cursor is not one of the others.
      if (!own) top.entries.set(text, undefined);
      return;
    }
    if (!own || this.found?.place === 'value') top.entries.set(top.key, text);
    top.state = 'after';
    top.lastEnd = token.end;
  }

  result(): { cursor?: Cursor } {
    const { found, offset, text } = this;
    if (found === undefined) return {};
    const { token } = found;
    const follower = token === undefined ? this.follower : nextToken(text, token.end, this.format);
    const levels: Level[] = found.frames.map((frame, index) => {
      const entries = new Map(frame.entries);
      if (index === found.frames.length - 1) {
        if (found.property !== undefined) entries.delete(found.property);
        if (found.place === 'key' && token !== undefined)
          entries.delete(scalarText(text.slice(token.start, token.end), token.quote, token.closed));
      }
      return {
        kind: frame.kind,
        ...(frame.step === undefined ? {} : { step: frame.step }),
        entries,
        items: frame.items,
      };
    });
    if (levels.length === 0) levels.push({ kind: 'open', entries: new Map(), items: [] });
    const replace = token === undefined ? { start: offset, end: offset } : replaced(token, offset);
    const written = text.slice(replace.start, offset);
    return {
      cursor: {
        levels,
        place: found.place,
        ...(found.property === undefined ? {} : { property: found.property }),
        // Where YAML is written as JSON, it goes on as JSON.
        writing: this.format === 'json' || found.frames.at(-1)?.quotesKeys ? 'json' : 'flow',
        format: this.format,
        replace,
        typed: token === undefined || token.quote === '' ? written : written.slice(1),
        quote: written === '' ? '' : (token?.quote ?? ''),
        colonFollows: found.place === 'key' && follower?.kind === ':',
        ...(found.commaMissingAt === undefined ? {} : { commaMissingAt: found.commaMissingAt }),
        commaWanted: follower?.kind === 'scalar' || follower?.kind === '{' || follower?.kind === '[',
        column: 0,
        dashMissing: false,
        blankBefore: this.format === 'json' || token !== undefined || text[offset - 1] !== ':',
      },
    };
  }
}

/** A value right of the cursor is replaced together with the blanks before it. */
function replaced(token: Token, offset: number): { start: number; end: number } {
  return { start: Math.min(token.start, offset), end: token.end };
}
