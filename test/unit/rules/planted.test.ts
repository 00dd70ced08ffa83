import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../server/src/rules/index.ts';
import { notices } from '../../../server/src/rules/notices.ts';
import {
  plantedApply,
  plantedContainers,
  plantedSoftware,
  plantedState,
  plantedValues,
} from './planted/kinds.ts';
import { plantedIn } from './planted/planting.ts';
import { plantedService } from './planted/service.ts';
import { unplanted } from './planted/unplanted.ts';

const kinds = [plantedApply, plantedState, ...plantedSoftware, ...plantedContainers, ...plantedValues];
const service = plantedService();

it('a fault of every rule is planted, or it is said why not', () => {
  const planted = kinds.flatMap(({ faults }) => faults.map(({ rule }) => rule));
  const excepted = unplanted.flatMap((it) => it.rules);
  expect([...new Set(planted), ...excepted].toSorted()).toEqual(
    [...rules, ...notices].map(({ id }) => id).toSorted(),
  );
});

describe.each(kinds)('in $name', ({ valid, faults, part, target }) => {
  const problemsOf = (text: string) =>
    service.describe({ text, format: 'json', ...(target && { target }) }).problems;

  it('there is nothing wrong but what was planted', () => {
    fc.assert(
      fc.property(valid, (message) => {
        const { text } = plantedIn(message, [], part);
        expect(
          problemsOf(text).filter(({ severity }) => severity !== 'information'),
          text,
        ).toEqual([]);
      }),
    );
  });

  it('each planted fault is found by its rule', () => {
    fc.assert(
      fc.property(valid, (message) => {
        for (const fault of faults) {
          const { text } = plantedIn(message, [fault], part);
          expect(
            problemsOf(text).map(({ code }) => code),
            text,
          ).toContain(fault.rule);
        }
      }),
      { numRuns: 5 },
    );
  });
});
