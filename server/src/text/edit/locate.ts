/** Finds what stands at a place of the tree, and what holds it: nodes do not know their parents. */
import { type ArrayNode, type Node, type ObjectNode, type Property, type Spot, spanOf } from '../node.ts';
import { firstEndingFrom } from '../tree.ts';

/** A node, and the collections that hold it, the innermost last. */
export interface Located {
  readonly node: Node;
  readonly holders: readonly Holder[];
}

/** A collection, and which of its properties or items leads on. */
export type Holder =
  | { readonly node: ObjectNode; readonly index: number }
  | { readonly node: ArrayNode; readonly index: number };

/** The node at exactly this place. */
export function locateNode(roots: readonly (Node | undefined)[], spot: Spot): Located | undefined {
  const found: Located[] = [];
  for (const root of roots) if (root && holds(root, spot)) walk(root, [], spot, found);
  return found.find(({ node }) => node === spot) ?? found.findLast(({ node }) => isAt(node, spot));
}

/** A property, by the place of its key, in the innermost of the holders. */
export interface LocatedProperty {
  readonly property: Property;
  readonly object: ObjectNode;
  readonly index: number;
  /** What holds the object, the innermost last. */
  readonly holders: readonly Holder[];
}

export function locateProperty(roots: readonly (Node | undefined)[], key: Spot): LocatedProperty | undefined {
  const found: Located[] = [];
  for (const root of roots) if (root && holds(root, key)) walk(root, [], key, found);
  for (const { node, holders } of found.toReversed()) {
    if (node.type !== 'object') continue;
    const exact = node.properties.findIndex((it) => it.key === key);
    const index = exact >= 0 ? exact : node.properties.findIndex((it) => isAt(it.key, key));
    const property = node.properties[index];
    if (property) return { property, object: node, index, holders };
  }
  return undefined;
}

/** Gathers every node that holds the place. The depth is bounded by the reader. */
function walk(node: Node, holders: readonly Holder[], spot: Spot, found: Located[]): void {
  found.push({ node, holders });
  if (node.type === 'object') {
    for (const [index, { value }] of node.properties.entries())
      if (value && holds(value, spot)) walk(value, [...holders, { node, index }], spot, found);
  } else if (node.type === 'array') {
    const { start, end } = spanOf(spot);
    for (let index = firstEndingFrom(node.items, start); index < node.items.length; index++) {
      const item = node.items[index];
      if (!item || spanOf(item).start > end) break;
      if (holds(item, spot)) walk(item, [...holders, { node, index }], spot, found);
    }
  }
}

function holds(node: Spot, spot: Spot): boolean {
  const outer = spanOf(node);
  const inner = spanOf(spot);
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isAt(node: Spot, spot: Spot): boolean {
  const one = spanOf(node);
  const other = spanOf(spot);
  return one.start === other.start && one.end === other.end;
}
