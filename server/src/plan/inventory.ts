/**
 * The inventory that a device reports (update-manager: api/types/inventory.go), read at the border: it comes from
 * outside, so every part of it is checked. Pure.
 */
import { t } from '@vscode/l10n';
import { type ParseError, parse } from 'jsonc-parser';
import type { JsonObject, JsonValue } from '../messages.ts';

export interface Parameter {
  readonly key: string;
  readonly value: string;
}

export interface InventoryNode {
  /** `<domain>:<component>` for what is installed. */
  readonly id: string;
  readonly version: string;
  readonly parameters: readonly Parameter[];
}

export interface Inventory {
  /** In the order of the report. */
  readonly nodes: readonly InventoryNode[];
  /** Domains whose update agent reports itself: a node with the parameter `domain`. */
  readonly agents: readonly string[];
}

/** Why it is no inventory: what is wrong and where, one sentence. */
export interface InventoryFault {
  readonly fault: string;
}

/**
 * Reads an inventory, as JSON text or as the value that it stands for: the inventory itself (`softwareNodes`, or the
 * list of these alone), or what a device wraps it in: the properties of the feature UpdateManager, the feature, the whole event, the whole thing, or
 * the message of an update agent on the local broker. Never throws.
 */
export function readInventory(reported: JsonValue): Inventory | InventoryFault {
  const value = typeof reported === 'string' ? parseText(reported) : { json: reported };
  if ('fault' in value) return value;
  if (Array.isArray(value.json)) return readNodes(value.json);
  const inventory = unwrapped(value.json);
  if (!inventory)
    return {
      fault: t(
        'This is no inventory: {0}. Wanted is what the device reports at /features/UpdateManager/properties.',
        isObject(value.json)
          ? t('there is no "softwareNodes" in it, nor in an "inventory" inside of it')
          : t('it is {0}', typeName(value.json)),
      ),
    };
  const { softwareNodes } = inventory;
  // A device leaves out what is empty.
  if (softwareNodes === undefined || softwareNodes === null) return { nodes: [], agents: [] };
  if (!Array.isArray(softwareNodes))
    return { fault: t('"softwareNodes" is {0}, where a list is wanted.', typeName(softwareNodes)) };
  return readNodes(softwareNodes);
}

/**
 * The nodes that an agent of the domain reports, in their order. Sorted once: a device can report very many of both, and may
 * name an agent with a colon, so the id of a node does not tell its domain.
 */
export function nodesByDomain(nodes: readonly InventoryNode[]): (domain: string) => readonly InventoryNode[] {
  const sorted = nodes
    .map((node, place) => ({ node, place }))
    .sort((one, other) => (one.node.id < other.node.id ? -1 : one.node.id > other.node.id ? 1 : 0));
  const firstFrom = (id: string) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = sorted[middle];
      if (at !== undefined && at.node.id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (domain) =>
    sorted
      // The sign behind the colon: what stands before it begins with the domain and a colon.
      .slice(firstFrom(`${domain}:`), firstFrom(`${domain};`))
      .sort((one, other) => one.place - other.place)
      .map(({ node }) => node);
}

/** The domain of a node, as far as its id tells it. */
export function beforeColon(id: string): string {
  return id.includes(':') ? id.slice(0, id.indexOf(':')) : id;
}

export function isFault(inventory: Inventory | InventoryFault): inventory is InventoryFault {
  return 'fault' in inventory;
}

function parseText(marked: string): { readonly json: JsonValue } | InventoryFault {
  const text = marked.replace(/^\uFEFF/, '');
  try {
    const json: JsonValue = JSON.parse(text);
    return { json };
  } catch {
    // The error quotes the text around the fault, where a secret can stand: only the place is told.
    return { fault: t('The inventory is no JSON: {0}.', placeOfFault(text)) };
  }
}

function placeOfFault(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  const offset = errors[0]?.offset ?? text.length;
  const before = text.slice(0, offset).split('\n');
  return t('see line {0}, character {1}', before.length, (before.at(-1) ?? '').length + 1);
}

/** The names under which it is found, from the whole thing inwards. */
const wrappers = ['features', 'UpdateManager', 'value', 'properties', 'payload', 'inventory'] as const;

function unwrapped(value: JsonValue): JsonObject | undefined {
  let current: JsonValue | undefined = value;
  // Each wrapper at most once: a message is no deeper.
  for (let depth = 0; depth <= wrappers.length && isObject(current); depth++) {
    const object: JsonObject = current;
    if (isInventory(object)) return object;
    const wrapper = wrappers.find((name) => isObject(object[name]));
    // An inventory without anything in it is written `{}`.
    if (wrapper === undefined) return depth > 0 && Object.keys(object).length === 0 ? object : undefined;
    current = object[wrapper];
  }
  return undefined;
}

function isInventory(object: JsonObject): boolean {
  return ['softwareNodes', 'hardwareNodes', 'associations'].some((name) => Object.hasOwn(object, name));
}

function readNodes(list: readonly JsonValue[]): Inventory | InventoryFault {
  const nodes: InventoryNode[] = [];
  const agents = new Set<string>();
  for (const [index, item] of list.entries()) {
    const node = readNode(item, `softwareNodes[${index}]`);
    if ('fault' in node) return node;
    const domain = node.parameters.find(({ key, value }) => key === 'domain' && value !== '');
    if (domain) agents.add(domain.value);
    nodes.push(node);
  }
  return { nodes, agents: [...agents] };
}

function readNode(item: JsonValue, place: string): InventoryNode | InventoryFault {
  if (!isObject(item)) return { fault: t('{0} is {1}, where an object is wanted.', place, typeName(item)) };
  const id = item['id'];
  // A null is an absent one for the device, too.
  const version = item['version'] ?? '';
  if (typeof id !== 'string' || id === '')
    return { fault: t('{0} has no "id", so nobody can tell which component it is.', place) };
  if (typeof version !== 'string')
    return { fault: t('{0}.version is {1}, where text is wanted.', place, typeName(version)) };
  const read = readParameters(item['parameters'] ?? [], `${place}.parameters`);
  return 'fault' in read ? read : { id, version, parameters: read.parameters };
}

function readParameters(
  list: JsonValue,
  place: string,
): { readonly parameters: readonly Parameter[] } | InventoryFault {
  if (!Array.isArray(list)) return { fault: t('{0} is {1}, where a list is wanted.', place, typeName(list)) };
  const parameters: Parameter[] = [];
  for (const [index, item] of list.entries()) {
    // A device leaves out an empty text.
    const [key, value] = isObject(item) ? [item['key'] ?? '', item['value'] ?? ''] : [];
    if (typeof key !== 'string' || typeof value !== 'string')
      return { fault: t('{0}[{1}] is no pair of a key and a value, both text.', place, index) };
    parameters.push({ key, value });
  }
  return { parameters };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return t('a list');
  return typeof value === 'object' ? t('an object') : `a ${typeof value}`;
}
