import { Ajv, type ErrorObject } from 'ajv';
import type { ManifestKind } from '../messages.ts';
import type { ArrayNode, JsonObject, JsonValue, Node, ObjectNode, Property } from '../text/node.ts';
import { isWhole, perItem, perItemJoined } from '../text/perItem.ts';
import { perNode } from '../text/perNode.ts';
import { effective, field, type Path, propertiesOf, resolve, type ValueNode } from '../text/tree.ts';
import { dereference, isMap, type JsonSchema, matchName, schemaName, schemaNamed } from './schemas.ts';

/**
 * Where a document has not the shape that the device's decoder wants. Everything else that a schema says (what is
 * required, patterns, enumerations) is told by rules, which know the consequence.
 */
export interface ShapeFault {
  /** - `type`: a value of a wrong JSON type, or a number out of range; - `unknown`: a field that nobody reads. */
  readonly kind: 'type' | 'unknown';
  /** From the part's node to the value, with the names as the schema has them. */
  readonly path: Path;
  /** The property that holds the value; absent for the root and for items of lists. */
  readonly property: Property | undefined;
  /** The value; absent where it is missing from the text. */
  readonly node: ValueNode | undefined;
  /** What is wanted: for `type` the schema of the value, for `unknown` the one of the object around it. */
  readonly schema: JsonSchema;
  /** What is wanted, as JSON Schema names types; empty for a number out of range. */
  readonly wanted: readonly string[];
}

/** A field that the device takes although its letter case is not that of the schema. */
export interface RenamedField {
  readonly property: Property;
  /** The name in the schema. */
  readonly name: string;
}

/** Two keys of one object that are one field for the device. */
export interface AmbiguousField {
  readonly first: Property;
  readonly second: Property;
  /** The name in the schema. */
  readonly name: string;
}

/**
 * The shape of a part of a document: of an entry of a list that has lists of its own, or of the document; each without
 * the parts in it. The same node has the same shape, wherever it stands.
 */
export interface Shape {
  readonly node: Node;
  /** Paths begin at the node. */
  readonly faults: readonly ShapeFault[];
  readonly renamed: readonly RenamedField[];
  readonly ambiguous: readonly AmbiguousField[];
  readonly lists: readonly PartList[];
}

/** A list whose entries are parts. */
export interface PartList {
  readonly node: ArrayNode;
  /** Each once, though aliases may name it more often. */
  readonly parts: readonly Shape[];
  /** Its items that are no objects, and so no parts. */
  readonly others: readonly Node[];
}

export type ShapeCheck = (root: Node, kind: ManifestKind) => Shape;

/** A check that compiles each schema when it is first needed, and keeps it, and the shape of every part that is not the document. */
export function createShapeCheck(): ShapeCheck {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, validateFormats: false });
  const checks = new Map<JsonSchema, PartsOf>();
  const aliasesIn = perItemJoined((item: Node) => (item.type === 'alias' ? [item] : []));

  const partsOf = (schema: JsonSchema, root: JsonSchema): PartsOf => {
    const known = checks.get(schema);
    if (known) return known;
    const shapeOf = perNode(check(schema, root));
    const made = perItem((item: Node) => {
      const entry = resolve(item);
      return entry?.type === 'object' ? shapeOf(entry) : undefined;
    });
    checks.set(schema, made);
    return made;
  };

  const check = (schema: JsonSchema, root: JsonSchema): ((node: Node) => Shape) => {
    const validate = ajv.compile(withoutParts(schema, root));
    return (node) => {
      const found = { renamed: [], ambiguous: [], lists: [] };
      const valid = validate(asDecoded(node, schema, undefined, { root, partsOf, aliasesIn, ...found }));
      return {
        node,
        faults: valid ? [] : faultsOf(node, validate.errors ?? []),
        ...found,
      };
    };
  };

  const documents = new Map<string, (node: Node) => Shape>();
  return (root, kind) => {
    const name = schemaName(kind);
    const schema = name === undefined ? undefined : schemaNamed(name);
    if (name === undefined || !schema)
      return { node: root, faults: [], renamed: [], ambiguous: [], lists: [] };
    const whole = documents.get(name) ?? check(schema, schema);
    documents.set(name, whole);
    return whole(root);
  };
}

/** Are entries of this schema parts, to be judged by themselves? Those are that have lists. */
function isPart(schema: JsonSchema | undefined, root: JsonSchema): schema is JsonSchema {
  return Object.values(schema?.properties ?? {}).some(
    (property) => dereference(property, root)?.items !== undefined,
  );
}

/**
 * The schema with what it refers to written out, and of its parts only that they are objects. Behind a reference ajv
 * copies all errors so far at each item, which takes minutes for a list of nothing but faults. No definition refers to itself.
 */
function withoutParts(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { definitions: _, ...shape } = dereference(schema, root) ?? schema;
  const item = dereference(shape.items, root);
  const { additionalProperties } = shape;
  return {
    ...shape,
    ...(shape.properties && {
      properties: Object.fromEntries(
        Object.entries(shape.properties).map(([name, property]) => [name, withoutParts(property, root)]),
      ),
    }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: withoutParts(additionalProperties, root),
    }),
    ...(item && { items: isPart(item, root) ? { type: 'object' } : withoutParts(item, root) }),
  };
}

/**
 * The plain value with the names of fields as the schema writes them: the device takes them in any letter case. A list
 * of parts alone is empty, else the parts in it are empty objects.
 */
