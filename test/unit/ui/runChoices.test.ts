import { describe, expect, it } from 'vitest';
import { runChoices, runOfLastUpdate } from '../../../client/src/ui/model/runChoices.ts';
import { device, run } from './samples.ts';

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

describe("a device's last update", () => {
  const lastUpdate = { activityId: 'a-1', status: 'COMPLETED', time: 0, terminal: true, ok: true };

  it('is the run of its activity, the latest where a manifest was sent twice', () => {
    const runs = [
      run({ id: 'first', activityId: 'a-1' }),
      run({ id: 'second', activityId: 'a-1' }),
      run({ id: 'elsewhere', activityId: 'a-1', device: 'edge:other' }),
      run({ id: 'broker', activityId: 'a-1', connection: 'field' }),
      run({ id: 'later', activityId: 'a-2' }),
    ];
    expect(runOfLastUpdate(runs, device({ lastUpdate }))?.id).toBe('second');
  });

  it('is none of ours where another has sent it, or the device names no activity', () => {
    expect(runOfLastUpdate([run({ activityId: 'a-2' })], device({ lastUpdate }))).toBeUndefined();
    const unnamed = device({ lastUpdate: { ...lastUpdate, activityId: '' } });
    expect(runOfLastUpdate([run({ activityId: '' })], unnamed)).toBeUndefined();
    expect(runOfLastUpdate([run()], device())).toBeUndefined();
  });
});
