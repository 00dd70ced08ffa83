/**
 * JSON text as Go's encoding/json scans it: the same values, the order and repetition of keys kept, and for a
 * fault the message that Go gives (scanner.go), because a device shows that message to its owner.
 */

/** A JSON value before it is given a Go type. */
export type GoNode =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  /** `raw` is the literal as written. */
  | { readonly kind: 'number'; readonly raw: string }
  | { readonly kind: 'array'; readonly items: readonly GoNode[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, GoNode])[] };

/** The error that json.Unmarshal would have returned. */
export class GoJsonError extends Error {}

/** Deeper nesting is refused. Go goes on to 10,000 levels, which would overflow the call stack here. */
const maxDepth = 1_000;

/** Parses a whole text. @throws GoJsonError with Go's message */
export function parseGoJson(text: string): GoNode {
  const scanner = new Scanner(text);
  const value = scanner.value(0);
  scanner.end();
  return value;
}

class Scanner {
  #at = 0;

  constructor(private readonly text: string) {}

  end(): void {
    this.#space();
    if (this.#at < this.text.length) this.#fail('after top-level value');
  }

  value(depth: number): GoNode {
    this.#space();
    const first = this.text[this.#at];
    switch (first) {
      case '{':
        return this.#object(depth + 1);
      case '[':
        return this.#array(depth + 1);
      case '"':
        return { kind: 'string', value: this.#string() };
      case 't':
        return this.#word('true', { kind: 'bool', value: true });
      case 'f':
        return this.#word('false', { kind: 'bool', value: false });
      case 'n':
        return this.#word('null', { kind: 'null' });
      default:
        if (first === '-' || isDigit(first)) return { kind: 'number', raw: this.#number() };
        return this.#fail('looking for beginning of value');
    }
  }

  #object(depth: number): GoNode {
    if (depth > maxDepth) throw new GoJsonError('exceeded max depth');
    const entries: [string, GoNode][] = [];
    this.#at++;
    this.#space();
    if (this.#take('}')) return { kind: 'object', entries };
    for (;;) {
      this.#space();
      if (this.text[this.#at] !== '"') this.#fail('looking for beginning of object key string');
      const key = this.#string();
      this.#space();
      if (!this.#take(':')) this.#fail('after object key');
      entries.push([key, this.value(depth)]);
      this.#space();
      if (this.#take('}')) return { kind: 'object', entries };
      if (!this.#take(',')) this.#fail('after object key:value pair');
    }
  }

  #array(depth: number): GoNode {
    if (depth > maxDepth) throw new GoJsonError('exceeded max depth');
    const items: GoNode[] = [];
    this.#at++;
    this.#space();
    if (this.#take(']')) return { kind: 'array', items };
    for (;;) {
      items.push(this.value(depth));
      this.#space();
      if (this.#take(']')) return { kind: 'array', items };
      if (!this.#take(',')) this.#fail('after array element');
    }
  }

  #word(word: string, node: GoNode): GoNode {
    for (let index = 1; index < word.length; index++) {
      this.#at++;
      if (this.text[this.#at] !== word[index])
        this.#fail(`in literal ${word} (expecting ${quoted(word[index] ?? '')})`);
    }
    this.#at++;
    return node;
  }

  #string(): string {
    const start = this.#at;
    this.#at++;
    for (;;) {
      const char = this.text[this.#at];
      if (char === '"') break;
      if (char === undefined || char < ' ') this.#fail('in string literal');
      if (char === '\\') this.#escape();
      else this.#at++;
    }
    this.#at++;
    const value: unknown = JSON.parse(this.text.slice(start, this.#at));
    // A lone surrogate becomes the replacement character, as in Go's unquote.
    return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : '';
  }

  #escape(): void {
    this.#at++;
    const char = this.text[this.#at];
    if (char === undefined || !'"\\/bfnrtu'.includes(char)) this.#fail('in string escape code');
    this.#at++;
    if (char !== 'u') return;
    for (let digits = 0; digits < 4; digits++) {
      if (!/[0-9a-fA-F]/.test(this.text[this.#at] ?? '')) this.#fail('in \\u hexadecimal character escape');
      this.#at++;
    }
  }

  #number(): string {
    const start = this.#at;
    if (this.#take('-') && !isDigit(this.text[this.#at])) this.#fail('in numeric literal');
    if (!this.#take('0')) this.#digits();
    if (this.#take('.')) {
      if (!isDigit(this.text[this.#at])) this.#fail('after decimal point in numeric literal');
      this.#digits();
    }
    if (this.#take('e') || this.#take('E')) {
      if (!this.#take('+')) this.#take('-');
      if (!isDigit(this.text[this.#at])) this.#fail('in exponent of numeric literal');
      this.#digits();
    }
    return this.text.slice(start, this.#at);
  }

  #digits(): void {
    while (isDigit(this.text[this.#at])) this.#at++;
  }

  #space(): void {
    while (' \t\r\n'.includes(this.text[this.#at] ?? 'x')) this.#at++;
  }

  #take(char: string): boolean {
    if (this.text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #fail(context: string): never {
    const char = this.text[this.#at];
    if (char === undefined) throw new GoJsonError('unexpected end of JSON input');
    throw new GoJsonError(`invalid character ${quoted(char)} ${context}`);
  }
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

/** One byte as Go's quoteChar writes it: Go looks at bytes, so only the first byte of a wide character is named. */
function quoted(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  if (char === '\\') return "'\\\\'";
  const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };
  const shown = named[char];
  if (shown !== undefined) return `'${shown}'`;
  const byte = Buffer.from(char, 'utf8')[0] ?? 0;
  if (byte < 0x20 || byte === 0x7f) return `'\\x${byte.toString(16).padStart(2, '0')}'`;
  if (byte >= 0x80 && byte < 0xa1) return `'\\u00${byte.toString(16)}'`;
  return `'${String.fromCharCode(byte)}'`;
}
