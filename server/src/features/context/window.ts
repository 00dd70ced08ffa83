/**
 * Reads only the item of a long list that the cursor is in: what stands around the list is taken from the tree. So the
 * cost of an answer does not grow with the document. Wherever the text and the tree might not agree, the whole text is read.
 */
import type { ParsedText } from '../../text/document.ts';
import { type ArrayNode, type Node, type ObjectNode, type Property, spanOf } from '../../text/node.ts';
import type { Cursor, Level } from './cursor.ts';
import { scanFlowWithin } from './flow.ts';
import type { Frame } from './frames.ts';
import { indentAt, isBlankAt, lineBelow, lineStart, readLine } from './lines.ts';
import { lineEnd } from './tokens.ts';

/** A long list around the cursor. */
interface Place {
  readonly list: ArrayNode;
  /** The item that the cursor is in or behind. */
  readonly index: number;
  /** What leads to the list, outermost first. Aliases are not followed: what they name stands elsewhere. */
  readonly around: readonly Step[];
}

type Step =
  | { readonly node: ObjectNode; readonly property: Property; readonly step: string }
  | { readonly node: ArrayNode; readonly step: number };

/**
 * The cursors as the whole text gives them, or undefined where it has to be read. `least`: lists with fewer items are not
 * worth it. `blockCursors`: reads block YAML.
 */
export function cursorsInWindow(
  parsed: ParsedText,
  root: Node | undefined,
  offset: number,
  least: number,
  blockCursors: (text: string, offset: number) => Cursor[],
): Cursor[] | undefined {
  const place = root && longListAt(root, offset, least);
  if (place === undefined) return undefined;
  const { list, index } = place;
  const item = list.items[index];
  if (item === undefined) return undefined;
  const { start } = spanOf(item);
  const fault = parsed.problems.find(({ severity }) => severity === 'error');
  // At and behind a fault the tree is a guess.
  if (fault !== undefined && fault.span.start <= start) return undefined;
  if (parsed.format === 'json') return jsonCursors(parsed.text, place, offset);
  return list.flow ? undefined : inBlock(parsed.text, place, offset, blockCursors);
}

function longListAt(root: Node, offset: number, least: number): Place | undefined {
  const around: Step[] = [];
  let found: Place | undefined;
  let current: Node | undefined = root;
  while (current !== undefined) {
    if (current.type === 'object') {
      const at: number = lastBefore(current.properties, ({ key }) => spanOf(key).start, offset);
      const property: Property | undefined = current.properties[at];
      if (property?.value === undefined || property.value.type === 'alias') break;
      around.push({ node: current, property, step: property.name });
      current = property.value;
    } else if (current.type === 'array') {
      const index: number = lastBefore(current.items, (item) => spanOf(item).start, offset);
      if (index < 0) break;
      if (current.items.length >= least) found = { list: current, index, around: [...around] };
      around.push({ node: current, step: index });
      current = current.items[index];
    } else break;
  }
  return found;
}

