/** What a selection grows to, step by step: a part of a value, the value, its entry, the list around it, and so on. */
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import { type ManifestDocument, rangeOf, rootAt } from '../manifest/document.ts';
import { type Node, type Property, type Span, spanOf } from '../text/node.ts';
import { scalarPart, scalarText } from '../text/scalarPart.ts';
import { placeAt } from '../text/tree.ts';

/** One for each position, innermost first; each is larger than the one before. */
export function selectionRanges(
  document: ManifestDocument,
  positions: readonly Position[],
): SelectionRange[] {
  return positions.map((position) => {
    const steps = stepsAt(document, document.text.offsetAt(position));
    let range: SelectionRange | undefined;
    for (const step of steps.reverse()) {
      const parent = range;
      range = { range: rangeOf(document.text, step), ...(parent && { parent }) };
    }
    return range ?? { range: { start: position, end: position } };
  });
}

function stepsAt(document: ManifestDocument, offset: number): Span[] {
  const { text } = document.parsed;
  const root = rootAt(document, offset);
  const place = root.node && placeAt(root.node, offset);
  const spans: Span[] = [];
  if (place?.inKey && place.property) spans.push(...scalarSteps(place.property.key, offset));
  for (const [index, node] of [...(place?.nodes.entries() ?? [])].reverse()) {
    const property = propertyOf(node, place?.inKey ? place.property : undefined, offset);
    if (property) spans.push(propertySpan(property));
    spans.push(...nodeSteps(node, offset));
    if (place?.nodes[index - 1]?.type === 'array') spans.push(withDash(text, spanOf(node)));
  }
  spans.push(root.span, { start: 0, end: text.length });
  return growing(spans.map((span) => trimmed(text, span, offset)).filter((span) => holds(span, offset)));
}

/** Of an object the property that holds the offset. */
function propertyOf(node: Node, key: Property | undefined, offset: number): Property | undefined {
  if (node.type !== 'object') return undefined;
  return node.properties.find(
    (it) => it === key || (it.value !== undefined && holds(spanOf(it.value), offset)),
  );
}

function propertySpan({ key, value }: Property): Span {
  const { start, end } = spanOf(key);
  return { start, end: value ? Math.max(end, spanOf(value).end) : end };
}

function nodeSteps(node: Node, offset: number): Span[] {
  const span = spanOf(node);
  if (node.type === 'alias') return [span];
  if (node.type !== 'object' && node.type !== 'array') return scalarSteps(node, offset);
  // Between brackets there is all that is in them.
  return node.flow && span.end - span.start > 2
    ? [{ start: span.start + 1, end: span.end - 1 }, span]
    : [span];
}

/** The word at the offset, the text within the quotes, and the text with them. */
function scalarSteps(node: Exclude<Node, { type: 'object' | 'array' | 'alias' }>, offset: number): Span[] {
  const text = scalarText(node);
  const words = [...text.matchAll(/[^\s:/=,@]+/g)].flatMap(({ index, 0: word }) => {
    const spot = scalarPart(node, index, index + word.length);
    return spot ? [spanOf(spot)] : [];
  });
  const word = words.find((it) => holds(it, offset));
  const inner = scalarPart(node, 0, text.length);
  return [...(word ? [word] : []), ...(inner ? [spanOf(inner)] : []), spanOf(node)];
}

/** An item of block YAML with the dash in front of it. */
function withDash(text: string, { start, end }: Span): Span {
  const dash = /-[ \t]+$/.exec(text.slice(Math.max(0, start - 40), start));
  return { start: start - (dash?.[0].length ?? 0), end };
}

/** A selection does not begin or end with blanks, unless the cursor is among them. */
function trimmed(text: string, { start, end }: Span, offset: number): Span {
  let from = start;
  let to = end;
  while (to > from && to > offset && /\s/.test(text.charAt(to - 1))) to--;
  while (from < to && from < offset && /\s/.test(text.charAt(from))) from++;
  return { start: from, end: to };
}

/** Each contains the one before and is larger; all hold the cursor. */
function growing(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    const contains = !last || (span.start <= last.start && last.end <= span.end);
    const grows = !last || span.start < last.start || span.end > last.end;
    if (contains && grows) result.push(span);
  }
  return result;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
