import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DaemonName, instantTiming, startDevice } from '../../../client/src/simulator/device.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { VirtualBus, VirtualClock } from '../simulator/virtualWorld.ts';
import { type Command, message, part } from './generated/envelope.ts';
import { plantedContainers } from './planted/kinds.ts';
import { withFaults } from './planted/planting.ts';

interface Addressee {
  readonly name: string;
  readonly operation: string;
  readonly mqtt: string;
  readonly made: fc.Arbitrary<string>;
}

const toContainers = 'command//edge:device:edge:containers/req/r/x';

const commands: readonly (Command & { readonly name: string; readonly mqtt: string })[] = [
  {
    name: 'update-manager',
    operation: 'refresh',
    thing: 'edge/device',
    feature: 'UpdateManager',
    mqtt: 'command///req/r/x',
    value: part({ activityId: 'a' }, { activityId: 5 }, { activityId: 'a', timestamp: '1' }),
  },
  {
    name: 'container management',
    operation: 'remove',
    thing: 'edge/device:edge:containers',
    feature: 'SoftwareUpdatable',
    mqtt: toContainers,
    value: part(
      { correlationId: 'c', software: [{ name: 'n' }] },
      { correlationId: 'c', software: [] },
      { software: [{ name: 5 }] },
    ),
  },
];

const addressees: readonly Addressee[] = [
  ...commands.map((it) => ({ ...it, made: message(it).map((content) => JSON.stringify(content)) })),
  ...plantedContainers.map((kind) => ({
    name: `container management, with faults planted in ${kind.name}`,
    operation: kind.operation,
    mqtt: toContainers,
    // One with another thing in its topic is sent elsewhere.
    made: withFaults({ ...kind, faults: kind.faults.filter(({ rule }) => rule !== 'topic-thing') }).map(
      ({ text }) => text,
    ),
  })),
];

/** A device in a world without time, and what it does with one message after the other. */
async function startedDevice() {
  const clock = new VirtualClock();
  const bus = new VirtualBus(clock);
  let crashed: DaemonName[] = [];
  const starting = startDevice(
    bus,
    {
      timing: instantTiming,
      daemons: ['update-manager', 'container-management'],
      onCrash: (name) => crashed.push(name),
    },
    { clock, fetchArtifact: async () => ({ kind: 'failed', reason: 'nothing to fetch' }) },
  );
  await clock.pass(8_000);
  await starting;
  return async (topic: string, payload: string) => {
    crashed = [];
    bus.sent = [];
    bus.inject(topic, payload);
    await clock.pass(40);
    const statuses = bus.sent.map((it) => /\/res\/[^/]*\/(\d+)$/.exec(it.topic)?.[1]).filter((it) => it);
    const died = crashed.length > 0;
    // One that died comes again.
    if (died) await clock.pass(8_000);
    return died ? 'crash' : (statuses[0] ?? 'silence');
  };
}

const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 600);

describe('a message is judged as the simulated device takes it', { timeout: 60_000 + 20 * runs }, () => {
  it.each(addressees)('by $name', async (addressee) => {
    const send = await startedDevice();
    const service = createLanguageService();
    const tally = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(addressee.made, async (text) => {
        const { kind, problems, content } = service.describe({ text, format: 'json' });
        // What is no JSON cannot be sent.
        if (content === undefined) return;
        if (kind?.operation !== addressee.operation || kind.role !== 'request' || kind.form !== 'envelope')
          return;
        // As it is sent: of keys that are equal, the last.
        const outcome = await send(addressee.mqtt, JSON.stringify(content));
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
        const errors = problems.filter(({ severity }) => severity === 'error');
        const said = errors.some(({ crash }) => crash) ? 'crash' : errors.length > 0 ? 'error' : 'nothing';
        // Who does not ask for an answer gets none, whatever becomes of the message.
        const asked = text.includes('"response-required":true');
        if (outcome === 'crash') expect(said, text).toBe('crash');
        else if (outcome === '204') expect(said, text).toBe('nothing');
        else if (outcome !== 'silence') expect(said, text).not.toBe('nothing');
        else if (asked) expect(said, text).not.toBe('nothing');
        // Another fault comes first; once that is mended, the device crashes.
        else expect(said === 'crash' && errors.every(({ crash }) => crash), text).toBe(false);
      }),
      { numRuns: runs },
    );
    console.log(`${addressee.name}: ${[...tally].map(([what, times]) => `${times} ${what}`).join(', ')}`);
  });
});
