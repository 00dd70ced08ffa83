import { isScalar } from 'yaml';
import type { Change } from './change.ts';
import type { Node, Origin, Property, ScalarNode, Spot } from './node.ts';
import { Anchors } from './yamlAnchors.ts';
import type { YamlBlock } from './yamlBlock.ts';
import { composeYaml } from './yamlCompose.ts';
import { NodeMaker } from './yamlNodes.ts';

/**
 * Most of what is typed is within one value. Where the value stays one of its kind on its line, all else in the block is
 * what it was, further left or right: then only the value is read. Undefined where that is not certain.
 * `text`: the block's new one; `change`: with places in the two texts of the block.
 */
export function patchedBlock(block: YamlBlock, text: string, change: Change): YamlBlock | undefined {
  if (block.runs.length > 0 || !block.made.clean || block.made.log.length > 0) return undefined;
  const root = block.made.root;
  const changed = root && valueAround(root, change);
  if (!root || !changed || !standsAlone(text, changed, change)) return undefined;
  const { from } = changed;
  const by = change.endAfter - change.endBefore;
  const read = readAlone(text.slice(from, changed.to + by), changed.style);
  if (!read) return undefined;
  const origin: Origin = { offset: Number.NaN };
  const moved = ({ from: start, to }: Spot): Spot => ({
    origin,
    from: start > from ? start + by : start,
    to: to > from ? to + by : to,
  });
  const value = { ...read, ...moved(changed) };
  return block.patched(text, origin, {
    root: copied(root, changed, value, moved),
    comments: block.frame.comments.map(moved),
  });
}

/** The value, no key, that holds all that was changed: with the break of its line changed, say, others may be part of it. */
function valueAround(root: Node, { start, endBefore }: Change): ScalarNode | undefined {
  const holds = (it: Node | undefined) => it !== undefined && it.from <= start && endBefore <= it.to;
  let node: Node | undefined = holds(root) ? root : undefined;
  while (node?.type === 'object' || node?.type === 'array')
    node =
      node.type === 'array'
        ? node.items.find(holds)
        : node.properties.find(({ value }) => holds(value))?.value;
  return node?.type === 'alias' ? undefined : node;
}

/** Nothing before it on its line but dashes and a key: no tag, say, that tells how it is read. */
const plainLine = /^ *(?:- +)*(?:- +|[\w.-]+: +)$/;
/** In quotes, that what closes it is sure; else without what would end it in braces. */
const simple = /^(?:"[^"\\]*"|'[^']*'|[^"',[\]{}][^,[\]{}]*)$/;
/** Breaks of lines, and what may be taken for one or for no character at all. */
const odd = /[\p{Cc}\u2028\u2029\ufeff]/u;

function standsAlone(text: string, { from, to, source }: ScalarNode, change: Change): boolean {
  const end = to + change.endAfter - change.endBefore;
  const written = text.slice(from, end);
  if (!simple.test(source) || !simple.test(written) || odd.test(source) || odd.test(written)) return false;
  return (
    plainLine.test(text.slice(text.lastIndexOf('\n', from) + 1, from)) &&
    /^(?: |\r?\n|$)/.test(text.slice(end, end + 2))
  );
}

/** The value that a text is, if it is nothing but one. */
function readAlone(text: string, style: ScalarNode['style']): ScalarNode | undefined {
  const composed = composeYaml(text);
  const [document] = composed?.documents ?? [];
  const contents = document?.contents;
  if (!composed || !document || !isScalar(contents) || composed.documents.length > 1) return undefined;
  if (composed.directives || document.errors.length + document.warnings.length > 0) return undefined;
  const [start, end] = contents.range;
  if (start !== 0 || end !== text.length) return undefined;
  const origin: Origin = { offset: 0 };
  const spot = (from: number, to: number) => ({ origin, from, to });
  const maker = new NodeMaker({ text, spot, held: () => undefined, kept: new Map() }, new Anchors());
  const node = maker.root(document);
  if (node?.type === 'object' || node?.type === 'array' || node?.type === 'alias') return undefined;
  return node?.style === style && maker.problems.length === 0 ? node : undefined;
}

/** The tree with another value in the place of one, and everything at its new place. */
function copied(node: Node, changed: Node, by: ScalarNode, moved: (spot: Spot) => Spot): Node {
  if (node === changed) return by;
  if (node.type === 'array')
    return { ...node, ...moved(node), items: node.items.map((item) => copied(item, changed, by, moved)) };
  if (node.type !== 'object') return { ...node, ...moved(node) };
  const properties = node.properties.map(
    ({ key, name, value }): Property => ({
      key: { ...key, ...moved(key) },
      name,
      value: value && copied(value, changed, by, moved),
    }),
  );
  return { ...node, ...moved(node), properties };
}
