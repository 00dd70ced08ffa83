/** The status bar while updates go on: how far they are; a click leads to the run. */
import { t } from '@vscode/l10n';
import { Disposable, StatusBarAlignment, window } from 'vscode';
import { progressWords, quietWords, shortProgress } from '../words/runWords.ts';
import { visible, withoutIcons } from '../words/visible.ts';
import { target as targetWords } from '../words/words.ts';
import { commands } from './contributions.ts';
import { createBatch } from './model/batch.ts';
import type { LiveRuns } from './model/liveRuns.ts';

/** Milliseconds. */
const refreshInterval = 200;
/** Characters of a file's name. */
const longestName = 40;

export function showRuns(live: LiveRuns): Disposable {
  const item = window.createStatusBarItem('kanto.runs', StatusBarAlignment.Left, 0);
  item.name = t('Kanto Updates');
  const update = () => {
    const [run, ...others] = live.live.toReversed();
    if (run === undefined) {
      item.hide();
      return;
    }
    const now = Date.now();
    const name = visible(run.subject ?? run.operation, longestName);
    const words =
      others.length > 0 ? t('{0} updates', others.length + 1) : `${name}: ${shortProgress(run, now)}`;
    item.text = `$(sync~spin) ${withoutIcons(words)}`;
    item.accessibilityInformation = { label: `Kanto: ${visible(words)}` };
    item.tooltip = [run, ...others]
      .slice(0, mostTold)
      .map((it) => {
        const head = `${it.subject ?? it.operation} → ${targetWords(it.device, it.connection)}`;
        return [head, progressWords(it), quietWords(it, now)]
          .filter((line) => line !== undefined)
          .map((line) => visible(line))
          .join('\n');
      })
      .join('\n\n');
    item.command = {
      command: commands.showRun,
      title: t('Show Run'),
      arguments: others.length > 0 ? [] : [run.id],
    };
    item.show();
  };
  const batch = createBatch<'update'>(refreshInterval, update);
  return Disposable.from(
    item,
    batch,
    live.onRun(() => batch.add('update')),
  );
}

/** A tooltip has no room for more. */
const mostTold = 10;
