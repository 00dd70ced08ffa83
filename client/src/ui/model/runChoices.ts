/** The order in which updates are offered: the latest first, and refreshes, of which each plan makes one, beneath all others. */
import type { Device } from '../../devices/device.ts';
import type { UpdateRun } from '../../updates/run.ts';

/** The run that a device's last update was, where it was sent from here; `runs`: oldest first. */
export function runOfLastUpdate(
  runs: readonly UpdateRun[],
  { connection, id, lastUpdate }: Pick<Device, 'connection' | 'id' | 'lastUpdate'>,
): UpdateRun | undefined {
  const activityId = lastUpdate?.activityId ?? '';
  // One manifest can be sent twice with its activity; where the device leaves it out, nobody knows which it was.
  return activityId === ''
    ? undefined
    : runs.findLast(
        (run) => run.connection === connection && run.device === id && run.activityId === activityId,
      );
}

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
