/** Lines for a log that has no end: so many in an interval, and how many were left out. */
import type { Disposable } from '../../events.ts';

export interface LineBudgetParts {
  /** Milliseconds. */
  readonly interval: number;
  /** In an interval: lines, and characters of them all. */
  readonly lines: number;
  readonly characters: number;
  /** Told once after an interval in which there were more: how many lines were left out, and how long they were. */
  readonly tell: (lines: number, characters: number) => void;
}

export class LineBudget implements Disposable {
  readonly #parts: LineBudgetParts;
  #taken = { lines: 0, characters: 0 };
  #leftOut = { lines: 0, characters: 0 };
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: LineBudgetParts) {
    this.#parts = parts;
  }

  /** Whether there is room for a line of so many characters; one that has none counts as left out. */
  has(characters: number): boolean {
    const { interval, lines: mostLines, characters: most } = this.#parts;
    this.#timer ??= setTimeout(() => this.#renew(), interval);
    const isWithin = this.#taken.lines < mostLines && this.#taken.characters < most;
    const sum = isWithin ? this.#taken : this.#leftOut;
    sum.lines += 1;
    sum.characters += characters;
    return isWithin;
  }

  #renew(): void {
    this.#timer = undefined;
    const { lines, characters } = this.#leftOut;
    this.#taken = { lines: 0, characters: 0 };
    this.#leftOut = { lines: 0, characters: 0 };
    if (lines > 0) this.#parts.tell(lines, characters);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
