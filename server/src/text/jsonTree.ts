import { createScanner } from 'jsonc-parser';
import type { JsonFault } from './jsonProblems.ts';
import { limits } from './limits.ts';
import type { Node, Origin, Property, ScalarNode, Spot } from './node.ts';

/** An object in a list in which nothing is wrong: it is read alike wherever it stands. */
export interface Piece {
  readonly node: Node;
  readonly origin: Origin;
  readonly length: number;
  /** Levels of nesting, its own included. */
  readonly depth: number;
  readonly comments: readonly Spot[];
  /** Pieces in it. */
  readonly inner: readonly Piece[];
}

/** Pieces are in pieces down to this level; what is deeper is short. */
const deepestPiece = 2;

/** What is read with one origin: a piece, or the document. */
interface Part {
  readonly origin: Origin;
  /** Pieces around it. */
  readonly level: number;
  /** Levels of nesting around it. */
  readonly base: number;
  depth: number;
  readonly comments: Spot[];
  readonly inner: Piece[];
}

interface OpenContainer {
  readonly origin: Origin;
  readonly start: number;
  /** Where it ends as far as it was read: its bracket, or its last token where the bracket is missing. */
  end: number;
  readonly items: Node[] | undefined;
  readonly properties: Property[];
  key: ScalarNode | undefined;
}

/**
 * Reads one JSON text with comments. It finds the faults that the reader of `jsonc-parser` finds, in its order, and goes
 * on behind them as that one does; the scanner is its. That reader itself cannot leave out what is known already.
 */
export class JsonTree {
  root: Node | undefined;
  readonly faults: JsonFault[] = [];
  readonly #text: string;
  readonly #scanner: ReturnType<typeof createScanner>;
  readonly #known: ((start: number) => Piece | undefined) | undefined;
  readonly #open: OpenContainer[] = [];
  #part: Part;
  #token: number = tokens.unknown;
  #tooDeep = false;

  /** `known`: the piece that begins there, where it was read before. */
  constructor(text: string, known?: (start: number) => Piece | undefined) {
    this.#text = text;
    // A byte order mark is no part of JSON.
    const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.#scanner = createScanner(text, false);
    this.#scanner.setPosition(start);
    this.#known = known;
    this.#part = { origin: { offset: start }, level: 0, base: 0, depth: 0, comments: [], inner: [] };
  }

  get comments(): readonly Spot[] {
    return this.#part.comments;
  }

  get pieces(): readonly Piece[] {
    return this.#part.inner;
  }

