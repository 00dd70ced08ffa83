/**
 * A parsed JSON value put into Go types, as encoding/json's decode.go (Go 1.17–1.19) does it: keys match a field
 * exactly or else without regard to letter case, unknown keys are skipped, null leaves a field as it is, the first
 * wrong type is the error, and decoding goes on after it.
 */
import { foldedName, type JsonValue } from '../../../../server/src/messages.ts';
import { GoJsonError, type GoNode, parseGoJson } from './syntax.ts';

/** A Go type: how it is called in errors, its zero value, and how a JSON value becomes it. */
export interface GoType<T> {
  /** As Go writes it in errors: `string`, `[]*types.Domain`, `map[datatypes.Hash]string`. */
  readonly name: string;
  zero(): T;
  /** What the value is after this node; `present` is what it was (a repeated key decodes into the same value). */
  decode(node: GoNode, present: T, context: Context): T;
}

export type Decoded<G> = G extends GoType<infer T> ? T : never;

/** Where the decoder is, for the error text: `Go struct field <struct>.<path>`. */
class Context {
  error: string | undefined;
  readonly path: string[] = [];
  struct = '';

  wrongType(found: string, wanted: string): void {
    const where = this.struct === '' ? 'Go value' : `Go struct field ${this.struct}.${this.path.join('.')}`;
    this.error ??= `json: cannot unmarshal ${found} into ${where} of type ${wanted}`;
  }
}

export type DecodeResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string };

/** json.Unmarshal of a text. The error is Go's. */
export function unmarshal<T>(text: string, type: GoType<T>): DecodeResult<T> {
  let node: GoNode;
  try {
    node = parseGoJson(text);
  } catch (error) {
    if (error instanceof GoJsonError) return { ok: false, error: error.message };
    throw error;
  }
  return decode(node, type);
}

/**
 * json.Marshal of an already decoded value, then json.Unmarshal into the type: what the daemons do with an
 * envelope's `value`. Marshalling sorts keys, so "the first wrong type" is the first in sorted order.
 */
export function remarshal<T>(value: JsonValue | null, type: GoType<T>): DecodeResult<T> {
  return decode(sortedNode(value), type);
}

function decode<T>(node: GoNode, type: GoType<T>): DecodeResult<T> {
  const context = new Context();
  try {
    const value = type.decode(node, type.zero(), context);
    return context.error === undefined ? { ok: true, value } : { ok: false, error: context.error };
  } catch (error) {
    if (error instanceof GoJsonError) return { ok: false, error: error.message };
    throw error;
  }
}

function sortedNode(value: JsonValue | null): GoNode {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') return { kind: 'number', raw: String(value) };
  if (Array.isArray(value)) return { kind: 'array', items: value.map(sortedNode) };
  const entries = Object.entries(value).map(([key, item]) => [key, sortedNode(item)] as const);
  return { kind: 'object', entries: entries.sort(([one], [other]) => (one < other ? -1 : 1)) };
}

/** The value of an `interface{}`: objects lose repeated keys (the last wins), and numbers are no larger than a float64. */
function plain(node: GoNode, context: Context): JsonValue | null {
  switch (node.kind) {
    case 'null':
      return null;
    case 'bool':
    case 'string':
      return node.value;
    case 'number': {
      const value = Number(node.raw);
      if (Number.isFinite(value)) return value;
      context.wrongType(`number ${node.raw}`, 'float64');
      return null;
    }
    case 'array':
      return node.items.map((item) => plain(item, context));
    case 'object':
      return Object.fromEntries(node.entries.map(([key, item]) => [key, plain(item, context)]));
  }
}

/** How Go names what it found: a number that does not fit is named with its digits by the caller. */
function found(node: GoNode): string {
  return node.kind === 'bool' ? 'bool' : node.kind;
}

/** `string` or a named string type. */
export function text(name = 'string'): GoType<string> {
  return {
    name,
    zero: () => '',
    decode: (node, present, context) => {
      if (node.kind === 'string') return node.value;
      if (node.kind !== 'null') context.wrongType(found(node), name);
      return present;
    },
  };
}

export const flag: GoType<boolean> = {
  name: 'bool',
  zero: () => false,
  decode: (node, present, context) => {
    if (node.kind === 'bool') return node.value;
    if (node.kind !== 'null') context.wrongType(found(node), 'bool');
    return present;
  },
};

