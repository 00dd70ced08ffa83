/** What a device's news means for a run. Pure: the next snapshot from the last one. */
import type { News } from '../protocol/news.ts';
import { type Module, operationOutcome } from '../protocol/softwareUpdatable.ts';
import { deviceOf } from '../protocol/thing.ts';
import { feedbackOutcome } from '../protocol/updateManager.ts';
import { actionOf, mergeFeedback, mergeOperation } from './actions.ts';
import type { Action, Finished, UpdateRun } from './run.ts';

/** A run with what only the tracker needs to know of it. */
export interface Followed {
  readonly run: UpdateRun;
  /** The modules that the command names; all of them have to end. */
  readonly modules: readonly Module[];
}

/**
 * - `mine`: it names the run
 * - `unnamed`: it is about an apply of this device, but the device left the activity out
 * - `busy`: it is about something else on the same device, which at least is alive
 */
export type Relation = 'mine' | 'unnamed' | 'busy' | undefined;

export function relationOf({ run }: Followed, news: News): Relation {
  if (deviceOf(news.thing) !== run.device) return undefined;
  switch (news.kind) {
    case 'feedback':
      if (run.operation !== 'apply') return 'busy';
      if (news.feedback.activityId === '') return 'unnamed';
      return news.feedback.activityId === run.activityId ? 'mine' : 'busy';
    case 'consent':
      return run.operation === 'apply' && news.consent.activityId === run.activityId ? 'mine' : 'busy';
    case 'state': {
      const isNamed = run.activityId !== '' && news.state.activityId === run.activityId;
      return run.operation === 'refresh' && isNamed ? 'mine' : undefined;
    }
    case 'operation': {
      const isModules = run.operation !== 'apply' && run.operation !== 'refresh';
      const named = news.operation.correlationId === run.activityId && news.thing === run.thing;
      return isModules && named && run.activityId !== '' ? 'mine' : 'busy';
    }
    default:
      return undefined;
  }
}

/** The run after news that are its own. */
export function follow({ run, modules }: Followed, news: News, time: number): UpdateRun {
  switch (news.kind) {
    case 'feedback': {
      const { status, message } = news.feedback;
      const actions = mergeFeedback(run.actions, news.feedback.actions);
      const outcome = feedbackOutcome(status);
      const heard = { ...withoutRemark(run), status, actions, lastHeard: time };
      return outcome
        ? finish(heard, { status, ok: outcome === 'success', ...(message && { message }), actions, time })
        : { ...heard, phase: 'running' };
    }
    case 'consent':
      return {
        ...run,
        phase: 'running',
        lastHeard: time,
        remark: `The device waits until its owner agrees to ${news.consent.command}.`,
      };
    case 'state':
      return finish({ ...run, lastHeard: time }, { status: 'REFRESHED', ok: true, actions: [], time });
    case 'operation': {
      const operation = news.operation.modules.length > 0 ? news.operation : { ...news.operation, modules };
      const actions = mergeOperation(run.actions, operation);
      const heard = { ...run, status: operation.status, actions, lastHeard: time };
      const end = endOfModules(modules, actions, time);
      return end ? finish(heard, end) : { ...heard, phase: 'running' };
    }
    default:
      return run;
  }
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

/** What was concluded from an earlier message no longer holds when the device goes on. */
function withoutRemark({ remark, ...run }: UpdateRun): UpdateRun {
  return run;
}