  /** False where the text is nested deeper than is read. */
  read(): boolean {
    this.#next();
    // Nothing is wrong with a text that holds nothing.
    if (this.#isAt(tokens.end)) return true;
    if (!this.#value()) this.#fault('ValueExpected');
    else if (!this.#isAt(tokens.end)) this.#fault('EndOfFileExpected');
    return !this.#tooDeep;
  }

  #next(): void {
    const scanner = this.#scanner;
    for (;;) {
      const at = scanner.getPosition();
      const content = pastBlanks(this.#text, at);
      if (content > at) scanner.setPosition(content);
      const token = scanner.scan();
      const wrong = scanErrors[scanner.getTokenError()];
      if (wrong !== undefined) this.#fault(wrong);
      if (token === tokens.lineComment || token === tokens.blockComment)
        this.#part.comments.push(this.#spot());
      else if (token === tokens.unknown) this.#fault('InvalidSymbol');
      else {
        this.#token = token;
        return;
      }
    }
  }

  #isAt(token: number): boolean {
    return this.#token === token;
  }

  #fault(kind: string): void {
    const start = this.#scanner.getTokenOffset();
    this.faults.push({ kind, start, length: this.#scanner.getTokenLength() });
    if (start < this.#text.length) return;
    // Everything up to the end belongs to the open containers: the person is still typing there.
    while (this.#open.length > 0) this.#close(this.#text.length);
  }

  /** Leaves out what comes before one of these. */
  #skipTo(closing: number): void {
    while (!this.#isAt(tokens.end) && !this.#isAt(closing) && !this.#isAt(tokens.comma)) this.#next();
  }

  #value(): boolean {
    switch (this.#token) {
      case tokens.openBrace:
        this.#object();
        break;
      case tokens.openBracket:
        this.#array();
        break;
      default:
        if (!this.#literal()) return false;
    }
    if (!this.#isAt(tokens.end)) this.#next();
    return true;
  }

  #literal(): boolean {
    const scanner = this.#scanner;
    switch (this.#token) {
      case tokens.string:
        this.#add(this.#scalar(scanner.getTokenValue()));
        return true;
      case tokens.number:
        this.#number(Number(scanner.getTokenValue()));
        return true;
      case tokens.nullWord:
        this.#add(this.#scalar(null));
        return true;
      case tokens.trueWord:
      case tokens.falseWord:
        this.#add(this.#scalar(this.#isAt(tokens.trueWord)));
        return true;
      default:
        return false;
    }
  }

  #number(value: number): void {
    if (Number.isNaN(value)) this.#fault('InvalidNumberFormat');
    const start = this.#scanner.getTokenOffset();
    if (Math.abs(value) === Number.POSITIVE_INFINITY)
      this.faults.push({ kind: 'NumberTooLarge', start, length: this.#scanner.getTokenLength() });
    this.#add(this.#scalar(Number.isNaN(value) ? 0 : value));
  }

  /** Up to its brace, which is the token then. */
  #object(): void {
    this.#begin(undefined);
    let later = false;
    while (!this.#isAt(tokens.closeBrace) && !this.#isAt(tokens.end)) {
      this.#comma(later);
      later = true;
      if (this.#property()) continue;
      this.#fault('ValueExpected');
      this.#skipTo(tokens.closeBrace);
    }
    this.#end(tokens.closeBrace, 'CloseBraceExpected');
  }

  #array(): void {
    this.#begin([]);
    let later = false;
    while (!this.#isAt(tokens.closeBracket) && !this.#isAt(tokens.end)) {
      this.#comma(later);
      later = true;
      if (this.#item()) continue;
      this.#fault('ValueExpected');
      this.#skipTo(tokens.closeBracket);
    }
    this.#end(tokens.closeBracket, 'CloseBracketExpected');
  }

  /** What stands before a member of a container. */
  #comma(wanted: boolean): void {
    if (this.#isAt(tokens.comma)) {
      if (!wanted) this.#fault('ValueExpected');
      this.#next();
    } else if (wanted) this.#fault('CommaExpected');
  }

  #property(): boolean {
    if (!this.#isAt(tokens.string)) {
      this.#fault('PropertyNameExpected');
      this.#skipTo(tokens.closeBrace);
      return false;
    }
    this.#key(this.#scalar(this.#scanner.getTokenValue()));
    this.#next();
    if (!this.#isAt(tokens.colon)) this.#fault('ColonExpected');
    else {
      this.#next();
      if (this.#value()) return true;
      this.#fault('ValueExpected');
    }
    this.#skipTo(tokens.closeBrace);
    return true;
  }

  #item(): boolean {
    if (!this.#isAt(tokens.openBrace) || this.#part.level >= deepestPiece) return this.#value();
    const start = this.#scanner.getTokenOffset();
    const known = this.#known?.(start);
    if (known) this.#again(known, start);
    else this.#piece(start);
    if (!this.#isAt(tokens.end)) this.#next();
    return true;
  }

  /** Takes a piece as it was read before. */
  #again(piece: Piece, start: number): void {
    move(piece, start - piece.origin.offset);
    this.#deepen(this.#level + piece.depth);
    this.#takeIn(piece);
    this.#add(piece.node);
    this.#scanner.setPosition(start + piece.length);
  }

  #piece(start: number): void {
    const outer = this.#part;
    const faults = this.faults.length;
    const container = this.#open.at(-1);
    const part: Part = {
      origin: { offset: start },
      level: outer.level + 1,
      base: this.#level,
      depth: 0,
      comments: [],
      inner: [],
    };
    this.#part = part;
    this.#object();
    this.#part = outer;
    const node = container?.items?.at(-1);
    if (node && this.faults.length === faults) {
      const { origin, depth, comments, inner } = part;
      this.#takeIn({ node, origin, length: node.to, depth, comments, inner });
    } else {
      for (const comment of part.comments) outer.comments.push(comment);
      for (const piece of part.inner) outer.inner.push(piece);
    }
    this.#deepen(part.base + part.depth);
  }

  #takeIn(piece: Piece): void {
    this.#part.inner.push(piece);
    for (const comment of piece.comments) this.#part.comments.push(comment);
  }

  get #level(): number {
    return this.#open.length;
  }

  #deepen(level: number): void {
    const part = this.#part;
    part.depth = Math.max(part.depth, level - part.base);
    if (level > limits.depth) this.#tooDeep = true;
    // Nothing more is read then: this is what keeps the recursion short.
    if (this.#tooDeep) this.#scanner.setPosition(this.#text.length);
  }

  #begin(items: Node[] | undefined): void {
    const start = this.#scanner.getTokenOffset();
    const { origin } = this.#part;
    this.#open.push({ origin, start, end: start + 1, items, properties: [], key: undefined });
    this.#deepen(this.#level);
    this.#next();
  }

  #end(closing: number, missing: string): void {
    this.#close(this.#scanner.getTokenOffset() + this.#scanner.getTokenLength());
    if (!this.#isAt(closing)) this.#fault(missing);
  }

  #close(end: number): void {
    const container = this.#open.pop();
    if (!container) return;
    this.#finishProperty(container);
    const { origin, start, items, properties } = container;
    const place = { origin, from: start - origin.offset, to: end - origin.offset, flow: true };
    this.#add(items ? { type: 'array', ...place, items } : { type: 'object', ...place, properties });
  }

  #key(key: ScalarNode): void {
    const container = this.#open.at(-1);
    if (!container) return;
    this.#finishProperty(container);
    container.key = key;
  }

