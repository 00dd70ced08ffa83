/** Filter Devices…: what the tree of devices shows. */
import { t } from '@vscode/l10n';
import { suggestions } from '../../devices/deviceFilter.ts';
import type { Engine } from '../../engine.ts';
import type { DevicesTree } from '../devicesTree.ts';
import { pickFilter } from '../filterPicker.ts';

export function filterDevices(engine: Engine, tree: DevicesTree): Promise<void> {
  const devices = engine.connections.flatMap(({ profile }) => engine.devices(profile.name));
  return pickFilter(tree, suggestions(devices), {
    title: t('Filter Devices'),
    placeholder: t('Words of id, state, component or domain; all have to be found'),
    all: t('Show all devices'),
    noun: 'device',
  });
}
