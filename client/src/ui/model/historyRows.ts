/** What the view History shows, as plain data: runs, by day or by device. */
import { t } from '@vscode/l10n';
import type { KeptRun } from '../../history/history.ts';
import type { RunOutcome } from '../../history/summary.ts';
import { endWords, keptTitle } from '../../words/historyWords.ts';
import { plain } from '../../words/markdown.ts';
import { clockMinute, clockTime, dateAndMinute, dateAndTime, weekday } from '../../words/times.ts';
import { count, duration, target } from '../../words/words.ts';
import { runContext } from '../contributions.ts';
import type { Row, RowIcon } from './deviceRows.ts';
import { dayOf } from './runFilter.ts';

export const historyGroupings = ['day', 'device'] as const;
export type HistoryGrouping = (typeof historyGroupings)[number];

export interface RunGroup {
  readonly kind: 'group';
  /** Stable over refreshes. */
  readonly key: string;
  readonly label: string;
  /** Latest first. */
  readonly runs: readonly KeptRun[];
}

export interface RunElement {
  readonly kind: 'run';
  readonly run: KeptRun;
  readonly grouping: HistoryGrouping;
}

export type HistoryElement = RunGroup | RunElement;

/** True for what the menus of the view hand to commands. */
export function isRunElement(subject: unknown): subject is RunElement {
  return typeof subject === 'object' && subject !== null && 'kind' in subject && subject.kind === 'run';
}

/** The groups with the latest runs first. `runs`: oldest first; `now`: ms since the epoch. */
export function groupsOf(runs: readonly KeptRun[], grouping: HistoryGrouping, now: number): RunGroup[] {
  const groups = new Map<string, KeptRun[]>();
  for (const run of runs.toReversed()) {
    const key = grouping === 'day' ? dayOf(run.started) : JSON.stringify([run.connection, run.device]);
    const members = groups.get(key) ?? [];
    members.push(run);
    groups.set(key, members);
  }
  return [...groups].map(([key, members]) => ({
    kind: 'group',
    key,
    label: grouping === 'day' ? dayWords(members, key, now) : targetWords(members),
    runs: members,
  }));
}

function dayWords([first]: readonly KeptRun[], day: string, now: number): string {
  if (day === dayOf(now)) return t('Today');
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (day === dayOf(yesterday.getTime())) return t('Yesterday');
  return first === undefined ? day : weekday(first.started);
}

function targetWords([first]: readonly KeptRun[]): string {
  return first === undefined ? '' : target(first.device, first.connection);
}

/** `isOpen`: its runs are to be seen at once. */
export function groupRow({ label, runs }: RunGroup, grouping: HistoryGrouping, isOpen: boolean): Row {
  const description = count(runs.length, 'run');
  return {
    label,
    description,
    tooltip: plain(`${label}: ${description}`),
    icon: { id: grouping === 'day' ? 'calendar' : 'server-environment' },
    children: isOpen ? 'expanded' : 'collapsed',
    spoken: `${label}, ${description}`,
  };
}

const icons: Readonly<Record<RunOutcome, RowIcon>> = {
  going: { id: 'sync~spin' },
  done: { id: 'pass', color: 'testing.iconPassed' },
  differs: { id: 'warning', color: 'list.warningForeground' },
  failed: { id: 'error', color: 'testing.iconFailed' },
  unheard: { id: 'question', color: 'list.warningForeground' },
  unsent: { id: 'circle-slash' },
};

export function runRowOf({ run, grouping }: RunElement): Row {
  const { subject, operation, started, ended, outcome, status, locked } = run;
  const time = grouping === 'day' ? clockTime(started) : dateAndTime(started);
  const took = ended === undefined || outcome === 'unheard' ? [] : [duration(ended - started)];
  const where = grouping === 'day' ? [target(run.device, run.connection)] : [];
  const end = endWords(run);
  const lost = t('Its key is lost: what was sent cannot be shown any more.');
  return {
    // The time comes first: what is cut off is then the name, which the runs beside it often share.
    label: `${shortTime(started, grouping)}  ${subject ?? operation}`,
    description: [...where, ...took].join(' · '),
    tooltip: [
      `**${plain(keptTitle(run))}**`,
      plain(`${end}${status === undefined ? '' : ` (${status})`}`),
      plain(t('{0}, begun {1}', operation, dateAndTime(started))),
      ...(run.components.length === 0 ? [] : [plain(componentWords(run.components))]),
      ...(locked ? [lost] : []),
    ].join('\n\n'),
    icon: locked && outcome !== 'going' ? { id: 'lock' } : icons[outcome],
    context: runContext({
      apply: operation === 'apply' && run.taken,
      over: outcome !== 'going',
      readable: !locked,
      unheard: outcome === 'unheard',
    }),
    children: 'none',
    spoken: `${keptTitle(run)}, ${end}, ${time}${locked ? `. ${lost}` : ''}`,
  };
}

/** To the minute; the tooltip has the rest. */
function shortTime(milliseconds: number, grouping: HistoryGrouping): string {
  return grouping === 'day' ? clockMinute(milliseconds) : dateAndMinute(milliseconds);
}

const mostNamed = 8;

function componentWords(components: readonly string[]): string {
  const named = components.slice(0, mostNamed).join(', ');
  const more = components.length - mostNamed;
  return more > 0 ? t('{0} and {1} more', named, more) : named;
}
