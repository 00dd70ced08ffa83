/** How an update reads while it goes on and once it is over. */
import type { Fault } from '../errors.ts';
import { intervalOf, isQuiet } from '../updates/rhythm.ts';
import { type Action, type Ahead, isOver, type Unreachable, type UpdateRun } from '../updates/run.ts';
import { clockTime, count, roughly, shortAddress } from './words.ts';

/** One line for the progress of a run. Sent, accepted and finished are told apart; nothing is said in percent that no device said. */
export function progressWords(run: UpdateRun): string {
  if (run.unreachable !== undefined && !isOver(run)) {
    return `connection lost at ${clockTime(run.unreachable.since)}, waiting until it is back…`;
  }
  switch (run.phase) {
    case 'sending':
      return 'sending…';
    case 'sent':
      return run.unanswered ? 'sent, waiting for the device to begin…' : 'sent, waiting for the answer…';
    case 'accepted':
      if (run.behind === undefined) return 'accepted, waiting for the device to begin…';
      return `accepted, queued behind ${run.behind.own ? 'another update' : 'an update that was not started here'}…`;
    case 'running':
      return run.unanswered ? runningWords(run) : `accepted, ${runningWords(run)}`;
    case 'finished':
      return `finished: ${run.finished?.status ?? 'no status'}`;
    case 'failed':
    case 'abandoned':
      return run.fault?.message ?? 'ended';
  }
}

/** The device's words for a component; others are shown as it says them. Both spellings that devices have are there. */
const statuses: Readonly<Record<string, string>> = {
  IDENTIFIED: 'identified',
  DOWNLOADING: 'downloading',
  DOWNLOADED: 'downloaded',
  DOWNLOAD_SUCCESS: 'downloaded',
  DOWNLOADED_SUCCESS: 'downloaded',
  DOWNLOAD_FAILURE: 'download failed',
  DOWNLOADED_FAILURE: 'download failed',
  INSTALLING: 'installing',
  INSTALLED: 'installed',
  UPDATING: 'updating',
  UPDATE_SUCCESS: 'updated',
  UPDATE_FAILURE: 'update failed',
  ACTIVATING: 'activating',
  ACTIVATION_SUCCESS: 'activated',
  ACTIVATION_FAILURE: 'activation failed',
  REMOVING: 'removing',
  REMOVED: 'removed',
  REMOVAL_SUCCESS: 'removed',
  REMOVAL_FAILURE: 'removal failed',
};

export type ActionTone = 'busy' | 'done' | 'failed' | 'unknown';

/** `unknown`: the update is over for us, and how it went on with the component was not heard. */
export function actionTone(action: Action, run: UpdateRun): ActionTone {
  if (isFailure(action)) return 'failed';
  if (wentOnUnheard(action, run)) return run.finished?.ok ? 'done' : 'unknown';
  return isDone(action) ? 'done' : 'busy';
}

/** `downloading 40 %`, `update failed`, `last heard: downloading`: never more than the device has said. */
export function actionWords(action: Action, run: UpdateRun): string {
  const word = statuses[action.status] ?? action.status;
  const percent = action.progress === undefined ? '' : ` ${action.progress} %`;
  return `${wentOnUnheard(action, run) ? 'last heard: ' : ''}${word}${percent}`;
}

/** `since 14:03:27` as long as the component is at it, `at 14:03:27` where that was the end of it. */
export function actionTime(action: Action): string {
  return `${isDone(action) ? 'at' : 'since'} ${clockTime(action.since)}`;
}

/** A success is the end of a component only where the device ended the update: each phase ends with one. */
function wentOnUnheard(action: Action, run: UpdateRun): boolean {
  return isOver(run) && (run.finished === undefined || !isDone(action));
}

/** `1 of 3 done`, `accepted`, `quiet for 3 min`: what a narrow place has room for. */
export function shortProgress(run: UpdateRun, now: number): string {
  if (run.unreachable !== undefined) return 'connection lost';
  const { phase, behind, actions, status, lastHeard = run.accepted?.time ?? now } = run;
  if (phase === 'accepted') return behind === undefined ? 'accepted' : 'accepted, queued';
  if (phase !== 'running') return phase;
  const done =
    actions.length === 0
      ? (status ?? 'running')
      : `${actions.filter(isDone).length} of ${actions.length} done`;
  return quietWords(run, now) === undefined ? done : `${done}, quiet for ${roughly(now - lastHeard)}`;
}

