/**
 * The pauses between attempts to connect: each by chance between the shortest and three times the one before, up to
 * the longest. So clients that lost a broker together do not come back in step, and a broker that stays away is left in
 * peace ("decorrelated jitter").
 */

export interface PauseLimits {
  /** Milliseconds. */
  readonly shortest: number;
  readonly longest: number;
}

export const usualPauses: PauseLimits = { shortest: 1000, longest: 60_000 };

export class Pauses {
  readonly #limits: PauseLimits;
  readonly #random: () => number;
  #last: number;

  /** `random` as `Math.random`. */
  constructor(limits: PauseLimits = usualPauses, random: () => number = Math.random) {
    this.#limits = limits;
    this.#random = random;
    this.#last = limits.shortest;
  }

  /** Milliseconds. */
  next(): number {
    const { shortest, longest } = this.#limits;
    this.#last = Math.min(longest, shortest + this.#random() * (3 * this.#last - shortest));
    return this.#last;
  }

  /** After a connection that stood: the next loss is another one. */
  reset(): void {
    this.#last = this.#limits.shortest;
  }
}
