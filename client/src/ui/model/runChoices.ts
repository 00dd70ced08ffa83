/** The order in which updates are offered: the latest first, and refreshes, of which each plan makes one, beneath all others. */
import type { UpdateRun } from '../../updates/run.ts';

export interface RunChoices {
  /** What was sent to change something. */
  readonly updates: readonly UpdateRun[];
  /** What only asked a device for its state. */
  readonly refreshes: readonly UpdateRun[];
}

/** `runs`: oldest first. */
export function runChoices(runs: readonly UpdateRun[]): RunChoices {
  const latest = runs.toReversed();
  return {
    updates: latest.filter(({ operation }) => operation !== 'refresh'),
    refreshes: latest.filter(({ operation }) => operation === 'refresh'),
  };
}
