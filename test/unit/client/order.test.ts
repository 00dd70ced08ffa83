/** The order of names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byName, SortedNames } from '../../../client/src/order.ts';

describe('names', () => {
  it('are ordered as a person counts', () => {
    const names = ['edge:device-10', 'edge:device-2', 'edge:device-1', 'edge:Device-1', 'edge:device-01'];
    expect(names.sort(byName)).toEqual([
      'edge:device-01',
      'edge:device-1',
      'edge:Device-1',
      'edge:device-2',
      'edge:device-10',
    ]);
  });

  it('that come and go stay in order, each once', () => {
    const name = fc.oneof(
      fc.nat({ max: 30 }).map((it) => `device-${it}`),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), name)), (steps) => {
        const sorted = new SortedNames();
        const names = new Set<string>();
        for (const [comes, name] of steps) {
          if (comes) {
            sorted.add(name);
            names.add(name);
          } else {
            sorted.delete(name);
            names.delete(name);
          }
        }
        expect(sorted.all).toEqual([...names].sort(byName));
      }),
    );
  });
});
