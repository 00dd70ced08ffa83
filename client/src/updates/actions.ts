/** The parts of an update, gathered over many messages. */
import { type Module, type OperationStatus, operationOutcome } from '../protocol/softwareUpdatable.ts';
import type { FeedbackAction } from '../protocol/updateManager.ts';
import type { Action } from './run.ts';

/** The newest word on each component; sorted by component, since devices send them in random order. */
export function mergeFeedback(
  known: readonly Action[],
  heard: readonly FeedbackAction[],
  time: number,
): readonly Action[] {
  return merge(known, heard, time, ({ component }) => component);
}

/**
 * A module can be there in two versions. One that has failed stays failed until it is begun anew: a software-update that
 * is started again tells the end of each module again, as a success whatever it was.
 */
export function mergeOperation(
  known: readonly Action[],
  { modules, status, message, progress }: OperationStatus,
  time: number,
): readonly Action[] {
  const heard = modules.map(({ name, version }) => ({
    component: name,
    ...(version !== undefined && { version }),
    status,
    ...(message !== undefined && { message }),
    ...(progress !== undefined && { progress }),
  }));
  const key = ({ component, version }: FeedbackAction) => `${component}\n${version ?? ''}`;
  const failed = new Set(known.filter((it) => operationOutcome(it.status) === 'failure').map(key));
  const isRepeated = (it: FeedbackAction) => operationOutcome(it.status) === 'success' && failed.has(key(it));
  return merge(
    known,
    heard.filter((it) => !isRepeated(it)),
    time,
    key,
  );
}

/** Nothing runs so many components: whoever may publish could invent others in each message, without end. */
const mostActions = 5000;

function merge(
  known: readonly Action[],
  heard: readonly FeedbackAction[],
  time: number,
  key: (action: FeedbackAction) => string,
): readonly Action[] {
  const byKey = new Map(known.map((action) => [key(action), action]));
  for (const action of heard) {
    const before = byKey.get(key(action));
    if (before === undefined && byKey.size >= mostActions) continue;
    const since = before?.status === action.status ? before.since : time;
    byKey.set(key(action), { ...action, since, lastHeard: time });
  }
  return [...byKey.values()].sort((a, b) => compare(key(a), key(b)));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The action of a module that a command named: by name, and by version where the name alone is not enough. */
export function actionOf(
  module: Module,
  all: readonly Module[],
  actions: readonly Action[],
): Action | undefined {
  const named = actions.filter(({ component }) => component === module.name);
  const alone = all.filter(({ name }) => name === module.name).length === 1;
  return alone && named.length === 1 ? named[0] : named.find(({ version }) => version === module.version);
}
