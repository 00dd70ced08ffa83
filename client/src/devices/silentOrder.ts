/** Ids in the order in which they give way: those that have said nothing so far, then the longest silent first. */
export class SilentOrder {
  readonly #unheard = new Set<string>();
  /** A set keeps the order in which its members came. */
  readonly #heard = new Set<string>();

  /** It has just said something, or is there without having said anything. */
  put(id: string, isHeard: boolean): void {
    if (!isHeard) {
      if (!this.#heard.has(id)) this.#unheard.add(id);
      return;
    }
    this.delete(id);
    this.#heard.add(id);
  }

  has(id: string): boolean {
    return this.#unheard.has(id) || this.#heard.has(id);
  }

  delete(id: string): void {
    this.#unheard.delete(id);
    this.#heard.delete(id);
  }

  /** The first to give way; undefined where there is none but `spared`. */
  first(spared: string): string | undefined {
    for (const order of [this.#unheard, this.#heard]) for (const id of order) if (id !== spared) return id;
    return undefined;
  }
}
