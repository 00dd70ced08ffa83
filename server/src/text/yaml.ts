import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { ParsedText, SyntaxProblem } from './document.ts';
import { limits, refuse, tooDeep, tooLong } from './limits.ts';
import type { AliasNode, Node, Origin, Property, ScalarNode, Span } from './node.ts';
import { yamlProblems } from './yamlProblems.ts';
import { surveyTokens } from './yamlTokens.ts';

/**
 * Reads YAML 1.2 with merge keys, all documents of the text. Damaged text gives a tree of what can be read and
 * problems for the rest. Never throws; a text that is too long, too deep or that stands for too much is refused with a note.
 */
export function parseYaml(text: string): ParsedText {
  const refusal = tooLong('yaml', text);
  if (refusal) return refusal;

  const origin: Origin = { offset: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
  const body = text.slice(origin.offset);
  const tokens: CST.Token[] = [...new Parser().parse(body)];
  const survey = surveyTokens(tokens);
  // The composer is recursive and cannot be stopped: what is too deep must never reach it.
  if (survey.depth > limits.depth) return tooDeep('yaml', text);

  const composer = new Composer({
    merge: true,
    logLevel: 'error',
    // The device takes the last of equal keys; a rule tells so.
    uniqueKeys: false,
    // A message to a device is JSON: sets, ordered maps, binaries and dates of YAML 1.1 have no place in it.
    resolveKnownTags: false,
    prettyErrors: false,
  });
  const documents = [...composer.compose(tokens, true, body.length)];
  const roots: (Node | undefined)[] = [];
  const problems: SyntaxProblem[] = [];
  let expanded = 0;
  for (const document of documents) {
    const converter = new Converter(body, origin);
    roots.push(converter.root(document));
    expanded += converter.expandedNodes;
    const faults = yamlProblems(body, origin.offset, document, survey);
    // Where keys and items are confused, a list as a key is what the reader makes of it, and nothing that was written.
    const own = converter.problems.filter(({ code }) => faults.length === 0 || code !== 'syntax-complex-key');
    for (const problem of [...faults, ...own]) problems.push(problem);
  }
  if (expanded > limits.expandedNodes)
    return refuse('yaml', text, 'its aliases, written out, are more than a million values');
  return {
    format: 'yaml',
    text,
    roots,
    rootSpans: rootSpans(documents, origin.offset, text.length),
    problems: problems.sort((a, b) => a.span.start - b.span.start),
    comments: survey.comments.map(({ start, end }) => ({
      start: start + origin.offset,
      end: end + origin.offset,
    })),
    refused: false,
  };
}

function rootSpans(documents: readonly Document.Parsed[], offset: number, length: number): Span[] {
  let start = 0;
  return documents.map((document, index) => {
    const last = index === documents.length - 1;
    const span = { start, end: last ? length : offset + document.range[2] };
    start = span.end;
    return span;
  });
}

interface Anchored {
  readonly node: Node;
  readonly expanded: number;
}

/** From the nodes of the `yaml` package to ours. The depth is bounded by the survey of the tokens. */
class Converter {
  /** Nodes of the document with each alias counted as what it names. */
  expandedNodes = 0;
  readonly problems: SyntaxProblem[] = [];
  readonly #text: string;
  readonly #origin: Origin;
  /** `undefined` while the anchored node itself is being read: an alias to it there would never end. */
  readonly #anchors = new Map<string, Anchored | undefined>();

  constructor(text: string, origin: Origin) {
    this.#text = text;
    this.#origin = origin;
  }

  root(document: Document.Parsed): Node | undefined {
    const contents = document.contents;
    if (!contents || this.#isNothing(contents)) return undefined;
    return this.#node(contents);
  }

  /** `---` with nothing behind it is composed as an implied null. */
  #isNothing(node: ParsedNode): boolean {
    return (
      isScalar(node) && node.value === null && node.range[0] === node.range[1] && !node.anchor && !node.tag
    );
  }

  #node(node: ParsedNode): Node {
    if (isAlias(node)) return this.#alias(node);
    const anchor = node.anchor;
    if (anchor) this.#anchors.set(anchor, undefined);
    const before = this.expandedNodes;
    this.expandedNodes++;
    const result = this.#plainNode(node);
    if (anchor) this.#anchors.set(anchor, { node: result, expanded: this.expandedNodes - before });
    return result;
  }

  #plainNode(node: Exclude<ParsedNode, Alias.Parsed>): Node {
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#sequence(node);
    return this.#scalar(node);
  }

  #map(map: YAMLMap.Parsed): Node {
    const properties: Property[] = [];
    for (const pair of map.items) {
      const key = this.#key(pair.key);
      const value = pair.value ? this.#node(pair.value) : map.flow ? this.#implied(key.to) : undefined;
      properties.push({ key, name: key.value === null ? key.source : String(key.value), value });
    }
    return { type: 'object', ...this.#place(map.range), properties, flow: map.flow === true };
  }

  #sequence(sequence: YAMLSeq.Parsed): Node {
    const items = sequence.items.map((item) => this.#node(item));
    return { type: 'array', ...this.#place(sequence.range), items, flow: sequence.flow === true };
  }

  #key(key: ParsedNode): ScalarNode {
    if (isScalar(key)) return this.#scalar(key);
    const place = this.#place(key.range);
    const source = this.#text.slice(place.from, place.to);
    if (!isAlias(key))
      this.#problem(
        'syntax-complex-key',
        'A list or a map cannot be a key: a message to a device has only text keys.',
        place,
      );
    return { type: 'string', ...place, value: source, source, style: 'plain' };
  }

  #implied(at: number): ScalarNode {
    return { type: 'null', origin: this.#origin, from: at, to: at, value: null, source: '', style: 'plain' };
  }

  #scalar(scalar: Scalar.Parsed): ScalarNode {
    const place = this.#place(scalar.range);
    const base = {
      ...place,
      source: this.#text.slice(place.from, place.to),
      style: styleOf(scalar),
    } as const;
    const value: unknown = scalar.value;
    switch (typeof value) {
      case 'string':
        return { type: 'string', value, ...base };
      case 'number':
        if (!Number.isFinite(value))
          this.#problem(
            'syntax-not-json',
            `\`${base.source}\` has no form in JSON, so it cannot be sent to a device.`,
            place,
          );
        return { type: 'number', value, ...base };
      case 'boolean':
        return { type: 'boolean', value, ...base };
      default:
        if (value === null || value === undefined) return { type: 'null', value: null, ...base };
        // A merge key is a symbol; a binary or a date of YAML 1.1 comes as an object. In a message they are text.
        return { type: 'string', value: typeof value === 'symbol' ? '<<' : base.source, ...base };
    }
  }

  #alias(alias: Alias.Parsed): AliasNode {
    const name = alias.source;
    const place = this.#place(alias.range);
    const anchored = this.#anchors.get(name);
    this.expandedNodes += anchored?.expanded ?? 1;
    if (!anchored)
      this.#problem(
        this.#anchors.has(name) ? 'syntax-alias-recursive' : 'syntax-alias-unknown',
        this.#anchors.has(name)
          ? `\`*${name}\` stands inside the very value that \`&${name}\` names: it would never end.`
          : `\`*${name}\` names nothing: no \`&${name}\` stands before it.`,
        place,
      );
    return { type: 'alias', ...place, name, target: anchored?.node };
  }

  #place(range: readonly [number, number, number]): { origin: Origin; from: number; to: number } {
    return { origin: this.#origin, from: range[0], to: range[1] };
  }

  #problem(code: string, message: string, place: { from: number; to: number }): void {
    const span = { start: this.#origin.offset + place.from, end: this.#origin.offset + place.to };
    this.problems.push({ code, severity: 'error', message, span });
  }
}

function styleOf(scalar: Scalar.Parsed): ScalarNode['style'] {
  switch (scalar.type) {
    case 'QUOTE_DOUBLE':
      return 'double';
    case 'QUOTE_SINGLE':
      return 'single';
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL':
      return 'block';
    default:
      return 'plain';
  }
}
