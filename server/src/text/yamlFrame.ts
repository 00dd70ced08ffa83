import { type Document, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { FrameText } from './frameText.ts';
import type { Origin, Spot } from './node.ts';
import { composeYaml } from './yamlCompose.ts';
import type { KeptNode } from './yamlNodes.ts';
import { type Fault, faultsOf, type Opener, openersIn } from './yamlProblems.ts';

/** What stands for the items of a sequence that are blocks themselves. */
const holder = 'x';

export interface FrameFault {
  readonly fault: Fault;
  readonly start: Spot;
  readonly line: Spot;
  readonly nextLine: Spot;
  readonly at: Spot;
}

export interface FrameOpener {
  readonly sign: string;
  readonly at: Spot;
}

/**
 * The text of a block without the items that are blocks themselves, before it is composed. Each run of items is held by
 * one item, `- x`. Where the text ends with its line, one more item stands behind it, to be found again.
 */
export class YamlOutline {
  /** The column of the dash; -1 for the whole document. */
  readonly indent: number;
  readonly frame: FrameText;
  /** How much of the text is the block's. */
  readonly length: number;

  constructor(indent: number, segments: readonly string[], dashes: readonly number[]) {
    const last = segments.at(-1);
    const closed = last === '' || last?.endsWith('\n');
    const holders = dashes.map((dash) => ({ text: `${' '.repeat(dash)}- ${holder}\n`, at: dash + 2 }));
    const guard = indent >= 0 && closed ? guardAt(indent) : '';
    this.indent = indent;
    this.frame = new FrameText('', segments, holders, guard);
    this.length = this.frame.text.length - guard.length;
  }

  /** Where the keys of the item behind the text begin, if there is one. */
  get guard(): number | undefined {
    return this.frame.text.length > this.length ? this.length + this.indent + 2 : undefined;
  }
}

/** A frame, composed. */
export class YamlFrame {
  readonly text: FrameText;
  readonly origins: readonly Origin[];
  readonly kept = new Map<ParsedNode, KeptNode>();
  readonly faults: readonly FrameFault[];
  readonly comments: readonly Spot[];
  readonly quotes: readonly FrameOpener[];
  readonly brackets: readonly FrameOpener[];
  /** Levels of nesting of the frame itself. */
  readonly depth: number;
  /** For each run the level of its items. */
  readonly levels: readonly number[];
  #composed: Composed | undefined;

  private constructor(text: FrameText, found: Found) {
    this.text = text;
    this.origins = found.origins;
    this.faults = found.faults;
    this.comments = found.comments;
    this.quotes = found.quotes;
    this.brackets = found.brackets;
    this.depth = found.depth;
    this.levels = found.levels;
    this.#composed = found.composed;
  }

  /**
   * Composes a frame. Undefined where it would not read the same in the document: a quote or bracket that does not end
   * with it, a run that is none (the dashes are text, say), a stray bracket, more than one document.
   */
  static of(outline: YamlOutline): YamlFrame | undefined {
    const { frame, length, indent } = outline;
    const whole = composeYaml(frame.text);
    const document = whole?.documents[0];
    if (!whole || !document || whole.documents.length > 1 || whole.directives) return undefined;
    if (whole.survey.strayBracket) return undefined;
    const item = indent < 0 ? undefined : itemOf(document, outline);
    if (indent >= 0 && !(item && holdsItsFaults(document, outline))) return undefined;
    const levels = levelsOf(outline, item ?? document.contents);
    const origins = frame.origins();
    const faults = placedFaults(outline, document, origins);
    if (!levels || !faults) return undefined;
    const { quotes, brackets } = openersIn(frame.text, whole.survey);
    const placed = ({ sign, span }: Opener) => ({ sign, at: frame.spot(origins, span.start, span.end) });
    return new YamlFrame(frame, {
      origins,
      faults,
      comments: whole.survey.comments
        .filter(({ start }) => start < length)
        .map(({ start, end }) => frame.spot(origins, start, end)),
      quotes: quotes.map(placed),
      brackets: brackets.map(placed),
      depth: whole.survey.depth,
      levels,
      composed: { document, item },
    });
  }

  /** The frame with another text, in which nothing is wrong and nothing is held, read already. */
  patched(text: FrameText, origin: Origin, comments: readonly Spot[]): YamlFrame {
    const { faults, quotes, brackets, depth, levels } = this;
    const origins = [origin];
    return new YamlFrame(text, { origins, faults, comments, quotes, brackets, depth, levels });
  }

  get isClean(): boolean {
    return this.faults.length + this.quotes.length + this.brackets.length === 0;
  }

  /** What it was composed to. */
  get composed(): Composed {
    if (!this.#composed) throw new Error('What this frame was composed to was given up already.');
    return this.#composed;
  }

  /** Gives up what it was composed to: its nodes are made, and will not be made again. */
  forget(): void {
    this.#composed = undefined;
  }
}

interface Composed {
  readonly document: Document.Parsed;
  /** The block's item; absent for the document. */
  readonly item: ParsedNode | undefined;
}

interface Found {
  readonly origins: readonly Origin[];
  readonly faults: readonly FrameFault[];
  readonly comments: readonly Spot[];
  readonly quotes: readonly FrameOpener[];
  readonly brackets: readonly FrameOpener[];
  readonly depth: number;
  readonly levels: readonly number[];
  /** Absent where its nodes are made already. */
  readonly composed?: Composed;
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

function isHolder(node: ParsedNode): boolean {
  return (
    isScalar(node) &&
    node.type === 'PLAIN' &&
    node.range[1] - node.range[0] === holder.length &&
    node.value === holder
  );
}

/** The item that a block is, found again with the one behind it; undefined where they are not two items of one list. */
function itemOf(
  document: Document.Parsed,
  { indent, guard }: Pick<YamlOutline, 'indent' | 'guard'>,
): ParsedNode | undefined {
  const list = document.contents;
  if (!isSeq(list) || list.flow || list.range[0] !== indent) return undefined;
  const [found, behind, ...others] = list.items;
  if (!found || others.length > 0) return undefined;
  if (guard === undefined) return behind ? undefined : found;
  return behind && isGuard(behind, guard, indent) ? found : undefined;
}

/** At the end of the text nothing is behind: whether the item holds all that is faulty shows only with something there. */
function holdsItsFaults({ errors }: Document.Parsed, { indent, guard, frame, length }: YamlOutline): boolean {
  if (guard !== undefined || errors.length === 0) return true;
  const followed = composeYaml(`${frame.text.slice(0, length)}\n${guardAt(indent)}`)?.documents ?? [];
  const [document] = followed;
  if (!document || followed.length > 1) return false;
  return itemOf(document, { indent, guard: length + 1 + indent + 2 }) !== undefined;
}

/** The level of each run; undefined where what holds it is not an item of a block sequence. */
function levelsOf({ frame, indent }: YamlOutline, contents: ParsedNode | null): number[] | undefined {
  const levels: number[] = [];
  const { holders } = frame;
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
  search(contents, indent < 0 ? 0 : 1);
  for (let run = 0; run < holders.length; run++) if (levels[run] === undefined) return undefined;
  return levels;
}

/** Undefined where one is at the edge of the text or of a run: there its place would say something of what is not here. */
function placedFaults(
  { frame, length, guard }: YamlOutline,
  document: Document.Parsed,
  origins: readonly Origin[],
): FrameFault[] | undefined {
  const faults: FrameFault[] = [];
  const spot = (from: number, to: number) => frame.spot(origins, from, to);
  for (const fault of faultsOf(frame.text, document)) {
    const { start, line, nextLine, problem } = fault;
    const { span } = problem;
    if (guard !== undefined && start >= length) return undefined;
    if (!frame.isWithin(start, start) || !frame.isWithin(span.start, span.end)) return undefined;
    if (isFirstLine(frame.sinceRun(Math.min(start, span.start)))) return undefined;
    faults.push({
      fault,
      start: spot(start, start),
      line: spot(line, line),
      nextLine: spot(nextLine, nextLine),
      at: spot(span.start, span.end),
    });
  }
  return faults;
}

/** Where the reader stumbles over the first line after a run depends on the end of the run. */
function isFirstLine(sinceRun: string | undefined): boolean {
  return sinceRun !== undefined && !/\S[^\n]*\n/.test(sinceRun.replaceAll(/^ *#.*$/gm, ''));
}
