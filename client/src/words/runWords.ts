/** How an update reads while it goes on and once it is over. */
import type { Fault } from '../errors.ts';
import type { Action, UpdateRun } from '../updates/run.ts';
import { count, shortAddress } from './words.ts';

/** One line for the progress of a run. Sent, accepted and finished are told apart; nothing is said in percent that no device said. */
export function progressWords(run: UpdateRun): string {
  switch (run.phase) {
    case 'sending':
      return 'sending…';
    case 'sent':
      return 'sent, waiting for the answer…';
    case 'accepted':
      return 'accepted, waiting for the device to begin…';
    case 'running':
      return `accepted, ${runningWords(run)}`;
    case 'finished':
      return `finished: ${run.finished?.status ?? 'no status'}`;
    case 'failed':
    case 'abandoned':
      return run.fault?.message ?? 'ended';
  }
}

function runningWords({ status = 'running', actions }: UpdateRun): string {
  if (actions.length === 0) return `${status}…`;
  const busy = actions.find((action) => !isDone(action));
  const done = `${actions.filter(isDone).length} of ${count(actions.length, 'component')} done`;
  return busy === undefined ? `${status}, ${done}` : `${status}, ${done}, ${busy.component} ${busy.status}`;
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
  const { finished, fault, device } = run;
  if (fault !== undefined) {
    const named = fault.message.includes(device) ? '' : `${device}: `;
    return {
      severity: isStopped(fault) ? 'warning' : 'error',
      text: `${subject}: ${named}${shortAddress(fault.message)} ${fault.advice}`,
    };
  }
  if (finished === undefined) return { severity: 'warning', text: `${subject}: ${device} gave no result.` };
  if (finished.ok)
    return { severity: 'information', text: `${subject}: ${device} ${goodEnd(finished.status)}` };
  const reason = finished.message ?? finished.actions.find((action) => isFailure(action))?.message;
  return {
    severity: 'error',
    text: `${subject}: ${device} failed: ${finished.status}${reason === undefined ? '' : `, ${reason}`}`,
  };
}

/** The user ended the waiting: no fault of anyone. */
export function isStopped({ code }: Fault): boolean {
  return code === 'cancelled' || code === 'stopped-waiting';
}

function isFailure({ status }: Action): boolean {
  return /(_FAILURE|_ERROR|_REJECTED)$/.test(status);
}

function goodEnd(status: string): string {
  return status === 'REFRESHED' ? 'reported its state' : 'completed';
}
