/** Turns changes of the tree into changes of the text. */
import type { ParsedText } from '../document.ts';
import { type ArrayNode, type JsonValue, type Node, type Spot, spanOf } from '../node.ts';
import { plainValue } from '../tree.ts';
import { addition } from './addition.ts';
import { copying } from './copying.ts';
import { type Collection, countOf, entryAt } from './entries.ts';
import { type Holder, type Located, locateNode, locateProperty } from './locate.ts';
import { removal } from './removal.ts';
import { renaming, replacement } from './replacement.ts';
import { inOrder, type SpanEdit } from './spanEdit.ts';
import type { TreeEdit } from './treeEdit.ts';

/**
 * The least changes of the text that make these of the tree, in order of the text. Comments stay, but for what the line
 * of a removed thing says of it, and what stands in it. Undefined where it cannot be done: the place is not in the tree,
 * it is written in a rare way (`? ` before a key), an alias would lose its anchor, or the edits get in each other's way.
 */
export function textEdits(parsed: ParsedText, edits: readonly TreeEdit[]): SpanEdit[] | undefined {
  const made: SpanEdit[] = [];
  const removed = new Map<Collection, Removed>();
  const appended = new Map<ArrayNode, Appended>();
  for (const edit of edits) {
    if (edit.op === 'append') {
      if (!noteAppended(parsed, edit, appended)) return undefined;
      continue;
    }
    if (edit.op === 'removeProperty' || edit.op === 'removeItem') {
      if (!noteRemoval(parsed, edit, removed)) return undefined;
      continue;
    }
    const changes = changesOf(parsed, edit);
    if (!changes) return undefined;
    made.push(...changes);
  }
  for (const [list, { values, found }] of appended) {
    const changes = appending(parsed, list, values, found);
    if (!changes) return undefined;
    made.push(...changes);
  }
  for (const [node, { indices, holders }] of removed) {
    const grows = edits.some(
      (edit) =>
        (edit.op === 'add' || edit.op === 'append' || edit.op === 'copy') &&
        grownOrShrunk(parsed, edit) === node,
    );
    if (grows && indices.size === countOf(node)) return undefined;
    const changes = removal(parsed, node, indices, headOf(parsed, holders));
    if (!changes) return undefined;
    made.push(...changes);
  }
  const ordered = inOrder(made);
  return ordered && !orphans(parsed, ordered) ? ordered : undefined;
}

interface Removed {
  readonly indices: Set<number>;
  readonly holders: readonly Holder[];
}

function noteRemoval(
  { roots }: ParsedText,
  edit: Extract<TreeEdit, { op: 'removeProperty' | 'removeItem' }>,
  removed: Map<Collection, Removed>,
): boolean {
  const note = (node: Collection, index: number, holders: readonly Holder[]) => {
    const known = removed.get(node) ?? { indices: new Set(), holders };
    known.indices.add(index);
    removed.set(node, known);
    return true;
  };
  if (edit.op === 'removeProperty') {
    const found = locateProperty(roots, edit.key);
    return found !== undefined && note(found.object, found.index, found.holders);
  }
  const found = locateNode(roots, edit.item);
  const holder = found?.holders.at(-1);
  return holder?.node.type === 'array' && note(holder.node, holder.index, found?.holders.slice(0, -1) ?? []);
}

interface Appended {
  readonly values: JsonValue[];
  readonly found: Located;
}

function noteAppended(
  { roots }: ParsedText,
  { list, item }: Extract<TreeEdit, { op: 'append' }>,
  appended: Map<ArrayNode, Appended>,
): boolean {
  const found = locateNode(roots, list);
  if (found?.node.type !== 'array') return false;
  const known = appended.get(found.node) ?? { values: [], found };
  known.values.push(item);
  appended.set(found.node, known);
  return true;
}

function headOf(parsed: ParsedText, holders: readonly Holder[]): number | undefined {
  const holder = holders.at(-1);
  return holder && entryAt(parsed, holder.node, holder.index)?.head;
}

