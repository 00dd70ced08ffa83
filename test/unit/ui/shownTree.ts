/** The tree as the editor shows it: drawn once, and anew only where it is told to. */
import type { DeviceTree } from '../../../client/src/ui/model/deviceTree.ts';
import { identityOf, type TreeElement } from '../../../client/src/ui/model/treeElements.ts';

interface Shown {
  readonly look: string;
  /** Undefined where it is closed: then nobody has asked for what is beneath. */
  readonly children?: readonly TreeElement[];
}

export class ShownTree {
  readonly #tree: DeviceTree;
  readonly #isOpen: (element: TreeElement) => boolean;
  readonly #shown = new Map<TreeElement, Shown>();
  #roots: readonly TreeElement[] = [];
  /** How many rows were asked for. */
  rows = 0;

  /** `isOpen`: connections and states are, where nothing else is said. */
  constructor(
    tree: DeviceTree,
    isOpen: (element: TreeElement) => boolean = ({ kind }) => kind === 'connection' || kind === 'state',
  ) {
    this.#tree = tree;
    this.#isOpen = isOpen;
  }

  /** As `onDidChangeTreeData` says it: undefined is everything; what is not shown is passed over. */
  refresh(elements: readonly TreeElement[] | undefined): void {
    if (elements === undefined) {
      this.#shown.clear();
      this.#roots = this.#tree.children();
    }
    for (const element of elements ?? this.#roots)
      if (elements === undefined || this.#shown.has(element)) this.#draw(element);
  }

  /** One line for each row, as it was drawn. */
  get lines(): readonly string[] {
    const below = (elements: readonly TreeElement[], depth: string): string[] =>
      elements.flatMap((element) => {
        const { look, children = [] } = this.#shown.get(element) ?? { look: 'nothing' };
        return [`${depth}${look}`, ...below(children, `${depth}  `)];
      });
    return below(this.#roots, '');
  }

  #draw(element: TreeElement): void {
    const row = this.#tree.row(element);
    this.rows += 1;
    const look = JSON.stringify([identityOf(element), row?.label, row?.description, row?.icon, row?.spoken]);
    if (!this.#isOpen(element)) {
      this.#shown.set(element, { look });
      return;
    }
    const children = this.#tree.children(element);
    this.#shown.set(element, { look, children });
    for (const child of children) this.#draw(child);
  }
}
