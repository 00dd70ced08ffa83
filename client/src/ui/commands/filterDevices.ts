/** Filter Devices…: the tree follows every key; what there is to filter by is offered. */
import { t } from '@vscode/l10n';
import { Disposable, type QuickPickItem, window } from 'vscode';
import { suggestions } from '../../devices/deviceFilter.ts';
import type { Engine } from '../../engine.ts';
import { withoutIcons } from '../../words/visible.ts';
import { count } from '../../words/words.ts';
import type { DevicesTree } from '../devicesTree.ts';

interface Item extends QuickPickItem {
  readonly filter: string;
}

/** Resolves when the list is closed. Esc brings back the filter that was set before. */
export function filterDevices(engine: Engine, tree: DevicesTree): Promise<void> {
  const before = tree.filter;
  const devices = engine.connections.flatMap(({ profile }) => engine.devices(profile.name));
  const offered = suggestions(devices).map(
    ({ filter, devices: number }): Item => ({
      label: withoutIcons(filter),
      description: count(number, 'device'),
      filter,
    }),
  );
  const picker = window.createQuickPick<Item>();
  picker.title = t('Filter Devices');
  picker.placeholder = t('Words of id, state, component or domain; all have to be found');
  picker.value = before;
  const fill = () => {
    const typed = picker.value.trim();
    const own: Item = {
      label: typed === '' ? t('Show all devices') : withoutIcons(typed),
      ...(typed !== '' && { description: t('as typed') }),
      alwaysShow: true,
      filter: typed,
    };
    picker.items = [own, ...offered];
    // What is typed is what Enter takes, however well something offered fits.
    picker.activeItems = [own];
  };
  fill();
  return new Promise((resolve) => {
    let accepted = false;
    const listeners = Disposable.from(
      picker.onDidChangeValue(() => {
        fill();
        tree.setFilter(picker.value);
      }),
      picker.onDidAccept(() => {
        accepted = true;
        tree.setFilter(picker.selectedItems[0]?.filter ?? picker.value);
        picker.hide();
      }),
      picker.onDidHide(() => {
        if (!accepted) tree.setFilter(before);
        listeners.dispose();
        picker.dispose();
        resolve();
      }),
    );
    picker.show();
  });
}
