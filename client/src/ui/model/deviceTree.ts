/** The tree Devices without the editor: what is beneath what, and how it looks. */
import type { InstalledComponent } from '../../devices/device.ts';
import { healthOf } from '../../devices/health.ts';
import type { ConnectionStatus } from '../../engine.ts';
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
import { type RowSource, rowAt, sourceRows, type TreeRow } from './rowSource.ts';
import { type Place, ShownDevices, type ShownDevicesParts } from './shownDevices.ts';
import { TreeChanges } from './treeChanges.ts';
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

export interface DeviceTreeParts extends Omit<ShownDevicesParts, 'elements'> {
  readonly isSimulated: (connection: string) => boolean;
  /** Their rows come above the components, in this order. */
  readonly sources: readonly RowSource[];
}

/** Rows that are drawn at once beneath one parent; more would stop the editor. */
const page = 500;

export class DeviceTree {
  readonly shown: ShownDevices;
  readonly changes: TreeChanges;
  readonly #parts: DeviceTreeParts;
  readonly #elements = new DrawnElements();
  /** How many rows are drawn beneath a parent, where it is more than a page. */
  readonly #drawn = new Map<string, number>();

  constructor(parts: DeviceTreeParts) {
    this.#parts = parts;
    this.shown = new ShownDevices({ ...parts, elements: this.#elements });
    this.changes = new TreeChanges({
      shown: this.shown,
      elements: this.#elements,
      rowOf: (element) => this.#deviceRow(element),
      page,
    });
  }

  children(element?: TreeElement): TreeElement[] {
    switch (element?.kind) {
      case undefined:
        return this.#rootElements();
      case 'connection':
      case 'state':
        return this.#devicesIn(element);
      case 'device':
        return this.#paged(element, this.#beneathDevice(element), (it) => it);
      case 'software':
      case 'hardware':
        return this.#paged(
          element,
          componentElements(element.device, this.#grouped(element), element.kind),
          (it) => it,
        );
      case 'component':
        return this.#paged(element, [...element.component.parameters.entries()], ([index, parameter]) => ({
          kind: 'parameter',
          component: element,
          parameter,
          index,
        }));
      case 'row':
        return this.#paged(element, element.row.rows ?? [], (row) =>
          sourceElement(element.device, [...element.path, row.id], row),
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
        return stateRow(element.word, this.shown.in(element).length);
      case 'device': {
        const row = this.#deviceRow(element);
        if (row) this.#elements.drew(element, row);
        return row;
      }
      case 'software':
      case 'hardware':
        return groupRow(element.kind, this.#grouped(element).length);
      case 'component':
        return componentRow(element.component, element.list);
      case 'parameter':
        return parameterRow(element.parameter);
      case 'lastUpdate': {
        const update = this.shown.get(element.device)?.lastUpdate;
        return update === undefined ? undefined : lastUpdateRow(update);
      }
      case 'row':
        return element.row;
      case 'more':
        return moreRow(element.hidden, page);
    }
  }

  /** Markdown: all that there is to say of an element, for who asks for it. */
  tooltip(element: TreeElement): string | undefined {
    if (element.kind !== 'device') return this.row(element)?.tooltip;
    this.#elements.read(element);
    return this.#deviceRow(element)?.tooltip;
  }

  /** One more page beneath the parent. */
  showMore({ parent }: MoreElement): void {
    const key = identityOf(parent);
    this.#drawn.set(key, (this.#drawn.get(key) ?? page) + page);
  }

  #rootElements(): TreeElement[] {
    const { engine } = this.#parts;
    const connections = engine.connections.map(({ profile }) => this.#elements.connection(profile.name));
    if (this.shown.grouping === 'connection') return connections;
    const states = this.shown.states.map((word) => this.#elements.state(word));
    // A connection without devices has no other place where it could be opened.
    return [...states, ...connections.filter(({ connection }) => engine.deviceCount(connection) === 0)];
  }

  /** Elements are made of those only that are drawn. */
  #devicesIn(place: Place): TreeElement[] {
    return this.#paged(place, this.shown.in(place), (it) => this.#elements.device(it));
  }

  #beneathDevice(element: DeviceElement): TreeElement[] {
    const device = this.shown.get(element);
    if (device === undefined) return [];
    this.#elements.opened(element, device);
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
    const known = this.shown.get(device);
    if (known === undefined) return [];
    return kind === 'software' ? installed(known).software : hardwareComponents(known);
  }

  #paged<Item>(
    parent: ParentElement,
    all: readonly Item[],
    elementOf: (item: Item) => TreeElement,
  ): TreeElement[] {
    const drawn = this.#drawn.get(identityOf(parent)) ?? page;
    const elements = all.slice(0, drawn).map(elementOf);
    return all.length <= drawn
      ? elements
      : [...elements, { kind: 'more', parent, hidden: all.length - drawn }];
  }

  #parentOfDevice(element: DeviceElement): TreeElement | undefined {
    if (this.shown.grouping === 'connection') return this.#elements.connection(element.connection);
    const device = this.shown.get(element);
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
    const simulated = this.#parts.isSimulated(connection);
    const { shown, all } = this.shown.counts(connection);
    return connectionRow({ ...status, simulated, deviceCount: all, shownCount: shown });
  }

  #deviceRow(element: DeviceElement): Row | undefined {
    const device = this.shown.get(element);
    if (device === undefined) return undefined;
    const status = this.#status(element.connection);
    return deviceRow(device, {
      connected: status?.state.kind === 'connected',
      mode: status?.profile.mode ?? 'things',
      simulated: this.#parts.isSimulated(element.connection),
      pinned: this.shown.isPinned(element),
      hasRows: this.#sourceRows(element).length > 0,
      namesConnection: this.shown.grouping === 'state',
    });
  }

  #status(connection: string): ConnectionStatus | undefined {
    return this.#parts.engine.connections.find(({ profile }) => profile.name === connection);
  }
}

function sourceElement(device: DeviceElement, path: readonly string[], row: TreeRow): SourceElement {
  return { kind: 'row', device, path, row };
}
