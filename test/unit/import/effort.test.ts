import { describe, expect, it } from 'vitest';
import { importDomains } from '../../../server/src/import/domains.ts';
import { isFault, readInventory } from '../../../server/src/plan/inventory.ts';
import { growth, repeated } from '../timing.ts';

const few = 1000;
/** So many times as long an inventory may take so many times as long, and no square of it. */
const times = 8;

function imported(ids: readonly string[], agents: readonly string[] = []) {
  const inventory = readInventory({
    softwareNodes: [
      ...agents.map((domain) => ({
        id: `${domain}-update-agent`,
        parameters: [{ key: 'domain', value: domain }],
      })),
      ...ids.map((id) => ({ id })),
    ],
  });
  if (isFault(inventory)) throw new Error(inventory.fault);
  return () => importDomains(inventory, 'placeholders');
}

function ids(number: number, idOf: (index: number) => string): readonly string[] {
  return Array.from({ length: number }, (_, index) => idOf(index));
}

describe('the effort of an import', () => {
  it.each<[string, (index: number) => string]>([
    ['very many of one name', () => 'containers:influx'],
    ['very many domains', (index) => `domain-${index}:influx`],
    ['very many of one domain', (index) => `containers:influx-${index}`],
  ])('grows no faster than a device that reports %s', (_, idOf) => {
    const short = imported(ids(few, idOf));
    const long = imported(ids(few * times, idOf));
    expect(growth(10, repeated(times, short), long, 1)).toBeLessThan(3);
  });

  it('grows no faster than a device that reports very many agents whose names begin alike, with a colon', () => {
    const device = (number: number) =>
      imported(
        ids(number, (index) => `a:${index}:influx`),
        ids(number, (index) => `a:${index}`),
      );
    const long = device(few * times);
    expect(long().domains).toHaveLength(few * times + 1);
    expect(growth(10, repeated(times, device(few)), long, 1)).toBeLessThan(3);
  });
});
