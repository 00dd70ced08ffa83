import { t } from '@vscode/l10n';
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type AliasNode, type Node, type Property, type ScalarNode, type Spot, spanOf } from './node.ts';
import type { AnchorLog, Anchors } from './yamlAnchors.ts';

/** What is wrong with a node although YAML can read it. */
export interface NodeProblem {
  readonly code: string;
  readonly message: string;
  readonly at: Spot;
}

export const complexKey = 'syntax-complex-key';
const noTextKey = () => t('A list or a map cannot be a key: a message to a device has only text keys.');

/** A part of a document that was composed alone: its text, and where that stands in the document. */
export interface Piece {
  readonly text: string;
  spot(from: number, to: number): Spot;
  /** The items that a scalar at this offset holds the place of; undefined for any other scalar. */
  held(offset: number): HeldItems | undefined;
  /** Anchored nodes of this piece that were made before: who aliases them would have to be made again with them. */
  readonly kept: Map<ParsedNode, KeptNode>;
}

interface HeldItems {
  readonly nodes: readonly Node[];
  readonly expanded: number;
}

export interface KeptNode {
  readonly node: Node;
  readonly expanded: number;
  readonly problems: readonly NodeProblem[];
  readonly log: AnchorLog;
}

/** Makes our nodes of those of the `yaml` package. Recursive: the depth was bounded when they were composed. */
export class NodeMaker {
  /** Nodes made so far, each alias counted as what it names. */
  expanded = 0;
  readonly problems: NodeProblem[] = [];
  /** How many scalars were found to hold the place of items. */
  holders = 0;
  readonly #piece: Piece;
  readonly #anchors: Anchors;

  constructor(piece: Piece, anchors: Anchors) {
    this.#piece = piece;
    this.#anchors = anchors;
  }

  root(document: Document.Parsed): Node | undefined {
    const contents = document.contents;
    if (!contents || isNothing(contents)) return undefined;
    return this.node(contents);
  }

  node(node: ParsedNode): Node {
    if (isAlias(node)) return this.#alias(node);
    return node.anchor ? this.#anchored(node, node.anchor) : this.#plainNode(node);
  }

