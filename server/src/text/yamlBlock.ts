import type { Node } from './node.ts';
import type { AnchorLog, Anchors } from './yamlAnchors.ts';
import type { Frame } from './yamlFrame.ts';
import { NodeMaker, type NodeProblem, type Piece } from './yamlNodes.ts';

/**
 * An item of a block sequence, or the whole document, read by itself. A long one is cut again: its text is that of its
 * segments with the items of its runs between.
 */
export class Block {
  /** The column of its dash; -1 for the document. */
  readonly indent: number;
  /** One more than there are runs. */
  readonly segments: readonly string[];
  readonly runs: readonly (readonly Block[])[];
  readonly length: number;
  /** It ends with comments that stand no deeper than its dash. */
  readonly trailing: boolean;
  readonly frame: Frame;
  /** Its number in the reading that used it last. */
  usedIn = 0;
  #placed = false;
  #made: Made | undefined;

  constructor(indent: number, frame: Frame, runs: readonly (readonly Block[])[], trailing: boolean) {
    this.indent = indent;
    this.segments = frame.segments;
    this.runs = runs;
    this.frame = frame;
    this.trailing = trailing;
    let length = 0;
    for (const segment of this.segments) length += segment.length;
    for (const run of runs) for (const block of run) length += block.length;
    this.length = length;
  }

  /** It ends with a line, so that others may follow. */
  get closed(): boolean {
    const last = this.segments.at(-1);
    if (last) return last.endsWith('\n');
    return this.runs.at(-1)?.at(-1)?.closed ?? false;
  }

  /** What was made of it last. */
  get made(): Made {
    if (!this.#made) throw new Error('The nodes of this block were not made yet.');
    return this.#made;
  }

  /** Is this its text, from here on? */
  matches(text: string, start: number): boolean {
    let at = start;
    for (const [index, segment] of this.segments.entries()) {
      if (!text.startsWith(segment, at)) return false;
      at += segment.length;
      for (const block of this.runs[index] ?? []) {
        if (!block.matches(text, at)) return false;
        at += block.length;
      }
    }
    return true;
  }

  /** Was it, or any block in it, used in this reading already? */
  isUsed(reading: number): boolean {
    return (
      this.usedIn === reading || this.runs.some((blocks) => blocks.some((block) => block.isUsed(reading)))
    );
  }

  use(reading: number): void {
    this.usedIn = reading;
    for (const run of this.runs) for (const block of run) block.use(reading);
  }

  /** Moves it, with all that is in it. */
  place(offset: number): void {
    const { origins } = this.frame;
    const first = origins[0];
    if (!first || (this.#placed && first.offset === offset)) return;
    this.#placed = true;
    let at = offset;
    for (const [index, segment] of this.segments.entries()) {
      const origin = origins[index];
      if (origin) origin.offset = at;
      at += segment.length;
      for (const block of this.runs[index] ?? []) {
        block.place(at);
        at += block.length;
      }
    }
  }

  /** Makes its nodes, unless they are there and its aliases still mean what they meant. It must have been placed. */
  make(anchors: Anchors): Made {
    if (this.#made && anchors.replay(this.#made.log)) return this.#made;
    const { frame } = this;
    const maker = new NodeMaker(this.#piece(anchors), anchors);
    const { result: root, log } = anchors.record(() =>
      this.indent < 0
        ? frame.document && maker.root(frame.document)
        : frame.contents && maker.node(frame.contents),
    );
    let { depth } = frame;
    let clean = frame.isClean && maker.problems.length === 0;
    for (const [index, run] of this.runs.entries()) {
      const above = (frame.levels[index] ?? 1) - 1;
      for (const { made } of run) {
        depth = Math.max(depth, above + made.depth);
        clean = clean && made.clean;
      }
    }
    this.#made = { root, expanded: maker.expanded, problems: maker.problems, log, depth, clean };
    // Only what is cut, or has aliases, may have to be made once more.
    if (this.runs.length === 0 && log.length === 0) frame.forget();
    return this.#made;
  }

  #piece(anchors: Anchors): Piece {
    const { frame } = this;
    return {
      text: frame.text,
      kept: frame.kept,
      place: (from, to) => frame.place(from, to),
      held: (offset) => {
        const run = this.runs[frame.runAt(offset) ?? -1];
        if (!run) return undefined;
        let expanded = 0;
        const nodes: Node[] = [];
        for (const block of run) {
          const made = block.make(anchors);
          expanded += made.expanded;
          if (made.root) nodes.push(made.root);
        }
        return { nodes, expanded };
      },
    };
  }
}

/** What was made of a block. */
interface Made {
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
