/** How many failures a rollout bears. Pure. */
import type { Outcome } from './types.ts';

/** So many in all; or so many of a hundred of the devices of a wave. More of them stop it. */
export type Threshold = { readonly count: number } | { readonly percent: number };

/** `3` or `5%`; undefined where it is neither. */
export function parseThreshold(text: string): Threshold | undefined {
  const match = /^(\d{1,7}(?:\.\d+)?)(%?)$/.exec(text.trim());
  if (match === null) return undefined;
  const number = Number(match[1]);
  if (match[2] === '%') return number <= 100 ? { percent: number } : undefined;
  return Number.isInteger(number) ? { count: number } : undefined;
}

/** As {@link parseThreshold} reads it. */
export function thresholdText(threshold: Threshold): string {
  return 'percent' in threshold ? `${threshold.percent}%` : String(threshold.count);
}

/** What went wrong, or may have. A device that was held back has lost nothing, and one without a plan was never part of a wave. */
export function isFailure(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'unknown' || outcome === 'unreached';
}

export interface Failures {
  /** In all waves. */
  readonly all: number;
  /** In the wave that goes on, and how many devices that wave has. */
  readonly inWave: number;
  readonly waveSize: number;
}

export function isExceeded(threshold: Threshold, { all, inWave, waveSize }: Failures): boolean {
  if ('count' in threshold) return all > threshold.count;
  return inWave * 100 > threshold.percent * waveSize;
}
