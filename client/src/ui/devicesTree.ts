/** The tree Devices: connections, their devices, and what is installed on each. Rows are made in `model/deviceRows.ts`. */
import {
  Disposable,
  type Event,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
  workspace,
} from 'vscode';
import type { Device } from '../devices/device.ts';
import type { ConnectionStatus, Engine } from '../engine.ts';
import { views } from './contributions.ts';
import { type Batch, createBatch } from './model/batch.ts';
import {
  componentRow,
  connectionRow,
  deviceRow,
  installed,
  lastUpdateRow,
  type Row,
  softwareRow,
} from './model/deviceRows.ts';
import { type RowSource, sourceRows } from './model/rowSource.ts';
import { keyOf } from './model/targets.ts';
import {
  type ConnectionElement,
  componentElements,
  type DeviceElement,
  identityOf,
  isTreeElement,
  type SoftwareElement,
  type SourceElement,
  type TreeElement,
} from './model/treeElements.ts';

/** At most ten refreshes a second, however much the devices say. */
const refreshInterval = 100;

export class DevicesTree implements TreeDataProvider<TreeElement>, Disposable {
  readonly onDidChangeTreeData: Event<TreeElement[] | undefined>;
  readonly #changed = new EventEmitter<TreeElement[] | undefined>();
  readonly #engine: Engine;
  readonly #isSimulated: (connection: string) => boolean;
  readonly #sources: readonly RowSource[];
  /** VS Code knows elements by identity: each connection and device keeps its own. */
  readonly #connections = new Map<string, ConnectionElement>();
  readonly #devices = new Map<string, DeviceElement>();
  readonly #dirty: Batch<TreeElement | 'all'>;
  readonly #view: TreeView<TreeElement>;
  readonly #subscriptions: Disposable;

