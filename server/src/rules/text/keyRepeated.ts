import { t } from '@vscode/l10n';
import type { PartList } from '../../schema/shape.ts';
import type { Node, ObjectNode, Property } from '../../text/node.ts';
import { isMergeKey } from '../../text/tree.ts';
import { inComponents } from '../exampleTexts.ts';
import { obvious, removeProperty } from '../fixes.ts';
import type { Finding, PartRule } from '../rule.ts';
import { quote } from '../support.ts';

export const keyRepeated: PartRule = {
  id: 'key-repeated',
  scope: 'part',
  severity: 'warning',
  summary: 'Of equal keys in one object the last counts; the others are dropped.',
  check({ shape }) {
    const found: Finding[] = [];
    search(shape.node, shape.lists, found);
    return found;
  },
  examples: [
    {
      text: inComponents(['- «id»: a', '  version: "1"', '  id: b']),
      fixed: inComponents(['- version: "1"', '  id: b']),
      says: 'drops this one',
    },
  ],
};

/** The depth of the tree is bounded by the reader, and aliases are not followed: each object is visited once. */
function search(node: Node, lists: readonly PartList[], found: Finding[]): void {
  if (node.type === 'array') {
    const items = lists.find((list) => list.node === node)?.others ?? node.items;
    for (const item of items) search(item, lists, found);
  }
  if (node.type !== 'object') return;
  if (hasRepeated(node.properties)) for (const finding of repeated(node)) found.push(finding);
  for (const { value } of node.properties) if (value) search(value, lists, found);
}

/** Nearly every object has few keys, none of them twice. */
function hasRepeated(properties: readonly Property[]): boolean {
  if (properties.length > 8) return new Set(properties.map(({ name }) => name)).size < properties.length;
  return properties.some(
    (property, index) => properties.findIndex(({ name }) => name === property.name) < index,
  );
}

function* repeated(object: ObjectNode): Iterable<Finding> {
  const last = new Map<string, Property>();
  for (const property of object.properties) if (!isMergeKey(property)) last.set(property.name, property);
  for (const property of object.properties) {
    const winner = last.get(property.name);
    if (!winner || winner === property || isMergeKey(property)) continue;
    yield {
      at: property.key,
      message: t(
        'The key {0} stands more than once: the device drops this one and takes the last.',
        quote(property.name),
      ),
      related: [{ at: winner.key, message: t('The one that counts.') }],
      fixes: () => [obvious(removeProperty(property))],
    };
  }
}
