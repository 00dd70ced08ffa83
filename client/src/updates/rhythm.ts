/** How often a device reports: learned from its own messages, so that its silence can be judged. */

/**
 * update-manager reports at once when a phase of the whole update changes, but progress at most once an interval
 * (`reportFeedbackInterval`, one minute unless set otherwise), and only where there is any.
 */
const usualInterval = 60_000;

/** Gaps that count, the latest. */
const mostGaps = 8;
/** Messages nearer together than this came out of a queue. */
const shortestGap = 500;

export interface Rhythm {
  /** When the last report of progress was heard. */
  readonly last?: number;
  /** Milliseconds between reports, oldest first. */
  readonly gaps: readonly number[];
}

export const noRhythm: Rhythm = { gaps: [] };

/** The rhythm after one more report of progress. */
export function beat({ last, gaps }: Rhythm, time: number): Rhythm {
  const gap = last === undefined ? 0 : time - last;
  return { last: time, gaps: gap < shortestGap ? gaps : [...gaps, gap].slice(-mostGaps) };
}

export interface Interval {
  /** Milliseconds. */
  readonly interval: number;
  /** False: nothing was learned yet, it is what devices do that nobody has set otherwise. */
  readonly learned: boolean;
}

/** The middle one of the gaps heard. */
export function intervalOf({ gaps }: Rhythm): Interval {
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  if (gaps.length < 2 || middle === undefined) return { interval: usualInterval, learned: false };
  return { interval: middle, learned: true };
}

/** Milliseconds of silence that mean nothing yet, however fast the device reports otherwise: an image takes its time. */
const shortestQuiet = 15_000;

/** Milliseconds of silence that the rhythm of the device explains. */
export function quietAfter(rhythm: Rhythm): number {
  return Math.max(shortestQuiet, intervalOf(rhythm).interval * 1.5);
}

/** True where the silence is longer than that. */
export function isQuiet(rhythm: Rhythm, silence: number): boolean {
  return silence > quietAfter(rhythm);
}
