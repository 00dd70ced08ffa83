/** How the neighbours of a place are written: what is put there is written likewise. */
import type { ParsedText } from '../document.ts';
import { type Node, type ScalarNode, spanOf } from '../node.ts';
import { type Style, styleOf, type Writing, yamlScalar } from '../render.ts';
import type { Collection } from './entries.ts';
import type { Holder } from './locate.ts';

export interface Surroundings {
  readonly writing: Writing;
  readonly style: Style;
  /** The quotes of a string that cannot do without, in YAML. */
  readonly marks: '"' | "'";
}

/** Neighbours that are looked at. */
const enough = 20;

/** `holders`: what the place is in, the innermost last. */
export function surroundings(parsed: ParsedText, holders: readonly Collection[]): Surroundings {
  const innermost = holders.at(-1);
  const quotes = innermost && quotesOf(innermost);
  return {
    writing: writingIn(parsed, innermost),
    style: { ...styleOf(parsed.text, parsed.format), ...(quotes && { quotes }) },
    marks: marksNear(holders),
  };
}

export function collectionsOf(holders: readonly Holder[]): Collection[] {
  return holders.map(({ node }) => node);
}

/** In braces whose keys stand in quotes YAML is written as JSON. */
function writingIn({ format, text }: ParsedText, node: Collection | undefined): Writing {
  if (format === 'json') return 'json';
  if (!node?.flow) return 'block';
  return /^[{[\s]*"(?:[^"\\]|\\.)*"\s*:/.test(text.slice(spanOf(node).start, spanOf(node).start + 200))
    ? 'json'
    : 'flow';
}

/** Where strings are quoted that need it not, and none are plain, quotes are meant. */
function quotesOf(node: Collection): Style['quotes'] {
  const strings = leaves(node);
  if (strings.some(({ style }) => style === 'plain')) return undefined;
  const chosen = strings.find(
    ({ style, value }) => isQuoted(style) && yamlScalar(String(value), node.flow) === value,
  );
  return chosen && (chosen.style === 'single' ? "'" : '"');
}

function marksNear(holders: readonly Collection[]): '"' | "'" {
  for (const holder of holders.toReversed()) {
    const found = leaves(holder).find(({ style }) => isQuoted(style));
    if (found) return found.style === 'single' ? "'" : '"';
  }
  return '"';
}

function isQuoted(style: ScalarNode['style']): boolean {
  return style === 'single' || style === 'double';
}

/** Some of the strings that stand in it, or in the entries of it. */
function leaves(node: Collection): ScalarNode[] {
  const found: ScalarNode[] = [];
  const gather = (child: Node | undefined, deep: boolean) => {
    if (!child || found.length >= enough) return;
    if (child.type === 'string') found.push(child);
    else if (deep && child.type === 'object')
      for (const { value } of child.properties.slice(0, enough)) gather(value, false);
  };
  if (node.type === 'object') for (const { value } of node.properties.slice(0, enough)) gather(value, false);
  else for (const item of node.items.slice(0, enough)) gather(item, true);
  return found;
}
