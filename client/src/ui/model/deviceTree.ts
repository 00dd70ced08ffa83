/** The tree Devices without the editor: what is beneath what, how it looks, and what has to be drawn anew. */
import type { Device, InstalledComponent } from '../../devices/device.ts';
import { type HealthWord, healthOf, healthWords } from '../../devices/health.ts';
import type { ConnectionStatus, Engine } from '../../engine.ts';
import { type DeviceFilter, matches } from './deviceFilter.ts';
import {
  componentRow,
  connectionRow,
  deviceRow,
  groupRow,
  hardwareComponents,
  installed,
  lastUpdateRow,
  moreRow,
  parameterRow,
  type Row,
  stateRow,
} from './deviceRows.ts';
import { DrawnElements } from './drawnElements.ts';
import { isPinned, type Pins } from './pins.ts';
import { type RowSource, rowAt, sourceRows, type TreeRow } from './rowSource.ts';
import { keyOf, type Target } from './targets.ts';
import {
  type ConnectionElement,
  componentElements,
  type DeviceElement,
  type GroupElement,
  identityOf,
  type MoreElement,
  type ParentElement,
  type SourceElement,
  type TreeElement,
} from './treeElements.ts';

export type Grouping = 'connection' | 'state';

export interface DeviceTreeParts {
  readonly engine: Pick<Engine, 'connections' | 'devices' | 'device'>;
  readonly isSimulated: (connection: string) => boolean;
  readonly pins: () => Pins;
  /** Their rows come above the components, in this order. */
  readonly sources: readonly RowSource[];
}

/** Rows that are drawn at once beneath one parent; more would stop the editor. */
const page = 500;

export class DeviceTree {
  grouping: Grouping = 'connection';
  filter: DeviceFilter = [];
  readonly #parts: DeviceTreeParts;
  readonly #elements = new DrawnElements();
  /** Beneath what each device is shown, as far as it is. */
  readonly #places = new Map<string, string>();
  /** Devices that changed since they were drawn. */
  readonly #touched = new Map<string, Target>();
  /** How many rows are drawn beneath a parent, where it is more than a page. */
  readonly #drawn = new Map<string, number>();

  constructor(parts: DeviceTreeParts) {
    this.#parts = parts;
  }

