/** What a device says while its connection is lost is not heard: its runs are told, and it is asked afterwards. */
import type { JsonObject } from '../../../server/src/messages.ts';
import { sleep } from '../timing.ts';
import type { Transport } from '../transports/transport.ts';
import { concludeSame, type Differences } from './confirmation.ts';
import { handingOut } from './inventory.ts';
import type { UpdateTracker } from './tracker.ts';

/** Milliseconds for a device to tell its state after a reconnect: it may wait a minute for one of its agents. */
export const resynchroniseWithin = 90_000;

export interface ResynchroniseParts {
  readonly connection: string;
  readonly tracker: UpdateTracker;
  /** Asks a device of the connection for what it runs. */
  readonly inventory: (device: string) => Promise<JsonObject>;
  readonly differences: Differences;
  /** Aborted when nothing is to be asked any more. */
  readonly closing: AbortSignal;
}

export function resynchroniseWhenBack(transport: Transport, parts: ResynchroniseParts): void {
  const { connection, tracker, closing } = parts;
  transport.onState(async (state) => {
    if (state.kind === 'offline') tracker.lost(connection, { since: state.since, reason: state.reason });
    else if (state.kind === 'connected' && tracker.back(connection)) {
      await sleep(handingOut, closing);
      if (!closing.aborted) await resynchronise(parts);
    }
  });
}

/** Asks every device of the connection that an update goes on for what it runs: messages may have been lost. */
async function resynchronise({
  connection,
  tracker,
  inventory,
  differences,
}: ResynchroniseParts): Promise<void> {
  const devices = new Set(tracker.applying(connection).map(({ run }) => run.device));
  await Promise.all(
    [...devices].map(async (device) => {
      // The refresh is a run of its own and tells why it failed; the update itself goes on being followed.
      const reported = await inventory(device).catch(() => undefined);
      if (reported === undefined) return;
      const applies = tracker.applying(connection, device);
      await Promise.all(applies.map((tracked) => concludeSame(tracked, reported, differences)));
    }),
  );
}
