/**
 * The tree that every reader of a manifest works on, the same for JSON and YAML.
 *
 * Nodes are immutable. Their positions are relative to an {@link Origin} shared by everything that was parsed
 * together, so that an edit above a block moves the block by changing one number. Offsets are UTF-16 code units.
 */

/** Where in the text the piece begins that a group of nodes was parsed from. */
export interface Origin {
  offset: number;
}

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** A half-open range of offsets in the document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part of the text that moves with what it was parsed with. Every node is one. */
export interface Spot {
  readonly origin: Origin;
  /** Start, relative to the origin. Use {@link spanOf}. */
  readonly from: number;
  /** End, relative to the origin, exclusive. */
  readonly to: number;
}

export interface ObjectNode extends Spot {
  readonly type: 'object';
  readonly properties: readonly Property[];
  /** Written with braces: always in JSON, in YAML only in flow style. */
  readonly flow: boolean;
}

export interface ArrayNode extends Spot {
  readonly type: 'array';
  readonly items: readonly Node[];
  readonly flow: boolean;
}

export interface ScalarNode extends Spot {
  readonly type: 'string' | 'number' | 'boolean' | 'null';
  readonly value: string | number | boolean | null;
  /** The text as written, quotes included; empty for a value that is not there yet (`key:`). */
  readonly source: string;
  /** How a string is written: decides how it may be edited and completed. */
  readonly style: 'plain' | 'single' | 'double' | 'block';
}

/** A YAML alias, already resolved; `target` is absent where the anchor is unknown. */
export interface AliasNode extends Spot {
  readonly type: 'alias';
  readonly name: string;
  readonly target: Node | undefined;
}

export type Node = ObjectNode | ArrayNode | ScalarNode | AliasNode;

export interface Property {
  readonly key: ScalarNode;
  /** The key as a string, also where YAML wrote a number, a null or nothing. */
  readonly name: string;
  /** Absent where the value is missing from the text; a scalar of type `null` and empty source where YAML implies it. */
  readonly value: Node | undefined;
}

/** Where it stands in the document. */
export function spanOf({ origin, from, to }: Spot): Span {
  return { start: origin.offset + from, end: origin.offset + to };
}
