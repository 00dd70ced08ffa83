/** What the output channel says of an update, one line for each thing that happened. Pure: snapshots in, lines out. */
import { type Action, isDenied, isOver, type UpdateRun } from '../updates/run.ts';
import { deniedWords } from './consentWords.ts';
import { behindWords, confirmedWords, isNoFailure, unreachableWords } from './runWords.ts';
import { duration, plainText, shortAddress, target } from './words.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

export interface RunLogOptions {
  /** Other updates are on their way too: each line names its device. */
  readonly several: boolean;
}

/**
 * The lines that lead from one snapshot of a run to the next; `before` is absent for the first snapshot. Only what is
 * new is told, so that a device which repeats itself does not fill the log.
 */
export function runLines(
  before: UpdateRun | undefined,
  after: UpdateRun,
  options: RunLogOptions,
): readonly LogLine[] {
  const lead = options.several ? `${target(after.device, after.connection)}  ` : '';
  return [
    ...sentLines(before, after),
    ...acceptedLines(before, after, lead),
    ...reachLines(before, after, lead),
    ...progressLines(before, after, lead),
    ...endLines(before, after, lead),
    ...confirmedLines(before, after, lead),
  ];
}

function sentLines(before: UpdateRun | undefined, after: UpdateRun): LogLine[] {
  return after.sent.slice(before?.sent.length ?? 0).map((sent) => {
    const nobody = sent.heard === false ? '  nobody listens there' : '';
    const where = target(after.thing, after.connection);
    return info(`→ ${after.operation} ${where}  ${shortAddress(sent.address)}${nobody}`);
  });
}

function acceptedLines(before: UpdateRun | undefined, after: UpdateRun, lead: string): LogLine[] {
  const { accepted } = after;
  if (accepted === undefined || before?.accepted !== undefined) return [];
  const from = after.sent.at(-1)?.time ?? after.started;
  const message = accepted.message === undefined ? '' : `: ${oneLine(accepted.message)}`;
  const taken = accepted.status < 300;
  const text = `← ${lead}${accepted.status} ${taken ? 'accepted' : 'rejected'} in ${duration(accepted.time - from)}${message}`;
  return [taken ? info(text) : error(text)];
}

function reachLines(before: UpdateRun | undefined, after: UpdateRun, lead: string): LogLine[] {
  const { unreachable } = after;
  if (unreachable !== undefined && unreachable.since !== before?.unreachable?.since) {
    return [{ level: 'warn', text: `■ ${lead}${unreachableWords(unreachable)}` }];
  }
  const isBack = before?.unreachable !== undefined && unreachable === undefined && !isOver(after);
  return isBack ? [info(`  ${lead}The connection is back.`)] : [];
}

function confirmedLines(before: UpdateRun | undefined, after: UpdateRun, lead: string): LogLine[] {
  const words = confirmedWords(after);
  if (words === undefined || before?.confirmed !== undefined) return [];
  if (after.confirmed?.differences.length === 0) return [info(`✔ ${lead}${words}`)];
  return [{ level: 'warn', text: `■ ${lead}${words}` }];
}

function progressLines(before: UpdateRun | undefined, after: UpdateRun, lead: string): LogLine[] {
  const actions = after.finished?.actions ?? after.actions;
  if (after.behind !== undefined && after.behind.activityId !== before?.behind?.activityId)
    return [info(`  ${lead}${behindWords(after.behind)}`)];
  const known = new Map((before?.actions ?? []).map((action) => [action.component, action]));
  const changed = actions.filter((action) => !sameAction(known.get(action.component), action));
  const status = after.finished?.status ?? after.status;
  if (changed.length === 0) {
    const news = after.finished === undefined && status !== undefined && status !== before?.status;
    return news ? [info(`  ${lead}${status}`)] : [];
  }
  const nameWidth = widest(actions.map(componentName));
  const head = headOf(after.finished === undefined ? after : before);
  return changed.map((action) => {
    const name = componentName(action).padEnd(nameWidth);
    const word = actionStatus(action).padEnd(longestStatus);
    // The device repeats a message until it has another one.
    const isNews = action.message !== undefined && action.message !== known.get(action.component)?.message;
    const message = isNews ? `  ${oneLine(action.message ?? '')}` : '';
    return info(`  ${lead}${head}${name}  ${word}${message}`.trimEnd());
  });
}

/** The status of the whole; SoftwareUpdatable has none besides that of each module. */
function headOf(run: UpdateRun | undefined): string {
  return run?.status === undefined || run.operation !== 'apply' ? '' : `${run.status}  `;
}

function endLines(before: UpdateRun | undefined, after: UpdateRun, lead: string): LogLine[] {
  const lines: LogLine[] = [];
  const { finished, fault, remark } = after;
  if (finished !== undefined && before?.finished === undefined) {
    const message = finished.message === undefined ? '' : `: ${oneLine(finished.message)}`;
    const text = `${lead}${finished.status} in ${duration(finished.time - after.started)}${message}`;
    if (isDenied(after)) lines.push({ level: 'warn', text: `■ ${lead}${deniedWords(after)}` });
    else lines.push(finished.ok ? info(`✔ ${text}`) : error(`✖ ${text}`));
  }
  if (remark !== undefined && before?.remark !== remark) lines.push(info(`  ${lead}${oneLine(remark)}`));
  if (fault !== undefined && before?.fault === undefined) {
    const message = shortAddress(oneLine(plainText(fault.message)));
    const advice = oneLine(plainText(fault.advice));
    // The line of the answer has the device's reason already.
    const isTold = fault.code === 'rejected-by-device' && after.accepted?.message !== undefined;
    if (isNoFailure(fault)) {
      lines.push({ level: 'warn', text: `■ ${lead}${message} ${advice}` });
    } else {
      lines.push(...(isTold ? [] : [error(`✖ ${lead}${message}`)]), error(`  ${lead}${advice}`));
    }
  }
  return lines;
}

/** Keeps the columns where they are from one message to the next. */
const longestStatus = 'DOWNLOAD_SUCCESS'.length;

function componentName(action: Action): string {
  return action.version === undefined ? action.component : `${action.component} ${action.version}`;
}

function actionStatus(action: Action): string {
  return action.progress === undefined ? action.status : `${action.status} ${action.progress} %`;
}

function sameAction(a: Action | undefined, b: Action): boolean {
  return a !== undefined && a.status === b.status && a.message === b.message && a.progress === b.progress;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, { length }) => Math.max(width, length), 0);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function info(text: string): LogLine {
  return { level: 'info', text };
}

function error(text: string): LogLine {
  return { level: 'error', text };
}
