/** Reading the node tree: aliases followed, merge keys applied, the node at a place, the plain value. */
import { foldedName } from './foldedName.ts';
import {
  type AliasNode,
  type ArrayNode,
  type JsonObject,
  type JsonValue,
  type Node,
  type ObjectNode,
  type Property,
  type ScalarNode,
  spanOf,
} from './node.ts';

export type Path = readonly (string | number)[];

export type ValueNode = Exclude<Node, AliasNode>;

/** What the node stands for: an alias is followed to what it names. Undefined where it names nothing. */
export function resolve(node: Node | undefined): ValueNode | undefined {
  let current = node;
  // An alias can name an alias only through an anchor on it, which YAML forbids; the count guards against damaged trees.
  for (let steps = 0; current?.type === 'alias' && steps < 10; steps++) current = current.target;
  return current?.type === 'alias' ? undefined : current;
}

export function asObject(node: Node | undefined): ObjectNode | undefined {
  const value = resolve(node);
  return value?.type === 'object' ? value : undefined;
}

export function asArray(node: Node | undefined): ArrayNode | undefined {
  const value = resolve(node);
  return value?.type === 'array' ? value : undefined;
}

export function asScalar(node: Node | undefined): ScalarNode | undefined {
  const value = resolve(node);
  return value === undefined || value.type === 'object' || value.type === 'array' ? undefined : value;
}

/** The text of a string, undefined for everything else. */
export function asString(node: Node | undefined): string | undefined {
  const value = resolve(node);
  return value?.type === 'string' ? String(value.value) : undefined;
}

/**
 * The text that a scalar would be if it were in quotes: what the author means where YAML or JSON reads a number or a
 * truth value. Empty for null, lists and objects.
 */
export function asText(node: Node | undefined): string {
  const value = asScalar(node);
  if (!value || value.type === 'null') return '';
  return value.type === 'string' ? String(value.value) : value.source;
}

/** `<<`, written plainly: in JSON and in quotes it is a key like any other. */
export function isMergeKey(property: Property): boolean {
  return property.name === '<<' && property.key.style === 'plain';
}

/** All properties that the object has once merge keys are applied; its own come last, so that the last of a name wins. */
export function propertiesOf(object: ObjectNode): readonly Property[] {
  if (!object.properties.some(isMergeKey)) return object.properties;
  return merged(object, 0);
}

/** Of these properties, for each name the last, which is the one that counts; the others are dropped by whoever reads JSON. */
export function effective(properties: readonly Property[]): readonly Property[] {
  const names = new Set(properties.map(({ name }) => name));
  if (names.size === properties.length) return properties;
  const last = new Map(properties.map((property) => [property.name, property]));
  return properties.filter((property) => last.get(property.name) === property);
}

function merged(object: ObjectNode, depth: number): Property[] {
  const own = object.properties.filter((property) => !isMergeKey(property));
  if (depth > 10 || own.length === object.properties.length) return own;
  const names = new Set(own.map((property) => property.name));
  const inherited: Property[] = [];
  for (const source of object.properties
    .filter(isMergeKey)
    .flatMap((property) => mergeSources(property.value))) {
    for (const property of merged(source, depth + 1)) {
      // Of several sources the first one wins (YAML merge key, type repository).
      if (names.has(property.name)) continue;
      names.add(property.name);
      inherited.push(property);
    }
  }
  return [...inherited, ...own];
}

function mergeSources(value: Node | undefined): ObjectNode[] {
  const node = resolve(value);
  if (node?.type === 'object') return [node];
  if (node?.type !== 'array') return [];
  return node.items.map((item) => asObject(item)).filter((item) => item !== undefined);
}

/** The property of exactly this name; of several the last, as JSON readers take it. */
export function property(object: ObjectNode | undefined, name: string): Property | undefined {
  return object && propertiesOf(object).findLast((it) => it.name === name);
}

