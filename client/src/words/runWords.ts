/** How an update reads while it goes on and once it is over. */
import { t } from '@vscode/l10n';
import type { Fault } from '../errors.ts';
import { intervalOf, isQuiet } from '../updates/rhythm.ts';
import {
  type Action,
  type Ahead,
  isDenied,
  isOver,
  ownerWait,
  type Unreachable,
  type UpdateRun,
} from '../updates/run.ts';
import { deniedWords, ownerWaitWords, shortOwnerWait } from './consentWords.ts';
import { clockTime } from './times.ts';
import { count, roughly, shortAddress } from './words.ts';

/** One line for the progress of a run. Sent, accepted and finished are told apart; nothing is said in percent that no device said. */
export function progressWords(run: UpdateRun): string {
  if (run.unreachable !== undefined && !isOver(run)) {
    return t('connection lost at {0}, waiting until it is back…', clockTime(run.unreachable.since));
  }
  switch (run.phase) {
    case 'sending':
      return t('sending…');
    case 'sent':
      return run.unanswered
        ? t('sent, waiting for the device to begin…')
        : t('sent, waiting for the answer…');
    case 'accepted':
      if (run.behind === undefined) return t('accepted, waiting for the device to begin…');
      return run.behind.own
        ? t('accepted, queued behind another update…')
        : t('accepted, queued behind an update that was not started here…');
    case 'running':
      return run.unanswered ? runningWords(run) : t('accepted, {0}', runningWords(run));
    case 'finished':
      return t('finished: {0}', run.finished?.status ?? t('no status'));
    case 'failed':
    case 'abandoned':
      return run.fault?.message ?? t('ended');
  }
}

/** The device's words for a component; others are shown as it says them. Both spellings that devices have are there. */
const statuses = (): Readonly<Record<string, string>> => ({
  IDENTIFIED: t('identified'),
  DOWNLOADING: t('downloading'),
  DOWNLOADED: t('downloaded'),
  DOWNLOAD_SUCCESS: t('downloaded'),
  DOWNLOADED_SUCCESS: t('downloaded'),
  DOWNLOAD_FAILURE: t('download failed'),
  DOWNLOADED_FAILURE: t('download failed'),
  INSTALLING: t('installing'),
  INSTALLED: t('installed'),
  UPDATING: t('updating'),
  UPDATE_SUCCESS: t('updated'),
  UPDATE_FAILURE: t('update failed'),
  ACTIVATING: t('activating'),
  ACTIVATION_SUCCESS: t('activated'),
  ACTIVATION_FAILURE: t('activation failed'),
  REMOVING: t('removing'),
  REMOVED: t('removed'),
  REMOVAL_SUCCESS: t('removed'),
  REMOVAL_FAILURE: t('removal failed'),
});

/** What a device says of a component, in words where it is one of those that are known. */
export function statusWords(status: string): string {
  const known = statuses();
  // A device can say `constructor`, too.
  return (Object.hasOwn(known, status) ? known[status] : undefined) ?? status;
}

export type ActionTone = 'busy' | 'done' | 'failed' | 'unknown';

/** `unknown`: the update is over for us, and how it went on with the component was not heard. */
export function actionTone(action: Action, run: UpdateRun): ActionTone {
  if (isFailure(action)) return 'failed';
  if (wentOnUnheard(action, run)) return run.finished?.ok ? 'done' : 'unknown';
  return isDone(action) ? 'done' : 'busy';
}

/** `downloading 40 %`, `update failed`, `identified, waits for the owner`, `last heard: downloading`: never more than the device has said. */
export function actionWords(action: Action, run: UpdateRun): string {
  const word = statusWords(action.status);
  const percent = action.progress === undefined ? '' : ` ${action.progress} %`;
  const said = `${wentOnUnheard(action, run) ? t('last heard: ') : ''}${word}${percent}`;
  return ownerWait(run) && !isDone(action) ? t('{0}, waits for the owner', said) : said;
}

/** `since 14:03:27` as long as the component is at it, `at 14:03:27` where that was the end of it. */
export function actionTime(action: Action): string {
  return isDone(action) ? t('at {0}', clockTime(action.since)) : t('since {0}', clockTime(action.since));
}

/** A success is the end of a component only where the device ended the update: each phase ends with one. */
function wentOnUnheard(action: Action, run: UpdateRun): boolean {
  return isOver(run) && (run.finished === undefined || !isDone(action));
}

const phaseNames = () => ({
  sending: t('sending'),
  sent: t('sent'),
  finished: t('finished'),
  failed: t('failed'),
  abandoned: t('abandoned'),
});

