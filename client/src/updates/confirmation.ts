/** Holds what devices report that they run against what was sent to them, and waits for that. */
import type { JsonObject } from '../../../server/src/messages.ts';
import { sleep } from '../timing.ts';
import { confirm, endUnknown, unsettled } from './confirm.ts';
import { isOver, type UpdateRun } from './run.ts';
import type { Reported, Tracked } from './tracker.ts';

/**
 * How what a device reports differs from the message that was sent to it, in sentences; undefined where nobody can
 * tell. The inventory holds secrets: it is not to be kept.
 */
export type Differences = (
  sent: UpdateRun['envelope'],
  inventory: JsonObject,
) => Promise<readonly string[] | undefined>;

/** Of an apply that the device has ended, as far as one can tell. */
export async function concludeEnded(
  { tracked, inventory, time }: Reported,
  differencesOf: Differences,
): Promise<void> {
  const differences = await differencesOf(tracked.run.envelope, inventory);
  // The device's own last word can have come meanwhile.
  tracked.become(differences ? confirm(tracked.run, { time, differences }) : endUnknown(tracked.run));
}

/** An apply whose last word may have been lost is over where the device runs what was sent; else it may go on. */
export async function concludeSame(
  tracked: Tracked,
  inventory: JsonObject,
  differencesOf: Differences,
): Promise<void> {
  // One that was neither accepted nor begun may not even have reached the device.
  if ((tracked.run.accepted ?? tracked.run.status) === undefined) return;
  const differences = await differencesOf(tracked.run.envelope, inventory);
  if (differences === undefined || isOver(tracked.run)) return;
  const same = differences.length === 0;
  tracked.become(same ? confirm(tracked.run, { time: Date.now(), differences }) : unsettled(tracked.run));
}

/** The run once an apply that was finished is confirmed, or as it is after so many milliseconds. */
export async function untilConfirmed(tracked: Tracked, timeout: number): Promise<UpdateRun> {
  const awaits = ({ operation, finished, confirmed }: UpdateRun) =>
    operation === 'apply' && finished !== undefined && confirmed === undefined;
  if (!awaits(tracked.run)) return tracked.run;
  const over = new AbortController();
  const done = new Promise<void>((resolve) => {
    const listening = tracked.onChange((run) => !awaits(run) && resolve());
    over.signal.addEventListener('abort', () => listening.dispose(), { once: true });
  });
  await Promise.race([done, sleep(timeout, over.signal)]);
  over.abort();
  return tracked.run;
}
