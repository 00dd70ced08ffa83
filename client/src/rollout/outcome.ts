/** What became of a device's command, from the end of its run. Pure. */
import type { Fault, FaultCode } from '../errors.ts';
import { isDenied, isOver, type UpdateRun } from '../updates/run.ts';
import { deniedWords } from '../words/consentWords.ts';
import { confirmedWords } from '../words/runWords.ts';
import { plainText, shortAddress } from '../words/words.ts';
import type { Outcome, RolloutComponent } from './types.ts';

export interface End {
  readonly outcome: Outcome;
  readonly message?: string;
}

/**
 * - an outcome, where it is known
 * - `retry`: certainly nothing has left, because there was no connection
 * - `resolve`: something may have left, and nobody knows what became of it
 */
export type Judgement = End | 'retry' | 'resolve';

/** Whoever takes commands has said that this one was not taken, or it never left. */
const notTaken: readonly FaultCode[] = [
  'no-listener',
  'not-authorized',
  'publish-refused',
  'no-credit',
  'device-not-connected',
  'command-refused',
  'message-too-long',
];

/** There was no way to the broker, which may come back. */
const noWay: readonly FaultCode[] = [
  'not-connected',
  'connection-lost',
  'connection-refused',
  'connection-timeout',
  'connection-closed',
  'host-unreachable',
  'name-not-resolved',
  'broker-unavailable',
  'connect-failed',
];

/** There was no connection: the device is not to blame, and it may come back. */
export function isNoWay({ code }: Fault): boolean {
  return noWay.includes(code);
}

/** Of HTTP: somebody on the way to the device gives up waiting. What the device does is another matter. */
const waitedInVain: readonly number[] = [408, 502, 503, 504];

/** `left`: the message was handed to the broker, so that the device may have got it. */
export function judge(run: UpdateRun, left: boolean): Judgement {
  const { finished, confirmed, fault, accepted } = run;
  if (finished !== undefined) {
    if (!finished.ok) return { outcome: 'failed', message: badEnd(run) };
    const differs = confirmed !== undefined && confirmed.differences.length > 0;
    if (differs) return { outcome: 'failed', message: confirmedWords(run) ?? '' };
    return { outcome: 'succeeded', ...(finished.concluded && run.remark && { message: run.remark }) };
  }
  if (fault === undefined || !isOver(run)) return 'resolve';
  if (!left && isNoWay(fault)) return 'retry';
  if (!left || notTaken.includes(fault.code)) return { outcome: 'unreached', message: faultWords(fault) };
  const isRefused = accepted !== undefined && accepted.status >= 300;
  if (isRefused && !waitedInVain.includes(accepted.status))
    return { outcome: 'failed', message: faultWords(fault) };
  if (fault.code === 'device-restarted') return { outcome: 'failed', message: faultWords(fault) };
  return 'resolve';
}

/** The judgement of a run that followed a command of before, which is as far as anybody can know. */
export function judgeResolved(run: UpdateRun): End {
  const judged = judge(run, true);
  if (typeof judged !== 'string') return judged;
  return { outcome: 'unknown', ...(run.fault && { message: faultWords(run.fault) }) };
}

function badEnd(run: UpdateRun): string {
  const { finished, remark } = run;
  if (isDenied(run)) return deniedWords(run);
  const reason = finished?.message ?? finished?.actions.find(({ status }) => isBad(status))?.message;
  const words = [finished?.status, reason].filter((it) => it !== undefined).join(': ');
  return finished?.concluded && remark !== undefined ? `${words}. ${remark}` : words;
}

function isBad(status: string): boolean {
  return /(_FAILURE|_ERROR|_REJECTED)$/.test(status);
}

export function faultWords({ message, advice }: Fault): string {
  return `${shortAddress(plainText(message))} ${plainText(advice)}`;
}

/** What is known of the components, sorted by name. */
export function componentsOf({ finished, actions }: UpdateRun): readonly RolloutComponent[] {
  return (finished?.actions ?? actions)
    .map(({ lastHeard: _, ...action }) => action)
    .sort((a, b) => (a.component < b.component ? -1 : 1));
}
