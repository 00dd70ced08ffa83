/** Filter History…: which runs the view shows. */
import { t } from '@vscode/l10n';
import type { History } from '../../history/history.ts';
import { pickFilter } from '../filterPicker.ts';
import type { HistoryTree } from '../historyTree.ts';
import { suggestedRuns } from '../model/runFilter.ts';

export function filterHistory(history: History, tree: HistoryTree): Promise<void> {
  return pickFilter(tree, suggestedRuns(history.runs), {
    title: t('Filter History'),
    placeholder: t('Words of manifest, device, connection, outcome, component or day; all have to be found'),
    all: t('Show all runs'),
    noun: 'run',
  });
}
