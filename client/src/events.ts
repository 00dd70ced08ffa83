/** A typed event without `vscode`, so that the engine also runs on the command line. */
export interface Disposable {
  dispose(): void;
}

export type Listen<T> = (listener: (event: T) => void) => Disposable;

export class Emitter<T> {
  /** Never changed in place, so that who comes or goes while an event is told does not disturb it. */
  #listeners: readonly ((event: T) => void)[] = [];

  readonly event: Listen<T> = (listener) => {
    const own = (event: T) => listener(event);
    this.#listeners = [...this.#listeners, own];
    return {
      dispose: () => {
        this.#listeners = this.#listeners.filter((it) => it !== own);
      },
    };
  };

  /** Whether anybody listens: what costs much to tell need not be made for nobody. */
  get isHeard(): boolean {
    return this.#listeners.length > 0;
  }

  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    this.#listeners = [];
  }
}
