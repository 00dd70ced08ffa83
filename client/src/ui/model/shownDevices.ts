/**
 * Which devices the tree shows, in which order, and beneath what: by filter, grouping and pins. What was found out is kept,
 * and of what changes only that is looked at anew: there can be many thousand.
 */
import type { Device } from '../../devices/device.ts';
import { type DeviceFilter, matches } from '../../devices/deviceFilter.ts';
import { type HealthWord, healthOf, healthWords } from '../../devices/health.ts';
import type { Engine } from '../../engine.ts';
import type { DrawnElements } from './drawnElements.ts';
import { isPinned, type Pins } from './pins.ts';
import { keyOf, type Target } from './targets.ts';
import type { ConnectionElement, DeviceElement, StateElement } from './treeElements.ts';

export type Grouping = 'connection' | 'state';

/** What devices are shown beneath. */
export type Place = ConnectionElement | StateElement;

export interface ShownDevicesParts {
  readonly engine: Pick<Engine, 'connections' | 'devices' | 'device' | 'deviceCount'>;
  /** The same object as long as nothing is pinned or unpinned. */
  readonly pins: () => Pins;
  readonly elements: Pick<DrawnElements, 'connection' | 'state'>;
}

/** A device that changed, came or went, and what it was shown beneath before; undefined where it was not shown. */
export interface Change {
  readonly target: Target;
  readonly before: Place | undefined;
}

/** A device in its place, with what its order there is. */
interface Entry extends Target {
  readonly place: Place;
  readonly isPinned: boolean;
  /** Of its connection among the others. */
  readonly rank: number;
}

export class ShownDevices {
  readonly #parts: ShownDevicesParts;
  #grouping: Grouping = 'connection';
  #filter: DeviceFilter = [];
  /** What all below was made of; undefined where that has changed. */
  #madeOf: { readonly pins: Pins; readonly connections: string } | undefined;
  readonly #ranks = new Map<string, number>();
  readonly #entries = new Map<string, Entry>();
  /** In order. */
  readonly #lists = new Map<Place, Entry[]>();
  /** How many devices are shown of each connection. */
  readonly #counts = new Map<string, number>();
  /** Devices that have not been looked at since they changed. */
  readonly #touched = new Map<string, Target>();
  readonly #changes = new Map<string, Change>();

  constructor(parts: ShownDevicesParts) {
    this.#parts = parts;
  }

  get grouping(): Grouping {
    return this.#grouping;
  }

  set grouping(grouping: Grouping) {
    this.#grouping = grouping;
    this.#madeOf = undefined;
  }

  get filter(): DeviceFilter {
    return this.#filter;
  }

  set filter(filter: DeviceFilter) {
    this.#filter = filter;
    this.#madeOf = undefined;
  }

  /** A device changed, came or went. */
  touch(target: Target): void {
    this.#touched.set(keyOf(target), target);
  }

  /** What changed since this was asked last. */
  takeChanges(): readonly Change[] {
    this.#settle();
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    return changes;
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

  /** Those that are shown beneath it: pinned ones first, each part in its order. */
  in(place: Place): readonly Target[] {
    this.#settle();
    return this.#lists.get(place) ?? [];
  }

  /** The states that a device is shown in, the worst first. */
  get states(): readonly HealthWord[] {
    this.#settle();
    return healthWords.filter((word) => this.#lists.has(this.#parts.elements.state(word)));
  }

  /** What the device is shown beneath; undefined where it is not shown. */
  placeOf(target: Target): Place | undefined {
    this.#settle();
    return this.#entries.get(keyOf(target))?.place;
  }

  /** How many devices each connection has, shown or not. */
  get sizes(): ReadonlyMap<string, number> {
    const { engine } = this.#parts;
    return new Map(engine.connections.map(({ profile: { name } }) => [name, engine.deviceCount(name)]));
  }

  /** How many devices the filter leaves, of how many; of one connection where that is named. */
  counts(connection?: string): { readonly shown: number; readonly all: number } {
    this.#settle();
    if (connection !== undefined)
      return { shown: this.#counts.get(connection) ?? 0, all: this.#parts.engine.deviceCount(connection) };
    const all = [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
    return { shown: this.#entries.size, all };
  }

  /** Looks at what has changed since it was looked at. */
  #settle(): void {
    const pins = this.#parts.pins();
    const connections = JSON.stringify(this.#parts.engine.connections.map(({ profile }) => profile.name));
    const isMade = this.#madeOf?.pins === pins && this.#madeOf.connections === connections;
    if (!isMade) {
      this.#madeOf = { pins, connections };
      this.#lookAtAll(pins);
    }
    for (const [key, target] of this.#touched) {
      const before = this.#entries.get(key);
      const now = this.#entryOf(target, pins);
      if (!this.#changes.has(key)) this.#changes.set(key, { target, before: before?.place });
      if (before?.place === now?.place) continue;
      if (before) this.#remove(key, before);
      if (now) this.#insert(key, now);
    }
    this.#touched.clear();
  }

  #lookAtAll(pins: Pins): void {
    const { engine } = this.#parts;
    for (const kept of [this.#ranks, this.#entries, this.#lists, this.#counts]) kept.clear();
    for (const [rank, { profile }] of engine.connections.entries()) this.#ranks.set(profile.name, rank);
    const entries = engine.connections.flatMap(({ profile: { name } }) =>
      engine.devices(name).flatMap((device) => this.#entry(device, pins) ?? []),
    );
    for (const isFirst of [true, false]) {
      for (const entry of entries) {
        if (entry.isPinned !== isFirst) continue;
        this.#entries.set(keyOf(entry), entry);
        this.#count(entry, 1);
        const list = this.#lists.get(entry.place);
        if (list) list.push(entry);
        else this.#lists.set(entry.place, [entry]);
      }
    }
  }

  #entryOf(target: Target, pins: Pins): Entry | undefined {
    const device = this.get(target);
    return device && this.#entry(device, pins);
  }

  /** Undefined where it is not shown. */
  #entry(device: Device, pins: Pins): Entry | undefined {
    const { connection, id } = device;
    const rank = this.#ranks.get(connection);
    if (rank === undefined || !matches(device, this.#filter)) return undefined;
    const { elements } = this.#parts;
    const place =
      this.#grouping === 'state' ? elements.state(healthOf(device).word) : elements.connection(connection);
    return { connection, device: id, place, isPinned: isPinned(pins, { connection, device: id }), rank };
  }

  #insert(key: string, entry: Entry): void {
    const list = this.#lists.get(entry.place) ?? [];
    list.splice(indexOf(list, entry), 0, entry);
    this.#lists.set(entry.place, list);
    this.#entries.set(key, entry);
    this.#count(entry, 1);
  }

  #remove(key: string, entry: Entry): void {
    const list = this.#lists.get(entry.place);
    list?.splice(indexOf(list, entry), 1);
    if (list?.length === 0) this.#lists.delete(entry.place);
    this.#entries.delete(key);
    this.#count(entry, -1);
  }

  #count({ connection }: Entry, by: number): void {
    this.#counts.set(connection, (this.#counts.get(connection) ?? 0) + by);
  }
}

/** Where an entry is in a list, or would be. */
function indexOf(list: readonly Entry[], entry: Entry): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = list[middle];
    if (other !== undefined && isBefore(other, entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(a: Entry, b: Entry): boolean {
  if (a.isPinned !== b.isPinned) return a.isPinned;
  if (a.rank !== b.rank) return a.rank < b.rank;
  return a.device < b.device;
}
