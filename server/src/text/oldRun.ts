import type { YamlBlock } from './yamlBlock.ts';

/** Finds the blocks of a run again, in the order in which they stood before. They are where they were then. */
export class OldRun {
  readonly #blocks: readonly YamlBlock[];
  readonly #again: (block: YamlBlock, start: number) => boolean;
  #next = 0;

  /** `again`: uses a block again if it is what stands there. */
  constructor(blocks: readonly YamlBlock[], again: (block: YamlBlock, start: number) => boolean) {
    this.#blocks = blocks;
    this.#again = again;
  }

  /** The next block, or the one after it if that is what stands here: then the next one was changed or removed. */
  take(start: number): YamlBlock | undefined {
    for (const step of [0, 1]) {
      const block = this.#blocks[this.#next + step];
      if (block === undefined || !this.#again(block, start)) continue;
      this.#next += step + 1;
      return block;
    }
    return undefined;
  }

  /** The next blocks: all, or those that ended before this place with the one behind each. */
  ahead(before = Number.POSITIVE_INFINITY): readonly YamlBlock[] {
    if (before === Number.POSITIVE_INFINITY) return this.#blocks.slice(this.#next);
    let low = this.#next;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const block = this.#blocks[middle];
      if (block && block.offset + block.length <= before) low = middle + 1;
      else high = middle;
    }
    return this.#blocks.slice(this.#next, Math.max(low - 1, this.#next));
  }

  /** Goes on behind so many blocks. */
  pass(count: number): void {
    this.#next += count;
  }

  /** The block that stood here before, now changed. */
  get changed(): YamlBlock | undefined {
    return this.#blocks[this.#next];
  }

  /** Goes on behind a block that was found otherwise, if it is one of the run. */
  goOnBehind(block: YamlBlock): void {
    const index = this.#blocks.indexOf(block);
    if (index >= 0) this.#next = index + 1;
  }
}
