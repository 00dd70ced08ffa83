/** A manifest with its comments and blank lines, each kept with what it stands beside; the same for JSON and YAML. */
import type { ParsedText } from '../../text/document.ts';
import {
  type Node,
  type ObjectNode,
  type Property,
  type ScalarNode,
  type Span,
  spanOf,
} from '../../text/node.ts';
import { isMergeKey, propertiesOf, resolve } from '../../text/tree.ts';

/** What stands on lines of its own before an entry: comments, line by line without their marks, and single blank lines. */
export type Lead = readonly (Comment | 'blank')[];
export interface Comment {
  readonly lines: readonly string[];
}

export interface Entry {
  /** Absent for an item of a list. */
  readonly key?: string;
  readonly lead: Lead;
  readonly value: Value;
  /** Comments behind the value, on its line. */
  readonly beside: readonly string[];
}

export type Value =
  /** `undefined`: the value is missing from the text; it stands for null. */
  | { readonly is: 'scalar'; readonly node: ScalarNode | undefined }
  | {
      readonly is: 'object' | 'array';
      /** Comments behind the opening bracket, or behind the key. */
      readonly head: readonly string[];
      readonly entries: readonly Entry[];
      /** Below the last entry. */
      readonly rest: Lead;
      /** Written on one line with brackets. */
      readonly inline: boolean;
    };

export interface Commented {
  readonly root: Entry;
  /** Below the root. */
  readonly rest: Lead;
  /** Aliases and merge keys that were written out. */
  readonly resolved: number;
}

/** Reads one document of a text that has no faults. */
export function commented(parsed: ParsedText, root: Node, span: Span): Commented {
  const comments = parsed.comments.filter(({ start }) => start >= span.start && start < span.end);
  return new Reader(parsed.text, comments).document(root, span);
}

interface Surroundings {
  /** Where what belongs to the value must end: the closing bracket around it, or the end of the document. */
  readonly end: number;
  /** In a block: the column of what follows; a comment in it belongs to that. */
  readonly nextColumn: number;
}

class Reader {
  #resolved = 0;
  #next = 0;
  /** Where the last comment ends that was taken before {@link Reader.#before} was asked. */
  #taken = 0;
  /** The line that was asked for last: where it begins, and up to where it was looked through. */
  readonly #line = { start: 0, seen: 0 };
  readonly #text: string;
  readonly #comments: readonly Span[];

  constructor(text: string, comments: readonly Span[]) {
    this.#text = text;
    this.#comments = comments;
  }

  document(root: Node, span: Span): Commented {
    const { start } = spanOf(root);
    const lead = this.#lead(span.start, this.#before(start), start, true);
    const value = this.#value(root, [], { end: span.end, nextColumn: this.#columnOf(start) });
    const end = this.#endOf(root);
    const beside = this.#beside(end, span.end, undefined);
    const rest = this.#lead(end, this.#before(span.end), undefined, false);
    return { root: { lead, value, beside }, rest, resolved: this.#resolved };
  }

  /** `above`: what stands above the first entry, but behind the key. */
  #value(
    node: Node | undefined,
    head: readonly string[],
    around: Surroundings,
    above: readonly Comment[] = [],
  ): Value {
    if (node?.type === 'object' || node?.type === 'array') return this.#container(node, head, around, above);
    if (node?.type === 'alias') this.#resolved++;
    return bare(node);
  }

