/** Finds many words in a text in one pass: what that costs grows with the text, hardly with the number of words. */

/** Characters by which a place is passed over where no word begins so. */
const startLength = 3;
const hashes = 1 << 18;

/** Whether the word that stands from `start` to `end` counts. */
export type Counts = (text: string, start: number, end: number) => boolean;

interface Word {
  readonly text: string;
  /** The longest of the other words with which it begins. */
  readonly within: Word | undefined;
}

export class Finder {
  /** Sorted. */
  readonly #words: readonly Word[];
  readonly #isStart = new Uint8Array(hashes);
  readonly #counts: Counts;

  /** Words of fewer than three characters are not found. */
  constructor(words: Iterable<string>, counts: Counts = () => true) {
    this.#counts = counts;
    this.#words = sorted([...words].filter(({ length }) => length >= startLength));
    for (const { text } of this.#words) this.#isStart[hashAt(text, 0)] = 1;
  }

  /** The text with something else in place of each word, of several the longest; the text itself where there is none. */
  replaced(text: string, by: string): string {
    if (this.#words.length === 0) return text;
    const parts: string[] = [];
    let rest = 0;
    for (let at = 0; at <= text.length - startLength; at++) {
      if (this.#isStart[hashAt(text, at)] === 0) continue;
      const end = this.#endAt(text, at);
      if (end === undefined) continue;
      parts.push(text.slice(rest, at), by);
      rest = end;
      at = end - 1;
    }
    return rest === 0 ? text : parts.join('') + text.slice(rest);
  }

  /** Where the longest word ends that begins here and counts. */
  #endAt(text: string, at: number): number | undefined {
    // Every word that the text begins with here begins the last one that is sorted before the text.
    for (let word = this.#lastBefore(text, at); word; word = word.within) {
      const end = at + word.text.length;
      if (text.startsWith(word.text, at) && this.#counts(text, at, end)) return end;
    }
    return undefined;
  }

  #lastBefore(text: string, at: number): Word | undefined {
    let low = 0;
    let high = this.#words.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const word = this.#words[middle]?.text ?? '';
      if (word <= text.slice(at, at + word.length)) low = middle + 1;
      else high = middle;
    }
    return this.#words[low - 1];
  }
}

function sorted(texts: readonly string[]): readonly Word[] {
  const words: Word[] = [];
  for (const text of [...texts].sort()) {
    let within = words.at(-1);
    while (within && !text.startsWith(within.text)) within = within.within;
    words.push({ text, within });
  }
  return words;
}

function hashAt(text: string, at: number): number {
  const hash = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 6) ^ (text.charCodeAt(at + 2) << 12);
  return hash & (hashes - 1);
}
