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

  /** The next blocks, as long as they pass; each is shown with the one behind it. */
  takeWhile(passes: (block: B, behind: B | undefined) => boolean): readonly B[] {
    const first = this.#next;
    for (let block = this.#blocks[first]; block !== undefined; block = this.#blocks[this.#next]) {
      if (!passes(block, this.#blocks[this.#next + 1])) break;
      this.#next++;
    }
    return this.#next === first ? [] : this.#blocks.slice(first, this.#next);
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
