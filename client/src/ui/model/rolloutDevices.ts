/** Which devices a rollout can be for, and how they are offered. Pure. */
import type { Device } from '../../devices/device.ts';
import { matches, parseFilter } from '../../devices/deviceFilter.ts';
import { healthOf } from '../../devices/health.ts';
import type { Engine } from '../../engine.ts';
import type { Place } from '../../rollout/types.ts';
import { healthName, syncName } from '../../words/stateNames.ts';
import { briefState } from './targets.ts';
import { isTreeElement } from './treeElements.ts';

export interface OfferedDevice extends Place {
  readonly description: string;
}

type Devices = Pick<Engine, 'connections' | 'devices' | 'device'>;

/** The devices that the filter leaves, connection by connection, sorted by id. */
export function devicesOf(engine: Devices, filter: string): readonly OfferedDevice[] {
  const terms = parseFilter(filter);
  return engine.connections
    .flatMap(({ profile }) => engine.devices(profile.name))
    .filter((device) => matches(device, terms))
    .map((device) => offered(engine, device));
}

/** Names of connections that hear no device now, so that only the devices that the settings name are known of them. */
export function closedConnections({ connections }: Pick<Devices, 'connections'>): readonly string[] {
  return connections
    .filter(({ profile, state }) => profile.mode !== 'direct' && state.kind === 'disconnected')
    .map(({ profile }) => profile.name);
}

/**
 * The devices of rows that were chosen in the view Devices: those of a connection or a state are the ones that the filter
 * leaves there. Each once; undefined where none of the rows has devices.
 */
export function devicesOfRows(
  engine: Devices,
  rows: readonly unknown[],
  filter: string,
): readonly OfferedDevice[] | undefined {
  const terms = parseFilter(filter);
  const found = new Map<string, Device>();
  const take = (device: Device | undefined) => {
    if (device) found.set(JSON.stringify([device.connection, device.id]), device);
  };
  for (const row of rows) {
    if (!isTreeElement(row)) continue;
    if (row.kind === 'device') take(engine.device(row.connection, row.device));
    const isGroup = row.kind === 'connection' || row.kind === 'state';
    if (!isGroup) continue;
    const names =
      row.kind === 'connection' ? [row.connection] : engine.connections.map(({ profile }) => profile.name);
    for (const device of names.flatMap((name) => engine.devices(name))) {
      const isIn = row.kind === 'connection' || healthOf(device).word === row.word;
      if (isIn && matches(device, terms)) take(device);
    }
  }
  return found.size === 0 ? undefined : [...found.values()].map((device) => offered(engine, device));
}

function offered({ connections }: Pick<Devices, 'connections'>, device: Device): OfferedDevice {
  const { word } = healthOf(device);
  const state = connections.find(({ profile }) => profile.name === device.connection)?.state;
  const states = [
    ...(state === undefined || state.kind === 'connected' ? [] : [briefState(state)]),
    ...(word === 'unknown' ? [] : [healthName(word)]),
    ...(device.sync === 'unknown' ? [] : [syncName(device.sync)]),
  ];
  return {
    connection: device.connection,
    device: device.id,
    description: [device.connection, ...states].join(' · '),
  };
}
