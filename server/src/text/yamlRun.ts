import type { Node } from './node.ts';
import type { Anchors } from './yamlAnchors.ts';
import type { YamlBlock, YamlMade } from './yamlBlock.ts';

/** The run that stood there before: so many blocks of it, first and last, are those of the new one. */
export interface SameBlocks {
  readonly run: YamlRun;
  readonly head: number;
  readonly tail: number;
}

/** What was made of all blocks of a run. */
interface RunMade {
  readonly nodes: readonly Node[];
  /** Nodes, each alias counted as what it names. */
  readonly expanded: number;
  /** Levels of nesting. */
  readonly depth: number;
  /** How many blocks something is wrong with. */
  readonly faulty: number;
  /** There are anchors or aliases: what they mean may change with what stands before the run. */
  readonly anchored: boolean;
}

/** The items of a sequence, each a block. After a change most of thousands are what they were: those are not looked at again. */
export class YamlRun {
  readonly blocks: readonly YamlBlock[];
  readonly length: number;
  /** Until its nodes are made: then the run before is given up. */
  #same: SameBlocks | undefined;
  #made: RunMade | undefined;

  constructor(blocks: readonly YamlBlock[], length: number, same?: SameBlocks) {
    this.blocks = blocks;
    this.length = length;
    this.#same = same;
  }

  /** Where it was placed last. */
  get offset(): number {
    return this.blocks[0]?.offset ?? Number.NaN;
  }

  /** What was made of it last. */
  get made(): RunMade {
    if (!this.#made) throw new Error('The nodes of this run were not made yet.');
    return this.#made;
  }

  /** Moves it, with all that is in it. */
  place(offset: number): void {
    // What stood before the change stands where it stood.
    const first = this.offset === offset ? (this.#same?.head ?? 0) : 0;
    const last = this.blocks[first - 1];
    let at = last ? last.offset + last.length : offset;
    for (let index = first; index < this.blocks.length; index++) {
      const block = this.blocks[index];
      block?.place(at);
      at += block?.length ?? 0;
    }
  }

  /** Makes the nodes of its blocks, where they are not made already. It must have been placed. */
  make(anchors: Anchors): RunMade {
    if (this.#made && !this.#made.anchored) return this.#made;
    const same = this.#same;
    this.#same = undefined;
    this.#made =
      same && !same.run.made.anchored
        ? this.#madeFrom(same, anchors)
        : madeOf(this.blocks.map((block) => block.make(anchors)));
    return this.#made;
  }

  #madeFrom({ run, head, tail }: SameBlocks, anchors: Anchors): RunMade {
    const before = run.made;
    const gone = madeOf(run.blocks.slice(head, run.blocks.length - tail).map(({ made }) => made));
    const changed = this.blocks.slice(head, this.blocks.length - tail);
    const come = madeOf(changed.map((block) => block.make(anchors)));
    const { nodes } = before;
    return {
      nodes: nodes.slice(0, head).concat(come.nodes, nodes.slice(nodes.length - tail)),
      expanded: before.expanded - gone.expanded + come.expanded,
      depth: this.#depth(before.depth, gone.depth, come.depth),
      faulty: before.faulty - gone.faulty + come.faulty,
      anchored: come.anchored,
    };
  }

  #depth(before: number, gone: number, come: number): number {
    if (come >= before) return come;
    return gone < before ? before : deepest(this.blocks.map(({ made }) => made));
  }
}

function madeOf(all: readonly YamlMade[]): RunMade {
  return {
    nodes: all.map(nodeOf),
    expanded: all.reduce((sum, { expanded }) => sum + expanded, 0),
    depth: deepest(all),
    faulty: all.reduce((count, { clean }) => (clean ? count : count + 1), 0),
    anchored: all.some(({ log }) => log.length > 0),
  };
}

function nodeOf({ root }: YamlMade): Node {
  if (!root) throw new Error('An item of a sequence has no node.');
  return root;
}

function deepest(all: readonly YamlMade[]): number {
  return all.reduce((most, { depth }) => Math.max(most, depth), 0);
}
