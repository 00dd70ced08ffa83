import type { Node, ObjectNode, Property } from '../../text/node.ts';
import { isMergeKey } from '../../text/tree.ts';
import type { Finding, ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';

export const keyRepeated: ManifestRule = {
  id: 'key-repeated',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Of equal keys in one object the last counts; the others are dropped.',
  *check({ root }) {
    yield* search(root);
  },
};

/** The depth of the tree is bounded by the reader, and aliases are not followed: each object is visited once. */
function* search(node: Node): Iterable<Finding> {
  if (node.type === 'array') for (const item of node.items) yield* search(item);
  if (node.type !== 'object') return;
  yield* repeated(node);
  for (const { value } of node.properties) if (value) yield* search(value);
}

function* repeated(object: ObjectNode): Iterable<Finding> {
  const last = new Map<string, Property>();
  for (const property of object.properties) if (!isMergeKey(property)) last.set(property.name, property);
  for (const property of object.properties) {
    const winner = last.get(property.name);
    if (!winner || winner === property || isMergeKey(property)) continue;
    yield {
      at: property.key,
      message: `The key ${quote(property.name)} stands more than once: the device drops this one and takes the last.`,
      related: [{ at: winner.key, message: 'The one that counts.' }],
    };
  }
}