/** An integer type with its range. Values beyond 2^53 lose precision; nothing here depends on them. */
export function integer(name: string, minimum: bigint, maximum: bigint): GoType<number> {
  return {
    name,
    zero: () => 0,
    decode: (node, present, context) => {
      if (node.kind === 'null') return present;
      if (node.kind !== 'number') {
        context.wrongType(found(node), name);
        return present;
      }
      if (!/^-?\d+$/.test(node.raw) || BigInt(node.raw) < minimum || BigInt(node.raw) > maximum) {
        context.wrongType(`number ${node.raw}`, name);
        return present;
      }
      return Number(node.raw);
    },
  };
}

export const int64 = integer('int64', -(2n ** 63n), 2n ** 63n - 1n);
export const int = integer('int', -(2n ** 63n), 2n ** 63n - 1n);
export const uint64 = integer('uint64', 0n, 2n ** 64n - 1n);
export const uint16 = integer('uint16', 0n, 2n ** 16n - 1n);

/** `interface{}`: anything, null where absent. */
export const anything: GoType<JsonValue | null> = {
  name: 'interface {}',
  zero: () => null,
  decode: (node, _present, context) => plain(node, context),
};

/** A pointer: null where absent or null. */
export function pointer<T>(to: GoType<T>): GoType<T | null> {
  return {
    name: `*${to.name}`,
    zero: () => null,
    decode: (node, present, context) =>
      node.kind === 'null' ? null : to.decode(node, present ?? to.zero(), context),
  };
}

/** A slice: null (nil) where absent or null, which is not the same as empty. */
export function slice<T>(of: GoType<T>): GoType<T[] | null> {
  const name = `[]${of.name}`;
  return {
    name,
    zero: () => null,
    decode: (node, present, context) => {
      if (node.kind === 'array') return node.items.map((item) => of.decode(item, of.zero(), context));
      if (node.kind === 'null') return null;
      context.wrongType(found(node), name);
      return present;
    },
  };
}

/** A map with string keys: null (nil) where absent or null. Keys are taken as they are. */
export function map<T>(of: GoType<T>, key = 'string'): GoType<ReadonlyMap<string, T> | null> {
  const name = `map[${key}]${of.name}`;
  return {
    name,
    zero: () => null,
    decode: (node, present, context) => {
      if (node.kind === 'null') return null;
      if (node.kind !== 'object') {
        context.wrongType(found(node), name);
        return present;
      }
      const values = new Map(present ?? []);
      for (const [entry, value] of node.entries) values.set(entry, of.decode(value, of.zero(), context));
      return values;
    },
  };
}

type Fields = Readonly<Record<string, GoType<unknown>>>;
type StructOf<F extends Fields> = { [K in keyof F]: Decoded<F[K]> };

/** A struct; fields are named by their JSON tags, an embedded struct's fields stand among the others. */
export function struct<F extends Fields>(qualified: string, fields: F): GoType<StructOf<F>> {
  const list = Object.entries(fields);
  const folded = new Map<string, string>();
  for (const [name] of list) if (!folded.has(foldedName(name))) folded.set(foldedName(name), name);
  const short = qualified.slice(qualified.lastIndexOf('.') + 1);
  // Object.fromEntries forgets which value belongs to which key; the fields' own types say it again.
  const build = (values: readonly (readonly [string, unknown])[]) =>
    Object.fromEntries(values) as StructOf<F>;
  return {
    name: qualified,
    zero: () => build(list.map(([name, type]) => [name, type.zero()])),
    decode: (node, present, context) => {
      if (node.kind === 'null') return present;
      if (node.kind !== 'object') {
        context.wrongType(found(node), qualified);
        return present;
      }
      const values = new Map<string, unknown>(Object.entries(present));
      for (const [key, value] of node.entries) {
        const name = Object.hasOwn(fields, key) ? key : folded.get(foldedName(key));
        const type = name === undefined ? undefined : fields[name];
        if (name === undefined || type === undefined) continue;
        const outer = context.struct;
        context.struct = short;
        context.path.push(name);
        values.set(name, type.decode(value, values.get(name), context));
        context.path.pop();
        context.struct = outer;
      }
      return build([...values]);
    },
  };
}
