/** What is inserted into a text, independent of how the document is written. */
import type { JsonValue } from './node.ts';

/** A place where the author goes on typing. */
export interface Stop {
  readonly placeholder?: string;
  readonly choices?: readonly string[];
}

export type Shape =
  | { readonly is: 'literal'; readonly value: JsonValue }
  /** As it is, in whatever style: an alias of YAML. */
  | { readonly is: 'source'; readonly text: string }
  /** A string, with stops between fixed parts. `guard`: quote it in YAML, since what is typed may look like a number. */
  | { readonly is: 'text'; readonly parts: readonly (string | Stop)[]; readonly guard?: boolean }
  /** A number or boolean. */
  | { readonly is: 'bare'; readonly stop: Stop }
  /** Without properties: an open one, where the author goes on. `inline`: on one line where there are braces. */
  | {
      readonly is: 'object';
      readonly properties: readonly (readonly [string, Shape])[];
      readonly inline?: boolean;
    }
  /** Without items: an open one. */
  | { readonly is: 'list'; readonly items: readonly Shape[] };

export const source = (text: string): Shape => ({ is: 'source', text });
export const literal = (value: JsonValue): Shape => ({ is: 'literal', value });
export const text = (...parts: (string | Stop)[]): Shape => ({ is: 'text', parts });
/** A string that may look like a number or boolean once it is typed. */
export const guardedText = (stop: Stop = {}): Shape => ({ is: 'text', parts: [stop], guard: true });
export const object = (...properties: (readonly [string, Shape])[]): Shape => ({ is: 'object', properties });
export const inlineObject = (...properties: (readonly [string, Shape])[]): Shape => ({
  is: 'object',
  properties,
  inline: true,
});
export const list = (...items: Shape[]): Shape => ({ is: 'list', items });
export const openList = list();
export const openObject = object();

/** A value with nothing left to type. Objects that hold no other, such as config entries, take one line where there are braces. */
export function shapeOf(value: JsonValue): Shape {
  if (typeof value !== 'object' || value === null) return literal(value);
  if (Array.isArray(value)) return value.length === 0 ? literal(value) : list(...value.map(shapeOf));
  const properties = Object.entries(value).map(([name, it]) => [name, shapeOf(it)] as const);
  if (properties.length === 0) return literal(value);
  return properties.every(([, it]) => it.is === 'literal')
    ? inlineObject(...properties)
    : object(...properties);
}