function runningWords(run: UpdateRun): string {
  const { status = 'running', actions } = run;
  if (actions.length === 0) return `${status}…`;
  const busy = actions.find((action) => !isDone(action));
  const done = `${actions.filter(isDone).length} of ${count(actions.length, 'component')} done`;
  return busy === undefined
    ? `${status}, ${done}`
    : `${status}, ${done}, ${busy.component} ${actionWords(busy, run)}`;
}

/** Ends of a component's way: an apply removes after it updated, so an update's success may not be the last word. */
function isDone({ status }: Action): boolean {
  return /_(SUCCESS|FAILURE|ERROR|REJECTED)$/.test(status) && status !== 'DOWNLOAD_SUCCESS';
}

export interface Outcome {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
}

/** What the one notification at the end says. `subject` is what was sent: a file's name, or a command. */
export function outcomeOf(run: UpdateRun, subject: string): Outcome {
  const { finished, confirmed, fault, device } = run;
  if (fault !== undefined) {
    const named = fault.message.includes(device) ? '' : `${device}: `;
    return {
      severity: isNoFailure(fault) ? 'warning' : 'error',
      text: `${subject}: ${named}${shortAddress(fault.message)} ${fault.advice}`,
    };
  }
  if (finished === undefined) return { severity: 'warning', text: `${subject}: ${device} gave no result.` };
  if (finished.ok) {
    const good = `${subject}: ${device} ${goodEnd(finished.status)}`;
    const differs = confirmed !== undefined && confirmed.differences.length > 0;
    if (differs) return { severity: 'warning', text: `${good}. ${confirmedWords(run)}` };
    return {
      severity: 'information',
      text: finished.concluded ? `${good}. ${run.remark ?? ''}`.trimEnd() : good,
    };
  }
  const reason = finished.message ?? finished.actions.find((action) => isFailure(action))?.message;
  return {
    severity: 'error',
    text: `${subject}: ${device} failed: ${finished.status}${reason === undefined ? '' : `, ${reason}`}`,
  };
}

/**
 * What the silence of a running update means; undefined where it means nothing yet. `now`: ms since the epoch.
 */
export function quietWords(run: UpdateRun, now: number): string | undefined {
  const heard = run.lastHeard ?? run.accepted?.time;
  if (isOver(run) || heard === undefined || !isQuiet(run.rhythm, now - heard)) return undefined;
  if (run.operation === 'apply' && run.lastHeard === undefined) {
    // A device tells at once that it identifies what it was sent: one that says nothing does something else.
    return `quiet for ${roughly(now - heard)}; the device has not begun: it may do another update first, one that was not started here`;
  }
  const { interval, learned } = intervalOf(run.rhythm);
  const usual = learned
    ? `the device reports about every ${roughly(interval)}, where there is something new`
    : 'a device reports once a minute at most';
  return `quiet for ${roughly(now - heard)}; ${usual}`;
}

/** What the device reported after the end; undefined where that is not known. */
export function confirmedWords({ confirmed }: UpdateRun): string | undefined {
  if (confirmed === undefined) return undefined;
  const { differences } = confirmed;
  if (differences.length === 0) return 'The device reports that it runs what was sent.';
  const shown = differences.slice(0, mostDifferences).join(' ');
  const more =
    differences.length > mostDifferences ? ` And ${differences.length - mostDifferences} more.` : '';
  return `What the device reports differs from what was sent: ${shown}${more}`;
}

const mostDifferences = 5;

/** Told at once: what the device does is not heard any more, but it goes on. */
export function unreachableWords({ reason }: Unreachable): string {
  return `The connection is lost: ${shortAddress(reason).replace(/\.$/, '')}. The device goes on; it is asked for its state when the connection is back.`;
}

/** A device does one apply after the other, and says nothing of those that wait. */
export function behindWords({ activityId, own }: Ahead): string {
  const activity = activityId === '' ? 'without an activity id' : `activity ${activityId}`;
  return own
    ? `The device does another update first (${activity}); this one is queued.`
    : `The device is busy with an update that was not started here (${activity}); this one is queued.`;
}

/** The user ended the waiting: no fault of anyone. */
export function isStopped({ code }: Fault): boolean {
  return code === 'cancelled' || code === 'stopped-waiting';
}

/** It ended the waiting alone: nothing is known to have gone wrong. */
export function isNoFailure(fault: Fault): boolean {
  const { code } = fault;
  return isStopped(fault) || code === 'events-not-received' || code === 'events-refused';
}

function isFailure({ status }: Action): boolean {
  return /(_FAILURE|_ERROR|_REJECTED)$/.test(status);
}

function goodEnd(status: string): string {
  return status === 'REFRESHED' ? 'reported its state' : 'completed';
}
