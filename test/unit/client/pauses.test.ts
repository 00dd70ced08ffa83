import { describe, expect, it } from 'vitest';
import { Pauses } from '../../../client/src/transports/pauses.ts';

const limits = { shortest: 1000, longest: 60_000 };

function series(length: number, random: () => number): number[] {
  const pauses = new Pauses(limits, random);
  return Array.from({ length }, () => pauses.next());
}

/** Numbers that look like chance and are the same in each run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe('the pauses between attempts to connect', () => {
  it('grow at most threefold, up to the longest', () => {
    expect(series(6, () => 1)).toEqual([3000, 9000, 27_000, 60_000, 60_000, 60_000]);
  });

  it('are never shorter than the shortest', () => {
    expect(series(3, () => 0)).toEqual([1000, 1000, 1000]);
  });

  it('are spread: a thousand clients that lost a broker together come back one by one', () => {
    const third = Array.from({ length: 1000 }, (_, seed) => series(3, chance(seed * 7919 + 1))[2] ?? 0);
    const perSecond = new Map<number, number>();
    for (const pause of third) {
      const second = Math.floor(pause / 1000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    expect(perSecond.size).toBeGreaterThan(15);
    expect(Math.max(...perSecond.values())).toBeLessThan(300);
    for (const pause of third) {
      expect(pause).toBeGreaterThanOrEqual(limits.shortest);
      expect(pause).toBeLessThanOrEqual(limits.longest);
    }
  });

  it('begin anew after a connection that stood', () => {
    const pauses = new Pauses(limits, () => 1);
    pauses.next();
    pauses.next();
    pauses.reset();
    expect(pauses.next()).toBe(3000);
  });
});
