import type { Origin } from './node.ts';

/** Neighbouring items of one list, each a block. */
export interface Run<B> {
  readonly blocks: readonly B[];
  /** What stands between a block and the next one, where that belongs to neither. */
  readonly gaps: readonly string[];
}

/**
 * A piece of a text that is read by itself: the document, or an item of a list in it. A long one is cut again: its text
 * is that of its segments with the items of its runs between. `Self`: the blocks that its runs have, of its own kind.
 */
export abstract class Block<Self extends Block<Self>> {
  /** One more than there are runs. */
  readonly segments: readonly string[];
  readonly runs: readonly Run<Self>[];
  /** Of each segment: what was read of it moves with it. */
  readonly origins: readonly Origin[];
  readonly length: number;
  /** The number of the last reading that used it. */
  usedIn = 0;
  #placed = false;

  constructor(segments: readonly string[], runs: readonly Run<Self>[], origins: readonly Origin[]) {
    this.segments = segments;
    this.runs = runs;
    this.origins = origins;
    let length = 0;
    for (const segment of segments) length += segment.length;
    for (const { blocks, gaps } of runs) {
      for (const block of blocks) length += block.length;
      for (const gap of gaps) length += gap.length;
    }
    this.length = length;
  }

  /** Where it was placed last. */
  get offset(): number {
    return this.origins[0]?.offset ?? Number.NaN;
  }

  /** Does this text stand here? */
  matches(text: string, start: number): boolean {
    let at = start;
    for (const [index, segment] of this.segments.entries()) {
      if (!text.startsWith(segment, at)) return false;
      at += segment.length;
      const run = this.runs[index];
      if (!run) continue;
      for (const [place, block] of run.blocks.entries()) {
        if (!block.matches(text, at)) return false;
        at += block.length;
        const gap = run.gaps[place];
        if (gap === undefined) continue;
        if (!text.startsWith(gap, at)) return false;
        at += gap.length;
      }
    }
    return true;
  }

  /** Was it, or any block in it, used in this reading already? */
  isUsed(reading: number): boolean {
    if (this.usedIn === reading) return true;
    if (this.runs.length === 0) return false;
    return this.runs.some(({ blocks }) => blocks.some((block) => block.isUsed(reading)));
  }

  use(reading: number): void {
    this.usedIn = reading;
    if (this.runs.length === 0) return;
    for (const { blocks } of this.runs) for (const block of blocks) block.use(reading);
  }

  /** Moves it, with all that is in it. */
  place(offset: number): void {
    const first = this.origins[0];
    if (!first || (this.#placed && first.offset === offset)) return;
    this.#placed = true;
    first.offset = offset;
    // Almost all blocks are not cut, and all behind a change are moved.
    if (this.runs.length === 0) return;
    let at = offset;
    for (const [index, segment] of this.segments.entries()) {
      const origin = this.origins[index];
      if (origin) origin.offset = at;
      at += segment.length;
      const run = this.runs[index];
      if (!run) continue;
      for (const [place, block] of run.blocks.entries()) {
        block.place(at);
        at += block.length + (run.gaps[place]?.length ?? 0);
      }
    }
  }
}
