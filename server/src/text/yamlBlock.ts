import type { Node, Origin, Spot } from './node.ts';
import type { AnchorLog, Anchors } from './yamlAnchors.ts';
import { type YamlFrame, YamlOutline } from './yamlFrame.ts';
import { NodeMaker, type NodeProblem, type Piece } from './yamlNodes.ts';
import type { YamlRun } from './yamlRun.ts';

/**
 * A piece of a text that is read by itself: an item of a block sequence, from its dash on, or the whole document. A long
 * one is cut again: its text is that of its segments with the items of its runs between.
 */
export class YamlBlock {
  /** The column of its dash; -1 for the document. */
  readonly indent: number;
  /** It ends with comments that stand no deeper than its dash. */
  readonly trailing: boolean;
  readonly frame: YamlFrame;
  readonly runs: readonly YamlRun[];
  readonly length: number;
  /** The number of the last reading that used it. */
  usedIn = 0;
  #placed = false;
  #made: YamlMade | undefined;

  constructor(indent: number, frame: YamlFrame, runs: readonly YamlRun[], trailing: boolean) {
    this.indent = indent;
    this.trailing = trailing;
    this.frame = frame;
    this.runs = runs;
    let length = 0;
    for (const segment of this.segments) length += segment.length;
    for (const run of runs) length += run.length;
    this.length = length;
  }

  /** One more than there are runs. */
  get segments(): readonly string[] {
    return this.frame.text.segments;
  }

  /** Where it was placed last. */
  get offset(): number {
    return this.frame.origins[0]?.offset ?? Number.NaN;
  }

  /** It ends with a line, so that others may follow. */
  get closed(): boolean {
    const last = this.segments.at(-1);
    if (last) return last.endsWith('\n');
    return this.runs.at(-1)?.blocks.at(-1)?.closed ?? false;
  }

  /** What was made of it last. */
  get made(): YamlMade {
    if (!this.#made) throw new Error('The nodes of this block were not made yet.');
    return this.#made;
  }

  /** Does this text stand here? */
  matches(text: string, start: number): boolean {
    let at = start;
    for (const [index, segment] of this.segments.entries()) {
      if (!text.startsWith(segment, at)) return false;
      at += segment.length;
      for (const block of this.runs[index]?.blocks ?? []) {
        if (!block.matches(text, at)) return false;
        at += block.length;
      }
    }
    return true;
  }

  /** Was it, or any block in it, used in this reading already? */
  isUsed(reading: number): boolean {
    if (this.usedIn === reading) return true;
    return this.runs.some(({ blocks }) => blocks.some((block) => block.isUsed(reading)));
  }

  use(reading: number): void {
    this.usedIn = reading;
    for (const { blocks } of this.runs) for (const block of blocks) block.use(reading);
  }

  /** Moves it, with all that is in it. */
  place(offset: number): void {
    const { origins } = this.frame;
    const first = origins[0];
    if (!first || (this.#placed && first.offset === offset)) return;
    this.#placed = true;
    first.offset = offset;
    // Almost all blocks are not cut, and all behind a change are moved.
    if (this.runs.length === 0) return;
    let at = offset;
    for (const [index, segment] of this.segments.entries()) {
      const origin = origins[index];
      if (origin) origin.offset = at;
      at += segment.length;
      const run = this.runs[index];
      run?.place(at);
      at += run?.length ?? 0;
    }
  }

  /** Makes its nodes, unless they are there and its aliases still mean what they meant. It must have been placed. */
  make(anchors: Anchors): YamlMade {
    if (this.#made && anchors.replay(this.#made.log)) return this.#made;
    const { frame } = this;
    const { document, item } = frame.composed;
    const maker = new NodeMaker(this.#piece(anchors), anchors);
    const { result: root, log } = anchors.record(() => (item ? maker.node(item) : maker.root(document)));
    let { depth } = frame;
    let clean = frame.isClean && maker.problems.length === 0;
    for (const [index, { made }] of this.runs.entries()) {
      depth = Math.max(depth, (frame.levels[index] ?? 1) - 1 + made.depth);
      clean = clean && made.faulty === 0;
    }
    this.#made = { root, expanded: maker.expanded, problems: maker.problems, log, depth, clean };
    // Only what is cut, or has aliases, may have to be made once more.
    if (this.runs.length === 0 && log.length === 0) frame.forget();
    return this.#made;
  }

  /** The block with another text, read already, where all else that is known of it stays what it is. */
  patched(text: string, origin: Origin, { root, comments }: Patch): YamlBlock {
    const { indent, trailing, made } = this;
    const frame = this.frame.patched(new YamlOutline(indent, [text], []).frame, origin, comments);
    const block = new YamlBlock(indent, frame, [], trailing);
    block.#made = { ...made, root };
    return block;
  }

  #piece(anchors: Anchors): Piece {
    const { text, origins, kept } = this.frame;
    return {
      text: text.text,
      kept,
      spot: (from, to) => text.spot(origins, from, to),
      held: (offset) => this.runs[text.holders.indexOf(offset)]?.make(anchors),
    };
  }
}

/** What was made of a block. */
export interface YamlMade {
  /** Absent for a document that holds nothing. */
  readonly root: Node | undefined;
  /** Nodes, each alias counted as what it names. */
  readonly expanded: number;
  /** Those of its own text, without its runs. */
  readonly problems: readonly NodeProblem[];
  readonly log: AnchorLog;
  /** Levels of nesting, its runs included. */
  readonly depth: number;
  /** Nothing is wrong with it, nor with anything in it. */
  readonly clean: boolean;
}

/** What is new of a block that is patched. */
interface Patch {
  readonly root: Node;
  readonly comments: readonly Spot[];
}
