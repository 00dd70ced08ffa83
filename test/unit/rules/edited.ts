/** What a text says, and what it has to say after changes of the tree: told without a look at how it is written. */

import type { TextFormat } from '../../../server/src/text/document.ts';
import { locateNode, locateProperty } from '../../../server/src/text/edit/locate.ts';
import type { TreeEdit } from '../../../server/src/text/edit/treeEdit.ts';
import type { JsonValue, Node, ObjectNode, Property, Spot } from '../../../server/src/text/node.ts';
import { parseText } from '../../../server/src/text/parse.ts';
import { plainValue, resolve } from '../../../server/src/text/tree.ts';

/** Objects are lists of their properties, of which two can have one name. */
export type Said =
  | string
  | number
  | boolean
  | null
  | undefined
  | { list: Said[] }
  | { object: [string, Said][] };

interface Changes {
  readonly values: Map<Node, JsonValue>;
  readonly names: Map<Property, string>;
  readonly gone: Set<Node | Property>;
  readonly added: Map<ObjectNode, Extract<TreeEdit, { op: 'add' }>[]>;
  readonly appended: Map<Node, Said[]>;
}

function nothing(): Changes {
  return { values: new Map(), names: new Map(), gone: new Set(), added: new Map(), appended: new Map() };
}

/** What the documents of a text say once these changes are made. */
export function saidAfter(format: TextFormat, text: string, edits: readonly TreeEdit[]): Said[] {
  const { roots } = parseText(format, text);
  const changes = nothing();
  for (const edit of edits) note(edit, roots, changes);
  return roots.map((root) => saidBy(root, changes));
}

function note(edit: TreeEdit, roots: readonly (Node | undefined)[], changes: Changes): void {
  switch (edit.op) {
    case 'replace':
      changes.values.set(nodeAt(edit.value), edit.by);
      return;
    case 'rename':
      changes.names.set(propertyAt(edit.key), edit.to);
      return;
    case 'removeProperty':
      changes.gone.add(propertyAt(edit.key));
      return;
    case 'removeItem':
      changes.gone.add(nodeAt(edit.item));
      return;
    case 'add': {
      const object = nodeAt(edit.object);
      if (object.type !== 'object') throw new Error('a property was added to what is no object');
      changes.added.set(object, [...(changes.added.get(object) ?? []), edit]);
      return;
    }
    case 'append': {
      const list = nodeAt(edit.list);
      changes.appended.set(list, [...(changes.appended.get(list) ?? []), said(edit.item)]);
      return;
    }
    case 'copy': {
      const list = nodeAt(edit.list);
      const items = edit.items.map((item) => saidBy(nodeAt(item), nothing()));
      changes.appended.set(list, [...(changes.appended.get(list) ?? []), ...items]);
    }
  }

  function nodeAt(spot: Spot): Node {
    const found = locateNode(roots, spot)?.node;
    if (!found) throw new Error('a fix is of a place that is not there');
    return found;
  }
  function propertyAt(spot: Spot): Property {
    const found = locateProperty(roots, spot)?.property;
    if (!found) throw new Error('a fix is of a key that is not there');
    return found;
  }
}

function saidBy(written: Node | undefined, changes: Changes): Said {
  if (written && changes.values.has(written)) return said(changes.values.get(written));
  const node = resolve(written);
  if (!node) return undefined;
  if (changes.values.has(node)) return said(changes.values.get(node));
  if (node.type === 'array')
    return {
      list: [
        ...node.items.filter((item) => !changes.gone.has(item)).map((item) => saidBy(item, changes)),
        ...(changes.appended.get(node) ?? []),
      ],
    };
  if (node.type !== 'object') return said(plainValue(node));
  const own = node.properties
    .filter((property) => !changes.gone.has(property))
    .map((property): [string, Said] => [
      changes.names.get(property) ?? property.name,
      saidBy(property.value, changes) ?? null,
    ]);
  const added = changes.added.get(node) ?? [];
  const entries = (atFront: boolean) =>
    added
      .filter(({ first }) => (first === true) === atFront)
      .map(({ name, value }): [string, Said] => [name, said(value)]);
  return { object: [...entries(true), ...own, ...entries(false)] };
}

function said(value: unknown): Said {
  if (Array.isArray(value)) return { list: value.map(said) };
  if (typeof value === 'object' && value !== null)
    return { object: Object.entries(value).map(([name, it]): [string, Said] => [name, said(it)]) };
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
