/** The view History: what was sent from this workspace. Its rows are in `model/historyRows.ts`. */
import { t } from '@vscode/l10n';
import {
  Disposable,
  type Event,
  EventEmitter,
  commands as editorCommands,
  MarkdownString,
  type Memento,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  window,
  workspace,
} from 'vscode';
import type { History, KeptRun } from '../history/history.ts';
import { missingWords } from '../words/historyWords.ts';
import { visible } from '../words/visible.ts';
import { count } from '../words/words.ts';
import { commands, contextKeys } from './contributions.ts';
import type { LateTree } from './lateTree.ts';
import { createBatch } from './model/batch.ts';
import type { Row } from './model/deviceRows.ts';
import {
  groupRow,
  groupsOf,
  type HistoryElement,
  type HistoryGrouping,
  runRowOf,
} from './model/historyRows.ts';
import { matchesRun, parseRunFilter } from './model/runFilter.ts';
import { treeItem } from './treeItem.ts';

/** Milliseconds. */
const refreshInterval = 200;

const groupingKey = 'kanto.history.grouping';

export interface HistoryTreeParts {
  readonly place: LateTree<HistoryElement>;
  readonly history: History;
  /** Of the user: how the view is grouped. */
  readonly memory: Memento;
  /** For what fails where nobody waits for it. */
  readonly fail: (error: unknown) => void;
}

export class HistoryTree implements TreeDataProvider<HistoryElement>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData: Event<undefined> = this.#changed.event;
  readonly #history: History;
  readonly #memory: Memento;
  readonly #fail: HistoryTreeParts['fail'];
  readonly #view: TreeView<HistoryElement>;
  readonly #subscriptions: Disposable;
  #grouping: HistoryGrouping;
  #filter = '';
  #fault = '';
  #isLoaded = false;

  constructor({ place, history, memory, fail }: HistoryTreeParts) {
    this.#history = history;
    this.#memory = memory;
    this.#fail = fail;
    this.#grouping = memory.get(groupingKey) === 'device' ? 'device' : 'day';
    this.#view = place.view;
    const dirty = createBatch<'all'>(refreshInterval, () => this.#refresh());
    this.#subscriptions = Disposable.from(
      this.#changed,
      dirty,
      history.onChange(() => dirty.add('all')),
      workspace.onDidGrantWorkspaceTrust(() => dirty.add('all')),
      // Other windows on this workspace write runs of their own.
      this.#view.onDidChangeVisibility(({ visible: isVisible }) => isVisible && this.#reload()),
      window.onDidChangeWindowState(({ focused }) => focused && this.#view.visible && this.#reload()),
    );
    this.#tellContext();
    place.fill(this);
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows only the runs in which every word is found; empty shows all. */
  setFilter(text: string): void {
    this.#filter = text.trim();
    this.#tellContext();
    this.#refresh();
  }

  async setGrouping(grouping: HistoryGrouping): Promise<void> {
    this.#grouping = grouping;
    this.#tellContext();
    this.#refresh();
    await this.#memory.update(groupingKey, grouping);
  }

  /** The runs that the filter leaves, oldest first. */
  get shown(): readonly KeptRun[] {
    const filter = parseRunFilter(this.#filter);
    return this.#history.runs.filter((run) => matchesRun(run, filter));
  }

  async getChildren(element?: HistoryElement): Promise<HistoryElement[]> {
    if (!workspace.isTrusted) return [];
    if (element === undefined) {
      await this.#load(() => this.#history.load());
      return groupsOf(this.shown, this.#grouping, Date.now());
    }
    if (element.kind === 'run') return [];
    return element.runs.map((run) => ({ kind: 'run', run, grouping: this.#grouping }));
  }

  getTreeItem(element: HistoryElement): TreeItem {
    const row = this.#row(element);
    if (element.kind === 'group') return treeItem(row, `${this.#grouping} ${element.key}`);
    const item = treeItem(row, `${this.#grouping} run ${element.run.id}`);
    item.command = { command: commands.showRun, title: t('Show Run'), arguments: [element] };
    return item;
  }

  /** Only for the row that somebody points at. */
  resolveTreeItem(item: TreeItem, element: HistoryElement): TreeItem {
    item.tooltip = new MarkdownString(this.#row(element).tooltip);
    return item;
  }

  #row(element: HistoryElement): Row {
    if (element.kind === 'run') return runRowOf(element);
    // By day the latest is what is looked for; what is filtered is wanted whole.
    const [first] = groupsOf(this.shown, this.#grouping, Date.now());
    return groupRow(element, this.#grouping, this.#filter !== '' || first?.key === element.key);
  }

  #reload(): void {
    void this.#load(() => this.#history.reload());
  }

  /** What cannot be read is told where the runs would be. */
  async #load(load: () => Promise<void>): Promise<void> {
    try {
      await load();
      this.#fault = '';
      this.#isLoaded = true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#fault = t('The history cannot be read: {0}', visible(reason));
      this.#fail(error);
    }
    this.#describe();
  }

  #refresh(): void {
    this.#changed.fire(undefined);
    this.#describe();
  }

  #describe(): void {
    const lines = [this.#fault, this.#filterWords(), ...missingWords(this.#history)];
    const text = lines.filter((it) => it !== '').join('\n');
    if (this.#view.message !== text) this.#view.message = text;
    this.#tellContext();
  }

  #filterWords(): string {
    if (this.#filter === '') return '';
    const words = visible(this.#filter, 40);
    return t('“{0}”: {1} of {2}', words, this.shown.length, count(this.#history.runs.length, 'run'));
  }

  #tellContext(): void {
    const set = (key: string, value: boolean) => void editorCommands.executeCommand('setContext', key, value);
    set(contextKeys.historyFiltered, this.#filter !== '');
    set(contextKeys.historyByDevice, this.#grouping === 'device');
    set(contextKeys.hasHistory, this.#history.runs.length > 0 || this.#history.damaged.size > 0);
    // Last: the view says that nothing was sent where this is set and that is not.
    set(contextKeys.historyLoaded, this.#isLoaded);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