/** The collection that gets an entry more or less. */
export function grownOrShrunk({ roots }: ParsedText, edit: TreeEdit): Collection | undefined {
  switch (edit.op) {
    case 'removeProperty':
      return locateProperty(roots, edit.key)?.object;
    case 'removeItem':
      return locateNode(roots, edit.item)?.holders.at(-1)?.node;
    case 'add':
    case 'append':
    case 'copy': {
      const node = locateNode(roots, spotOf(edit))?.node;
      return node?.type === 'object' || node?.type === 'array' ? node : undefined;
    }
    default:
      return undefined;
  }
}

function changesOf(
  parsed: ParsedText,
  edit: Exclude<TreeEdit, { op: 'removeProperty' | 'removeItem' | 'append' }>,
): SpanEdit[] | undefined {
  const { roots } = parsed;
  switch (edit.op) {
    case 'replace': {
      const found = locateNode(roots, edit.value);
      return found && replacement(parsed, found, edit.by);
    }
    case 'rename': {
      const found = locateProperty(roots, edit.key);
      return found && renaming(parsed, found, edit.to);
    }
    case 'add': {
      const found = locateNode(roots, edit.object);
      if (found?.node.type !== 'object') return undefined;
      const added = { name: edit.name, value: edit.value };
      return addition(parsed, found.node, found.holders, added, edit.first === true);
    }
    case 'copy': {
      const found = locateNode(roots, edit.list);
      const list = found?.node;
      const items = edit.items.map((item) => locateNode(roots, item));
      if (list?.type !== 'array' || !items.every((item) => item !== undefined)) return undefined;
      const values = () => items.map(({ node }) => plainValue(node));
      return found && (copying(parsed, items, list) ?? appending(parsed, list, values(), found));
    }
  }
}

/** Items more, written as the others in the list are. */
function appending(
  parsed: ParsedText,
  list: ArrayNode,
  values: readonly JsonValue[],
  found: Located,
): SpanEdit[] | undefined {
  if (countOf(list) === 0 && values.length > 1) return replacement(parsed, found, [...values]);
  const edits: SpanEdit[] = [];
  for (const value of values) {
    const made = addition(parsed, list, found.holders, { value }, false);
    const last = made?.at(-1);
    if (!made || !last) return undefined;
    // The comma behind the last of the list is made once; the others follow each other.
    if (edits.length === 0) edits.push(...made);
    else edits.push({ span: last.span, text: made.length > 1 ? `,${last.text}` : last.text });
  }
  return edits;
}

/** Would an alias lose what it names? */
function orphans({ text, format }: ParsedText, edits: readonly SpanEdit[]): boolean {
  if (format === 'json') return false;
  return edits.some(({ span }) =>
    [...text.slice(span.start, span.end).matchAll(/&([^\s,[\]{}]+)/g)].some(([, name]) =>
      [...text.matchAll(/\*([^\s,[\]{}]+)/g)].some(
        ({ 1: alias, index }) =>
          alias === name && !edits.some(({ span: { start, end } }) => start <= index && index < end),
      ),
    ),
  );
}

/** Whether the place stands in something that aliases name: a change shows wherever they stand. */
export function isShared(parsed: ParsedText, edit: TreeEdit): boolean {
  const { text, format } = parsed;
  if (format === 'json') return false;
  // The few places that the edit is in are looked at first: the text may be long.
  return touched(parsed, edit).some((node) => isAnchored(text, spanOf(node).start)) && text.includes('*');
}

function isAnchored(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 200), start);
  return /&[^\s,[\]{}]+\s+(?:!\S*\s+)?(?:#.*\s+)*$/.test(before);
}

/** What the edit changes, the outermost first. */
function touched({ roots }: ParsedText, edit: TreeEdit): readonly Node[] {
  if (edit.op === 'rename' || edit.op === 'removeProperty') {
    const found = locateProperty(roots, edit.key);
    return found ? [...found.holders.map(({ node }) => node), found.object] : [];
  }
  const found = locateNode(roots, spotOf(edit));
  if (!found) return [];
  const holders = found.holders.map(({ node }) => node);
  return edit.op === 'removeItem' ? holders : [...holders, found.node];
}

function spotOf(edit: Exclude<TreeEdit, { op: 'rename' | 'removeProperty' }>): Spot {
  switch (edit.op) {
    case 'replace':
      return edit.value;
    case 'removeItem':
      return edit.item;
    case 'add':
      return edit.object;
    case 'append':
    case 'copy':
      return edit.list;
  }
}
