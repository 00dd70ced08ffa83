/** What has happened to an update from one snapshot to the next, as events for programs. Pure. */
import type { Action, UpdateRun } from '../updates/run.ts';

export interface RunEvent {
  readonly event: string;
  readonly content: object;
}

/** Only what is new: a device repeats itself. `before` is absent for the first snapshot. */
export function runEvents(before: UpdateRun | undefined, after: UpdateRun): readonly RunEvent[] {
  return [
    ...sent(before, after),
    ...accepted(before, after),
    ...progress(before, after),
    ...finished(before, after),
    ...confirmed(before, after),
  ];
}

function sent(before: UpdateRun | undefined, after: UpdateRun): RunEvent[] {
  const { operation, device, correlationId, activityId } = after;
  return after.sent.slice(before?.sent.length ?? 0).map(({ address, heard }) => ({
    event: 'sent',
    content: {
      operation,
      device,
      correlationId,
      activityId,
      topic: address,
      ...(heard === false && { heard }),
    },
  }));
}

function accepted(before: UpdateRun | undefined, { accepted: answer }: UpdateRun): RunEvent[] {
  if (answer === undefined || before?.accepted !== undefined) return [];
  const { status, message, address } = answer;
  const event = status < 300 ? 'accepted' : 'rejected';
  return [{ event, content: { status, ...(message !== undefined && { message }), topic: address } }];
}

function progress(before: UpdateRun | undefined, after: UpdateRun): RunEvent[] {
  const told = before?.finished?.actions ?? before?.actions ?? [];
  const known = new Map(told.map((action) => [action.component, action]));
  const actions = after.finished?.actions ?? after.actions;
  const isNews =
    after.status !== undefined && after.status !== before?.status && after.finished === undefined;
  return [
    ...(isNews ? [{ event: 'status', content: { status: after.status } }] : []),
    ...actions
      .filter((action) => !isSame(known.get(action.component), action))
      .map((action) => ({ event: 'progress', content: publicAction(action) })),
  ];
}

function finished(before: UpdateRun | undefined, { finished: end }: UpdateRun): RunEvent[] {
  if (end === undefined || before?.finished !== undefined) return [];
  const { status, ok, message, concluded } = end;
  return [
    {
      event: 'finished',
      content: { status, ok, ...(message !== undefined && { message }), ...(concluded && { concluded }) },
    },
  ];
}

function confirmed(before: UpdateRun | undefined, { confirmed: report }: UpdateRun): RunEvent[] {
  if (report === undefined || before?.confirmed !== undefined) return [];
  return [{ event: 'confirmed', content: { differences: report.differences } }];
}

function isSame(one: Action | undefined, other: Action): boolean {
  return (
    one !== undefined &&
    one.status === other.status &&
    one.message === other.message &&
    one.progress === other.progress
  );
}

/** Without what only a view needs. */
function publicAction({ since: _, lastHeard: __, ...action }: Action) {
  return action;
}