/** `1 of 3 done`, `accepted`, `quiet for 3 min`: what a narrow place has room for. */
export function shortProgress(run: UpdateRun, now: number): string {
  if (run.unreachable !== undefined) return t('connection lost');
  const { phase, behind, actions, status, lastHeard = run.accepted?.time ?? now } = run;
  if (phase === 'accepted') return behind === undefined ? t('accepted') : t('accepted, queued');
  if (phase !== 'running') return phaseNames()[phase];
  const wait = ownerWait(run);
  if (wait) return shortOwnerWait(wait);
  const done =
    actions.length === 0
      ? (status ?? 'running')
      : t('{0} of {1} done', actions.filter(isDone).length, actions.length);
  return quietWords(run, now) === undefined ? done : t('{0}, quiet for {1}', done, roughly(now - lastHeard));
}

function runningWords(run: UpdateRun): string {
  const { status = 'running', actions } = run;
  const wait = ownerWait(run);
  if (wait) return ownerWaitWords(wait);
  if (actions.length === 0) return `${status}…`;
  const busy = actions.find((action) => !isDone(action));
  const done = t('{0} of {1} done', actions.filter(isDone).length, count(actions.length, 'component'));
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
  if (finished === undefined)
    return { severity: 'warning', text: t('{0}: {1} gave no result.', subject, device) };
  if (finished.ok) {
    const good = goodEnd(run, finished.status, subject);
    const differs = confirmed !== undefined && confirmed.differences.length > 0;
    if (differs) return { severity: 'warning', text: `${good}. ${confirmedWords(run)}` };
    return {
      severity: 'information',
      text: finished.concluded ? `${good}. ${run.remark ?? ''}`.trimEnd() : good,
    };
  }
  if (isDenied(run)) return { severity: 'warning', text: `${subject}: ${device}: ${deniedWords(run)}` };
  const reason = finished.message ?? finished.actions.find((action) => isFailure(action))?.message;
  return {
    severity: 'error',
    text: t(
      '{0}: {1} failed: {2}',
      subject,
      device,
      [finished.status, ...(reason === undefined ? [] : [reason])].join(', '),
    ),
  };
}

/**
 * What the silence of a running update means; undefined where it means nothing yet. `now`: ms since the epoch.
 */
export function quietWords(run: UpdateRun, now: number): string | undefined {
  const heard = run.lastHeard ?? run.accepted?.time;
  if (isOver(run) || ownerWait(run) || heard === undefined || !isQuiet(run.rhythm, now - heard))
    return undefined;
  if (run.operation === 'apply' && run.lastHeard === undefined) {
    // A device tells at once that it identifies what it was sent: one that says nothing does something else.
    return t(
      'quiet for {0}; the device has not begun: it may do another update first, one that was not started here',
      roughly(now - heard),
    );
  }
  const { interval, learned } = intervalOf(run.rhythm);
  const usual = learned
    ? t('the device reports about every {0}, where there is something new', roughly(interval))
    : t('a device reports once a minute at most');
  return t('quiet for {0}; {1}', roughly(now - heard), usual);
}

/** What the device reported after the end; undefined where that is not known. */
export function confirmedWords({ confirmed }: UpdateRun): string | undefined {
  if (confirmed === undefined) return undefined;
  const { differences } = confirmed;
  if (differences.length === 0) return t('The device reports that it runs what was sent.');
  const shown = differences.slice(0, mostDifferences).join(' ');
  const more =
    differences.length > mostDifferences ? t(' And {0} more.', differences.length - mostDifferences) : '';
  return t('What the device reports differs from what was sent: {0}{1}', shown, more);
}

const mostDifferences = 5;

/** Told at once: what the device does is not heard any more, but it goes on. */
export function unreachableWords({ reason }: Unreachable): string {
  return t(
    'The connection is lost: {0}. The device goes on; it is asked for its state when the connection is back.',
    shortAddress(reason).replace(/\.$/, ''),
  );
}

/** A device does one apply after the other, and says nothing of those that wait. */
export function behindWords({ activityId, own }: Ahead): string {
  const activity = activityId === '' ? t('without an activity id') : t('activity {0}', activityId);
  return own
    ? t('The device does another update first ({0}); this one is queued.', activity)
    : t('The device is busy with an update that was not started here ({0}); this one is queued.', activity);
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

function goodEnd({ device, operation }: UpdateRun, status: string, subject: string): string {
  if (status === 'REFRESHED') return t('{0}: {1} reported its state', subject, device);
  return operation === 'apply'
    ? t('{0}: update of {1} completed', subject, device)
    : t('{0}: {1} on {2} completed', subject, operation, device);
}
