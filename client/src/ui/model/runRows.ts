/** Updates in the tree: beneath its device each one that goes on, component by component. */
import { t } from '@vscode/l10n';
import type { Action, UpdateRun } from '../../updates/run.ts';
import { plain } from '../../words/markdown.ts';
import {
  type ActionTone,
  actionTime,
  actionTone,
  actionWords,
  progressWords,
  quietWords,
  shortProgress,
} from '../../words/runWords.ts';
import { clockTime } from '../../words/times.ts';
import { roughly } from '../../words/words.ts';
import { commands } from '../contributions.ts';
import type { RowIcon } from './deviceRows.ts';
import type { LiveRuns } from './liveRuns.ts';
import type { RowSource, TreeRow } from './rowSource.ts';

export function runRows(live: Pick<LiveRuns, 'liveOf' | 'onRun'>, now: () => number = Date.now): RowSource {
  return {
    name: 'runs',
    rows: (connection, device) => live.liveOf(connection, device).map((run) => runRow(run, now())),
    onChange: (listener) => live.onRun(({ connection, device }) => listener({ connection, device })),
  };
}

function runRow(run: UpdateRun, now: number): TreeRow {
  const subject = run.subject ?? run.operation;
  const quiet = quietWords(run, now);
  const progress = shortProgress(run, now);
  const lines = [subject, progressWords(run), ...(quiet === undefined ? [] : [quiet]), run.remark ?? ''];
  return {
    id: run.id,
    // How far it is comes first: a name that is cut off is still known.
    label: progress,
    description: subject,
    tooltip: lines
      .filter((it) => it !== '')
      .map(plain)
      .join('\n\n'),
    icon: { id: 'sync~spin' },
    // Also before the device names a component: a row that had no children stays closed when the first one comes.
    children: 'expanded',
    spoken: t('update {0}, {1}', subject, progress),
    open: { command: commands.showRun, arguments: [run.id] },
    rows: run.actions.map((action, index) => actionRow(action, index, run, now)),
  };
}

/** Without the domain, where all are of the same. */
function nameIn({ actions }: UpdateRun, component: string): string {
  const prefix = component.slice(0, component.indexOf(':') + 1);
  const isShared = actions.every((it) => it.component.startsWith(prefix));
  return (isShared && component.slice(prefix.length)) || component;
}

const icons: Readonly<Record<ActionTone, RowIcon>> = {
  busy: { id: 'loading~spin' },
  done: { id: 'pass', color: 'testing.iconPassed' },
  failed: { id: 'error', color: 'testing.iconFailed' },
  unknown: { id: 'question' },
};

/** Milliseconds in one phase. */
const worthTelling = 10_000;

function actionRow(action: Action, index: number, run: UpdateRun, now: number): TreeRow {
  const { component, version, status, message, since, lastHeard } = action;
  const words = actionWords(action, run);
  const tone = actionTone(action, run);
  const parts = [words, ...(tone === 'busy' && now - since >= worthTelling ? [roughly(now - since)] : [])];
  return {
    // A module can be there in two versions.
    id: `${index} ${component}`,
    label: nameIn(run, component),
    description: [...parts, ...(message ? [message] : [])].join(' · '),
    tooltip: [
      `**${plain(version === undefined ? component : `${component} ${version}`)}** ${plain(status)} ${actionTime(action)}`,
      ...(message ? [plain(message)] : []),
      t('Last heard {0}', clockTime(lastHeard)),
    ].join('\n\n'),
    icon: status === 'IDENTIFIED' && tone === 'busy' ? { id: 'circle-large-outline' } : icons[tone],
    children: 'none',
    spoken: `${component}, ${words}`,
    open: { command: commands.showRun, arguments: [run.id] },
  };
}
