/** Asks which devices a manifest is rolled out to. */
import { isDeepStrictEqual } from 'node:util';
import { t } from '@vscode/l10n';
import { type QuickPickItem, ThemeIcon, window } from 'vscode';
import { suggestions } from '../devices/deviceFilter.ts';
import type { Engine } from '../engine.ts';
import type { Place } from '../rollout/types.ts';
import { withoutIcons } from '../words/visible.ts';
import { count } from '../words/words.ts';
import { answered } from './answered.ts';
import type { Connector } from './connector.ts';
import { pickFilter } from './filterPicker.ts';
import { createBatch } from './model/batch.ts';
import { closedConnections, devicesOf, type OfferedDevice } from './model/rolloutDevices.ts';

/** So many can be looked through; of more a filter says which. */
const fewDevices = 20;
/** A list in which a person can still see what is chosen. */
const mostListed = 500;
/** Milliseconds. */
const refreshInterval = 300;

export interface DevicePickerParts {
  readonly engine: Engine;
  readonly connector: Pick<Connector, 'open'>;
}

/**
 * Resolves with the devices, at least one; undefined where the user gives up. `rows`: those that were chosen already;
 * `filter`: of the view Devices.
 */
export async function pickDevices(
  { engine, connector }: DevicePickerParts,
  title: string,
  rows: readonly OfferedDevice[] | undefined,
  filter: string,
): Promise<readonly Place[] | undefined> {
  if (rows !== undefined) return (await pick(title, { offered: () => rows, taken: keysOf(rows) })).places;
  const isMany = devicesOf(engine, filter).length > fewDevices;
  const wanted = isMany ? await askFilter(engine, title, filter) : filter;
  if (wanted === undefined) return undefined;
  const offered = () => devicesOf(engine, wanted);
  let taken = isMany ? keysOf(offered()) : new Set<string>();
  for (let changes: Engine['onDevices'] | undefined; ; changes = engine.onDevices) {
    const closed = closedConnections(engine);
    const answer = await pick(title, { offered, taken, closed, changes });
    if (!answer.connect) return answer.places;
    taken = answer.taken;
    // The list is open again whatever comes of it, which the user is told.
    for (const name of closed) await connector.open(name);
  }
}

async function askFilter(engine: Engine, title: string, before: string): Promise<string | undefined> {
  let taken: string | undefined;
  const devices = engine.connections.flatMap(({ profile }) => engine.devices(profile.name));
  const typed = {
    filter: before,
    setFilter: () => undefined,
    accept: (filter: string) => {
      taken = filter;
    },
  };
  await pickFilter(typed, suggestions(devices), {
    title,
    placeholder: t('Which devices? Words of id, state, component or domain; all have to be found'),
    all: t('All devices'),
    noun: 'device',
  });
  return taken;
}

interface Item extends QuickPickItem {
  readonly places: readonly Place[];
}

interface List {
  /** Asked again when `changes` tells of something. */
  readonly offered: () => readonly OfferedDevice[];
  /** What is chosen to begin with. */
  readonly taken: Set<string>;
  /** Connections that are not open: devices that only they hear are missing. */
  readonly closed?: readonly string[];
  readonly changes?: Engine['onDevices'] | undefined;
}

interface Answer {
  readonly places?: readonly Place[] | undefined;
  /** The connections are to be opened first. */
  readonly connect: boolean;
  readonly taken: Set<string>;
}

async function pick(title: string, { offered, taken, closed = [], changes }: List): Promise<Answer> {
  const picker = window.createQuickPick<Item>();
  let connect = false;
  let chosen = taken;
  let shown: readonly OfferedDevice[] = [];
  const fill = () => {
    const now = offered();
    if (isDeepStrictEqual(now, shown)) return;
    shown = now;
    const items = now.length > mostListed ? [allOf(now)] : now.map(itemOf);
    picker.items = items;
    picker.selectedItems = items.filter(({ places }) => places.some((it) => chosen.has(keyOf(it))));
    picker.placeholder = placeholder(now.length === 0, closed);
  };
  picker.title = title;
  picker.placeholder = placeholder(true, closed);
  picker.canSelectMany = true;
  picker.matchOnDescription = true;
  picker.ignoreFocusOut = true;
  picker.keepScrollPosition = true;
  if (closed.length > 0)
    picker.buttons = [{ iconPath: new ThemeIcon('plug'), tooltip: t('Connect {0}', named(closed)) }];
  fill();
  const batch = createBatch<'fill'>(refreshInterval, () => {
    chosen = keysOf(picker.selectedItems.flatMap(({ places }) => places));
    fill();
  });
  const places = await answered(
    picker,
    (selected) => {
      const all = selected.flatMap((it) => it.places);
      if (all.length > 0) return all;
      if (shown.length > 0) picker.placeholder = t('Choose at least one device');
      return undefined;
    },
    batch,
    picker.onDidTriggerButton(() => {
      connect = true;
      chosen = keysOf(picker.selectedItems.flatMap((it) => it.places));
      picker.hide();
    }),
    ...(changes === undefined ? [] : [changes(() => batch.add('fill'))]),
  );
  return { places, connect, taken: chosen };
}

function placeholder(isEmpty: boolean, closed: readonly string[]): string {
  const what = isEmpty ? t('No device is known that fits') : t('Devices to roll out to');
  if (closed.length === 0) return what;
  return t('{0}. Not connected: {1}', what, named(closed));
}

/** As much as a line has room for. */
function named([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : t('{0} and {1} more', first, others.length);
}

function keyOf({ connection, device }: Place): string {
  return JSON.stringify([connection, device]);
}

function keysOf(places: readonly Place[]): Set<string> {
  return new Set(places.map(keyOf));
}

function itemOf({ connection, device, description }: OfferedDevice): Item {
  return {
    label: withoutIcons(device),
    description: withoutIcons(description),
    places: [{ connection, device }],
  };
}

function allOf(offered: readonly OfferedDevice[]): Item {
  return {
    label: count(offered.length, 'device'),
    description: t('all that the filter leaves; a list of so many is not shown'),
    places: offered.map(({ connection, device }) => ({ connection, device })),
  };
}
