/**
 * Devices report what they run with all its secrets: environment variables, arguments, keys. Their values are taken out
 * before anything is kept, so that nothing downstream can show them.
 */
import type { JsonValue } from '../../../server/src/messages.ts';
import { isObject } from '../protocol/json.ts';
import type { Parameter } from '../protocol/updateManager.ts';

/** Stands for what was taken out. */
export const mask = '•••';

const secretWords =
  'passw(?:or)?d|passwd|passphrase|secret|token|credential|aes256|api[-_]?key|private[-_]?key|decrypt';
const secretName = new RegExp(secretWords, 'i');
/** `--db-password`, the value being the next argument. */
const secretFlag = new RegExp(`^--?[\\w-]*(?:${secretWords})[\\w-]*$`, 'i');
/** `password=…`, `--token …`, `"secret": "…"`, wherever in a text they stand. */
const secretAssignment = new RegExp(
  `((?:${secretWords})[\\w-]*["']?\\s*[=:]\\s*|--?[\\w-]*(?:${secretWords})[\\w-]*\\s+)("[^"]*"|'[^']*'|\\S+)`,
  'gi',
);
const userInUrl = /\b([a-z][a-z\d+.-]*:\/\/)[^/@\s]+@/gi;

/** Texts are searched so far only: longer ones are cut where they are kept. */
const searched = 20_000;
/** What is nested deeper is no twin. */
const deepest = 60;

export function maskedParameters(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.map(({ key, value }, index) => {
    const before = parameters[index - 1];
    const isValueOfFlag = key === 'cmd' && before?.key === 'cmd' && secretFlag.test(before.value);
    return { key, value: isValueOfFlag ? mask : maskedValue(key, value) };
  });
}

/** The same shape, with the values of secrets replaced; what is nested too deep is left out. */
export function maskedJson(value: JsonValue, key = '', depth = 0): JsonValue {
  if (depth > deepest) return '…';
  if (typeof value === 'string') return maskedValue(key, value);
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const before = value[index - 1];
      const isValueOfFlag = typeof item === 'string' && typeof before === 'string' && secretFlag.test(before);
      return isValueOfFlag ? mask : maskedJson(item, key, depth + 1);
    });
  }
  if (!isObject(value)) return secretName.test(key) && typeof value === 'number' ? mask : value;
  const { key: ownKey, value: ownValue } = value;
  if (typeof ownKey === 'string' && typeof ownValue === 'string') {
    return { ...value, value: maskedValue(ownKey, ownValue) };
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      // All that is below a secret name is secret.
      return [name, maskedJson(inner, secretName.test(key) ? key : name, depth + 1)];
    }),
  );
}

function maskedValue(key: string, value: string): string {
  if (value === '') return value;
  if (/^env(ironment)?$/i.test(key)) {
    const end = value.indexOf('=');
    return end < 0 ? value : `${value.slice(0, end)}=${mask}`;
  }
  if (secretName.test(key)) return mask;
  return maskedText(value);
}

/** A text in which a secret can stand somewhere, such as the message of a failed download. */
export function maskedText(value: string): string {
  // Most have none: they are spared the search.
  const text = value.slice(0, searched);
  const withoutUser = text.includes('@') ? text.replace(userInUrl, `$1${mask}@`) : text;
  return secretName.test(withoutUser) ? withoutUser.replace(secretAssignment, `$1${mask}`) : withoutUser;
}
