/**
 * Devices report what they run with all its secrets: environment variables, arguments, keys. Their values are taken out
 * before anything leaves this folder, so that nothing downstream can show them.
 */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { isObject } from '../protocol/json.ts';
import { isSecretFlag, isSecretName, mask, maskedText } from '../protocol/secrets.ts';
import type { Parameter } from '../protocol/updateManager.ts';

/** What is nested deeper is no twin. */
const deepest = 60;

export function maskedParameters(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.map((parameter, index) => {
    const { key, value } = parameter;
    const before = parameters[index - 1];
    const follows = before?.key === key && isSecretFlag(before.value);
    const safe = follows ? mask : maskedValue(key, value);
    return safe === value ? parameter : { key, value: safe };
  });
}

/** The same shape, with the values of secrets replaced; what is nested too deep is left out. The value itself where it has none. */
export function maskedJson(value: JsonValue, key = '', depth = 0): JsonValue {
  if (depth > deepest) return '…';
  if (typeof value === 'string') return maskedValue(key, value);
  if (Array.isArray(value)) return maskedArray(value, key, depth);
  if (!isObject(value)) return typeof value === 'number' && isSecretName(key) ? mask : value;
  return maskedObject(value, key, depth);
}

// Most of what devices report has no secret, and there is much of it: only what has one is made anew.
function maskedArray(value: JsonValue[], key: string, depth: number): JsonValue {
  let masked: JsonValue[] | undefined;
  for (const [index, item] of value.entries()) {
    const inner = maskedJson(item, key, depth + 1);
    const safe = isValueOfFlag(item, value[index - 1]) ? withoutValue(inner) : inner;
    if (safe !== item) masked ??= value.slice(0, index);
    masked?.push(safe);
  }
  return masked ?? value;
}

function maskedObject(value: JsonObject, key: string, depth: number): JsonObject {
  const nameOf = nameOfInner(key, value);
  let masked: Map<string, JsonValue> | undefined;
  for (const name of Object.keys(value)) {
    const inner = value[name] ?? null;
    const safe = maskedJson(inner, nameOf(name), depth + 1);
    if (safe !== inner) masked = (masked ?? new Map<string, JsonValue>()).set(name, safe);
  }
  if (masked === undefined) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked.get(name) ?? inner]));
}

/** In a list of arguments, or of entries `{key: 'cmd', value}`. */
function isValueOfFlag(item: JsonValue, before: JsonValue | undefined): boolean {
  if (typeof item === 'string') return typeof before === 'string' && isSecretFlag(before);
  if (!isObject(item) || !isObject(before) || item['key'] !== before['key']) return false;
  return typeof before['value'] === 'string' && isSecretFlag(before['value']);
}

function withoutValue(item: JsonValue): JsonValue {
  return isObject(item) ? { ...item, value: mask } : mask;
}

/** What the value in a field is called: in an entry `{key, value}`, as its key says. */
function nameOfInner(outer: string, { key: ownKey }: JsonObject): (name: string) => string {
  // All that is below a secret name is secret.
  if (isSecretName(outer)) return () => outer;
  if (isEnvironment(outer)) return () => 'secret';
  return (name) => (name === 'value' && typeof ownKey === 'string' ? ownKey : name);
}

function maskedValue(key: string, value: string): string {
  if (value === '') return value;
  if (isEnvironment(key)) {
    const end = value.indexOf('=');
    return end < 0 ? value : `${value.slice(0, end)}=${mask}`;
  }
  return isSecretName(key) ? mask : maskedText(value);
}

function isEnvironment(key: string): boolean {
  return (key.length === 3 || key.length === 11) && /^env(ironment)?$/i.test(key);
}
