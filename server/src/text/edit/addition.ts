/** Puts an entry into a collection: a property into an object, an item into a list. */
import type { ParsedText } from '../document.ts';
import { type JsonValue, type Node, spanOf } from '../node.ts';
import { renderProperty, renderValue } from '../render.ts';
import { type Collection, countOf, type Entry, entryAt } from './entries.ts';
import { beginsLine, behind, blockTail, indentOf, lineBreakOf } from './gap.ts';
import type { Holder } from './locate.ts';
import { insertion, type SpanEdit } from './spanEdit.ts';
import { collectionsOf, type Surroundings, surroundings } from './surroundings.ts';
import { jsonInOneLine } from './written.ts';

/** What is put in: `name` of a property only. */
interface Addition {
  readonly name?: string;
  readonly value: JsonValue;
}

/** At the end, or before the first. Undefined where the collection is written in a way that is not edited. */
export function addition(
  parsed: ParsedText,
  node: Collection,
  holders: readonly Holder[],
  added: Addition,
  first: boolean,
): SpanEdit[] | undefined {
  const around = surroundings(parsed, [...collectionsOf(holders), node]);
  const count = countOf(node);
  if (count === 0) return node.flow ? intoEmpty(parsed, node, added, around) : undefined;
  const neighbour = entryAt(parsed, node, first ? 0 : count - 1);
  if (!neighbour) return undefined;
  const eol = lineBreakOf(parsed.text);
  const edits = node.flow
    ? inBraces(parsed, node, neighbour, added, around, first)
    : inBlock(parsed, node, neighbour, added, around, first);
  return edits.map((edit) => ({ ...edit, text: edit.text.replaceAll('\n', eol) }));
}

function intoEmpty(parsed: ParsedText, node: Collection, added: Addition, around: Surroundings): SpanEdit[] {
  const { text } = parsed;
  const { start, end } = spanOf(node);
  const inner = text.slice(start + 1, end - 1);
  const eol = lineBreakOf(text);
  if (around.writing !== 'json' || inner.trim() !== '' || !text.includes('\n')) {
    const written = entryText(added, around, '', true);
    // What stands in empty braces is a comment.
    return inner.trim() === ''
      ? [{ span: { start: start + 1, end: end - 1 }, text: written }]
      : [insertion(start + 1, written)];
  }
  const outer = indentOf(text, start);
  const deeper = outer + around.style.unit;
  const written = `\n${deeper}${entryText(added, around, deeper, false)}\n${outer}`;
  return [{ span: { start: start + 1, end: end - 1 }, text: written.replaceAll('\n', eol) }];
}

function inBraces(
  parsed: ParsedText,
  node: Collection,
  neighbour: Entry,
  added: Addition,
  around: Surroundings,
  first: boolean,
): SpanEdit[] {
  const { text, format } = parsed;
  const source = text.slice(neighbour.start, neighbour.end);
  const ownLine = beginsLine(text, neighbour.start);
  // The first entry may stand behind the dash or the key of a block of YAML: further lines must stand right of that.
  const indent =
    ownLine || format === 'json' ? indentOf(text, neighbour.start) : ' '.repeat(neighbour.column);
  const written = entryText(
    added,
    around,
    indent,
    !ownLine || (node.type === 'array' && !source.includes('\n')),
    source,
  );
  if (first) return [insertion(neighbour.start, `${written},${ownLine ? `\n${indent}` : ' '}`)];
  const rest = behind(text, neighbour.end, spanOf(node).end - 1, format);
  // Nothing can stand behind a comment that ends its line.
  const spread = ownLine || (!rest.shared && rest.tail > (rest.comma ?? neighbour.end - 1) + 1);
  const placed = spread ? `\n${indent}${written}` : ` ${written}`;
  if (rest.comma !== undefined && rest.comma < rest.tail)
    return [insertion(rest.tail, format === 'yaml' ? `${placed},` : placed)];
  if (rest.comma !== undefined) return [insertion(rest.comma + 1, placed)];
  return [insertion(neighbour.end, ','), insertion(rest.tail, placed)];
}

function inBlock(
  parsed: ParsedText,
  node: Collection,
  neighbour: Entry,
  added: Addition,
  around: Surroundings,
  first: boolean,
): SpanEdit[] {
  const { text, format } = parsed;
  const indent = ' '.repeat(entryAt(parsed, node, 0)?.column ?? neighbour.column);
  const written = (node.type === 'array' ? '- ' : '') + blockText(added, around, node, indent);
  if (first) return [insertion(neighbour.start, `${written}\n${indent}`)];
  const { end } = neighbour;
  // A block scalar ends where the next line begins.
  if (text[end - 1] === '\n') return [insertion(end, `${indent}${written}\n`)];
  return [insertion(blockTail(text, end, format), `\n${indent}${written}`)];
}

/** Entries of a list of flow objects are written so, too. */
function blockText(
  { name, value }: Addition,
  around: Surroundings,
  node: Collection,
  indent: string,
): string {
  if (name !== undefined) return renderProperty(name, value, 'block', around.style, indent);
  const likeItems = node.type === 'array' && node.items.some(isFlowCollection);
  return renderValue(value, likeItems ? 'flow' : 'block', around.style, `${indent}  `);
}

function isFlowCollection(node: Node): boolean {
  return (node.type === 'object' || node.type === 'array') && node.flow;
}

/** In braces. `like`: how a neighbour is written. */
function entryText(
  { name, value }: Addition,
  { writing, style }: Surroundings,
  indent: string,
  inOneLine: boolean,
  like = '',
): string {
  const inJson = writing === 'json';
  if (!inJson || !inOneLine) {
    const how = inJson ? 'json' : 'flow';
    return name === undefined
      ? renderValue(value, how, style, indent)
      : renderProperty(name, value, how, style, indent);
  }
  const blank = like.startsWith('{') && /^\{\S/.test(like) ? '' : ' ';
  const written = jsonInOneLine(value, blank);
  return name === undefined ? written : `${JSON.stringify(name)}: ${written}`;
}
