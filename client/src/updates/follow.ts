/** What a device's news means for a run. Pure: the next snapshot from the last one. */
import { t } from '@vscode/l10n';
import { fault } from '../errors.ts';
import type { News } from '../protocol/news.ts';
import { type Module, operationOutcome } from '../protocol/softwareUpdatable.ts';
import { deviceOf } from '../protocol/thing.ts';
import { type DeviceState, feedbackOutcome, startedAfter } from '../protocol/updateManager.ts';
import { actionOf, mergeFeedback, mergeOperation } from './actions.ts';
import { concludedRemoval, tellsRemoval } from './missedEnd.ts';
import { beat } from './rhythm.ts';
import type { Action, Finished, UpdateRun } from './run.ts';

/** A run with what only the tracker needs to know of it. */
export interface Followed {
  readonly run: UpdateRun;
  /** The modules that the command names; all of them have to end. */
  readonly modules: readonly Module[];
  /** The device had reported each of them as installed when the command was sent. */
  readonly wereInstalled: boolean;
}

/**
 * - `mine`: it names the run
 * - `unnamed`: it is about an apply of this device, but the device left the activity out
 * - `restarted`: the device's update manager was started after it had taken the run, and knows nothing of it any more
 * - `busy`: it is about something else on the same device, which at least is alive
 */
export type Relation = 'mine' | 'unnamed' | 'restarted' | 'busy' | undefined;

/**
 * `silence`: milliseconds since the device last spoke of the run, or took it, by a clock that nobody sets; undefined where
 * it did neither yet.
 */
export function relationOf(followed: Followed, news: News, silence: number | undefined): Relation {
  const { run } = followed;
  if (deviceOf(news.thing) !== run.device) return undefined;
  switch (news.kind) {
    case 'feedback':
      if (run.operation !== 'apply') return 'busy';
      if (news.feedback.activityId === '') return 'unnamed';
      return news.feedback.activityId === run.activityId ? 'mine' : 'busy';
    case 'consent':
      return run.operation === 'apply' && news.consent.activityId === run.activityId ? 'mine' : 'busy';
    case 'state':
      return stateRelation(run, news.state, silence);
    case 'operation': {
      const isModules = run.operation !== 'apply' && run.operation !== 'refresh';
      const named = news.operation.correlationId === run.activityId && news.thing === run.thing;
      return isModules && named && run.activityId !== '' ? 'mine' : 'busy';
    }
    case 'dependencies':
      return tellsRemoval(followed, news) ? 'mine' : undefined;
    default:
      return undefined;
  }
}

function stateRelation(run: UpdateRun, state: DeviceState, silence: number | undefined): Relation {
  const isUpdateManagers = run.operation === 'apply' || run.operation === 'refresh';
  if (!isUpdateManagers) return undefined;
  if (run.activityId !== '' && state.activityId === run.activityId) return 'mine';
  if (run.operation !== 'apply' || silence === undefined) return undefined;
  return startedAfter(state, { said: run.said, silence }) ? 'restarted' : undefined;
}

/** The run after news that are its own. */
export function follow(followed: Followed, news: News, time: number): UpdateRun {
  const { modules } = followed;
  const run = resumed(followed.run);
  switch (news.kind) {
    case 'feedback': {
      const { status, message, timestamp: said } = news.feedback;
      const actions = mergeFeedback(run.actions, news.feedback.actions, time);
      const outcome = feedbackOutcome(status);
      const rhythm = status === 'RUNNING' ? beat(run.rhythm, time) : run.rhythm;
      const heard = { ...run, status, actions, rhythm, lastHeard: time, ...(said !== undefined && { said }) };
      return outcome
        ? finish(heard, { status, ok: outcome === 'success', ...(message && { message }), actions, time })
        : { ...heard, phase: 'running' };
    }
    case 'consent':
      return {
        ...run,
        phase: 'running',
        lastHeard: time,
        remark: t('The device waits until its owner agrees to {0}.', news.consent.command),
      };
    case 'state':
      if (run.operation === 'apply') return { ...followed.run, lastHeard: time };
      return finish({ ...run, lastHeard: time }, { status: 'REFRESHED', ok: true, actions: [], time });
    case 'operation': {
      const operation = news.operation.modules.length > 0 ? news.operation : { ...news.operation, modules };
      const actions = mergeOperation(run.actions, operation, time);
      const rhythm = beat(run.rhythm, time);
      const heard = { ...run, status: operation.status, actions, rhythm, lastHeard: time };
      const end = endOfModules(modules, actions, time);
      return end ? finish(heard, end) : { ...heard, phase: 'running' };
    }
    case 'dependencies':
      return concludedRemoval({ ...run, lastHeard: time }, time);
    default:
      return followed.run;
  }
}

/** The run after its device's update manager was started again: it keeps nothing of what it was doing. */
export function interrupted(run: UpdateRun): UpdateRun {
  const done = run.status === undefined ? '' : t(' Its last word was {0}.', run.status);
  return {
    ...run,
    phase: 'failed',
    fault: fault(
      'device-restarted',
      t(
        'The update manager of {0} was started again before it had said how the update ended; it does not go on with it.{1}',
        run.device,
        done,
      ),
    ),
  };
}

/** What else the device is doing: another apply comes first, and this one is queued without a word. */
export function behind(run: UpdateRun, news: News, own: boolean): UpdateRun {
  if (news.kind !== 'feedback' || run.operation !== 'apply') return run;
  if (run.phase !== 'accepted' && run.phase !== 'sent') return run;
  const { activityId, status } = news.feedback;
  if (feedbackOutcome(status) === undefined) {
    const isKnown = run.behind?.activityId === activityId && run.behind.own === own;
    return isKnown ? run : { ...run, behind: { activityId, own } };
  }
  if (run.behind === undefined) return run;
  const { behind: _, ...first } = run;
  return first;
}

function finish(run: UpdateRun, finished: Finished): UpdateRun {
  return { ...run, phase: 'finished', finished };
}

/** Undefined as long as one of the modules goes on. The worst end is the end of all. */
function endOfModules(
  modules: readonly Module[],
  actions: readonly Action[],
  time: number,
): Finished | undefined {
  const own = modules.map((module) => actionOf(module, modules, actions));
  const ends = own.filter((it) => it !== undefined && operationOutcome(it.status) !== undefined);
  if (modules.length === 0 || ends.length < modules.length) return undefined;
  const failures = actions.filter(({ status }) => operationOutcome(status) === 'failure');
  const [first] = failures;
  if (!first) return { status: 'FINISHED_SUCCESS', ok: true, actions, time };
  const worst = failures.find(({ status }) => status !== 'FINISHED_REJECTED') ?? first;
  const message = worst.message ?? failures.find((it) => it.message !== undefined)?.message;
  return { status: worst.status, ok: false, ...(message !== undefined && { message }), actions, time };
}

/** What was concluded from an earlier message, or from silence, no longer holds when the device goes on. */
function resumed({ remark, behind, missed, fault, finished, confirmed, ...run }: UpdateRun): UpdateRun {
  return run;
}
