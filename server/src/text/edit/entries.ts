/** The properties of an object, or the items of a list, with all that belongs to each: anchors, tags, dashes. */
import type { ParsedText } from '../document.ts';
import { type ArrayNode, type ObjectNode, spanOf } from '../node.ts';
import { columnOf, gapTokens, lineStart } from './gap.ts';

export type Collection = ObjectNode | ArrayNode;

export interface Entry {
  /** Where it begins: its key with what stands before it, its dash, or its value. */
  readonly start: number;
  /** Where the sign ends that the value stands behind, with the anchor and tag of the value. */
  readonly head: number;
  /** Where its value ends, or its head where there is none. */
  readonly end: number;
  /** Column of the key or dash. */
  readonly column: number;
}

export function countOf(node: Collection): number {
  return node.type === 'object' ? node.properties.length : node.items.length;
}

/** Undefined where the entry is written in a way that is not edited, such as with `? ` before its key. */
export function entryAt(parsed: ParsedText, node: Collection, index: number): Entry | undefined {
  const { text } = parsed;
  const { start } = spanOf(node);
  if (node.flow && text[start] !== '{' && text[start] !== '[') return undefined;
  const from = index > 0 ? endOfPart(node, index - 1) : start + (node.flow ? 1 : 0);
  const entry =
    node.type === 'object' ? propertyEntry(parsed, node, index, from) : itemEntry(parsed, node, index, from);
  // The anchor and tag of the first key stand before the object.
  if (
    entry &&
    index === 0 &&
    !node.flow &&
    endsWithProps(text.slice(lineStart(text, entry.start), entry.start))
  )
    return undefined;
  return entry;
}

function endsWithProps(text: string): boolean {
  return /(?:^|\s)[&!]\S*[ \t]+$/.test(text);
}

/** Of a part without a value: where the value would stand, which is behind the colon or dash in any case. */
function endOfPart(node: Collection, index: number): number {
  if (node.type === 'array') {
    const item = node.items[index];
    return item ? spanOf(item).end : spanOf(node).start;
  }
  const property = node.properties[index];
  return property ? spanOf(property.value ?? property.key).end : spanOf(node).start;
}

function propertyEntry(parsed: ParsedText, node: ObjectNode, index: number, from: number): Entry | undefined {
  const property = node.properties[index];
  if (!property) return undefined;
  const { text, format } = parsed;
  const { key, value } = property;
  const keySpan = spanOf(key);
  let start = keySpan.start;
  for (const token of gapTokens(text, from, keySpan.start, format)) {
    // The colon of a property before it that has no value.
    if (token.kind === 'sign' && text[token.start] !== ',' && text[token.start] !== ':') return undefined;
    if (token.kind === 'props') start = Math.min(start, token.start);
  }
  const valueSpan = value && spanOf(value);
  let head = keySpan.end;
  for (const token of gapTokens(text, keySpan.end, valueSpan?.start ?? spanOf(node).end, format)) {
    if (token.kind === 'props' || (token.kind === 'sign' && text[token.start] === ':')) head = token.end;
    else if (token.kind === 'sign' || !value) break;
  }
  const end = valueSpan && valueSpan.end > valueSpan.start ? valueSpan.end : head;
  return { start, head, end, column: columnOf(text, start) };
}

function itemEntry(parsed: ParsedText, node: ArrayNode, index: number, from: number): Entry | undefined {
  const item = node.items[index];
  if (!item) return undefined;
  const { text, format } = parsed;
  const span = spanOf(item);
  let start = node.flow ? span.start : undefined;
  let head = node.flow ? span.start : from;
  for (const token of gapTokens(text, from, span.start, format)) {
    if (token.kind === 'sign' && text[token.start] !== (node.flow ? ',' : '-')) return undefined;
    if (node.flow) {
      if (token.kind === 'props') start = Math.min(start ?? token.start, token.start);
    } else if (token.kind === 'sign') {
      start ??= token.start;
      head = token.end;
    } else if (token.kind === 'props') head = token.end;
  }
  if (start === undefined) return undefined;
  return { start, head, end: span.end > span.start ? span.end : head, column: columnOf(text, start) };
}
