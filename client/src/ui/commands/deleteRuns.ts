/** Delete from History, and Clear History…: what is deleted is gone from this machine; devices know nothing of it. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { History } from '../../history/history.ts';
import { keptTitle } from '../../words/historyWords.ts';
import { count } from '../../words/words.ts';
import { confirmed, keep } from '../modal.ts';
import { isRunElement } from '../model/historyRows.ts';

/** `subject`: a row of the view. */
export async function deleteRun(history: History, subject: unknown): Promise<void> {
  if (!isRunElement(subject)) return;
  const question = t('Delete {0} from the history?', keptTitle(subject.run));
  const lost = t(
    'It cannot be brought back, nor can what it changed on a device be undone from here afterwards. The device keeps what it runs.',
  );
  if (await confirmed(question, lost, t('Delete'), keep())) await history.delete([subject.run.id]);
}

export async function clearHistory(history: History): Promise<void> {
  await history.load();
  const over = history.runs.filter(({ outcome }) => outcome !== 'going');
  const damaged = history.damaged.size;
  if (over.length + damaged === 0) {
    void window.showInformationMessage(t('There is nothing in the history that could be deleted.'));
    return;
  }
  const going = history.runs.length - over.length;
  const detail = [
    t('Of this workspace only, these are deleted: {0}.', count(over.length, 'run')),
    ...(damaged === 0 ? [] : [t('So is what cannot be read: {0}.', count(damaged, 'file'))]),
    ...(going === 0 ? [] : [t('What still goes on stays: {0}.', count(going, 'run'))]),
    '',
    t(
      'This cannot be brought back, nor can what the runs changed on devices be undone from here afterwards. Devices keep what they run.',
    ),
  ];
  const question = t('Clear the history of this workspace?');
  if (!(await confirmed(question, detail.join('\n'), t('Clear History'), keep()))) return;
  await history.delete(over.map(({ id }) => id));
  await history.deleteDamaged();
}
