/** The containers that are open while text with braces is read. Takes damaged text as best it can. */
import type { TextFormat } from '../../text/document.ts';
import { nextToken, scalarText, type Token } from './tokens.ts';

/** A container while it is read. */
export interface Frame {
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

/** Of the token under the cursor nothing is kept as a key or item: it is not one of the others. */
export type Own = 'key' | 'value' | 'item' | undefined;

export class Frames {
  readonly open: Frame[] = [];
  private readonly text: string;
  private readonly format: TextFormat;

  constructor(text: string, format: TextFormat) {
    this.text = text;
    this.format = format;
  }

  get top(): Frame | undefined {
    return this.open.at(-1);
  }

  /** A scalar with a colon behind it. */
  isKey(token: Token): boolean {
    return token.kind === 'scalar' && nextToken(this.text, token.end, this.format)?.kind === ':';
  }

  take(token: Token, own: Own): void {
    const { top } = this;
    switch (token.kind) {
      case '{':
      case '[':
        this.begin(token, top);
        return;
      case '}':
      case ']':
        this.end(token);
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
        if (top !== undefined) this.scalar(token, top, own);
    }
  }

  private begin(token: Token, top: Frame | undefined): void {
    let step: string | number | undefined;
    if (top?.kind === 'array') step = top.count++;
    else if (top !== undefined) {
      step = top.state === 'start' ? '' : top.key;
      if (top.state !== 'start') top.entries.set(top.key, undefined);
    }
    if (top !== undefined) top.state = 'after';
    this.open.push({
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

  /** Closes what was left open inside, too; a bracket that closes nothing is passed over. */
  private end(token: Token): void {
    const kind = token.kind === '}' ? 'object' : 'array';
    const at = this.open.findLastIndex((frame) => frame.kind === kind);
    if (at < 0) return;
    this.open.length = at;
    const { top } = this;
    if (top === undefined) return;
    top.state = 'after';
    top.lastEnd = token.end;
  }

  private scalar(token: Token, top: Frame, own: Own): void {
    const text = scalarText(this.text.slice(token.start, token.end), token.quote, token.closed);
    if (top.kind === 'array') {
      top.count++;
      if (own === undefined) top.items.push(text);
      top.state = 'after';
      top.lastEnd = token.end;
      return;
    }
    // A name with a colon is the next key, though the value before it is missing.
    if (top.state === 'start' || top.state === 'after' || this.isKey(token)) {
      top.key = text;
      top.state = 'colon';
      if (token.quote === '"') top.quotesKeys = true;
      if (own === undefined) top.entries.set(text, undefined);
      return;
    }
    if (own === undefined || own === 'value') top.entries.set(top.key, text);
    top.state = 'after';
    top.lastEnd = token.end;
  }
}
