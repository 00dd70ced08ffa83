/**
 * Whether all that stands in a place can be read. What is of a wrong type is told by a rule of its own; what is not
 * found beside it may stand there all the same, so that nobody can say that it is missing.
 */
import type { Component, ConfigEntry, DesiredState, Domain } from '../manifest/model.ts';
import type { Node } from '../text/node.ts';
import { asObject, field, isNothing, resolve } from '../text/tree.ts';

/** Is it known which domains there are? */
export function readsDomains({ domainsProperty }: DesiredState): boolean {
  return readsObjects(domainsProperty?.value, ['id']);
}

/** Is it known which components there are? */
export function readsComponents({ node }: Domain): boolean {
  return readsObjects(field(node, 'components')?.value, ['id']);
}

/** Is it known which config entries there are? */
export function readsConfig({ node }: Component): boolean {
  return readsObjects(field(node, 'config')?.value, ['key', 'value']);
}

/** Does the device get to what the entry says? With a value that is no text it refuses the whole message. */
export function readsValue({ valueNode }: ConfigEntry): boolean {
  return valueNode === undefined || valueNode.type === 'string' || valueNode.type === 'null';
}

/** A list or an object is no text; of a number it is plain which text was meant. */
export function readsText(value: Node | undefined): boolean {
  const type = resolve(value)?.type;
  return type !== 'object' && type !== 'array';
}

function readsObjects(list: Node | undefined, texts: readonly string[]): boolean {
  const value = resolve(list);
  if (!value || value.type === 'null') return true;
  return value.type === 'array' && value.items.every((item) => isNothing(item) || readsObject(item, texts));
}

function readsObject(item: Node, texts: readonly string[]): boolean {
  const object = asObject(item);
  return object !== undefined && texts.every((name) => readsText(field(object, name)?.value));
}
