/** Finds the blocks of a run again, in the order in which they stood before. */
export class OldRun<B> {
  readonly #blocks: readonly B[];
  readonly #again: (block: B, start: number) => boolean;
  #next = 0;

  /** `again`: uses a block again if it is what stands there. */
  constructor(blocks: readonly B[], again: (block: B, start: number) => boolean) {
    this.#blocks = blocks;
    this.#again = again;
  }

  /** The next block, or the one after it if that is what stands here: then the next one was changed or removed. */
  take(start: number): B | undefined {
    for (const step of [0, 1]) {
      const block = this.#blocks[this.#next + step];
      if (block === undefined || !this.#again(block, start)) continue;
      this.#next += step + 1;
      return block;
    }
    return undefined;
  }

  /** The block that stood here before, now changed. */
  get changed(): B | undefined {
    return this.#blocks[this.#next];
  }

  /** Goes on behind a block that was found otherwise, if it is one of the run. */
  goOnBehind(block: B): void {
    const index = this.#blocks.indexOf(block);
    if (index >= 0) this.#next = index + 1;
  }
}
