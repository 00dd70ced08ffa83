/** Anchors of YAML and the aliases that name them. The tree knows what an alias means; where its anchor stands, the text tells. */
import { type ManifestDocument, rootAt } from '../manifest/document.ts';
import { type AliasNode, type Node, type ScalarNode, type Span, spanOf } from '../text/node.ts';
import { placeAt } from '../text/tree.ts';

/** One anchor with all of its aliases. The spans hold the names without `&` and `*`. */
export interface AnchorNames {
  readonly name: string;
  /** The one at the cursor. */
  readonly at: Span;
  /** Absent where aliases name nothing. */
  readonly anchor: Span | undefined;
  /** What the anchor names. */
  readonly target: Node | undefined;
  readonly aliases: readonly Span[];
}

/** What may stand in the name of an anchor: everything but blanks and the signs of flow collections. */
const nameSign = /[^\s,[\]{}]/;

export function isAnchorName(text: string): boolean {
  return /^[^\s,[\]{}]+$/.test(text);
}

/** Undefined where the offset is not at an anchor or an alias. */
export function anchorAt(document: ManifestDocument, offset: number): AnchorNames | undefined {
  if (document.parsed.format !== 'yaml') return undefined;
  const { text } = document.parsed;
  const word = wordAt(text, offset);
  const root = rootAt(document, offset).node;
  if (!word || !root) return undefined;
  const at = { start: word.start + 1, end: word.end };
  const name = text.slice(at.start, at.end);
  if (text[word.start] === '*') {
    const alias = placeAt(root, at.start)?.nodes.at(-1);
    if (alias?.type !== 'alias' || spanOf(alias).start !== word.start) return undefined;
    const { target } = alias;
    return {
      name,
      at,
      anchor: target && anchorOf(text, name, target),
      target,
      aliases: aliasesOf(root, name, target),
    };
  }
  if (!isOutsideOfScalars(document, root, word)) return undefined;
  const target = nodeBehind(text, root, word.end);
  return { name, at, anchor: at, target, aliases: target ? aliasesOf(root, name, target) : [] };
}

/** Does an anchor of that name stand anywhere in the text? */
export function hasAnchor({ parsed: { text } }: ManifestDocument, name: string): boolean {
  for (let at = text.indexOf(`&${name}`); at >= 0; at = text.indexOf(`&${name}`, at + 1))
    if (isWhole(text, at, at + 1 + name.length)) return true;
  return false;
}

/** The `&name` or `*name` that holds the offset. */
function wordAt(text: string, offset: number): Span | undefined {
  let start = offset;
  while (start > 0 && nameSign.test(text.charAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && nameSign.test(text.charAt(end))) end++;
  const sign = text[start];
  return (sign === '&' || sign === '*') && end > start + 1 ? { start, end } : undefined;
}

function isWhole(text: string, start: number, end: number): boolean {
  return !nameSign.test(text.charAt(start - 1)) && !nameSign.test(text.charAt(end));
}

function isOutsideOfScalars({ parsed }: ManifestDocument, root: Node, word: Span): boolean {
  if (parsed.comments.some(({ start, end }) => start <= word.start && word.start < end)) return false;
  const place = placeAt(root, word.start + 1);
  const innermost = place?.nodes.at(-1);
  return !place?.inKey && (innermost === undefined || isCollection(innermost));
}

function isCollection(node: Node): boolean {
  return node.type === 'object' || node.type === 'array';
}

/** Between an anchor and what it names: blanks, comments and a tag. */
const between = /^(?:\s|#[^\n]*\n|![^\s,[\]{}]*(?=\s|$))*$/;

/** The outermost node that begins behind an anchor with nothing of its own between. */
function nodeBehind(text: string, root: Node, end: number): Node | undefined {
  let current: Node | undefined = root;
  while (current) {
    const { start } = spanOf(current);
    if (start >= end) {
      const gap = text.slice(end, start);
      if (!between.test(gap)) return undefined;
      return /[\r\n]/.test(gap) ? current : (firstKey(current) ?? current);
    }
    // The first child that does not end before: a value with nothing in it has no room but a place.
    current = keysAndValues(current).find((child) => spanOf(child).end >= end);
  }
  return undefined;
}

/** In front of `key: value`, on its line, an anchor names the key alone. */
function firstKey(node: Node): Node | undefined {
  const key = node.type === 'object' && !node.flow ? node.properties[0]?.key : undefined;
  return key && spanOf(key).start === spanOf(node).start ? key : undefined;
}

function keysAndValues(node: Node): readonly Node[] {
  if (node.type !== 'object') return childrenOf(node);
  return node.properties.flatMap(({ key, value }) => (value ? [key, value] : [key]));
}

/** Where the anchor of that name stands in front of the node that it names. */
function anchorOf(text: string, name: string, target: Node): Span | undefined {
  const { start } = spanOf(target);
  for (let at = text.lastIndexOf(`&${name}`, start); at >= 0; at = text.lastIndexOf(`&${name}`, at - 1)) {
    const end = at + 1 + name.length;
    if (end <= start && isWhole(text, at, end))
      return between.test(text.slice(end, start)) ? { start: at + 1, end } : undefined;
    if (at === 0) break;
  }
  return undefined;
}

function aliasesOf(root: Node, name: string, target: Node | undefined): Span[] {
  const targetText = target && 'value' in target ? String(target.value ?? `*${name}`) : `*${name}`;
  const found: (AliasNode | ScalarNode)[] = [];
  const waiting: Node[] = [root];
  /** A plain text never begins with an asterisk. */
  const isKeyAlias = ({ source, style, value }: ScalarNode) =>
    style === 'plain' && source === `*${name}` && value === targetText;
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'alias') {
      if (node.name === name && node.target === target) found.push(node);
      continue;
    }
    for (const child of childrenOf(node)) waiting.push(child);
    if (node.type === 'object') found.push(...node.properties.map(({ key }) => key).filter(isKeyAlias));
  }
  return found
    .map((alias) => {
      const { start, end } = spanOf(alias);
      return { start: start + 1, end };
    })
    .sort((a, b) => a.start - b.start);
}

function childrenOf(node: Node): readonly Node[] {
  if (node.type === 'array') return node.items;
  if (node.type === 'object') return node.properties.flatMap(({ value }) => value ?? []);
  return [];
}
