/** Go's locks and channels as far as the daemons' behaviour depends on them: who waits for whom shows on the wire. */

/** sync.Mutex: waiters get it in the order they asked. */
export class Mutex {
  #last: Promise<void> = Promise.resolve();

  /** Runs `work` alone. */
  async run<T>(work: () => Promise<T> | T): Promise<T> {
    const before = this.#last;
    let release: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      return await work();
    } finally {
      release();
    }
  }
}

/** A channel with room for one value, that one side waits on. */
export class Channel<T> {
  #held: { readonly value: T } | undefined;
  readonly #waiting: ((value: T) => void)[] = [];

  send(value: T): void {
    const receiver = this.#waiting.shift();
    if (receiver === undefined) this.#held ??= { value };
    else receiver(value);
  }

  /**
   * Calls `receive` once with the next value. The result takes the wait back: a value that comes later is kept for
   * the next receiver, as in a select that took another branch.
   */
  next(receive: (value: T) => void): () => void {
    const held = this.#held;
    if (held !== undefined) {
      this.#held = undefined;
      receive(held.value);
      return () => undefined;
    }
    this.#waiting.push(receive);
    return () => {
      const index = this.#waiting.indexOf(receive);
      if (index >= 0) this.#waiting.splice(index, 1);
    };
  }
}
