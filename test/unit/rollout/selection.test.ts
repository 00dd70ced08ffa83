import { describe, expect, it } from 'vitest';
import type { Device } from '../../../client/src/devices/device.ts';
import { namesIn, select } from '../../../client/src/rollout/selection.ts';

const known = (id: string, tenant?: string): Device => ({
  connection: 'lab',
  id,
  configured: false,
  features: [],
  domains: [],
  software: [],
  sync: 'unknown',
  ...(tenant !== undefined && { tenant }),
});
const fleet = ['plant:b2', 'plant:a1', 'plant:a2', 'yard:a1'].map((id) => known(id));

function ids(names: readonly string[], more: { readonly filter?: string; readonly tenant?: string } = {}) {
  return select('lab', fleet, { names, ...more }).places.map(({ device }) => device);
}

describe('the devices of a rollout', () => {
  it.each([
    [[], ['plant:a1', 'plant:a2', 'plant:b2', 'yard:a1']],
    [['plant:*'], ['plant:a1', 'plant:a2', 'plant:b2']],
    [['*:a?'], ['plant:a1', 'plant:a2', 'yard:a1']],
    [
      ['plant:b2', 'plant:*'],
      ['plant:b2', 'plant:a1', 'plant:a2'],
    ],
    [
      ['*', '!yard:*', '!plant:b2'],
      ['plant:a1', 'plant:a2'],
    ],
    [['plant.a1'], []],
    [['never:heard'], ['never:heard']],
  ])('named %j are %j', (names, chosen) => {
    expect(ids(names)).toEqual(chosen);
  });

  it.each([
    ['*', true],
    ['**', true],
    ['p*a?', true],
    ['?*?', true],
    ['*a*1*', true],
    ['plant:a1*', true],
    ['plant:a1?', false],
    ['*a', false],
    ['a*', false],
    ['*1*a*', false],
    ['plant.a*', false],
  ])('are named by the pattern %s: %s', (pattern, isNamed) => {
    expect(ids([pattern]).includes('plant:a1')).toBe(isNamed);
  });

  it('can have names as long as they like, and patterns as many stars', () => {
    const device = known(`plant:${'a'.repeat(50_000)}`);
    const chosen = select('lab', [device], { names: [`${'*a'.repeat(20)}*b`] });
    expect(chosen.places).toEqual([]);
  });

  it('match the filter and are of the tenant', () => {
    expect(ids(['plant:*'], { filter: 'id:a1' })).toEqual(['plant:a1']);
    const of = select('lab', [known('a:1', 'x'), known('a:2', 'y')], { names: [], tenant: 'y' });
    expect(of.places).toEqual([{ connection: 'lab', device: 'a:2' }]);
  });

  it('are told where a name stands for none', () => {
    expect(select('lab', fleet, { names: ['yard:z*', 'plant:*'] }).unmatched).toEqual(['yard:z*']);
    expect(select('lab', fleet, { names: ['never:heard'], filter: 'a' }).unmatched).toEqual(['never:heard']);
  });

  it('come from a file with remarks, in lines or between commas', () => {
    const text = '\uFEFF# the hall\nplant:a1, plant:a2\r\n\nyard:* # all of it\n!yard:a#1\n';
    expect(namesIn(text)).toEqual(['plant:a1', 'plant:a2', 'yard:*', '!yard:a#1']);
  });
});