  /** `sources` come above the components, in their order. */
  constructor(
    engine: Engine,
    isSimulated: (connection: string) => boolean,
    sources: readonly RowSource[] = [],
  ) {
    this.#engine = engine;
    this.#isSimulated = isSimulated;
    this.#sources = sources;
    this.onDidChangeTreeData = this.#changed.event;
    this.#dirty = createBatch(refreshInterval, (items) => this.#refresh(items));
    this.#view = window.createTreeView(views.devices, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = Disposable.from(
      this.#changed,
      this.#dirty,
      this.#view,
      engine.onConnections(() => this.#dirty.add('all')),
      engine.onDevices(({ connection, id }) => this.#dirty.add(this.#changedBy(connection, id))),
      workspace.onDidGrantWorkspaceTrust(() => this.#dirty.add('all')),
      ...sources.map(({ onChange }) =>
        onChange(({ connection, device }) => this.#dirty.add(this.#changedBy(connection, device))),
      ),
    );
  }

  /** Tells above the tree what is wrong with the settings; empty takes it away. */
  showMessage(text: string): void {
    this.#view.message = text;
  }

  /** A device that is shown refreshes alone; a new one, or the first sign of a device, changes its connection. */
  #changedBy(connection: string, id: string): TreeElement | 'all' {
    return this.#devices.get(keyOf({ connection, device: id })) ?? this.#connections.get(connection) ?? 'all';
  }

  #refresh(items: ReadonlySet<TreeElement | 'all'>): void {
    const elements = [...items].filter((item) => item !== 'all');
    if (elements.length < items.size) {
      this.#forgetWhatIsGone();
      this.#changed.fire(undefined);
      return;
    }
    // A connection's refresh brings its devices with it.
    const covered = new Set(elements.filter((it) => it.kind === 'connection').map((it) => it.connection));
    this.#changed.fire(elements.filter((it) => it.kind !== 'device' || !covered.has(it.connection)));
  }

  #forgetWhatIsGone(): void {
    const names = new Set(this.#engine.connections.map(({ profile }) => profile.name));
    for (const name of this.#connections.keys()) if (!names.has(name)) this.#connections.delete(name);
    for (const [key, element] of this.#devices) {
      if (this.#device(element) === undefined) this.#devices.delete(key);
    }
  }

  getChildren(element?: TreeElement): TreeElement[] {
    if (!workspace.isTrusted) return [];
    if (element === undefined) {
      return this.#engine.connections.map(({ profile }) => this.#connectionElement(profile.name));
    }
    if (element.kind === 'connection') {
      return this.#engine
        .devices(element.connection)
        .map((device) => this.#deviceElement(element.connection, device.id));
    }
    if (element.kind === 'device') return this.#childrenOfDevice(element);
    if (element.kind === 'row') return childrenOfRow(element);
    return element.kind === 'software' ? this.#childrenOfSoftware(element) : [];
  }

  #childrenOfDevice(element: DeviceElement): TreeElement[] {
    const device = this.#device(element);
    if (device === undefined) return [];
    const { components, software } = installed(device);
    const last: TreeElement[] =
      device.lastUpdate === undefined ? [] : [{ kind: 'lastUpdate', device: element }];
    const group: TreeElement[] = software.length === 0 ? [] : [{ kind: 'software', device: element }];
    const rows = sourceRows(this.#sources, element.connection, element.device).map(
      ({ path, row }): SourceElement => ({ kind: 'row', device: element, path, row }),
    );
    return [...rows, ...componentElements(element, components), ...group, ...last];
  }

  #childrenOfSoftware({ device }: SoftwareElement): TreeElement[] {
    const known = this.#device(device);
    return known === undefined ? [] : componentElements(device, installed(known).software);
  }

  getParent(element: TreeElement): TreeElement | undefined {
    switch (element.kind) {
      case 'connection':
        return undefined;
      case 'device':
        return this.#connectionElement(element.connection);
      default:
        return element.device;
    }
  }

  getTreeItem(element: TreeElement): TreeItem {
    const row = this.#row(element);
    // An element whose subject has just gone is drawn once more before the refresh that takes it away.
    if (row === undefined) return new TreeItem('');
    const item = treeItem(row, identityOf(element));
    if (element.kind === 'row' && element.row.open) {
      const { command, arguments: given } = element.row.open;
      item.command = { command, title: row.label, arguments: [...given] };
    }
    return item;
  }

  #row(element: TreeElement): Row | undefined {
    switch (element.kind) {
      case 'connection': {
        const status = this.#status(element.connection);
        const simulated = this.#isSimulated(element.connection);
        const deviceCount = this.#engine.devices(element.connection).length;
        return status === undefined ? undefined : connectionRow({ ...status, simulated, deviceCount });
      }
      case 'device': {
        const device = this.#device(element);
        const connected = this.#status(element.connection)?.state.kind === 'connected';
        const hasRows = sourceRows(this.#sources, element.connection, element.device).length > 0;
        return device === undefined ? undefined : deviceRow(device, connected, hasRows);
      }
      case 'component':
        return componentRow(element.component);
      case 'row':
        return element.row;
      case 'software': {
        const device = this.#device(element.device);
        return device === undefined ? undefined : softwareRow(installed(device).software);
      }
      case 'lastUpdate': {
        const update = this.#device(element.device)?.lastUpdate;
        return update === undefined ? undefined : lastUpdateRow(update);
      }
    }
  }

  /** What Copy Id copies of an element: the id of device or component, or the activity id of the update. */
  idOf(element: unknown): string | undefined {
    if (!isTreeElement(element)) return undefined;
    switch (element.kind) {
      case 'connection':
        return element.connection;
      case 'device':
        return element.device;
      case 'component':
        return element.component.id;
      case 'software':
      case 'row':
        return undefined;
      case 'lastUpdate':
        return this.#device(element.device)?.lastUpdate?.activityId;
    }
  }

  #status(connection: string): ConnectionStatus | undefined {
    return this.#engine.connections.find(({ profile }) => profile.name === connection);
  }

  #device({ connection, device }: DeviceElement): Device | undefined {
    return this.#engine.device(connection, device);
  }

  #connectionElement(connection: string): ConnectionElement {
    const element = this.#connections.get(connection) ?? { kind: 'connection', connection };
    this.#connections.set(connection, element);
    return element;
  }

  #deviceElement(connection: string, device: string): DeviceElement {
    const key = keyOf({ connection, device });
    const element = this.#devices.get(key) ?? { kind: 'device', connection, device };
    this.#devices.set(key, element);
    return element;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function childrenOfRow({ device, path, row }: SourceElement): SourceElement[] {
  return (row.rows ?? []).map((child) => ({ kind: 'row', device, path: [...path, child.id], row: child }));
}

const collapsible = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
};

function treeItem(row: Row, id: string): TreeItem {
  const item = new TreeItem(row.label, collapsible[row.children]);
  item.id = id;
  item.description = row.description;
  item.tooltip = new MarkdownString(row.tooltip);
  item.iconPath = new ThemeIcon(
    row.icon.id,
    row.icon.color === undefined ? undefined : new ThemeColor(row.icon.color),
  );
  if (row.context !== undefined) item.contextValue = row.context;
  item.accessibilityInformation = { label: row.spoken };
  return item;
}
