/** A thousand devices, of whose messages one in a hundred gets lost, and a broker that dies in the middle. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newRollout } from '../../client/src/rollout/create.ts';
import { createJournal, openJournal } from '../../client/src/rollout/journalFile.ts';
import { usualOptions } from '../../client/src/rollout/options.ts';
import type { Rollout, RolloutParts } from '../../client/src/rollout/rollout.ts';
import type { RolloutOptions } from '../../client/src/rollout/types.ts';
import { startBroker } from '../../client/src/simulator/broker.ts';
import { type Fleet, type Kind, startFleet } from './fleet.ts';
import { engineAt, manifest, recordedRuns, service } from './fleetWorld.ts';
import { temporaryFolder } from './forThisTest.ts';
import { hasMosquitto, startMosquitto } from './mosquitto.ts';

interface MendedBroker {
  readonly url: string;
  /** Dies without a word, and comes back on its port remembering nothing. */
  restart(): Promise<void>;
}

async function restartableBroker(): Promise<MendedBroker> {
  if (!hasMosquitto) {
    console.log(
      'SKIPPED: the rollout over Mosquitto, since there is none; it goes over the embedded broker.',
    );
    let broker = await startBroker(0);
    onTestFinished(() => broker.stop());
    const { url, port } = broker;
    return {
      url,
      restart: async () => {
        await broker.stop();
        broker = await startBroker(port);
      },
    };
  }
  let broker = await startMosquitto({ lines: ['persistence false', 'max_queued_messages 0'] });
  onTestFinished(() => broker.kill());
  const { url, port } = broker;
  return {
    url,
    restart: async () => {
      await broker.kill();
      broker = await startMosquitto({ port, lines: ['persistence false', 'max_queued_messages 0'] });
    },
  };
}

const size = 1000;
const kindOf = (number: number): Kind =>
  number % 40 === 7 ? 'bad' : number % 100 === 9 ? 'refuses' : 'good';
const isDone = (number: number) => number % 100 === 50;

const options: RolloutOptions = {
  ...usualOptions,
  waves: [{ count: 1 }, { percent: 100 }],
  pause: { kind: 'none' },
  concurrency: 50,
  skipInSync: true,
  maxFailures: { percent: 100 },
  responseTimeout: 3000,
  updateTimeout: 4000,
};

describe('a rollout to a thousand devices', () => {
  it('ends with every outcome right and no command executed twice, whatever gets lost', async () => {
    const seed = Number(process.env['ROLLOUT_SEED'] ?? 20_261_122);
    console.log(`ROLLOUT_SEED=${seed}`);
    const runs = await recordedRuns();
    const broker = await restartableBroker();
    const fleet = await startFleet({
      url: broker.url,
      size,
      kindOf,
      isDone,
      runs,
      lostOfThousand: 10,
      seed,
    });
    onTestFinished(() => fleet.stop());
    const parts: RolloutParts = {
      engine: await engineAt(broker.url),
      plan: async (params) => service.plan(params),
      manifest: manifest('2'),
      name: 'hello.desired-state.json',
    };
    const places = fleet.devices.map(({ id }) => ({ connection: 'lab', device: id }));
    const rollout = newRollout('fleet', places, options, parts);
    const restarted = restartInTheMiddle(rollout, broker);
    const file = join(await temporaryFolder(), 'journal.jsonl');
    await rollout.plan();
    expect((await rollout.begin((begin) => createJournal(file, begin))).kind).toBe('ended');
    expect(await restarted).toBeGreaterThan(0);
    expectRight(rollout, fleet);
    expect(fleet.lost).toBeGreaterThan(size / 20);
    const { succeeded, failed, skipped } = rollout.summary.sum;
    console.log(JSON.stringify({ ...rollout.summary.sum, lost: fleet.lost }));
    expect(succeeded).toBeGreaterThan(size * 0.8);
    expect(failed + skipped).toBeGreaterThan(0);

    await untilNobodyIsMissed(rollout);
    expectRight(rollout, fleet);
    expect(
      fleet.devices.filter((it) => it.kind === 'good' && !it.isDone && isInWave(rollout, it.id)),
    ).toEqual([]);
    await rollout.dispose();
    const read = await openJournal(file);
    await read.journal.close();
  }, 240_000);
});

function isInWave(rollout: Rollout, id: string): boolean {
  return rollout.devices.some(({ device, wave }) => device === id && wave !== undefined);
}

/** Once half of them are done. Resolves with how many were at it just then. */
function restartInTheMiddle(rollout: Rollout, broker: MendedBroker): Promise<number> {
  return new Promise((resolve, reject) => {
    const listening = rollout.onEvent(({ kind }) => {
      if (kind !== 'device' || rollout.summary.sum.succeeded < size / 2) return;
      listening.dispose();
      const { working } = rollout.summary.sum;
      broker.restart().then(() => resolve(working), reject);
    });
  });
}

/** A person looks at those of which nobody knows what became, or that were not reached, and wants them to be tried once more. */
async function untilNobodyIsMissed(rollout: Rollout): Promise<void> {
  const missed = () =>
    rollout.devices
      .filter(({ phase }) => phase === 'unknown' || phase === 'unreached')
      .map(({ number }) => number);
  while ((await rollout.retry(missed())) > 0) await rollout.goOn();
}

/** What the rollout says against what the devices have counted themselves. */
function expectRight(rollout: Rollout, fleet: Fleet): void {
  const devices = new Map(fleet.devices.map((device) => [device.id, device]));
  const wrong = rollout.devices.filter(({ device: id, phase }) => {
    const device = devices.get(id);
    const times = [...(device?.executed.values() ?? [])];
    if (!device || times.some((it) => it > 1)) return true;
    const executed = times.length > 0;
    switch (phase) {
      case 'succeeded':
        return !device.isDone;
      case 'failed':
        return device.kind === 'good' || !executed;
      case 'skipped':
        return !device.isDone || executed;
      case 'unreached':
        return executed;
      case 'unknown':
        // Who did it and says so when asked is known.
        return device.kind === 'good' && executed;
      default:
        return true;
    }
  });
  const told = wrong.map(({ device, phase, message }) => ({
    device,
    phase,
    message,
    really: devices.get(device),
  }));
  expect(told).toEqual([]);
}
