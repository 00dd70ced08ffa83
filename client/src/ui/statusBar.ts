/** The status bar's one item: the device that commands went to last, while something is connected. */
import { t } from '@vscode/l10n';
import { Disposable, StatusBarAlignment, window } from 'vscode';
import type { Engine } from '../engine.ts';
import { visible, withoutIcons } from '../words/visible.ts';
import { target as targetWords } from '../words/words.ts';
import { views } from './contributions.ts';
import { createBatch } from './model/batch.ts';
import { currentTarget, type Target } from './model/targets.ts';

export function showTarget(engine: Engine, recent: () => readonly Target[]): Disposable {
  const item = window.createStatusBarItem('kanto.target', StatusBarAlignment.Left, 0);
  item.name = t('Kanto Device');
  item.command = { title: t('Show Devices'), command: `${views.devices}.focus` };
  const update = () => {
    const current = currentTarget(engine, recent());
    if (current === undefined) {
      item.hide();
      return;
    }
    const words = targetWords(current.device, current.connection);
    item.text = `$(circuit-board) ${withoutIcons(words)}`;
    item.tooltip = t('Kanto: commands went to {0} last', visible(words));
    item.accessibilityInformation = { label: t('Kanto device {0}', visible(words)) };
    item.show();
  };
  const batch = createBatch<'update'>(100, update);
  return Disposable.from(
    item,
    batch,
    engine.onConnections(() => batch.add('update')),
    engine.onDevices(() => batch.add('update')),
    engine.onRun(() => batch.add('update')),
  );
}