function asDecoded(
  node: Node | undefined,
  schema: JsonSchema | undefined,
  holder: string | undefined,
  at: DecodeContext,
): JsonValue {
  const value = resolve(node);
  if (!value) return null;
  const shape = dereference(schema, at.root);
  if (value.type === 'array') return listAsDecoded(value, dereference(shape?.items, at.root), at);
  if (value.type !== 'object') return value.value;
  const result: JsonObject = {};
  const fields = new Map<string, Property>();
  for (const it of effective(propertiesOf(value))) {
    const known = fieldName(shape, it.name, holder);
    if (known !== undefined && known !== it.name) at.renamed.push({ property: it, name: known });
    if (known !== undefined) {
      const first = fields.get(known);
      if (first && first.name !== it.name) at.ambiguous.push({ first, second: it, name: known });
      fields.set(known, it);
    }
    const name = known ?? it.name;
    const below = known === undefined ? shape?.additionalProperties : shape?.properties?.[known];
    const decoded = asDecoded(it.value, typeof below === 'object' ? below : undefined, name, at);
    if (name === '__proto__')
      Object.defineProperty(result, name, { value: decoded, enumerable: true, configurable: true });
    else result[name] = decoded;
  }
  return result;
}

function listAsDecoded(list: ArrayNode, schema: JsonSchema | undefined, at: DecodeContext): JsonValue {
  if (!isPart(schema, at.root)) return list.items.map((item) => asDecoded(item, schema, undefined, at));
  const shapes = at.partsOf(schema, at.root)(list.items);
  const parts = at.aliasesIn(list.items).length > 0 ? [...new Set(shapes)] : shapes;
  if (isWhole(parts)) {
    at.lists.push({ node: list, parts, others: [] });
    return [];
  }
  at.lists.push({
    node: list,
    parts: parts.filter((part) => part !== undefined),
    others: list.items.filter((_, index) => shapes[index] === undefined),
  });
  return list.items.map((item, index) => (shapes[index] ? {} : asDecoded(item, schema, undefined, at)));
}

/** The shape of each item of a list that is an object. */
type PartsOf = (items: readonly Node[]) => readonly (Shape | undefined)[];

interface DecodeContext {
  readonly root: JsonSchema;
  readonly partsOf: (schema: JsonSchema, root: JsonSchema) => PartsOf;
  readonly aliasesIn: (items: readonly Node[]) => readonly Node[];
  readonly renamed: RenamedField[];
  readonly ambiguous: AmbiguousField[];
  /** The lists of parts that were found. */
  readonly lists: PartList[];
}

/** The name of a field as the schema writes it; keys of maps are taken exactly. */
function fieldName(
  shape: JsonSchema | undefined,
  written: string,
  holder: string | undefined,
): string | undefined {
  const names = shape?.properties;
  if (!shape || !names) return undefined;
  if (Object.hasOwn(names, written)) return written;
  return isMap(shape, holder) ? undefined : matchName(names, written);
}

function faultsOf(root: Node, errors: readonly ErrorObject[]): ShapeFault[] {
  const places = new Places(root);
  return errors.flatMap((error) => faultOf(places, error));
}

function faultOf(places: Places, error: ErrorObject): ShapeFault[] {
  const schema: unknown = error.parentSchema;
  if (typeof schema !== 'object' || schema === null) return [];
  const path = segmentsOf(error.instancePath);
  // For the device's decoder null is the same as absent.
  if (error.data === null) return [];
  switch (error.keyword) {
    case 'additionalProperties': {
      const name: unknown = error.params['additionalProperty'];
      if (typeof name !== 'string') return [];
      return [{ kind: 'unknown', schema, wanted: [], ...places.locate([...path, name]) }];
    }
    case 'type': {
      const type: unknown = error.params['type'];
      const wanted = Array.isArray(type) ? type.map(String) : [String(type)];
      return [{ kind: 'type', schema, wanted, ...places.locate(path) }];
    }
    case 'minimum':
    case 'maximum':
      return [{ kind: 'type', schema, wanted: [], ...places.locate(path) }];
    default:
      return [];
  }
}

/** A JSON pointer as segments; what looks like an index is one where the value is a list, which {@link Places} finds out. */
function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Finds the nodes of a document by the paths of faults. */
class Places {
  readonly #root: Node;
  /** By name, since an object of a damaged document can have very many properties and each of them a fault. */
  readonly #properties = new Map<ObjectNode, ReadonlyMap<string, Property>>();

  constructor(root: Node) {
    this.#root = root;
  }

  locate(segments: readonly string[]): Pick<ShapeFault, 'path' | 'property' | 'node'> {
    const path: (string | number)[] = [];
    let holder: Property | undefined;
    let current: ValueNode | undefined = resolve(this.#root);
    for (const segment of segments) {
      if (current?.type === 'array') {
        path.push(Number(segment));
        holder = undefined;
        current = resolve(current.items[Number(segment)]);
      } else {
        path.push(segment);
        const object = current?.type === 'object' ? current : undefined;
        holder = object && (this.#named(object).get(segment) ?? field(object, segment));
        current = resolve(holder?.value);
      }
    }
    return { path, property: holder, node: current };
  }

  /** Of equal names the last. */
  #named(object: ObjectNode): ReadonlyMap<string, Property> {
    const known = this.#properties.get(object);
    if (known) return known;
    const named = new Map(propertiesOf(object).map((it) => [it.name, it]));
    this.#properties.set(object, named);
    return named;
  }
}
