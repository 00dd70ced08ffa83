/** What a fleet is told, what it reports then, and the engine that tells it. */
import { readFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { createEngine, type Engine } from '../../client/src/engine.ts';
import { startBroker } from '../../client/src/simulator/broker.ts';
import { mqttBus } from '../../client/src/simulator/bus.ts';
import { instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { differenceFrom } from '../../client/src/updates/afterApply.ts';
import { differencesOf } from '../../client/src/updates/confirm.ts';
import type { ManifestDescription } from '../../server/src/messages.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { labProfile } from './engineUnderTest.ts';
import type { Runs } from './fleet.ts';

export const service = createLanguageService();

/** An apply of the one container that the fleet runs, as text. */
export function manifestText(version: string): string {
  const hello = {
    id: 'hello',
    version,
    config: [{ key: 'image', value: `docker.io/library/hello:${version}` }],
  };
  return JSON.stringify({ desiredState: { domains: [{ id: 'containers', components: [hello] }] } });
}

export function manifest(version: string): ManifestDescription {
  return service.describe({ text: manifestText(version), format: 'json' });
}

export async function engineAt(url: string): Promise<Engine> {
  const engine = createEngine({
    password: async () => undefined,
    passphrase: async () => undefined,
    registryPassword: async () => undefined,
    readFile: (path) => readFile(path),
    timing: { pauses: { shortest: 50, longest: 300 } },
    describe: async (text, target) => service.describe({ text, format: 'json', target }),
    differences: async (sent, inventory) => {
      const text = { text: JSON.stringify(sent), format: 'json' } as const;
      return differencesOf(
        await differenceFrom({ manifest: text }, inventory, async (it) => service.plan(it)),
      );
    },
  });
  onTestFinished(() => engine.dispose());
  await engine.configure([labProfile(url, { addressing: 'device' })]);
  await engine.connect('lab');
  return engine;
}

/** What a whole simulated device reports before and after the update. */
export async function recordedRuns(): Promise<Runs> {
  const broker = await startBroker(0);
  const device = await startDevice(mqttBus(broker.url), { timing: instantTiming });
  const engine = await engineAt(broker.url);
  await engine.configure([labProfile(broker.url)]);
  const asked = {
    connection: 'lab',
    device: device.deviceId,
    responseTimeout: 30_000,
    updateTimeout: 30_000,
  };
  const apply = (version: string) =>
    engine.send({ ...asked, manifest: manifest(version), contradictions: 'refuse' });
  await apply('1');
  const before = (await engine.inventory(asked)).inventory;
  await apply('2');
  const after = (await engine.inventory(asked)).inventory;
  await device.stop();
  await broker.stop();
  return { before, after };
}