  #finishProperty(container: OpenContainer): void {
    const key = container.key;
    if (!key) return;
    container.properties.push({ key, name: String(key.value), value: undefined });
    container.key = undefined;
  }

  #add(node: Node): void {
    const container = this.#open.at(-1);
    if (!container) {
      this.root ??= node;
      return;
    }
    if (container.items) container.items.push(node);
    else if (container.key) {
      container.properties.push({ key: container.key, name: String(container.key.value), value: node });
      container.key = undefined;
    }
  }

  #spot(): Spot {
    const { origin } = this.#part;
    const from = this.#scanner.getTokenOffset() - origin.offset;
    return { origin, from, to: from + this.#scanner.getTokenLength() };
  }

  #scalar(value: string | number | boolean | null): ScalarNode {
    const start = this.#scanner.getTokenOffset();
    const source = this.#kept(this.#text.slice(start, start + this.#scanner.getTokenLength()));
    const place = { ...this.#spot(), source };
    switch (typeof value) {
      case 'string':
        return { type: 'string', value: this.#kept(value), ...place, style: 'double' };
      case 'number':
        return { type: 'number', value, ...place, style: 'plain' };
      case 'boolean':
        return { type: 'boolean', value, ...place, style: 'plain' };
      default:
        return { type: 'null', value: null, ...place, style: 'plain' };
    }
  }

  /** A part of a text keeps all of it in memory: what may outlive many states of the text is copied. */
  #kept(part: string): string {
    return this.#known && part.length >= shortestSlice ? String(JSON.parse(JSON.stringify(part))) : part;
  }
}

/** What `jsonc-parser` numbers in enumerations that a program cannot read. */
const tokens = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  nullWord: 7,
  trueWord: 8,
  falseWord: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  unknown: 16,
  end: 17,
} as const;
const scanErrors: readonly (string | undefined)[] = [
  undefined,
  'UnexpectedEndOfComment',
  'UnexpectedEndOfString',
  'UnexpectedEndOfNumber',
  'InvalidUnicode',
  'InvalidEscapeCharacter',
  'InvalidCharacter',
];

/** Shorter parts are copies anyway, in the engine of Node.js. */
const shortestSlice = 13;

function move(piece: Piece, by: number): void {
  if (by === 0) return;
  piece.origin.offset += by;
  for (const inner of piece.inner) move(inner, by);
}

function pastBlanks(text: string, start: number): number {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
  }
}
