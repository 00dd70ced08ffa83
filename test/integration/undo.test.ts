/** The way back over a real wire: what the simulated device runs afterwards is what it ran before, by its own report. */
import { expect, it } from 'vitest';
import { instantTiming } from '../../client/src/simulator/device.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { fingerprintOf } from '../../client/src/updates/devicePlan.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { request } from './engineUnderTest.ts';
import { engineOn, forThisTest } from './forThisTest.ts';

const service = createLanguageService();

function desiredState(...components: readonly object[]) {
  const text = JSON.stringify({ desiredState: { domains: [{ id: 'containers', components }] } });
  return service.describe({ text, format: 'json' });
}

const db = {
  id: 'db',
  version: '1.0',
  config: [
    { key: 'env', value: 'DB_PASSWORD=hush-hush' },
    { key: 'memory', value: '200M' },
    { key: 'restartPolicy', value: 'on-failure' },
  ],
};
const web = { id: 'web', version: '1.0', config: [{ key: 'port', value: '8080:80' }] };

it('brings a device back to what it reported before, secrets and all', async () => {
  const simulator = await forThisTest(startSimulator({ timing: instantTiming }));
  const engine = await engineOn({ url: simulator.url, profile: { protocolVersion: 4 } });
  const asking = {
    connection: 'lab',
    device: simulator.deviceId,
    responseTimeout: 15_000,
    updateTimeout: 15_000,
  };
  await engine.send(request(desiredState(db)));
  const before = await engine.inventory(asking);

  const sent = await engine.send(request(desiredState({ ...db, version: '2.0' }, web), { before }));
  expect(sent.finished?.ok).toBe(true);
  const changed = await engine.inventory(asking);
  expect(fingerprintOf(changed.inventory)).not.toBe(fingerprintOf(before.inventory));

  const { inventory = {}, time = 0 } = sent.before ?? {};
  const source = { device: simulator.deviceId, time };
  const imported = service.importManifest({ inventory, source, format: 'json', secrets: 'kept' });
  if ('refused' in imported) throw new Error(imported.refused);
  const back = service.describe({ text: imported.text, format: 'json', file: 'before.desired-state.json' });
  expect(back.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const undone = await engine.send(request(back));
  expect(undone.finished?.ok).toBe(true);

  const after = await engine.inventory(asking);
  expect(service.plan({ text: imported.text, format: 'json', inventory: after.inventory })).toMatchObject({
    plan: { differs: false },
  });
  expect(componentsOf(after.inventory)).toEqual(componentsOf(before.inventory));
  expect(JSON.stringify(after.inventory)).toContain('DB_PASSWORD=hush-hush');
});

/** Ids and versions of what runs. */
function componentsOf({ softwareNodes }: { readonly softwareNodes?: unknown }): readonly string[] {
  const nodes: readonly unknown[] = Array.isArray(softwareNodes) ? softwareNodes : [];
  return nodes.map((node) => JSON.stringify(node, ['id', 'version'])).sort();
}
