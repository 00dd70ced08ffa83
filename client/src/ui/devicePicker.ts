/** Asks for a device of those that are known; of thousands only so many are listed, and what is typed narrows them. */
import { t } from '@vscode/l10n';
import { type QuickPickItem, window } from 'vscode';
import type { Engine } from '../engine.ts';
import { withoutIcons } from '../words/visible.ts';
import { answered } from './answered.ts';
import { narrowed, type Target, unlistedWords } from './model/targets.ts';

interface Item extends QuickPickItem {
  readonly target?: Target;
}

/** Resolves undefined where the user gives up, and where there is no device. */
export async function pickDevice(engine: Engine, title: string): Promise<Target | undefined> {
  const devices = engine.connections
    .flatMap(({ profile }) => engine.devices(profile.name))
    .map(({ connection, id }) => ({ connection, device: id, description: connection }));
  if (devices.length === 0) {
    void window.showInformationMessage(t('No device is known yet. Open a connection first.'));
    return undefined;
  }
  const picker = window.createQuickPick<Item>();
  picker.title = title;
  picker.matchOnDescription = true;
  const fill = () => {
    const { listed, unlisted } = narrowed(devices, picker.value);
    picker.items = [...listed.map(itemOf), ...unlistedItems(unlisted)];
  };
  fill();
  return answered(picker, ([chosen]) => chosen?.target, picker.onDidChangeValue(fill));
}

/** What stands at the end of a list in which not all are: it cannot be chosen. */
export function unlistedItems(unlisted: number): readonly QuickPickItem[] {
  return unlisted === 0 ? [] : [{ label: `$(ellipsis) ${unlistedWords(unlisted)}`, alwaysShow: true }];
}

function itemOf({ connection, device, description }: Target & { readonly description: string }): Item {
  return {
    label: withoutIcons(device),
    description: withoutIcons(description),
    target: { connection, device },
  };
}
