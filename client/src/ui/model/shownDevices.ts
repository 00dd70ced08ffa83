/** Which devices the tree shows, in which order, and beneath what: by filter, grouping and pins. */
import type { Device } from '../../devices/device.ts';
import { type DeviceFilter, matches } from '../../devices/deviceFilter.ts';
import { type HealthWord, healthOf, healthWords } from '../../devices/health.ts';
import type { Engine } from '../../engine.ts';
import { isPinned, type Pins } from './pins.ts';
import type { Target } from './targets.ts';
import type { ConnectionElement, DeviceElement } from './treeElements.ts';

export type Grouping = 'connection' | 'state';

export interface ShownDevicesParts {
  readonly engine: Pick<Engine, 'connections' | 'devices' | 'device'>;
  readonly pins: () => Pins;
}

export class ShownDevices {
  grouping: Grouping = 'connection';
  filter: DeviceFilter = [];
  readonly #parts: ShownDevicesParts;

  constructor(parts: ShownDevicesParts) {
    this.#parts = parts;
  }

  /** Every device, shown or not. */
  get all(): readonly Device[] {
    const { engine } = this.#parts;
    return engine.connections.flatMap(({ profile }) => engine.devices(profile.name));
  }

  /** Undefined where it is not known any more. */
  get({ connection, device }: Target): Device | undefined {
    return this.#parts.engine.device(connection, device);
  }

  /** Whether what is drawn so is still there, shown or not. */
  has(element: ConnectionElement | DeviceElement): boolean {
    if (element.kind === 'device') return this.get(element) !== undefined;
    return this.#parts.engine.connections.some(({ profile }) => profile.name === element.connection);
  }

  isPinned(device: Target): boolean {
    return isPinned(this.#parts.pins(), device);
  }

  /** Those that the filter leaves of a connection. */
  ofConnection(connection: string): readonly Target[] {
    return this.#sorted(this.#parts.engine.devices(connection));
  }

  /** Those that the filter leaves in a state. */
  inState(word: HealthWord): readonly Target[] {
    return this.#sorted(this.all.filter((device) => healthOf(device).word === word));
  }

  /** The states that a device is shown in, the worst first. */
  get states(): readonly HealthWord[] {
    const shown = this.all.filter((device) => matches(device, this.filter));
    const words = new Set(shown.map((device) => healthOf(device).word));
    return healthWords.filter((word) => words.has(word));
  }

  /** What the device is shown beneath, as a key; undefined where it is not shown. */
  placeOf(target: Target): string | undefined {
    const device = this.get(target);
    if (device === undefined || !matches(device, this.filter)) return undefined;
    return this.grouping === 'state' ? `state ${healthOf(device).word}` : `connection ${device.connection}`;
  }

  /** How many devices the filter leaves, of how many; of one connection where that is named. */
  counts(connection?: string): { readonly shown: number; readonly all: number } {
    const all = connection === undefined ? this.all : this.#parts.engine.devices(connection);
    return { shown: all.filter((it) => matches(it, this.filter)).length, all: all.length };
  }

  /** Pinned ones first, each part in its order. */
  #sorted(devices: readonly Device[]): readonly Target[] {
    const shown = devices
      .filter((device) => matches(device, this.filter))
      .map(({ connection, id }): Target => ({ connection, device: id }));
    const pinned = shown.filter((it) => this.isPinned(it));
    return pinned.length === 0 ? shown : [...pinned, ...shown.filter((it) => !this.isPinned(it))];
  }
}
