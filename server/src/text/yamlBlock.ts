import { Block, type Run } from './block.ts';
import type { Node, Origin, Spot } from './node.ts';
import type { AnchorLog, Anchors } from './yamlAnchors.ts';
import { type YamlFrame, YamlOutline } from './yamlFrame.ts';
import { NodeMaker, type NodeProblem, type Piece } from './yamlNodes.ts';

/** An item of a block sequence, from its dash on, or the whole document. */
export class YamlBlock extends Block<YamlBlock> {
  /** The column of its dash; -1 for the document. */
  readonly indent: number;
  /** It ends with comments that stand no deeper than its dash. */
  readonly trailing: boolean;
  readonly frame: YamlFrame;
  #made: Made | undefined;

  constructor(indent: number, frame: YamlFrame, runs: readonly Run<YamlBlock>[], trailing: boolean) {
    super(frame.text.segments, runs, frame.origins);
    this.indent = indent;
    this.trailing = trailing;
    this.frame = frame;
  }

  /** It ends with a line, so that others may follow. */
  get closed(): boolean {
    const last = this.segments.at(-1);
    if (last) return last.endsWith('\n');
    return this.runs.at(-1)?.blocks.at(-1)?.closed ?? false;
  }

  /** What was made of it last. */
  get made(): Made {
    if (!this.#made) throw new Error('The nodes of this block were not made yet.');
    return this.#made;
  }

  /** Makes its nodes, unless they are there and its aliases still mean what they meant. It must have been placed. */
  make(anchors: Anchors): Made {
    if (this.#made && anchors.replay(this.#made.log)) return this.#made;
    const { frame } = this;
    const { document, item } = frame.composed;
    const maker = new NodeMaker(this.#piece(anchors), anchors);
    const { result: root, log } = anchors.record(() => (item ? maker.node(item) : maker.root(document)));
    let { depth } = frame;
    let clean = frame.isClean && maker.problems.length === 0;
    for (const [index, { blocks }] of this.runs.entries()) {
      const above = (frame.levels[index] ?? 1) - 1;
      for (const { made } of blocks) {
        depth = Math.max(depth, above + made.depth);
        clean = clean && made.clean;
      }
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
      held: (offset) => {
        const run = this.runs[text.holders.indexOf(offset)];
        if (!run) return undefined;
        let expanded = 0;
        const nodes: Node[] = [];
        for (const block of run.blocks) {
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

/** What is new of a block that is patched. */
interface Patch {
  readonly root: Node;
  readonly comments: readonly Spot[];
}
