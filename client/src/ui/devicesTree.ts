/** The tree Devices in the editor: connections, their devices, and what is on each. Its shape is in `model/deviceTree.ts`. */
import { t } from '@vscode/l10n';
import {
  Disposable,
  type Event,
  EventEmitter,
  commands as editorCommands,
  MarkdownString,
  type Memento,
  type TreeDataProvider,
  TreeItem,
  type TreeView,
  workspace,
} from 'vscode';
import { parseFilter } from '../devices/deviceFilter.ts';
import type { Engine } from '../engine.ts';
import { visible } from '../words/visible.ts';
import { count } from '../words/words.ts';
import { contextKeys } from './contributions.ts';
import type { LateTree } from './lateTree.ts';
import { createBatch } from './model/batch.ts';
import { DeviceTree } from './model/deviceTree.ts';
import type { RowSource } from './model/rowSource.ts';
import type { Grouping } from './model/shownDevices.ts';
import {
  identityOf,
  isTreeElement,
  type MoreElement,
  openOf,
  type TreeElement,
} from './model/treeElements.ts';
import type { PinStore } from './pinStore.ts';
import { treeItem } from './treeItem.ts';

/** At most ten refreshes a second, however much the devices say. */
const refreshInterval = 100;

const groupingKey = 'kanto.devices.grouping';

export interface DevicesTreeParts {
  readonly place: LateTree<TreeElement>;
  readonly engine: Engine;
  readonly isSimulated: (connection: string) => boolean;
  readonly pins: PinStore;
  /** Of the user: how the tree is grouped. */
  readonly memory: Memento;
  /** What other sections put beneath a device, above its components, in this order. */
  readonly sources: readonly RowSource[];
}

export class DevicesTree implements TreeDataProvider<TreeElement>, Disposable {
  readonly onDidChangeTreeData: Event<TreeElement[] | undefined>;
  readonly #changed = new EventEmitter<TreeElement[] | undefined>();
  readonly #engine: Engine;
  readonly #memory: Memento;
  readonly #tree: DeviceTree;
  readonly #dirty;
  readonly #view: TreeView<TreeElement>;
  readonly #subscriptions: Disposable;
  #filter = '';
  #fault = '';

  constructor({ place, engine, isSimulated, pins, memory, sources }: DevicesTreeParts) {
    this.#engine = engine;
    this.#memory = memory;
    this.#tree = new DeviceTree({ engine, isSimulated, pins: () => pins.all, sources });
    this.#tree.shown.grouping = memory.get(groupingKey) === 'state' ? 'state' : 'connection';
    this.onDidChangeTreeData = this.#changed.event;
    this.#dirty = createBatch<'all' | 'some'>(refreshInterval, (changes) => this.#refresh(changes));
    this.#view = place.view;
    const touch = (connection: string, device: string) => {
      this.#tree.changes.touch({ connection, device });
      this.#dirty.add('some');
    };
    const all = () => this.#dirty.add('all');
    this.#subscriptions = Disposable.from(
      this.#changed,
      this.#dirty,
      engine.onConnections(all),
      engine.onDevices(({ connection, id }) => touch(connection, id)),
      pins.onChange(all),
      workspace.onDidGrantWorkspaceTrust(all),
      ...sources.map((source) =>
        source.onChange(({ connection, device }) => {
          this.#tree.changes.touchRows({ connection, device });
          this.#dirty.add('some');
        }),
      ),
      this.#view.onDidChangeVisibility(() => this.#dirty.add('some')),
    );
    this.#tellContext();
    place.fill(this);
  }

  /** Tells above the tree what is wrong with the settings; empty takes it away. */
  showMessage(text: string): void {
    this.#fault = text;
    this.#describe();
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows only the devices in which every word is found; empty shows all. */
  setFilter(text: string): void {
    this.#filter = text.trim();
    this.#tree.shown.filter = parseFilter(this.#filter);
    this.#tellContext();
    this.#dirty.add('all');
  }

  async setGrouping(grouping: Grouping): Promise<void> {
    this.#tree.shown.grouping = grouping;
    this.#tellContext();
    this.#dirty.add('all');
    await this.#memory.update(groupingKey, grouping);
  }

  showMore(element: MoreElement): void {
    this.#tree.showMore(element);
    this.#changed.fire([element.parent]);
  }

  getChildren(element?: TreeElement): TreeElement[] {
    return workspace.isTrusted ? this.#tree.children(element) : [];
  }

  getParent(element: TreeElement): TreeElement | undefined {
    return this.#tree.parent(element);
  }

  getTreeItem(element: TreeElement): TreeItem {
    const row = this.#tree.row(element);
    // An element whose subject has just gone is drawn once more before the refresh that takes it away.
    if (row === undefined) return new TreeItem('');
    const item = treeItem(row, identityOf(element));
    const open = openOf(element);
    if (open)
      item.command = {
        command: open.command,
        arguments: [...open.arguments],
        title: item.accessibilityInformation?.label ?? '',
      };
    return item;
  }

  /** Of a row that somebody looks at closely: to say all of it of each would cost most. */
  resolveTreeItem(item: TreeItem, element: TreeElement): TreeItem {
    item.tooltip = new MarkdownString(this.#tree.tooltip(element));
    return item;
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
      case 'lastUpdate': {
        const { connection, device } = element.device;
        return this.#engine.device(connection, device)?.lastUpdate?.activityId;
      }
      default:
        return undefined;
    }
  }

  #refresh(changes: ReadonlySet<'all' | 'some'>): void {
    // What nobody sees is drawn when it is seen.
    if (!this.#view.visible && !changes.has('all')) return;
    const elements = changes.has('all') ? this.#tree.changes.takeAll() : this.#tree.changes.take();
    if (this.#tree.changes.isWaiting) this.#dirty.add('some');
    if (elements === undefined) this.#changed.fire(undefined);
    else if (elements.length > 0) this.#changed.fire([...elements]);
    this.#describe();
  }

  /**
   * What is hidden is said above the tree, as long as a filter is set: a view that is alone in its container has no room
   * beside its title.
   */
  #describe(): void {
    const lines = [this.#fault, this.#filterWords()].filter((it) => it !== '');
    const text = lines.join('\n');
    if (this.#view.message !== text) this.#view.message = text;
  }

  #filterWords(): string {
    if (this.#filter === '') return '';
    const { shown, all } = this.#tree.shown.counts();
    return t('“{0}”: {1} of {2}', visible(this.#filter, 40), shown, count(all, 'device'));
  }

  #tellContext(): void {
    const set = (key: string, value: boolean) => void editorCommands.executeCommand('setContext', key, value);
    set(contextKeys.devicesFiltered, this.#filter !== '');
    set(contextKeys.devicesByState, this.#tree.shown.grouping === 'state');
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