  #anchored(node: Exclude<ParsedNode, Alias.Parsed>, name: string): Node {
    const kept = this.#piece.kept.get(node);
    if (kept && this.#anchors.replay(kept.log)) {
      this.expanded += kept.expanded;
      for (const problem of kept.problems) this.problems.push(problem);
      return kept.node;
    }
    const before = { expanded: this.expanded, problems: this.problems.length, holders: this.holders };
    const { result, log } = this.#anchors.record(() => {
      this.#anchors.define(name, 'open');
      const made = this.#plainNode(node);
      this.#anchors.define(name, { node: made, expanded: this.expanded - before.expanded });
      return made;
    });
    // What holds items of other pieces changes with them.
    if (this.holders === before.holders)
      this.#piece.kept.set(node, {
        node: result,
        expanded: this.expanded - before.expanded,
        problems: this.problems.slice(before.problems),
        log,
      });
    return result;
  }

  #plainNode(node: Exclude<ParsedNode, Alias.Parsed>): Node {
    this.expanded++;
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#sequence(node);
    return this.#scalar(node);
  }

  #map(map: YAMLMap.Parsed): Node {
    const properties: Property[] = [];
    for (const pair of map.items) {
      const key = this.#key(pair.key);
      const value = pair.value ? this.node(pair.value) : map.flow ? implied(key) : undefined;
      properties.push({ key, name: key.value === null ? key.source : String(key.value), value });
    }
    const last = properties.at(-1);
    return {
      type: 'object',
      ...this.#collection(map, last && (last.value ?? last.key)),
      properties,
      flow: map.flow === true,
    };
  }

  #sequence(sequence: YAMLSeq.Parsed): Node {
    const items = this.#items(sequence);
    return {
      type: 'array',
      ...this.#collection(sequence, items.at(-1)),
      items,
      flow: sequence.flow === true,
    };
  }

  #items({ items, flow }: YAMLSeq.Parsed): readonly Node[] {
    const [first] = items;
    if (flow || !first) return items.map((item) => this.node(item));
    // Nearly always the items are in pieces all, thousands of them.
    const held = items.length === 1 ? this.#held(first) : undefined;
    return held?.nodes ?? items.flatMap((item) => this.#held(item)?.nodes ?? this.node(item));
  }

  #held(item: ParsedNode): HeldItems | undefined {
    const held = isScalar(item) ? this.#piece.held(item.range[0]) : undefined;
    if (!held) return undefined;
    this.holders++;
    this.expanded += held.expanded;
    return held;
  }

  /** Brackets tell where a collection ends; without them it ends with the last that is in it, whatever follows. */
  #collection({ range, flow }: YAMLMap.Parsed | YAMLSeq.Parsed, last: Node | undefined): Spot {
    if (flow) return this.#piece.spot(range[0], range[1]);
    const start = this.#piece.spot(range[0], range[0]);
    return last ? { ...start, to: Math.max(start.from, spanOf(last).end - start.origin.offset) } : start;
  }

  #key(key: ParsedNode): ScalarNode {
    if (isAlias(key)) return this.#aliasKey(key);
    const made = isScalar(key) ? this.#scalar(key) : this.#complexKey(key);
    if (key.anchor) this.#anchors.define(key.anchor, { node: made, expanded: 1 });
    return made;
  }

  /** The key is what the alias names; its source is the alias. */
  #aliasKey(key: Alias.Parsed): ScalarNode {
    const { target, name, type: _, ...at } = this.#alias(key);
    const source = `*${name}`;
    if (target === undefined) return { type: 'string', ...at, value: source, source, style: 'plain' };
    if (target.type === 'object' || target.type === 'array') {
      this.problems.push({ code: complexKey, message: noTextKey(), at });
      return { type: 'string', ...at, value: source, source, style: 'plain' };
    }
    const value = target.type === 'alias' || target.value === null ? source : String(target.value);
    return { type: 'string', ...at, value, source, style: 'plain' };
  }

  #complexKey(key: ParsedNode): ScalarNode {
    const [from] = key.range;
    const to = Math.max(from, contentEnd(key));
    const at = this.#piece.spot(from, to);
    const source = this.#piece.text.slice(from, to);
    this.problems.push({ code: complexKey, message: noTextKey(), at });
    return { type: 'string', ...at, value: source, source, style: 'plain' };
  }

  #scalar(scalar: Scalar.Parsed): ScalarNode {
    const [from, to] = scalar.range;
    const at = this.#piece.spot(from, to);
    const base = { ...at, source: this.#piece.text.slice(from, to), style: styleOf(scalar) } as const;
    const value: unknown = scalar.value;
    switch (typeof value) {
      case 'string':
        return { type: 'string', value, ...base };
      case 'number':
        if (!Number.isFinite(value))
          this.problems.push({
            code: 'syntax-not-json',
            message: t('`{0}` has no form in JSON, so it cannot be sent to a device.', base.source),
            at,
          });
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
    const at = this.#piece.spot(alias.range[0], alias.range[1]);
    const state = this.#anchors.use(name);
    const anchored = state === 'open' ? undefined : state;
    this.expanded += anchored?.expanded ?? 1;
    if (!anchored)
      this.problems.push({
        code: state === 'open' ? 'syntax-alias-recursive' : 'syntax-alias-unknown',
        message:
          state === 'open'
            ? t('`*{0}` stands inside the very value that `&{0}` names: it would never end.', name)
            : t('`*{0}` names nothing: no `&{0}` stands before it.', name),
        at,
      });
    return { type: 'alias', ...at, name, target: anchored?.node };
  }
}

/** Where the last ends that is in a node, whatever follows. */
function contentEnd(node: ParsedNode): number {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    return last ? contentEnd(last.value ?? last.key) : node.range[0];
  }
  if (isSeq(node) && !node.flow) {
    const last = node.items.at(-1);
    return last ? contentEnd(last) : node.range[0];
  }
  return node.range[1];
}

/** `---` with nothing behind it is composed as an implied null. */
function isNothing(node: ParsedNode): boolean {
  return (
    isScalar(node) && node.value === null && node.range[0] === node.range[1] && !node.anchor && !node.tag
  );
}

/** In braces a key may stand without a value. */
function implied({ origin, to }: ScalarNode): ScalarNode {
  return { type: 'null', origin, from: to, to, value: null, source: '', style: 'plain' };
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
