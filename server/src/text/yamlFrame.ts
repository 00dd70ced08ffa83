import { type Document, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { Origin } from './node.ts';
import { type ComposedYaml, composeYaml } from './yamlCompose.ts';
import type { KeptNode, Place } from './yamlNodes.ts';
import { type Fault, faultsOf, type Opener, openersIn } from './yamlProblems.ts';

/** What stands for the items of a sequence that are read by themselves. */
const holder = 'x';

export interface FrameFault {
  readonly fault: Fault;
  readonly start: Place;
  readonly line: Place;
  readonly nextLine: Place;
  readonly at: Place;
}

export interface FrameOpener {
  readonly sign: string;
  readonly at: Place;
}

/**
 * The text of a block without the items that are blocks themselves, composed. Each run of items is held by one item,
 * `- x`. What stands between two runs is a segment, which moves by itself.
 */
export class Frame {
  readonly text: string;
  /** The segments of the text, cut out of it, so that they do not hold on to the whole text of the document. */
  readonly segments: readonly string[];
  readonly origins: readonly Origin[];
  readonly kept = new Map<ParsedNode, KeptNode>();
  readonly faults: readonly FrameFault[];
  readonly comments: readonly Place[];
  readonly quotes: readonly FrameOpener[];
  readonly brackets: readonly FrameOpener[];
  /** Levels of nesting of the frame itself. */
  readonly depth: number;
  /** For each run the level of its items. */
  readonly levels: readonly number[];
  /** What it says; dropped where the nodes made of it can never have to be made again. */
  contents: ParsedNode | undefined;
  /** Of the whole document: needed to make its root. */
  document: Document.Parsed | undefined;
  readonly #places: Segments;

  private constructor(outline: Outline, origins: readonly Origin[], reading: Reading) {
    this.text = outline.text;
    this.origins = origins;
    this.#places = outline.segments;
    this.segments = outline.segments.of(outline.text);
    this.faults = reading.faults;
    this.comments = reading.comments;
    this.quotes = reading.quotes;
    this.brackets = reading.brackets;
    this.depth = reading.depth;
    this.levels = reading.levels;
    this.contents = reading.contents;
    this.document = reading.document;
  }

  /**
   * Composes a frame. Undefined where its items would not read the same in the document: a quote or bracket that does not end with it,
   * a run that is none (the dashes are text, say), more than one document.
   */
  static of(outline: Outline): Frame | undefined {
    const composed = composeYaml(outline.read);
    const document = composed?.documents[0];
    if (!composed || !document || composed.documents.length > 1 || composed.directives) return undefined;
    const contents = outline.indent < 0 ? (document.contents ?? undefined) : itemOf(document, outline);
    if (outline.indent >= 0 && !(contents && isWhole(document, outline))) return undefined;
    const levels = levelsOf(outline, contents);
    if (!levels) return undefined;
    const origins = outline.segments.starts.map((): Origin => ({ offset: Number.NaN }));
    const place = (from: number, to: number) => outline.segments.place(origins, from, to);
    const faults = readFaults(outline, document, place);
    if (!faults) return undefined;
    const placed = ({ sign, span }: Opener) => ({ sign, at: place(span.start, span.end) });
    const { quotes, brackets } = openersIn(outline.read, composed.survey);
    return new Frame(outline, origins, {
      faults,
      comments: commentsOf(composed, outline, place),
      quotes: quotes.map(placed),
      brackets: brackets.map(placed),
      depth: composed.survey.depth,
      levels,
      contents,
      document,
    });
  }

  get isClean(): boolean {
    return this.faults.length + this.quotes.length + this.brackets.length === 0;
  }

  /** Where a part of the frame's text stands in the document. */
  place(from: number, to: number): Place {
    return this.#places.place(this.origins, from, to);
  }

  /** Which run is held at this offset of the frame's text. */
  runAt(offset: number): number | undefined {
    const run = this.#places.holders.indexOf(offset);
    return run < 0 ? undefined : run;
  }

  /** Gives up what it was composed to: its nodes are made, and will not be made again. */
  forget(): void {
    this.contents = undefined;
    this.document = undefined;
  }

  /** The same text, with the same runs at the same places? */
  equals(outline: Outline): boolean {
    return (
      this.text === outline.text &&
      outline.segments.holders.length === this.#places.holders.length &&
      outline.segments.holders.every((offset, index) => offset === this.#places.holders[index])
    );
  }
}

interface Reading {
  readonly faults: readonly FrameFault[];
  readonly comments: readonly Place[];
  readonly quotes: readonly FrameOpener[];
  readonly brackets: readonly FrameOpener[];
  readonly depth: number;
  readonly levels: readonly number[];
  readonly contents: ParsedNode | undefined;
  readonly document: Document.Parsed;
}

type Placing = (from: number, to: number) => Place;

/** The text of a frame before it is composed. */
export class Outline {
  /** The column of the dash; -1 for the whole document. */
  readonly indent: number;
  readonly text: string;
  /** The text with one more item behind it, where it ends with its line: that must be found again ({@link isGuard}). */
  readonly read: string;
  readonly segments: Segments;

  constructor(indent: number, segments: readonly string[], dashes: readonly number[]) {
    this.indent = indent;
    const starts: number[] = [];
    const ends: number[] = [];
    const holders: number[] = [];
    let text = '';
    for (const [index, segment] of segments.entries()) {
      starts.push(text.length);
      text += segment;
      ends.push(text.length);
      const dash = dashes[index];
      if (dash === undefined) continue;
      holders.push(text.length + dash + 2);
      text += `${' '.repeat(dash)}- ${holder}\n`;
    }
    const closed = text.endsWith('\n');
    const read = indent >= 0 && closed ? `${text}${guardAt(indent)}` : text;
    this.read = read;
    // A slice of what was put together, so that it does not hold on to the whole text of the document.
    this.text = read.slice(0, text.length);
    this.segments = new Segments(starts, ends, holders);
  }

  /** Where the value of the item behind the text begins, if there is one. */
  get guard(): number | undefined {
    return this.read.length > this.text.length ? this.text.length + this.indent + 2 : undefined;
  }
}

/** An item with two keys: they are two only where the reader knows again how deep the line of the dash is. */
function guardAt(indent: number): string {
  const blanks = ' '.repeat(indent);
  return `${blanks}- ${holder}: ${holder}\n${blanks}  ${holder}: ${holder}\n`;
}

/** Is this the item that {@link guardAt} wrote, whose keys begin at this offset? */
function isGuard(node: ParsedNode, start: number, indent: number): boolean {
  if (!isMap(node) || node.flow || node.range[0] !== start || node.items.length !== 2) return false;
  const line = indent + 2 + `${holder}: ${holder}\n`.length;
  return node.items.every(
    ({ key, value }, index) =>
      value !== null &&
      isHolder(key) &&
      isHolder(value) &&
      key.range[0] === start + index * line &&
      value.range[0] === key.range[0] + holder.length + 2,
  );
}

/** Segments of a frame's text: what holds a run belongs to the segment before. */
class Segments {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly holders: readonly number[];

  constructor(starts: readonly number[], ends: readonly number[], holders: readonly number[]) {
    this.starts = starts;
    this.ends = ends;
    this.holders = holders;
  }

  of(text: string): string[] {
    return this.starts.map((start, index) => text.slice(start, this.ends[index]));
  }

  indexOf(offset: number): number {
    let index = this.starts.length - 1;
    while (index > 0 && offset < (this.starts[index] ?? 0)) index--;
    return index;
  }

  /** Does a part of the text lie within one segment, without touching what holds a run? */
  isWithin(text: string, from: number, to: number): boolean {
    const index = this.indexOf(from);
    const start = this.starts[index] ?? 0;
    const end = this.ends[index] ?? 0;
    // At its very end a text can be faulty too, but what ends with a run goes on in it.
    const last = index === this.ends.length - 1 && end > start;
    if ((last ? from > end : from >= end) || to > end) return false;
    // Where the reader stumbles over the line after a run depends on the end of the run.
    return (
      index === 0 || /\S[^\n]*\n/.test(text.slice(start, Math.min(from, to)).replaceAll(/^ *#.*$/gm, ''))
    );
  }

  place(origins: readonly Origin[], from: number, to: number): Place {
    const index = this.indexOf(from);
    const origin = origins[index] ?? { offset: Number.NaN };
    const start = this.starts[index] ?? 0;
    return { origin, from: from - start, to: to - start };
  }
}

/** The item that a block is, found again with the one behind it; undefined where they are not two items of one list. */
function itemOf(
  document: Document.Parsed,
  { indent, guard }: Pick<Outline, 'indent' | 'guard'>,
): ParsedNode | undefined {
  const list = document.contents;
  if (!isSeq(list) || list.flow || list.range[0] !== indent) return undefined;
  const [found, behind, ...others] = list.items;
  if (!found || others.length > 0) return undefined;
  if (guard === undefined) return behind ? undefined : found;
  return behind && isGuard(behind, guard, indent) ? found : undefined;
}

/** At the end of the text nothing is behind: whether the item holds all that is faulty shows only with something there. */
function isWhole({ errors }: Document.Parsed, { indent, guard, text }: Outline): boolean {
  if (guard !== undefined || errors.length === 0) return true;
  const followed = composeYaml(`${text}\n${guardAt(indent)}`)?.documents ?? [];
  const [document] = followed;
  if (!document || followed.length > 1) return false;
  return itemOf(document, { indent, guard: text.length + 1 + indent + 2 }) !== undefined;
}

function isHolder(node: ParsedNode): boolean {
  return (
    isScalar(node) &&
    node.type === 'PLAIN' &&
    node.range[1] - node.range[0] === holder.length &&
    node.value === holder
  );
}

/** The level of each run; undefined where what holds it is not an item of a block sequence. */
function levelsOf({ segments, indent }: Outline, contents: ParsedNode | undefined): number[] | undefined {
  const levels: number[] = [];
  const { holders } = segments;
  if (holders.length === 0) return levels;
  const search = (node: ParsedNode | null, level: number): void => {
    if (isMap(node)) for (const pair of node.items) search(pair.value, level + 1);
    if (!isSeq(node)) return;
    for (const child of node.items) {
      const run = node.flow || !isHolder(child) ? -1 : holders.indexOf(child.range[0]);
      if (run >= 0) levels[run] = level + 1;
      else search(child, level + 1);
    }
  };
  search(contents ?? null, indent < 0 ? 0 : 1);
  for (let run = 0; run < holders.length; run++) if (levels[run] === undefined) return undefined;
  return levels;
}

/** Undefined where one is at the edge of the text or of a run: there its place would say something of what is not here. */
function readFaults(
  { read, text, segments }: Outline,
  document: Document.Parsed,
  place: Placing,
): FrameFault[] | undefined {
  const faults: FrameFault[] = [];
  for (const fault of faultsOf(read, document)) {
    const { start, line, nextLine, problem } = fault;
    const { span } = problem;
    if (read.length > text.length && start >= text.length) return undefined;
    if (!segments.isWithin(text, start, start) || !segments.isWithin(text, span.start, span.end))
      return undefined;
    faults.push({
      fault,
      start: place(start, start),
      line: place(line, line),
      nextLine: place(nextLine, nextLine),
      at: place(span.start, span.end),
    });
  }
  return faults;
}

function commentsOf({ survey }: ComposedYaml, { text }: Outline, place: Placing): Place[] {
  return survey.comments
    .filter(({ start }) => start < text.length)
    .map(({ start, end }) => place(start, end));
}
