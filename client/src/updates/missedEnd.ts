/**
 * Operations on software modules of which something may have been missed while the connection was lost. Unlike
 * UpdateManager, SoftwareUpdatable has no refresh: it tells each change once, and cannot be asked afterwards
 * (kanto: section 5). Pure.
 */
import { t } from '@vscode/l10n';
import type { News } from '../protocol/news.ts';
import type { Followed } from './follow.ts';
import { isOver, isTaken, type UpdateRun } from './run.ts';

/** The run once its connection is back, where the device may have ended it meanwhile. */
export function withMissed(run: UpdateRun): UpdateRun {
  const isModules = run.operation !== 'apply' && run.operation !== 'refresh';
  if (!isModules || isOver(run) || !isTaken(run)) return run;
  return { ...run, missed: true, remark: missedRemark() };
}

const missedRemark = () =>
  t(
    'The connection was lost meanwhile. The device goes on with it, or has ended it, which was not heard: a device cannot be asked how an operation on software modules ended. Its components tell what is installed once it reports them.',
  );

/**
 * True where the device tells that nothing is installed any more of what was to be removed. What is installed under which
 * name after an install cannot be known beforehand: that tells nothing.
 */
export function tellsRemoval({ run, modules, wereInstalled }: Followed, news: News): boolean {
  if (run.operation !== 'remove' || !run.missed || !wereInstalled) return false;
  if (news.kind !== 'dependencies' || news.thing !== run.thing || news.installed === undefined) return false;
  const installed = new Set(news.installed.map(({ name }) => name));
  return modules.length > 0 && modules.every(({ name }) => !installed.has(name));
}

export function concludedRemoval(run: UpdateRun, time: number): UpdateRun {
  const { actions } = run;
  return {
    ...run,
    phase: 'finished',
    finished: { status: 'FINISHED_SUCCESS', ok: true, actions, time, concluded: true },
    remark: removedRemark(),
  };
}

const removedRemark = () =>
  t('How the device ended it was not heard; it reports that what was to be removed is no longer installed.');