  children(element?: TreeElement): TreeElement[] {
    switch (element?.kind) {
      case undefined:
        return this.#rootElements();
      case 'connection':
        return this.#paged(element, this.#devicesOf(element.connection));
      case 'state':
        return this.#paged(element, this.#devicesIn(element.word));
      case 'device':
        return this.#paged(element, this.#beneathDevice(element));
      case 'software':
      case 'hardware':
        return this.#paged(element, componentElements(element.device, this.#grouped(element), element.kind));
      case 'component':
        return this.#paged(
          element,
          element.component.parameters.map((parameter, index) => ({
            kind: 'parameter',
            component: element,
            parameter,
            index,
          })),
        );
      case 'row':
        return this.#paged(
          element,
          (element.row.rows ?? []).map((row) =>
            sourceElement(element.device, [...element.path, row.id], row),
          ),
        );
      default:
        return [];
    }
  }

  parent(element: TreeElement): TreeElement | undefined {
    switch (element.kind) {
      case 'connection':
      case 'state':
        return undefined;
      case 'device':
        return this.#parentOfDevice(element);
      case 'parameter':
        return element.component;
      case 'more':
        return element.parent;
      case 'component':
        return element.list === 'components'
          ? element.device
          : { kind: element.list, device: element.device };
      case 'row':
        return this.#parentOfRow(element);
      default:
        return element.device;
    }
  }

  /** Undefined where the subject has just gone. */
  row(element: TreeElement): Row | undefined {
    switch (element.kind) {
      case 'connection':
        return this.#connectionRow(element);
      case 'state':
        return stateRow(element.word, this.#devicesIn(element.word).length);
      case 'device':
        return this.#deviceRow(element);
      case 'software':
      case 'hardware':
        return groupRow(element.kind, this.#grouped(element).length);
      case 'component':
        return componentRow(element.component, element.list);
      case 'parameter':
        return parameterRow(element.parameter);
      case 'lastUpdate': {
        const update = this.#device(element.device)?.lastUpdate;
        return update === undefined ? undefined : lastUpdateRow(update);
      }
      case 'row':
        return element.row;
      case 'more':
        return moreRow(element.hidden, page);
    }
  }

  /** A device changed, came or went. */
  touch(connection: string, device: string): void {
    const target = { connection, device };
    this.#touched.set(keyOf(target), target);
  }

  /**
   * What has to be drawn anew since it was asked last, undefined for everything. A device that stays where it is drawn
   * is drawn alone; one that comes, goes or moves changes what it is beneath.
   */
  takeChanges(): readonly TreeElement[] | undefined {
    const touched = [...this.#touched];
    this.#touched.clear();
    const changed = new Set<TreeElement>();
    for (const [key, target] of touched) {
      const before = this.#places.get(key);
      const now = this.#placeOf(target);
      this.#setPlace(key, now);
      const element = this.#elements.drawnDevice(target);
      if (before === now) {
        if (now !== undefined && element !== undefined) changed.add(element);
        continue;
      }
      const connection = this.#elements.drawnConnection(target.connection);
      // Where devices are grouped by state, the groups themselves come and go.
      if (this.grouping === 'state' || connection === undefined) return this.takeAll();
      changed.add(connection);
    }
    const covered = new Set([...changed].filter((it) => it.kind === 'connection').map((it) => it.connection));
    return [...changed].filter((it) => it.kind !== 'device' || !covered.has(it.connection));
  }

  /** To be called before everything is drawn anew: what is gone is forgotten. */
  takeAll(): undefined {
    this.#touched.clear();
    this.#places.clear();
    for (const { connection, id } of this.#all()) {
      const target = { connection, device: id };
      this.#setPlace(keyOf(target), this.#placeOf(target));
    }
    const names = new Set(this.#parts.engine.connections.map(({ profile }) => profile.name));
    this.#elements.keep((it) =>
      it.kind === 'connection' ? names.has(it.connection) : this.#device(it) !== undefined,
    );
    return undefined;
  }

  /** One more page beneath the parent. */
  showMore({ parent }: MoreElement): void {
    const key = identityOf(parent);
    this.#drawn.set(key, (this.#drawn.get(key) ?? page) + page);
  }

  /** How many devices the filter leaves, of how many. */
  counts(): { readonly shown: number; readonly all: number } {
    const all = this.#all();
    return { shown: all.filter((it) => matches(it, this.filter)).length, all: all.length };
  }

  #rootElements(): TreeElement[] {
    const { engine } = this.#parts;
    const connections = engine.connections.map(({ profile }) => this.#elements.connection(profile.name));
    if (this.grouping === 'connection') return connections;
    const words = new Set(
      this.#all()
        .filter((device) => matches(device, this.filter))
        .map((device) => healthOf(device).word),
    );
    const shown = healthWords.filter((word) => words.has(word)).map((word) => this.#elements.state(word));
    // A connection without devices has no other place where it could be opened.
    return [...shown, ...connections.filter(({ connection }) => engine.devices(connection).length === 0)];
  }

  #all(): readonly Device[] {
    const { engine } = this.#parts;
    return engine.connections.flatMap(({ profile }) => engine.devices(profile.name));
  }

  #devicesOf(connection: string): DeviceElement[] {
    return this.grouping === 'state' ? [] : this.#sorted(this.#parts.engine.devices(connection));
  }

  #devicesIn(word: HealthWord): DeviceElement[] {
    return this.#sorted(this.#all().filter((device) => healthOf(device).word === word));
  }

  /** Pinned ones first, each part in its order. */
  #sorted(devices: readonly Device[]): DeviceElement[] {
    const pins = this.#parts.pins();
    const shown = devices
      .filter((device) => matches(device, this.filter))
      .map(({ connection, id }) => this.#elements.device({ connection, device: id }));
    const pinned = shown.filter((element) => isPinned(pins, element));
    return pinned.length === 0 ? shown : [...pinned, ...shown.filter((it) => !isPinned(pins, it))];
  }

  #beneathDevice(element: DeviceElement): TreeElement[] {
    const device = this.#device(element);
    if (device === undefined) return [];
    const rows = this.#sourceRows(element).map(({ path, row }) => sourceElement(element, path, row));
    const groups = (['software', 'hardware'] as const)
      .map((kind): GroupElement => ({ kind, device: element }))
      .filter((group) => this.#grouped(group).length > 0);
    const last: TreeElement[] =
      device.lastUpdate === undefined ? [] : [{ kind: 'lastUpdate', device: element }];
    return [...rows, ...componentElements(element, installed(device).components), ...groups, ...last];
  }

  #sourceRows({ connection, device }: DeviceElement) {
    return sourceRows(this.#parts.sources, connection, device);
  }

  #grouped({ kind, device }: GroupElement): readonly InstalledComponent[] {
    const known = this.#device(device);
    if (known === undefined) return [];
    return kind === 'software' ? installed(known).software : hardwareComponents(known);
  }

  #paged<Element extends TreeElement>(parent: ParentElement, all: readonly Element[]): TreeElement[] {
    const drawn = this.#drawn.get(identityOf(parent)) ?? page;
    if (all.length <= drawn) return [...all];
    return [...all.slice(0, drawn), { kind: 'more', parent, hidden: all.length - drawn }];
  }

  #parentOfDevice(element: DeviceElement): TreeElement | undefined {
    if (this.grouping === 'connection') return this.#elements.connection(element.connection);
    const device = this.#device(element);
    return device && this.#elements.state(healthOf(device).word);
  }

  #parentOfRow({ device, path }: SourceElement): TreeElement {
    const above = path.slice(0, -1);
    if (above.length < 2) return device;
    const row = rowAt(this.#parts.sources, device.connection, device.device, above);
    return row === undefined ? device : sourceElement(device, above, row);
  }

  #connectionRow({ connection }: ConnectionElement): Row | undefined {
    const status = this.#status(connection);
    if (status === undefined) return undefined;
    const devices = this.#parts.engine.devices(connection);
    const simulated = this.#parts.isSimulated(connection);
    const shown =
      this.filter.length === 0 ? devices.length : devices.filter((it) => matches(it, this.filter)).length;
    return connectionRow({ ...status, simulated, deviceCount: devices.length, shownCount: shown });
  }

  #deviceRow(element: DeviceElement): Row | undefined {
    const device = this.#device(element);
    if (device === undefined) return undefined;
    const status = this.#status(element.connection);
    return deviceRow(device, {
      connected: status?.state.kind === 'connected',
      mode: status?.profile.mode ?? 'things',
      pinned: isPinned(this.#parts.pins(), element),
      hasRows: this.#sourceRows(element).length > 0,
      namesConnection: this.grouping === 'state',
    });
  }

  #status(connection: string): ConnectionStatus | undefined {
    return this.#parts.engine.connections.find(({ profile }) => profile.name === connection);
  }

  #device({ connection, device }: Target): Device | undefined {
    return this.#parts.engine.device(connection, device);
  }

  /** The key of what the device is beneath; undefined where it is not shown. */
  #placeOf(target: Target): string | undefined {
    const device = this.#device(target);
    if (device === undefined || !matches(device, this.filter)) return undefined;
    return this.grouping === 'state'
      ? placeOfState(healthOf(device).word)
      : placeOfConnection(device.connection);
  }

  #setPlace(key: string, place: string | undefined): void {
    if (place === undefined) this.#places.delete(key);
    else this.#places.set(key, place);
  }
}

function sourceElement(device: DeviceElement, path: readonly string[], row: TreeRow): SourceElement {
  return { kind: 'row', device, path, row };
}

function placeOfConnection(connection: string): string {
  return `connection ${connection}`;
}

function placeOfState(word: HealthWord): string {
  return `state ${word}`;
}
