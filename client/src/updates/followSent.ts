/**
 * A command that was sent before, perhaps by a program that is gone since, and of which nobody knows what became: nothing is
 * sent again. What the device says of its activity is followed, and the device is asked what it runs.
 */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { JsonObject } from '../../../server/src/messages.ts';
import { FaultError, fault } from '../errors.ts';
import { isComposed } from '../protocol/compose.ts';
import { sleep } from '../timing.ts';
import { duration } from '../words/words.ts';
import { confirm } from './confirm.ts';
import type { Differences } from './confirmation.ts';
import { noRhythm } from './rhythm.ts';
import { isOver, type UpdateRun } from './run.ts';
import { type SenderParts, type Sending, sentManifest } from './sender.ts';
import type { Tracked } from './tracker.ts';
import { noTranscript } from './transcript.ts';

/** An apply, as it was sent. */
export type SentBefore = Omit<Sending, 'contradictions' | 'onPublishing'> & { readonly activityId: string };

export interface FollowParts extends Pick<SenderParts, 'dialect' | 'features' | 'tracker'> {
  /** What the device runs now; rejects where it does not say. */
  readonly inventory: () => Promise<JsonObject>;
  readonly differences: Differences;
}

/**
 * Resolves with the run's last snapshot: finished where the device tells its end, or reports that it runs what was sent;
 * else abandoned, with the fault `end-unknown` (it runs something else) or `update-silent` (it does not tell).
 */
export async function followSent(sending: SentBefore, parts: FollowParts): Promise<UpdateRun> {
  const { manifest, device, connection, activityId, subject, origin, plan, rollout } = sending;
  const composed = parts.dialect.compose({
    manifest,
    device,
    features: parts.features,
    uuid: randomUUID,
    activityId,
  });
  if (!isComposed(composed)) throw new FaultError(fault(composed.reason, composed.message));
  const tracked = parts.tracker.begin(
    {
      id: randomUUID(),
      connection,
      device,
      thing: composed.thing,
      operation: composed.operation,
      correlationId: composed.correlationId,
      activityId,
      ...(subject !== undefined && { subject }),
      ...(origin && { origin }),
      ...(rollout !== undefined && { rollout }),
      envelope: composed.envelope,
      manifest: sentManifest(manifest),
      ...(plan && { plan }),
      phase: 'sent',
      started: Date.now(),
      sent: [],
      actions: [],
      rhythm: noRhythm,
      remark: t('It was sent before; the device is asked what became of it.'),
      transcript: noTranscript,
    },
    composed.modules,
  );
  return untilKnown(tracked, sending, parts);
}

async function untilKnown(
  tracked: Tracked,
  { updateTimeout, signal }: SentBefore,
  parts: FollowParts,
): Promise<UpdateRun> {
  const over = new AbortController();
  const stop = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const listening = tracked.onChange((run) => isOver(run) && over.abort());
  try {
    let told = await compare(tracked, parts);
    // It may be at it still, and says so in its own time.
    for (let rest = updateTimeout; rest > 0 && !stop.aborted; rest = updateTimeout - tracked.silence) {
      await sleep(rest, stop);
    }
    if (!stop.aborted) told = (await compare(tracked, parts)) || told;
    if (isOver(tracked.run)) return tracked.run;
    return tracked.change({
      phase: 'abandoned',
      fault: unknownEnd(tracked.run, told, updateTimeout, signal),
    });
  } finally {
    listening.dispose();
  }
}

/** How often a device is asked that does not answer: a question changes nothing, and messages get lost. */
const mostAsks = 3;

/** True where the device tells what it runs; the run is over where that is what was sent. */
async function compare(tracked: Tracked, { inventory, differences }: FollowParts): Promise<boolean> {
  let reported: JsonObject | undefined;
  for (let asks = 0; asks < mostAsks && reported === undefined; asks++) {
    if (isOver(tracked.run)) return true;
    // A refresh is a run of its own and tells why it failed.
    reported = await inventory().catch(() => undefined);
  }
  if (reported === undefined || isOver(tracked.run)) return reported !== undefined;
  const differing = await differences(tracked.run.envelope, reported);
  if (differing?.length === 0 && !isOver(tracked.run))
    tracked.become(confirm(tracked.run, { time: Date.now(), differences: [] }));
  return true;
}

function unknownEnd({ device }: UpdateRun, told: boolean, timeout: number, signal: AbortSignal | undefined) {
  if (signal?.aborted)
    return fault('stopped-waiting', t('Waiting was stopped before the end of the update was known.'));
  const sent = t(
    'The command was sent to {0}, but not its answer nor its end was heard for {1}',
    device,
    duration(timeout),
  );
  return told
    ? fault('end-unknown', t('{0}; what it reports differs from what was sent, or cannot be compared.', sent))
    : fault('update-silent', t('{0}, and it does not report what it runs.', sent));
}
