/** The cursor in text written with braces: all of JSON, and flow collections in YAML. */
import type { TextFormat } from '../../text/document.ts';
import type { Cursor, Level } from './cursor.ts';
import { type Frame, Frames } from './frames.ts';
import { lineEnd, nextToken, scalarText, type Token } from './tokens.ts';

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
  return scan(new FlowReader(text, offset, format), text, start, offset, format, until);
}

/** Reads on in a JSON text from `start` to `until`, in containers that are open there already. */
export function scanFlowWithin(
  text: string,
  start: number,
  offset: number,
  open: readonly Frame[],
  until: number,
): FlowScan {
  return scan(new FlowReader(text, offset, 'json', open), text, start, offset, 'json', until);
}

function scan(
  reader: FlowReader,
  text: string,
  start: number,
  offset: number,
  format: TextFormat,
  until: number,
): FlowScan {
  let at = start;
  let opened = reader.depth > 0;
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
  return reader.finish();
}

function closedBlockComment(text: string, token: Token, offset: number): boolean {
  return offset === token.end && text.startsWith('*/', token.end - 2);
}

/** Finds the place while the tokens go by, and then reads on: what follows belongs to the containers around it, too. */
class FlowReader {
  private readonly text: string;
  private readonly offset: number;
  private readonly format: TextFormat;
  private readonly frames: Frames;
  private found: Found | undefined;
  private passed = false;
  /** The place is between brackets. */
  private inside = false;
  private tokens = 0;
  /** The token after the place. */
  private follower: Token | undefined;

  constructor(text: string, offset: number, format: TextFormat, open: readonly Frame[] = []) {
    this.text = text;
    this.offset = offset;
    this.format = format;
    this.frames = new Frames(text, format);
    this.frames.open.push(...open);
    this.tokens = open.length;
  }

  get depth(): number {
    return this.frames.open.length;
  }

  /** Takes one token; returns where to read on. */
  take(full: Token): number {
    const token = this.withColon(this.cutUnclosed(full));
    if (!this.passed) this.locate(token);
    else this.follower ??= token;
    this.tokens++;
    const isOwn = this.found?.token?.start === token.start;
    this.frames.take(token, isOwn ? this.found?.place : undefined);
    return token.end;
  }

  finish(): FlowScan {
    if (!this.passed) this.locateBetween(undefined);
    const { found, inside } = this;
    return found === undefined ? { inside } : { inside, cursor: this.cursorOf(found) };
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

  /** A word of a YAML list with a colon at the cursor may go on, as a reference does: nobody writes pairs in a list so. */
  private withColon(token: Token): Token {
    const { offset, text, format, frames } = this;
    const goesOn = token.kind === 'scalar' && token.quote === '' && text[token.end] === ':';
    const isAtCursor = token.end + 1 === offset && frames.top?.kind === 'array';
    return format === 'yaml' && goesOn && isAtCursor ? { ...token, end: offset } : token;
  }

  private locate(token: Token): void {
    const { offset } = this;
    if (token.kind === 'scalar' && token.start < offset && offset <= token.end) {
      this.pass();
      this.found = this.placeOf(token);
    } else if (offset <= token.start) this.locateBetween(token);
  }

  private pass(): void {
    this.passed = true;
    this.inside = this.depth > 0;
  }

  private locateBetween(next: Token | undefined): void {
    this.pass();
    const { top } = this.frames;
    const awaitsValue = top?.kind === 'object' && top.state === 'value';
    if (awaitsValue && beginsValue(next) && !this.frames.isKey(next)) {
      // The value stands right of the cursor: it is what will be replaced, if it is one word on the same line.
      const isReplaced = next.kind === 'scalar' && next.start <= lineEnd(this.text, this.offset);
      if (isReplaced) this.found = this.placeOf(next);
      return;
    }
    this.follower = next;
    this.found = this.placeOf(undefined);
  }

  private placeOf(token: Token | undefined): Found | undefined {
    const frames = [...this.frames.open];
    const { top } = this.frames;
    const found = { frames, token, property: undefined, commaMissingAt: undefined };
    if (top === undefined) {
      // Outside all brackets: something can stand here only if nothing else does.
      const alone = this.tokens === 0 && (token !== undefined || this.follower === undefined);
      return alone ? { ...found, place: 'value' } : undefined;
    }
    const commaMissingAt = top.state === 'after' ? top.lastEnd : undefined;
    if (top.kind === 'array') return { ...found, place: 'item', commaMissingAt };
    if (top.state === 'colon') return undefined;
    if (top.state !== 'value') return { ...found, place: 'key', commaMissingAt };
    const isNextKey = token !== undefined && this.frames.isKey(token);
    return isNextKey ? { ...found, place: 'key' } : { ...found, place: 'value', property: top.key };
  }

  private cursorOf(found: Found): Cursor {
    const { offset, text, format } = this;
    const { place, token, property, commaMissingAt } = found;
    const follower = token === undefined ? this.follower : this.wordAfter(token);
    // A value right of the cursor is replaced together with the blanks before it.
    const replace =
      token === undefined
        ? { start: offset, end: offset }
        : { start: Math.min(token.start, offset), end: token.end };
    const written = text.slice(replace.start, offset);
    return {
      levels: this.levelsOf(found),
      place,
      ...(property === undefined ? {} : { property }),
      // Where YAML is written as JSON, it goes on as JSON.
      writing: format === 'json' || found.frames.at(-1)?.quotesKeys ? 'json' : 'flow',
      replace,
      typed: token === undefined || token.quote === '' ? written : written.slice(1),
      quote: written === '' ? '' : (token?.quote ?? ''),
      colonFollows: place === 'key' && follower?.kind === ':',
      ...(commaMissingAt === undefined ? {} : { commaMissingAt }),
      commaWanted: beginsValue(follower),
      column: 0,
      dashMissing: false,
      blankBefore: format === 'json' || token !== undefined || text[offset - 1] !== ':',
    };
  }

  private levelsOf({ frames, place, property, token }: Found): readonly Level[] {
    if (frames.length === 0) return [{ kind: 'open', entries: new Map(), items: [] }];
    const own = place === 'key' && token !== undefined ? this.textOf(token) : property;
    return frames.map(({ kind, step, entries, items }, index) => {
      const others = new Map(entries);
      if (own !== undefined && index === frames.length - 1) others.delete(own);
      return { kind, ...(step === undefined ? {} : { step }), entries: others, items };
    });
  }

  private textOf(token: Token): string {
    return scalarText(this.text.slice(token.start, token.end), token.quote, token.closed);
  }

  /** The token behind another one, comments passed over. */
  private wordAfter(token: Token): Token | undefined {
    let next = nextToken(this.text, token.end, this.format);
    while (next?.kind === 'comment') next = nextToken(this.text, next.end, this.format);
    return next;
  }
}

function beginsValue(token: Token | undefined): token is Token {
  return token?.kind === 'scalar' || token?.kind === '{' || token?.kind === '[';
}
