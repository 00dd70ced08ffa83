import type { Origin, Spot } from './node.ts';

/**
 * The text of a block without its runs, each of which is held by something short. What stands between two runs is a
 * segment; what holds a run counts to the segment before, because the run begins where it stands.
 */
export class FrameText {
  readonly text: string;
  /** Cut out of the text, so that they do not hold on to the whole text of the document. */
  readonly segments: readonly string[];
  /** Where each holder stands. */
  readonly holders: readonly number[];
  readonly #starts: readonly number[];

  /** `before`: what stands before the first segment. `holders`: text that holds a run, and where in it the holder is. */
  constructor(before: string, segments: readonly string[], holders: readonly Holder[], after: string) {
    const starts: number[] = [];
    const places: number[] = [];
    let text = before;
    for (const [index, segment] of segments.entries()) {
      starts.push(text.length);
      text += segment;
      const holder = holders[index];
      if (!holder) continue;
      places.push(text.length + holder.at);
      text += holder.text;
    }
    this.text = text + after;
    this.holders = places;
    this.#starts = starts;
    this.segments = segments.map((segment, index) => this.text.substr(starts[index] ?? 0, segment.length));
  }

  origins(): Origin[] {
    return this.segments.map(() => ({ offset: Number.NaN }));
  }

  /** Where a part of the text stands in the document. What spans runs is at its place only as long as they are. */
  spot(origins: readonly Origin[], from: number, to: number): Spot {
    const index = this.#indexOf(from);
    const origin = origins[index] ?? { offset: Number.NaN };
    const start = this.#starts[index] ?? 0;
    const last = this.#indexOf(to);
    if (last === index) return { origin, from: from - start, to: to - start };
    const end = (origins[last]?.offset ?? Number.NaN) + to - (this.#starts[last] ?? 0);
    return { origin, from: from - start, to: end - origin.offset };
  }

  /** Does a part of the text lie within one segment, without touching what holds a run? */
  isWithin(from: number, to: number): boolean {
    const index = this.#indexOf(from);
    const start = this.#starts[index] ?? 0;
    const end = start + (this.segments[index]?.length ?? 0);
    // At its very end a text can be faulty too, but what ends with a run goes on in it.
    const last = index === this.segments.length - 1 && end > start;
    return (last ? from <= end : from < end) && to <= end;
  }

  /** What stands between the last run and an offset; undefined where no run is before it. */
  sinceRun(offset: number): string | undefined {
    const index = this.#indexOf(offset);
    return index === 0 ? undefined : this.text.slice(this.#starts[index], offset);
  }

  equals({ text, holders }: FrameText): boolean {
    return (
      this.text === text &&
      this.holders.length === holders.length &&
      this.holders.every((offset, index) => offset === holders[index])
    );
  }

  #indexOf(offset: number): number {
    const starts = this.#starts;
    let index = starts.length - 1;
    while (index > 0 && offset < (starts[index] ?? 0)) index--;
    return index;
  }
}

interface Holder {
  readonly text: string;
  readonly at: number;
}
