/** Gathers changes and hands them on together, at most once in an interval. */
import type { Disposable } from '../../events.ts';

export interface Batch<T> extends Disposable {
  add(item: T): void;
}

/**
 * The first item waits for `interval` milliseconds too, so that a burst becomes one call. Each item is handed on once
 * however often it was added.
 */
export function createBatch<T>(interval: number, flush: (items: ReadonlySet<T>) => void): Batch<T> {
  let items = new Set<T>();
  let timer: NodeJS.Timeout | undefined;
  return {
    add(item) {
      items.add(item);
      timer ??= setTimeout(() => {
        timer = undefined;
        const ready = items;
        items = new Set();
        flush(ready);
      }, interval);
    },
    dispose() {
      clearTimeout(timer);
      items.clear();
    },
  };
}
