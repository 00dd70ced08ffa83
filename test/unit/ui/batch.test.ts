import { describe, expect, it, vi } from 'vitest';
import { createBatch } from '../../../client/src/ui/model/batch.ts';

describe('a batch', () => {
  it('hands on what came within the interval together, each item once', () => {
    vi.useFakeTimers();
    try {
      const batches: string[][] = [];
      const batch = createBatch<string>(100, (items) => batches.push([...items]));
      for (const item of ['a', 'b', 'a']) batch.add(item);
      vi.advanceTimersByTime(100);
      batch.add('c');
      vi.advanceTimersByTime(99);
      expect(batches).toEqual([['a', 'b']]);
      vi.advanceTimersByTime(1);
      expect(batches).toEqual([['a', 'b'], ['c']]);
      batch.add('d');
      batch.dispose();
      vi.advanceTimersByTime(1000);
      expect(batches).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
