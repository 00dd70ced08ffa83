/** Times on a machine that may be busy with other things: only what a run takes at its best tells anything. */

/** Milliseconds. */
export function timeOf(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Milliseconds of the quickest of so many rounds. */
export function bestOf(rounds: number, run: (round: number) => unknown): number {
  return Math.min(...Array.from({ length: rounds }, (_, round) => timeOf(() => run(round))));
}

/**
 * A short run so many times: to be compared with one that takes as long as all of them. Of two that differ much, a busy
 * machine interrupts the long one at its best, too, and the short one not.
 */
export function repeated(times: number, run: () => unknown): () => void {
  return () => {
    for (let round = 0; round < times; round++) run();
  };
}

/**
 * How many times as long as the short run the long one takes, each at its quickest of so many. By turns: what slows the
 * machine meanwhile, or is not compiled yet, slows both. `least`: milliseconds added to both, where a run takes next to
 * no time and cannot be compared.
 */
export function growth(rounds: number, short: () => unknown, long: () => unknown, least = 0): number {
  const best = { short: Number.POSITIVE_INFINITY, long: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    best.short = Math.min(best.short, timeOf(short));
    best.long = Math.min(best.long, timeOf(long));
  }
  return (best.long + least) / (best.short + least);
}
