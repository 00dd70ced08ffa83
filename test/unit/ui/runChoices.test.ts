import { expect, it } from 'vitest';
import { runChoices } from '../../../client/src/ui/model/runChoices.ts';
import { run } from './samples.ts';

it('offers the latest update first, apart from the refreshes that every plan makes', () => {
  const { updates, refreshes } = runChoices([
    run({ id: 'first', operation: 'apply' }),
    run({ id: 'plan', operation: 'refresh' }),
    run({ id: 'second', operation: 'install' }),
    run({ id: 'again', operation: 'refresh' }),
  ]);
  expect(updates.map(({ id }) => id)).toEqual(['second', 'first']);
  expect(refreshes.map(({ id }) => id)).toEqual(['again', 'plan']);
});
