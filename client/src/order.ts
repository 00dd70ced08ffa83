/** The order in which people look for names: device-2 before device-10. */
const collator = new Intl.Collator('en', { numeric: true });

/** Compares names for `sort`. Zero for the same name only. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a === b ? 0 : a < b ? -1 : 1);
}

/** Names that stay in order while some come and go, so that a fleet need not be sorted anew for each. */
export class SortedNames {
  readonly #names: string[] = [];

  /** Each once. */
  get all(): readonly string[] {
    return this.#names;
  }

  add(name: string): void {
    const at = this.#placeOf(name);
    if (this.#names[at] !== name) this.#names.splice(at, 0, name);
  }

  delete(name: string): void {
    const at = this.#placeOf(name);
    if (this.#names[at] === name) this.#names.splice(at, 1);
  }

  /** Index of the name, or of where it would stand. */
  #placeOf(name: string): number {
    let from = 0;
    let to = this.#names.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (byName(this.#names[middle] ?? '', name) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
