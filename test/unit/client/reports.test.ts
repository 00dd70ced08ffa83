import { describe, expect, it } from 'vitest';
import { Reports } from '../../../client/src/devices/reports.ts';
import type { JsonValue } from '../../../server/src/messages.ts';

const thing = 'edge:device';

function reports(...taken: readonly (readonly [path: string, value?: JsonValue])[]): Reports {
  const made = new Reports();
  taken.forEach(([path, value], time) => {
    made.take({ thing, path, time, ...(value !== undefined && { value }) }, 100);
  });
  return made;
}

describe('the reports of a device make up its twin:', () => {
  it('what was said of a part is put into the whole', () => {
    const { things } = reports(
      ['/features/A', { properties: { status: { name: 'a', state: 'CREATED' } } }],
      ['/features/A/properties/status/state', 'RUNNING'],
      ['/features/B/properties/x~1y', 1],
    ).twin();
    expect(things).toEqual({
      [thing]: {
        features: {
          A: { properties: { status: { name: 'a', state: 'RUNNING' } } },
          B: { properties: { 'x/y': 1 } },
        },
      },
    });
  });

  it('a whole that is said later replaces its parts', () => {
    const twin = reports(['/features/A/properties/x', 1], ['/features/A', { properties: { y: 2 } }]).twin();
    expect(twin.things).toEqual({ [thing]: { features: { A: { properties: { y: 2 } } } } });
    expect(twin.reports.map(({ path, time }) => [path, time])).toEqual([['/features/A', 1]]);
  });

  it('what was taken away is gone, alone or out of a whole', () => {
    const twin = reports(
      ['/features', { A: 1, B: 2 }],
      ['/features/C', 3],
      ['/features/A'],
      ['/features/C'],
    ).twin();
    expect(twin.things).toEqual({ [thing]: { features: { B: 2 } } });
  });

  it('no name reaches beyond the twin', () => {
    const { things } = reports(['/__proto__/polluted', true], ['/features/__proto__/polluted', true]).twin();
    expect({}).not.toHaveProperty('polluted');
    expect(Object.hasOwn(Object(things[thing]), '__proto__')).toBe(true);
  });

  it('a device that reports without end keeps its latest three thousand, and says so', () => {
    const many = reports(...Array.from({ length: 3500 }, (_, n) => [`/features/f${n}`, n] as const));
    const twin = many.twin();
    expect([twin.reports.length, twin.leftOut, many.size]).toEqual([3000, 500, 300_000]);
    expect(twin.reports.at(-1)?.path).toBe('/features/f3499');
  });

  it('and no more than four million characters', () => {
    const made = new Reports();
    for (let n = 0; n < 10; n++) made.take({ thing, path: `/features/f${n}`, value: n, time: n }, 1_000_000);
    expect([made.size, made.twin().leftOut]).toEqual([4_000_000, 6]);
  });
});