/** The last of those in order of the text that begins at or before the offset; -1 for none. */
function lastBefore<T>(sorted: readonly T[], startOf: (item: T) => number, offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && startOf(item) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// --- block YAML ---

function inBlock(
  text: string,
  place: Place,
  offset: number,
  blockCursors: (text: string, offset: number) => Cursor[],
): Cursor[] | undefined {
  const { list: items, index } = place;
  const dash = dashOf(text, items, index);
  if (dash === undefined) return undefined;
  const { start, column } = dash;
  const isLast = index + 1 >= items.items.length;
  const next = isLast ? undefined : dashOf(text, items, index + 1);
  if (!isLast && next?.column !== column) return undefined;
  // The line of the next item tells where this one ends; of the last item the line that ends the list does.
  const end = next === undefined ? endOfList(text, offset, column) : lineEnd(text, next.start);
  if (offset < start || offset > end || !staysInside(text, start, offset, column)) return undefined;
  const holder = place.around.at(-1);
  if (holder === undefined || !('property' in holder)) return undefined;
  // A list at the column of its key: what stands there may be an item or a key.
  const key = spanOf(holder.property.key).start;
  const keyColumn = key - lineStart(text, key);
  if (keyColumn >= column) return undefined;
  // Stand for the key above the list, and for the items before.
  const head = `${' '.repeat(keyColumn)}x:\n${index > 0 ? `${' '.repeat(column)}- *x\n` : ''}`;
  const by = start - head.length;
  const outer = levelsAround(place);
  const result: Cursor[] = [];
  for (const cursor of blockCursors(head + text.slice(start, end), offset - by)) {
    const [, list, item, ...inner] = cursor.levels;
    if (list?.kind !== 'array') return undefined;
    const levels: Level[] = [...outer, { ...list, step: holder.step }];
    if (item !== undefined) {
      if (typeof item.step !== 'number') return undefined;
      levels.push({ ...item, step: item.step + Math.max(index - 1, 0) }, ...inner);
    }
    result.push(moved({ ...cursor, levels }, by));
  }
  return result;
}

/** The dash of an item, and where its line begins; undefined where it is not the only one there. */
function dashOf(
  text: string,
  list: ArrayNode,
  index: number,
): { readonly start: number; readonly column: number } | undefined {
  const item = list.items[index];
  if (item === undefined) return undefined;
  const start = lineStart(text, spanOf(item).start);
  const [dash, ...others] = readLine(text, start).elements.filter(({ kind }) => kind === 'dash');
  return dash && others.length === 0 ? { start, column: dash.column } : undefined;
}

/** Whether everything from the item's line to the cursor's belongs to the item, or begins another one at its column. */
function staysInside(text: string, start: number, offset: number, column: number): boolean {
  for (let at = lineBelow(text, start); at !== undefined && at <= offset; at = lineBelow(text, at)) {
    const indent = indentAt(text, at);
    if (at + indent >= offset) return offset - at >= column;
    if (isBlankAt(text, at + indent)) continue;
    const isCursorLine = offset <= lineEnd(text, at);
    if (indent < column || (indent === column && !isCursorLine)) return false;
    if (text.startsWith('---', at) || text.startsWith('...', at)) return false;
  }
  return true;
}

/** After the first line that stands left of the list. */
function endOfList(text: string, offset: number, column: number): number {
  for (let at = lineBelow(text, offset); at !== undefined; at = lineBelow(text, at)) {
    const indent = indentAt(text, at);
    if (indent < column && !isBlankAt(text, at + indent)) return lineEnd(text, at);
  }
  return text.length;
}

function moved(cursor: Cursor, by: number): Cursor {
  const { replace, commaMissingAt } = cursor;
  return {
    ...cursor,
    replace: { start: replace.start + by, end: replace.end + by },
    ...(commaMissingAt === undefined ? {} : { commaMissingAt: commaMissingAt + by }),
  };
}

// --- JSON ---

function jsonCursors(text: string, place: Place, offset: number): Cursor[] | undefined {
  const { list, index } = place;
  const item = list.items[index];
  const next = list.items[index + 1];
  if (item === undefined) return undefined;
  const { start, end } = spanOf(item);
  const until = next === undefined ? spanOf(list).end : spanOf(next).end;
  // Behind the last item the list may be closed already.
  if (offset > until || (next === undefined && offset > end)) return undefined;
  const holder = place.around.at(-1);
  if (holder === undefined) return undefined;
  const frames: Frame[] = levelsAround(place).map((level, at) => ({
    kind: level.kind === 'array' ? 'array' : 'object',
    step: level.step,
    entries: new Map(level.entries),
    items: [],
    state: 'after',
    key: String(place.around[at]?.step ?? ''),
    count: 0,
    lastEnd: start,
    quotesKeys: level.kind === 'object',
  }));
  frames.push({
    kind: 'array',
    step: holder.step,
    entries: new Map(),
    items: [],
    state: 'start',
    key: '',
    count: index,
    lastEnd: start,
    quotesKeys: true,
  });
  const { cursor } = scanFlowWithin(text, start, offset, frames, until);
  return cursor === undefined ? [] : [cursor];
}

// --- both ---

/** The levels down to the one that holds the list. */
function levelsAround({ around }: Place): Level[] {
  return around.map(({ node }, at) => {
    const above = around[at - 1];
    return {
      kind: node.type,
      ...(above === undefined ? {} : { step: above.step }),
      entries: node.type === 'object' ? entriesOf(node) : new Map(),
      items: [],
    };
  });
}

function entriesOf({ properties }: ObjectNode): Map<string, string | undefined> {
  const entries = new Map<string, string | undefined>();
  // A key alone, without a colon, is a word in the making.
  for (const { key, name, value } of properties) if (key.source !== '') entries.set(name, scalarOf(value));
  return entries;
}

function scalarOf(value: Node | undefined): string | undefined {
  if (value === undefined || value.type === 'object' || value.type === 'array' || value.type === 'alias')
    return undefined;
  if (value.source === '' || value.style === 'block') return undefined;
  return value.style === 'plain' ? value.source : String(value.value);
}
