import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineBudget } from '../../../client/src/ui/model/lineBudget.ts';

describe('lines for a log that has no end', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are so many in an interval, and it is told how many were left out', () => {
    const told: (readonly number[])[] = [];
    const budget = new LineBudget({
      interval: 1000,
      lines: 3,
      characters: 100,
      tell: (...leftOut) => told.push(leftOut),
    });
    expect([10, 10, 10, 40, 50].map((size) => budget.has(size))).toEqual([true, true, true, false, false]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([[2, 90]]);
    // A long line is written where there is room for one more.
    expect([99, 5000, 1].map((size) => budget.has(size))).toEqual([true, true, false]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([
      [2, 90],
      [1, 1],
    ]);
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
