/**
 * What stands of a run in the clear: enough for a list, and nothing that can be a secret. Whoever has lost the key still
 * sees which runs there were.
 */
import type { Operation } from '../../../server/src/messages.ts';
import { operations } from '../../../server/src/messages.ts';
import { isObject } from '../protocol/json.ts';
import { changedNothing, endsUnheard, isOver, isTaken, type UpdateRun } from '../updates/run.ts';
import { maskOf } from './maskedRun.ts';

/**
 * - `going`: it goes on
 * - `done`: the device said so
 * - `differs`: the device said so, and reports something else
 * - `failed`: the device, or the way to it, refused or failed
 * - `unheard`: the device took it, and its end was not heard
 * - `unsent`: nothing has left
 */
export const outcomes = ['going', 'done', 'differs', 'failed', 'unheard', 'unsent'] as const;
export type RunOutcome = (typeof outcomes)[number];

/** The program that follows a run. */
export interface Session {
  /** Another one after each start. */
  readonly id: string;
  /** On this machine. */
  readonly process: number;
}

export interface RunSummary {
  readonly id: string;
  readonly connection: string;
  readonly device: string;
  /** Whose devices the connection led to then (connections/profile.ts); absent where it was gone already. */
  readonly owner?: string;
  readonly operation: Operation;
  readonly activityId: string;
  /** What was sent, as the user calls it. */
  readonly subject?: string;
  /** Ms since the epoch. */
  readonly started: number;
  readonly ended?: number;
  readonly outcome: RunOutcome;
  /** The device's last word, or the code of the fault. */
  readonly status?: string;
  /** The device has taken it, and its owner has not denied it, so that it is what counts from then on. */
  readonly taken: boolean;
  /** `<domain>:<id>` of those that it was about, as far as that is known, up to a number. */
  readonly components: readonly string[];
  /** Who follows it, and when that was last written down, ms since the epoch. */
  readonly session: Session;
  readonly written: number;
}

const mostComponents = 100;
/** Characters of a name. */
const longestName = 200;

/** The summary of a run as it stands; `written`: ms since the epoch. */
export function summaryOf(
  run: UpdateRun,
  {
    owner,
    session,
    written,
  }: Pick<RunSummary, 'session' | 'written'> & { readonly owner?: string | undefined },
): RunSummary {
  const { finished, fault, subject } = run;
  const ended = endOf(run);
  const status = finished?.status ?? fault?.code ?? run.status;
  const masked = maskOf(run);
  /** A device writes what it likes, also what it was given as a secret. */
  const told = (text: string) => short(String(masked(text)));
  return {
    id: run.id,
    connection: run.connection,
    device: run.device,
    ...(owner !== undefined && { owner }),
    operation: run.operation,
    activityId: short(run.activityId),
    ...(subject !== undefined && { subject: short(subject) }),
    started: run.started,
    ...(ended !== undefined && { ended }),
    outcome: outcomeOfRun(run),
    ...(status !== undefined && { status: told(status) }),
    taken: isTaken(run) && !changedNothing(run),
    components: componentsOf(run).map(told),
    session,
    written,
  };
}

function outcomeOfRun(run: UpdateRun): RunOutcome {
  const { finished, confirmed, phase, sent } = run;
  if (!isOver(run)) return 'going';
  if (finished !== undefined) {
    if (!finished.ok) return 'failed';
    return confirmed !== undefined && confirmed.differences.length > 0 ? 'differs' : 'done';
  }
  if (phase === 'abandoned' || endsUnheard(run)) return 'unheard';
  return sent.length === 0 ? 'unsent' : 'failed';
}

/**
 * When it ended or was last heard of, ms since the epoch; undefined while it goes on, where nothing was heard, and where its end
 * was concluded from a later report: when that was nobody knows.
 */
function endOf(run: UpdateRun): number | undefined {
  if (!isOver(run) || run.finished?.concluded === true) return undefined;
  return run.finished?.time ?? run.lastHeard ?? run.accepted?.time ?? run.sent.at(-1)?.time;
}

function componentsOf({ plan, actions }: UpdateRun): readonly string[] {
  const planned = plan?.actions.map(({ component }) => component) ?? [];
  const all = new Set([...planned, ...actions.map(({ component }) => component)]);
  return [...all].slice(0, mostComponents);
}

function short(text: string): string {
  return text.slice(0, longestName);
}

const texts = ['id', 'connection', 'device', 'activityId'] as const;
const optionalTexts = ['owner', 'subject', 'status'] as const;

/** True for a summary as it was written; files can be changed by anyone. */
export function isRunSummary(value: unknown): value is RunSummary {
  if (!isObject(value)) return false;
  const { session, components, ended } = value;
  return (
    texts.every((it) => typeof value[it] === 'string') &&
    optionalTexts.every((it) => value[it] === undefined || typeof value[it] === 'string') &&
    isTime(value['started']) &&
    isTime(value['written']) &&
    (ended === undefined || isTime(ended)) &&
    typeof value['taken'] === 'boolean' &&
    operations.some((it) => it === value['operation']) &&
    outcomes.some((it) => it === value['outcome']) &&
    Array.isArray(components) &&
    components.every((it) => typeof it === 'string') &&
    isObject(session) &&
    typeof session['id'] === 'string' &&
    Number.isSafeInteger(session['process'])
  );
}

/** What a date can be made of. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15;
}
