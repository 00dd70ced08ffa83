/** The value that a new key or entry begins with, as the schema of its field suggests. */
import type { FieldSchema, SchemaSite } from '../../schema/lookup.ts';
import type { JsonValue } from '../../text/node.ts';
import { openList, openObject, type Shape } from '../../text/shape.ts';

/** `example`: begin with the first example, to show the form that is wanted. */
export function fieldShape(site: SchemaSite | undefined, example: boolean): Shape {
  if (site === undefined) return { is: 'text', parts: [{}] };
  const { field } = site;
  if (site.list) return openList;
  if (site.properties.length > 0 || hasType(field, 'object')) return openObject;
  return scalarShape(field, example);
}

export function scalarShape(field: FieldSchema, example: boolean): Shape {
  const type = scalarType(field);
  const choices = choicesOf(field).map(String);
  const sample = (example ? field.examples?.find(isScalar) : undefined) ?? field.default;
  const placeholder = sample === undefined || typeof sample === 'object' ? undefined : String(sample);
  // Who writes a field down wants something else than what holds without it: the default comes last.
  const ordered = [...choices].sort((a, b) => Number(a === field.default) - Number(b === field.default));
  const stop = choices.length > 0 ? { choices: ordered } : placeholder === undefined ? {} : { placeholder };
  if (type !== 'string') return { is: 'bare', stop };
  return { is: 'text', parts: [stop], guard: wantsQuotes(field, choices) };
}

/** The values that a field may have, where they are few: its enumeration, or the two of a boolean. */
export function choicesOf(field: FieldSchema): readonly JsonValue[] {
  if (field.enum !== undefined) return field.enum.filter((value) => value !== '' && value !== null);
  if (scalarType(field) === 'boolean') return [true, false];
  return isTextOfBoolean(field) ? ['true', 'false'] : [];
}

/** A config value is always a text; a boolean is recognised by its examples. */
function isTextOfBoolean({ examples }: FieldSchema): boolean {
  return examples?.length === 2 && examples.includes('true') && examples.includes('false');
}

function scalarType(field: FieldSchema): 'string' | 'number' | 'boolean' {
  if (hasType(field, 'string')) return 'string';
  if (hasType(field, 'boolean')) return 'boolean';
  if (hasType(field, 'integer') || hasType(field, 'number')) return 'number';
  const sample = field.enum?.[0] ?? field.default ?? field.examples?.[0];
  if (typeof sample === 'boolean') return 'boolean';
  return typeof sample === 'number' ? 'number' : 'string';
}

function hasType({ type }: FieldSchema, wanted: string): boolean {
  return Array.isArray(type) ? type.includes(wanted) : type === wanted;
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}

/** In YAML a text that is still to be typed gets quotes unless all we know of it is plainly no number and no boolean. */
function wantsQuotes(field: FieldSchema, choices: readonly string[]): boolean {
  const known = [...choices, ...(field.examples ?? []).filter(isScalar).map(String)];
  return (
    known.length === 0 ||
    known.some((text) => /^[-+.\d]*$|^\d+(\.\d+)+$|^(true|false|yes|no|on|off|null|~|y|n)$/i.test(text))
  );
}
