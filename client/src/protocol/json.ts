/** Guards for what comes from outside: JSON of unknown shape. */
import { foldedName, type JsonObject, type JsonValue } from '../../../server/src/messages.ts';

/** True for what `JSON.parse` makes of `{…}`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parsed text, or undefined where it is no JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined; // "no JSON" is an answer here: devices send other things too
  }
}

/**
 * The key under which Go's `encoding/json` would find a field: the exact name, else the same letters in any case
 * (the last one, since later keys overwrite earlier ones).
 */
export function keyOf(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const wanted = foldedName(name);
  // Most keys are of another length, and are spared the folding, which keeps it.
  return Object.keys(object).findLast((key) => key.length === name.length && foldedName(key) === wanted);
}

/** A field of a struct as the device's decoder finds it; undefined for absent, null included. */
export function field(object: JsonObject, name: string): JsonValue | undefined {
  const key = keyOf(object, name);
  return (key === undefined ? undefined : object[key]) ?? undefined;
}

export function stringField(object: JsonObject, name: string): string | undefined {
  const value = field(object, name);
  return typeof value === 'string' ? value : undefined;
}

export function numberField(object: JsonObject, name: string): number | undefined {
  const value = field(object, name);
  return typeof value === 'number' ? value : undefined;
}

export function objectField(object: JsonObject, name: string): JsonObject | undefined {
  const value = field(object, name);
  return isObject(value) ? value : undefined;
}

/** The objects of an array field; whatever else is in the array is left out. Empty where there is no array. */
export function objectsField(object: JsonObject, name: string): readonly JsonObject[] {
  const value = field(object, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}