  #container(
    node: Exclude<Node, ScalarNode | { type: 'alias' }>,
    head: readonly string[],
    around: Surroundings,
    above: Lead,
  ): Value {
    const { start, end } = spanOf(node);
    const parts = partsOf(node);
    const ownColumn = this.#columnOf(start);
    const limit = node.flow ? end - 1 : around.end;
    const entries: Entry[] = [];
    let carried = above;
    let previous = start + (node.flow ? 1 : 0);
    const heads = node.flow
      ? [...head, ...this.#beside(previous, limit, parts[0] && startOf(parts[0]), true)]
      : head;
    for (const [index, part] of parts.entries()) {
      const from = startOf(part);
      const [before, behindDash] = this.#atDash(node, previous, from);
      const lead = [
        ...carried,
        ...this.#lead(previous, before, behindDash.length > 0 ? undefined : from, index === 0),
      ];
      carried = [];
      const following = parts[index + 1];
      const nextColumn = following && !node.flow ? ownColumn : around.nextColumn;
      // What stands deeper in a later entry is no comment of this one.
      const end = following ? startOf(following) : limit;
      const resolved = this.#resolved;
      const entry = this.#entry(part, lead, behindDash, { end, nextColumn });
      const partEnd = Math.max(this.#endOf(part.key), this.#endOf(part.value), previous);
      const beside = this.#beside(partEnd, limit, following && startOf(following));
      previous = partEnd;
      if (!isMerge(part)) {
        entries.push({ ...entry, beside });
        continue;
      }
      const inherited = entries.some(({ key }) => key === '<<') ? [] : this.#inherited(node);
      this.#resolved = resolved + 1;
      const [first, ...others] = inherited;
      if (first) entries.push({ ...first, lead, beside }, ...others);
      else carried = [...lead, ...beside.map(asComment)];
    }
    const within = node.flow
      ? this.#before(limit)
      : this.#before(around.end, (column) => column >= ownColumn && column > around.nextColumn);
    const rest = [...carried, ...this.#lead(previous, within, undefined, false)];
    const inline = node.flow && !/[\r\n]/.test(this.#text.slice(start, end));
    return { is: node.type, head: heads, entries, rest, inline };
  }

  /** `behindDash`: comments between the dash and the item. */
  #entry(part: Part, lead: Lead, behindDash: readonly Span[], around: Surroundings): Omit<Entry, 'beside'> {
    const { key, name, value } = part;
    const between = value && key ? this.#before(spanOf(value).start) : behindDash;
    const isBlock = (value?.type === 'object' || value?.type === 'array') && !value.flow;
    // What is on a line of its own below the key of a block belongs to the first entry of it.
    const below = key && isBlock ? between.findIndex(({ start }) => this.#isBelow(key, start)) : -1;
    const texts = (below < 0 ? between : between.slice(0, below)).map((span) => this.#comment(span));
    const ofFirst = below < 0 ? [] : between.slice(below).map((span) => this.#comment(span));
    const isContainer = value?.type === 'object' || value?.type === 'array';
    // One comment can stand behind a key or a bracket; everything else goes above.
    const [only, ...more] = texts;
    const fits = isContainer && only !== undefined && more.length === 0 && only.lines.length === 1;
    const head = fits ? [only.lines[0] ?? ''] : [];
    return {
      ...(name === undefined ? {} : { key: name }),
      lead: fits ? lead : [...lead, ...texts],
      value: this.#value(value, head, around, ofFirst),
    };
  }

  #isBelow(key: Node, offset: number): boolean {
    return /[\r\n]/.test(this.#text.slice(spanOf(key).end, offset));
  }

  /** The properties that merge keys give an object, beside its own. */
  #inherited(node: Node): Entry[] {
    if (node.type !== 'object') return [];
    const own = new Set(node.properties);
    return propertiesOf(node)
      .filter((property) => !own.has(property))
      .map(bareProperty);
  }

  /** Comments above an item, and those between its dash and itself. */
  #atDash(node: Node, previous: number, from: number): [readonly Span[], readonly Span[]] {
    const all = this.#before(from);
    if (node.type !== 'array' || node.flow || all.length === 0) return [all, []];
    let at = Math.max(previous, this.#taken);
    for (const [index, span] of all.entries()) {
      if (this.#text.slice(at, span.start).includes('-')) return [all.slice(0, index), all.slice(index)];
      at = span.end;
    }
    return [all, []];
  }

  /** Takes the comments before an offset, as long as their columns fit. */
  #before(offset: number, fits: (column: number) => boolean = () => true): Span[] {
    const found: Span[] = [];
    this.#taken = this.#comments[this.#next - 1]?.end ?? 0;
    for (
      let span = this.#comments[this.#next];
      span && span.start < offset;
      span = this.#comments[this.#next]
    ) {
      if (!fits(this.#columnOf(span.start))) break;
      found.push(span);
      this.#next++;
    }
    return found;
  }

  /**
   * Takes the comments behind a value or a bracket, on its line. `next`: where the next value begins; a comment right
   * before that, behind the comma, is its own.
   */
  #beside(from: number, limit: number, next: number | undefined, isBracket = false): string[] {
    const found: string[] = [];
    for (
      let span = this.#comments[this.#next];
      span && span.start < limit;
      span = this.#comments[this.#next]
    ) {
      const { lines } = this.#comment(span);
      const between = this.#text.slice(from, span.start);
      if (/[\r\n]/.test(between) || lines.length > 1) break;
      const beforeNext = next !== undefined && !/[\r\n]/.test(this.#text.slice(span.start, next));
      if (beforeNext && (isBracket || between.includes(',') || (next ?? 0) < span.start)) break;
      found.push(...lines);
      this.#next++;
    }
    return found;
  }

  /** `to`: where the entry begins that they stand above, if any. */
  #lead(from: number, spans: readonly Span[], to: number | undefined, isFirst: boolean): Lead {
    const lead: (Comment | 'blank')[] = [];
    // Comments in between may belong to what came before.
    let at = Math.max(from, this.#taken);
    const gap = (end: number) => {
      const breaks = this.#text.slice(at, end).match(/\n/g)?.length ?? 0;
      if (breaks > 1 && !(isFirst && lead.length === 0)) lead.push('blank');
    };
    for (const span of spans) {
      gap(span.start);
      lead.push(this.#comment(span));
      at = span.end;
    }
    if (to !== undefined) gap(to);
    return lead;
  }

  #comment({ start, end }: Span): Comment {
    const source = this.#text.slice(start, end);
    if (source.startsWith('/*'))
      return { lines: blockLines(source.replace(/^\/\*+/, '').replace(/\**\/$/, '')) };
    return { lines: [source.replace(/^(\/\/|#)[ ]?/, '').trimEnd()] };
  }

  /** Without the line breaks that belong to a block scalar. */
  #endOf(node: Node | undefined): number {
    if (!node) return 0;
    let { end } = spanOf(node);
    while (end > 0 && /\s/.test(this.#text[end - 1] ?? '')) end--;
    return end;
  }

  #columnOf(offset: number): number {
    // A whole manifest may stand on one line: what was looked through is not looked through again.
    const known = this.#line;
    if (offset < known.start) known.start = this.#text.lastIndexOf('\n', offset - 1) + 1;
    else if (offset > known.seen) {
      const last = this.#text.slice(known.seen, offset).lastIndexOf('\n');
      if (last >= 0) known.start = known.seen + last + 1;
    }
    known.seen = offset;
    return offset - known.start;
  }
}

function asComment(line: string): Comment {
  return { lines: [line] };
}

/** The lines of a comment over several lines, without the stars that they may begin with. */
function blockLines(inner: string): string[] {
  const lines = inner.split(/\r?\n/).map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  const from = lines.findIndex((line) => line !== '');
  if (from < 0) return [''];
  return lines.slice(from, lines.findLastIndex((line) => line !== '') + 1);
}

interface Part {
  readonly key: ScalarNode | undefined;
  readonly name: string | undefined;
  readonly value: Node | undefined;
  readonly property: Property | undefined;
}

function partsOf(node: Node): Part[] {
  if (node.type === 'object')
    return node.properties.map((property) => ({
      key: property.key,
      name: property.name,
      value: property.value,
      property,
    }));
  if (node.type === 'array')
    return node.items.map((value) => ({ key: undefined, name: undefined, value, property: undefined }));
  return [];
}

function startOf({ key, value }: Part): number {
  const first = key ?? value;
  return first ? spanOf(first).start : 0;
}

function isMerge({ property }: Part): boolean {
  return property !== undefined && isMergeKey(property);
}

function bareProperty({ name, value }: Property): Entry {
  return { key: name, lead: [], value: bare(value), beside: [] };
}

/** A value without its comments: those stay where it is anchored. */
function bare(node: Node | undefined): Value {
  const value = resolve(node);
  if (value?.type === 'object')
    return { is: 'object', head: [], entries: bareProperties(value), rest: [], inline: false };
  if (value?.type === 'array')
    return {
      is: 'array',
      head: [],
      entries: value.items.map((item) => ({ lead: [], value: bare(item), beside: [] })),
      rest: [],
      inline: false,
    };
  return { is: 'scalar', node: value };
}

function bareProperties(object: ObjectNode): Entry[] {
  return propertiesOf(object).map(bareProperty);
}
