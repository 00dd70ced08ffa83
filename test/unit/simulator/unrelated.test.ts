import { expect, it } from 'vitest';
import { instantTiming, startDevice } from '../../../client/src/simulator/device.ts';
import { VirtualBus, VirtualClock } from './virtualWorld.ts';

/** An update-manager alone, in direct mode or with things, that asks before it downloads; and what it dies of. */
async function asking(mode: 'things' | 'direct') {
  const clock = new VirtualClock();
  const bus = new VirtualBus(clock);
  const crashes: string[] = [];
  const starting = startDevice(
    bus,
    {
      mode,
      timing: { ...instantTiming, readTimeout: 10 },
      daemons: ['update-manager'],
      ownerConsent: ['DOWNLOAD'],
      onCrash: (_, reason) => crashes.push(reason),
    },
    { clock, newId: () => 'question' },
  );
  await clock.pass(100);
  await starting;
  const say = async (topic: string, payload: unknown) => {
    bus.inject(topic, JSON.stringify(payload));
    await clock.pass(50);
  };
  const command = (operation: string, value: unknown) =>
    say(`command///req/r/${operation}`, {
      topic: `edge/device/things/live/messages/${operation}`,
      headers: { 'response-required': true, 'correlation-id': 'question' },
      path: `/features/UpdateManager/inbox/messages/${operation}`,
      value,
    });
  const feedback = (actions: readonly unknown[], status: string) =>
    say('containersupdate/desiredstatefeedback', { activityId: 'a', payload: { status, actions } });
  return { crashes, say, command, feedback };
}

const action = { component: { id: 'containers:a' }, status: 'IDENTIFIED' };
const desiredState = { domains: [{ id: 'containers' }] };

it('dies of a consent without feedback for its own update, not for another one', async () => {
  for (const [activityId, deaths] of [
    ['another', 0],
    ['a', 1],
  ] as const) {
    const { crashes, command, feedback } = await asking('things');
    await command('apply', { activityId: 'a', desiredState });
    await feedback([action], 'IDENTIFIED');
    await command('consent', { activityId });
    expect(crashes).toHaveLength(deaths);
  }
});

it('dies of an action without a component during the update, not after it', async () => {
  const { crashes, say, feedback } = await asking('direct');
  const apply = () => say('deviceupdate/desiredstate', { activityId: 'a', payload: desiredState });
  await apply();
  await feedback([], 'IDENTIFIED');
  await feedback([null], 'IDENTIFIED');
  expect(crashes).toEqual([]);
  await apply();
  await feedback([null], 'IDENTIFIED');
  expect(crashes).toHaveLength(1);
});
