import { type JSONVisitor, printParseErrorCode, visit } from 'jsonc-parser';
import type { ParsedText } from './document.ts';
import { type JsonFault, jsonProblems } from './jsonProblems.ts';
import { limits, tooDeep, tooLong } from './limits.ts';
import type { Node, Origin, Property, ScalarNode, Span } from './node.ts';

/**
 * Reads JSON with comments. Damaged text gives a tree of what can be read and problems for the rest.
 * Never throws; a text that is too long or nested too deep is refused with a note.
 */
export function parseJson(text: string): ParsedText {
  const refusal = tooLong('json', text);
  if (refusal) return refusal;
  if (nestingDepth(text) > limits.depth) return tooDeep('json', text);

  // A byte order mark is no part of JSON: what follows it is read alone.
  const origin: Origin = { offset: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
  const body = text.slice(origin.offset);
  const builder = new TreeBuilder(body, origin);
  visit(body, builder.visitor, {
    allowTrailingComma: false,
    disallowComments: false,
    allowEmptyContent: true,
  });
  return {
    format: 'json',
    text,
    roots: [builder.root],
    rootSpans: [{ start: 0, end: text.length }],
    problems: jsonProblems(text, builder.faults),
    comments: builder.comments,
    refused: false,
  };
}

interface OpenContainer {
  readonly from: number;
  /** Where the container ends as far as it was read: the bracket, or its last token where the bracket is missing. */
  to: number;
  readonly items: Node[] | undefined;
  readonly properties: Property[];
  key: ScalarNode | undefined;
}

class TreeBuilder {
  root: Node | undefined;
  readonly faults: JsonFault[] = [];
  readonly comments: Span[] = [];
  readonly visitor: JSONVisitor;
  readonly #text: string;
  readonly #origin: Origin;
  readonly #open: OpenContainer[] = [];

  constructor(text: string, origin: Origin) {
    this.#text = text;
    this.#origin = origin;
    this.visitor = {
      onObjectBegin: (offset, length) => {
        this.#begin(offset, length, undefined);
      },
      onArrayBegin: (offset, length) => {
        this.#begin(offset, length, []);
      },
      onObjectEnd: (offset, length) => this.#end(offset, length),
      onArrayEnd: (offset, length) => this.#end(offset, length),
      onObjectProperty: (_name, offset, length) => this.#key(this.#scalar(_name, offset, length)),
      onLiteralValue: (value, offset, length) => this.#value(this.#scalar(value, offset, length)),
      onSeparator: (_character, offset, length) => this.#extend(offset + length),
      onComment: (offset, length) => {
        const start = origin.offset + offset;
        this.comments.push({ start, end: start + length });
      },
      onError: (error, offset, length) => {
        this.faults.push({ kind: printParseErrorCode(error), start: origin.offset + offset, length });
        // The reader reports a container that never ends at the end of the text: close what is open there.
        if (offset >= text.length) this.#closeAll();
      },
    };
  }

  #begin(from: number, length: number, items: Node[] | undefined): void {
    this.#open.push({ from, to: from + length, items, properties: [], key: undefined });
  }

  #end(offset: number, length: number): void {
    const container = this.#open.at(-1);
    if (!container) return;
    container.to = offset + length;
    this.#close();
  }

  #close(): void {
    const container = this.#open.pop();
    if (!container) return;
    this.#finishProperty(container);
    const place = { origin: this.#origin, from: container.from, to: container.to, flow: true };
    this.#value(
      container.items
        ? { type: 'array', ...place, items: container.items }
        : { type: 'object', ...place, properties: container.properties },
    );
  }

  #closeAll(): void {
    // Everything up to the end belongs to the open containers: the person is still typing there.
    while (this.#open.length > 0) {
      const container = this.#open.at(-1);
      if (container) container.to = this.#text.length;
      this.#close();
    }
  }

  #key(key: ScalarNode): void {
    const container = this.#open.at(-1);
    if (!container) return;
    this.#finishProperty(container);
    container.key = key;
    container.to = key.to;
  }

  #finishProperty(container: OpenContainer): void {
    const key = container.key;
    if (!key) return;
    container.properties.push({ key, name: String(key.value), value: undefined });
    container.key = undefined;
  }

  #value(node: Node): void {
    const container = this.#open.at(-1);
    if (!container) {
      this.root ??= node;
      return;
    }
    container.to = node.to;
    if (container.items) container.items.push(node);
    else if (container.key) {
      container.properties.push({ key: container.key, name: String(container.key.value), value: node });
      container.key = undefined;
    }
  }

  #extend(to: number): void {
    const container = this.#open.at(-1);
    if (container) container.to = to;
  }

  #scalar(value: unknown, from: number, length: number): ScalarNode {
    const source = this.#text.slice(from, from + length);
    const place = { origin: this.#origin, from, to: from + length, source };
    switch (typeof value) {
      case 'string':
        return { type: 'string', value, ...place, style: 'double' };
      case 'number':
        if (!Number.isFinite(value))
          this.faults.push({ kind: 'NumberTooLarge', start: this.#origin.offset + from, length });
        return { type: 'number', value, ...place, style: 'plain' };
      case 'boolean':
        return { type: 'boolean', value, ...place, style: 'plain' };
      default:
        return { type: 'null', value: null, ...place, style: 'plain' };
    }
  }
}

/** The deepest nesting of brackets outside strings and comments. The reader is recursive, so this comes before it. */
function nestingDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth--;
    else if (char === '"') at = endOfString(text, at);
    else if (char === '/') at = endOfComment(text, at);
  }
  return deepest;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '"' || char === '\n' || char === '\r') return at;
  }
  return text.length;
}

function endOfComment(text: string, start: number): number {
  const next = text[start + 1];
  const end = next === '/' ? text.indexOf('\n', start) : next === '*' ? text.indexOf('*/', start + 2) : start;
  return end < 0 ? text.length : end;
}