/** The property whose name equals in any letter case: how the device's decoder matches fields (Go `encoding/json`). */
export function field(object: ObjectNode | undefined, name: string): Property | undefined {
  if (!object) return undefined;
  const properties = propertiesOf(object);
  // Called for each field of each entry: names of another length are not worth a comparison.
  for (let at = properties.length - 1; at >= 0; at--) {
    const it = properties[at];
    if (
      it &&
      it.name.length === name.length &&
      (it.name === name || foldedName(it.name) === foldedName(name))
    )
      return it;
  }
  return undefined;
}

/** A place in the tree, with everything above it. */
export interface Place {
  /** From the root to the innermost node that holds the offset. Never empty. */
  readonly nodes: readonly [Node, ...Node[]];
  /** Names and indices that lead to the innermost node (or to the property below, whose value may be missing). */
  readonly path: Path;
  /** The innermost property whose key or value holds the offset, if any. */
  readonly property: Property | undefined;
  /** True where the offset is in the key of `property`; `path` then ends with its name. */
  readonly inKey: boolean;
}

/** The innermost place that holds the offset; both ends of a node belong to it. Aliases are not followed. */
export function placeAt(root: Node, offset: number): Place | undefined {
  if (!holds(root, offset)) return undefined;
  const nodes: [Node, ...Node[]] = [root];
  const path: (string | number)[] = [];
  let innermost: Property | undefined;
  let current: Node = root;
  for (;;) {
    if (current.type === 'object') {
      const inKey = current.properties.find((it) => holds(it.key, offset));
      if (inKey) {
        path.push(inKey.name);
        return { nodes, path, property: inKey, inKey: true };
      }
      const found: Property | undefined = current.properties.find(
        (it) => it.value && holds(it.value, offset),
      );
      if (!found?.value) break;
      path.push(found.name);
      innermost = found;
      current = found.value;
    } else if (current.type === 'array') {
      const index = firstEndingFrom(current.items, offset);
      const item = current.items[index];
      if (!item || !holds(item, offset)) break;
      path.push(index);
      current = item;
    } else break;
    nodes.push(current);
  }
  return { nodes, path, property: innermost, inKey: false };
}

/** Of items, which stand in order, the first that ends at or behind the offset: a list of thousands is not searched one by one. */
export function firstEndingFrom(items: readonly Node[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item && spanOf(item).end < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function holds(node: Node, offset: number): boolean {
  const { start, end } = spanOf(node);
  return start <= offset && offset <= end;
}

/** The node at the end of a path, aliases followed on the way; of equal names the last. */
export function nodeAtPath(root: Node | undefined, path: Path): Node | undefined {
  let current = root;
  for (const segment of path) {
    const value = resolve(current);
    if (value?.type === 'object') current = property(value, String(segment))?.value;
    else if (value?.type === 'array' && typeof segment === 'number') current = value.items[segment];
    else return undefined;
  }
  return current;
}

/**
 * The value as a JSON reader would give it: aliases written out, merge keys applied, the last of equal keys wins.
 * A value that is missing from the text, or an alias that names nothing, is null.
 */
export function plainValue(node: Node | undefined): JsonValue {
  const value = resolve(node);
  if (!value) return null;
  if (value.type === 'array') return value.items.map(plainValue);
  if (value.type !== 'object') return value.value;
  const result: JsonObject = {};
  for (const it of propertiesOf(value)) {
    // `__proto__` would set the prototype instead of a property.
    if (it.name === '__proto__')
      Object.defineProperty(result, it.name, {
        value: plainValue(it.value),
        enumerable: true,
        configurable: true,
      });
    else result[it.name] = plainValue(it.value);
  }
  return result;
}

/** Is it a null, or an alias of one? An alias that names nothing is none. */
export function isNothing(node: Node): boolean {
  return node.type === 'null' || (node.type === 'alias' && resolve(node)?.type === 'null');
}
