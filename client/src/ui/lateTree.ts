/** A view whose rows are made by what is loaded once somebody looks at it. */
import {
  type Disposable,
  type Event,
  EventEmitter,
  type ProviderResult,
  type TreeDataProvider,
  TreeItem,
  type TreeView,
  window,
} from 'vscode';

interface Rows<Element> extends TreeDataProvider<Element> {
  readonly onDidChangeTreeData: Event<Element[] | undefined>;
}

export class LateTree<Element> implements TreeDataProvider<Element>, Disposable {
  readonly #changed = new EventEmitter<Element[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #load: () => Promise<unknown>;
  #rows: Rows<Element> | undefined;
  #following: Disposable | undefined;
  readonly view: TreeView<Element>;

  /** `load` is asked where the view is shown; by the time it resolves, the rows are given. */
  constructor(id: string, load: () => Promise<unknown>, { canSelectMany } = { canSelectMany: false }) {
    this.#load = load;
    this.view = window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true, canSelectMany });
  }

  /** From now on the view shows these rows. */
  fill(rows: Rows<Element>): void {
    this.#rows = rows;
    this.#following = rows.onDidChangeTreeData((changed) => this.#changed.fire(changed));
  }

  getChildren(element?: Element): ProviderResult<Element[]> {
    if (this.#rows) return this.#rows.getChildren(element);
    return this.#load().then(() => this.#rows?.getChildren(element));
  }

  getTreeItem(element: Element): TreeItem | Thenable<TreeItem> {
    return this.#rows?.getTreeItem(element) ?? new TreeItem('');
  }

  getParent(element: Element): ProviderResult<Element> {
    return this.#rows?.getParent?.(element);
  }

  resolveTreeItem(
    ...asked: Parameters<NonNullable<TreeDataProvider<Element>['resolveTreeItem']>>
  ): ProviderResult<TreeItem> {
    return this.#rows?.resolveTreeItem?.(...asked);
  }

  dispose(): void {
    this.#following?.dispose();
    this.#changed.dispose();
    this.view.dispose();
  }
}
