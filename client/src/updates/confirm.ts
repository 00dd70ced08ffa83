/** What a device reports that it runs, held against what was sent to it. Pure. */
import { t } from '@vscode/l10n';
import type { PlanAction } from '../../../server/src/messages.ts';
import { fault } from '../errors.ts';
import type { AfterApply } from './afterApply.ts';
import { type Confirmed, isOver, type UpdateRun } from './run.ts';

/** Sentences about what the device runs; empty where that is what was sent, undefined where it cannot be told. */
export function differencesOf(after: AfterApply): readonly string[] | undefined {
  if (after.kind === 'unknown') return undefined;
  return after.kind === 'same' ? [] : after.rows.map(difference);
}

function difference({ component, action, keys }: PlanAction): string {
  if (action === 'create') return t('{0} is missing.', component);
  if (action === 'destroy') return t('{0} is still there.', component);
  return keys.length === 0
    ? t('{0} differs.', component)
    : t('{0} differs in {1}.', component, keys.join(', '));
}

const sameRemark = () =>
  t(
    'The device did not say how the update ended, or it was not heard; it reports that it runs what was sent.',
  );
const otherRemark = () =>
  t(
    'The device did not say how the update ended, or it was not heard; what it reports differs from what was sent.',
  );

/** The run after the device reported its inventory: confirmed, or, where its last word was lost, concluded from that. */
export function confirm(run: UpdateRun, confirmed: Confirmed): UpdateRun {
  if (run.phase === 'finished') return { ...run, confirmed };
  const ok = confirmed.differences.length === 0;
  const { fault: _, ...rest } = run;
  const { actions } = run;
  // A device that was started again and lacks something has not ended the update: why it failed stays.
  if (run.phase === 'failed' && !ok) return { ...run, confirmed };
  return {
    ...rest,
    phase: 'finished',
    finished: { status: ok ? 'COMPLETED' : 'INCOMPLETE', ok, actions, time: confirmed.time, concluded: true },
    confirmed,
    remark: ok ? sameRemark() : otherRemark(),
  };
}

/**
 * The run after a lost connection, where the device reports something else than what was sent: it has not come so far, or it
 * has ended otherwise and that was not heard.
 */
export function unsettled(run: UpdateRun): UpdateRun {
  return { ...run, remark: unsettledRemark() };
}

const unsettledRemark = () =>
  t(
    'The connection was lost meanwhile. The device does not run what was sent yet: it goes on with it, or has ended it otherwise, which was not heard.',
  );

/** The run after the device has reported the end of it, but not how, and what it reported could not be compared. */
export function endUnknown(run: UpdateRun): UpdateRun {
  if (isOver(run)) return run;
  const ended = t('{0} has ended the update, but how was not heard.', run.device);
  return { ...run, phase: 'abandoned', fault: fault('end-unknown', ended) };
}
