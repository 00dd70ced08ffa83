/**
 * Secrets of no telling shape: what a sent manifest has under a name that says that it is one is taken out of all that
 * devices say afterwards, wherever they repeat it. Kept in memory only, as the messages that hold it are.
 */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { isObject } from './json.ts';
import { isSecretFlag, isSecretName, mask } from './secrets.ts';

/** Of more, the oldest are forgotten: each is looked for in each message. */
const mostKept = 200;
/** Characters. What is shorter hides nothing and stands in every text; what is longer still can stand inside of a word. */
const shortest = 3;
const longestWord = 5;
/** What is nested deeper is neither sent nor read. */
const deepest = 60;

export class SentSecrets {
  /** Every form in which a message may have them, the longest first: one can be part of another. */
  #forms: readonly string[] = [];
  readonly #values = new Set<string>();

  /** Before a message is sent. */
  remember(message: JsonValue | undefined): void {
    for (const value of secretsIn(message ?? null)) {
      this.#values.delete(value);
      this.#values.add(value);
    }
    for (const oldest of this.#values) {
      if (this.#values.size <= mostKept) break;
      this.#values.delete(oldest);
    }
    const forms = new Set([...this.#values].flatMap(formsOf));
    this.#forms = [...forms].sort((a, b) => b.length - a.length);
  }

  /** The text without them; be it JSON, it stays JSON. */
  masked(text: string): string {
    return this.#forms.reduce((safe, form) => (safe.includes(form) ? without(safe, form) : safe), text);
  }

  /** What people are shown of a device's message, without them; what names something stays, so that it can be followed. */
  maskedWords(value: unknown, depth = 0): unknown {
    if (depth > deepest) return '…';
    if (Array.isArray(value)) return value.map((item) => this.maskedWords(item, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        typeof inner === 'string' && /^message$/i.test(name)
          ? this.masked(inner)
          : this.maskedWords(inner, depth + 1),
      ]),
    );
  }
}

/** The values in a message that are secrets by the name of their config entry, variable, field or option. */
export function secretsIn(value: JsonValue, key = '', depth = 0): readonly string[] {
  if (depth > deepest) return [];
  if (typeof value === 'string') return secretsOfText(key, value).filter(({ length }) => length >= shortest);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const flag = textOf(value[index - 1]);
      const named = flag !== undefined && isSecretFlag(flag) ? 'secret' : key;
      return isObject(item) ? secretsOfObject(item, named, depth) : secretsIn(item, named, depth + 1);
    });
  }
  return isObject(value) ? secretsOfObject(value, key, depth) : [];
}

function secretsOfObject(value: JsonObject, key: string, depth: number): readonly string[] {
  const { key: ownKey } = value;
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'key') return [];
    const own = name === 'value' && typeof ownKey === 'string' ? ownKey : name;
    return secretsIn(inner, isSecretName(key) ? key : own, depth + 1);
  });
}

/** `NAME=value` and `--name=value`, as variables and arguments are written. */
const assigned = /^([^\s=]{1,256})=(.+)$/s;
const passwordInUrl = /:\/\/[^\s/:@]{0,256}:([^\s/@]{1,512})@/g;

function secretsOfText(key: string, text: string): readonly string[] {
  if (isSecretName(key)) return [text];
  const [, name = '', value = ''] = assigned.exec(text) ?? [];
  if (isSecretName(name)) return [value];
  return [...text.matchAll(passwordInUrl)].map(([, password = '']) => password);
}

/** Of an argument, or of an entry `{key: 'cmd', value}`. */
function textOf(item: JsonValue | undefined): string | undefined {
  if (typeof item === 'string') return item;
  return isObject(item) && typeof item['value'] === 'string' ? item['value'] : undefined;
}

/** As it is, as in JSON, as in JSON of Go, as in JSON inside of JSON, as in an address. */
function formsOf(value: string): readonly string[] {
  const json = inJson(value);
  const go = json.replace(
    /[<>&]/g,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`, // encoding/json escapes what HTML gives a meaning
  );
  return [value, json, go, inJson(json), encodeURIComponent(Buffer.from(value).toString())];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function without(text: string, form: string): string {
  if (form.length > longestWord) return text.replaceAll(form, mask);
  const literal = form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  // A letter after a backslash is none: `\n` stands before the word.
  return text.replace(new RegExp(`(?<!(?<!\\\\)[\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'gu'), mask);
}
