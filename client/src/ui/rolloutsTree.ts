/** The view Rollouts: waves, devices and components of each. Its rows are in `model/rolloutRows.ts`. */
import { t } from '@vscode/l10n';
import {
  Disposable,
  EventEmitter,
  commands as editorCommands,
  MarkdownString,
  type TreeDataProvider,
  TreeItem,
  type TreeView,
  window,
  workspace,
} from 'vscode';
import { commands, contextKeys } from './contributions.ts';
import type { LateTree } from './lateTree.ts';
import { createBatch } from './model/batch.ts';
import { type RolloutElement, rolloutChildren, rolloutIdentity, rolloutRow } from './model/rolloutRows.ts';
import { isUnfinished, type ListedRollout, type Rollouts } from './model/rollouts.ts';
import { treeItem } from './treeItem.ts';

/** Milliseconds: at most four times a second, however much the devices say. */
const refreshInterval = 250;

export class RolloutsTree implements TreeDataProvider<RolloutElement>, Disposable {
  readonly #changed = new EventEmitter<RolloutElement[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #rollouts: Rollouts;
  readonly #view: TreeView<RolloutElement>;
  readonly #subscriptions: Disposable;
  /** One object for each rollout: VS Code knows elements by identity. */
  readonly #elements = new Map<string, RolloutElement>();
  /** As it was when it was drawn last: of one drawing all rows tell the same. */
  #drawn: readonly ListedRollout[] = [];

  constructor(place: LateTree<RolloutElement>, rollouts: Rollouts) {
    this.#rollouts = rollouts;
    this.#view = place.view;
    const dirty = createBatch<string>(refreshInterval, (ids) => this.#refresh(ids));
    this.#subscriptions = Disposable.from(
      this.#changed,
      dirty,
      rollouts.onChange(({ id }) => dirty.add(id)),
      // Other windows have rollouts of their own in the same folder.
      this.#view.onDidChangeVisibility(({ visible }) => visible && void rollouts.load()),
      window.onDidChangeWindowState(({ focused }) => focused && this.#view.visible && void rollouts.load()),
    );
    place.fill(this);
  }

  getChildren(element?: RolloutElement): RolloutElement[] {
    if (!workspace.isTrusted) return [];
    if (element !== undefined) return rolloutChildren(this.#drawn, element);
    this.#draw();
    return this.#drawn.map(({ id }) => this.#elementOf(id));
  }

  #draw(): void {
    this.#drawn = this.#rollouts.all;
  }

  #elementOf(id: string): RolloutElement {
    const element = this.#elements.get(id) ?? { kind: 'rollout', id };
    this.#elements.set(id, element);
    return element;
  }

  getTreeItem(element: RolloutElement): TreeItem {
    const row = rolloutRow(this.#drawn, element);
    if (row === undefined) return new TreeItem('');
    const item = treeItem(row, rolloutIdentity(element));
    const command = commandOf(element);
    if (command) item.command = { command, title: row.spoken, arguments: [element] };
    return item;
  }

  /** Only for the row that somebody points at. */
  resolveTreeItem(item: TreeItem, element: RolloutElement): TreeItem {
    item.tooltip = new MarkdownString(rolloutRow(this.#drawn, element)?.tooltip ?? '');
    return item;
  }

  #refresh(ids: ReadonlySet<string>): void {
    const before = new Set(this.#drawn.map(({ id }) => id));
    this.#draw();
    const isSame = before.size === this.#drawn.length && this.#drawn.every(({ id }) => before.has(id));
    this.#changed.fire(isSame ? [...ids].map((id) => this.#elementOf(id)) : undefined);
    const unfinished = this.#drawn.filter(isUnfinished).length;
    this.#view.badge =
      unfinished === 0 ? undefined : { value: unfinished, tooltip: t('{0} unfinished rollouts', unfinished) };
    void editorCommands.executeCommand('setContext', contextKeys.hasRollouts, this.#drawn.length > 0);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function commandOf({ kind }: RolloutElement): string | undefined {
  if (kind === 'rollout' || kind === 'rolloutMore') return commands.showRollout;
  return kind === 'rolloutDevice' ? commands.showRolloutRun : undefined;
}
