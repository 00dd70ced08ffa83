/**
 * Secrets of no telling shape: what a sent manifest has under a name that says that it is one is taken out of all that
 * devices say afterwards, wherever they repeat it. Kept in memory only, as the messages that hold it are.
 */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { Finder } from './finder.ts';
import { isObject } from './json.ts';
import { isSecretFlag, isSecretName, mask } from './secrets.ts';

/** Of more, the oldest are forgotten. */
const mostKept = 5000;
/** Characters. What is shorter hides nothing and stands in every text; what is longer still can stand inside of a word. */
const shortest = 3;
const longestWord = 5;
/** Characters: what is encoded out of fewer stands in texts by chance. */
const shortestEncoded = 6;
/** What is nested deeper is neither sent nor read. */
const deepest = 60;

export class SentSecrets {
  /** Of every form in which a message may have them. */
  #finder = new Finder([], isWhole);
  readonly #values = new Set<string>();

  /** Then nothing is taken out of anything. */
  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Before a message is sent. */
  remember(message: JsonValue | undefined): void {
    const values = secretsIn(message ?? null);
    if (values.length === 0) return;
    for (const value of values) {
      this.#values.delete(value);
      this.#values.add(value);
    }
    for (const oldest of this.#values) {
      if (this.#values.size <= mostKept) break;
      this.#values.delete(oldest);
    }
    this.#finder = new Finder(new Set([...this.#values].flatMap(formsOf)), isWhole);
  }

  /** The text without them, for people: of JSON it may be none any more, since a secret can be a number. */
  masked(text: string): string {
    return this.#finder.replaced(text, mask);
  }

  /** The value without them, whatever they stand in: the value itself where it has none. */
  maskedValue(value: JsonValue, depth = 0): JsonValue {
    if (depth > deepest) return '…';
    if (typeof value === 'string') return this.masked(value);
    if (typeof value === 'number') return this.masked(`${value}`) === `${value}` ? value : mask;
    if (Array.isArray(value)) {
      const safe = value.map((item) => this.maskedValue(item, depth + 1));
      return safe.every((item, index) => item === value[index]) ? value : safe;
    }
    if (!isObject(value)) return value;
    const safe = Object.entries(value).map(([name, inner]): [string, JsonValue] => [
      this.masked(name),
      this.maskedValue(inner, depth + 1),
    ]);
    return safe.every(([name, inner]) => inner === value[name]) ? value : Object.fromEntries(safe);
  }

  /**
   * What people are shown of a device's message, without them; what names something stays, so that it can be followed. The
   * value itself where there are none.
   */
  maskedWords(value: unknown, depth = 0): unknown {
    if (this.#values.size === 0) return value;
    if (depth > deepest) return '…';
    if (Array.isArray(value)) {
      const safe = value.map((item) => this.maskedWords(item, depth + 1));
      return safe.every((item, index) => item === value[index]) ? value : safe;
    }
    if (!isObject(value)) return value;
    const safe = Object.entries(value).map(([name, inner]): [string, unknown] => [
      name,
      typeof inner === 'string' && /^message$/i.test(name)
        ? this.masked(inner)
        : this.maskedWords(inner, depth + 1),
    ]);
    return safe.every(([name, inner]) => inner === value[name]) ? value : Object.fromEntries(safe);
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

/** In whichever way a message may have it. */
function formsOf(value: string): readonly string[] {
  const json = inJson(value);
  const query = encodeURIComponent(Buffer.from(value).toString()).replace(/[!'()*]/g, percented);
  return [
    value,
    json,
    json.replace(/[<>&]/g, escaped), // encoding/json of Go escapes what HTML gives a meaning
    json.replace(/[^ -~]/g, escaped),
    json.replaceAll('/', '\\/'),
    inJson(json),
    encodeURIComponent(Buffer.from(value).toString()),
    query.replaceAll('%20', '+'), // url.QueryEscape of Go
    ...(value.length < shortestEncoded ? [] : inBase64(value)),
  ];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function percented(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Such as `user:password` in a header: what comes before decides which of three texts it is, but for both ends. */
function inBase64(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]);
    const ends = [Math.ceil((before * 8) / 6), Math.floor((all.length * 8) / 6)] as const;
    return [all.toString('base64').slice(...ends), all.toString('base64url').slice(...ends)];
  });
}

/** A short one counts as a whole word only. */
function isWhole(text: string, start: number, end: number): boolean {
  if (end - start > longestWord) return true;
  const isLetter = (at: number) => /[\p{L}\p{N}_]/u.test(text.charAt(at));
  // A letter after a backslash is none: `\n` stands before the word.
  const follows = isLetter(start - 1) && text.charAt(start - 2) !== '\\';
  return !follows && !isLetter(end);
}
