/** Install and remove on a simulated device, as the commands of the editor send them: to both daemons. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import { installValue, type ModuleToInstall } from '../../client/src/protocol/installValue.ts';
import { instantTiming } from '../../client/src/simulator/device.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { removables, removeValue } from '../../client/src/updates/removable.ts';
import type { JsonObject, SoftwareUpdatableTarget } from '../../server/src/messages.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { CleanUp } from './brokers.ts';
import { runCommandLine } from './commandLine.ts';
import { containers, device, request, startEngine } from './engineUnderTest.ts';

const descriptor = JSON.stringify({ container_name: 'web', image: { name: 'docker.io/library/nginx:1.27' } });
const service = createLanguageService();
const cleanUp = new CleanUp();
let engine: Engine;
let base = '';
let broker = '';

beforeAll(async () => {
  const server = createServer((_, response) => response.end(descriptor)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.add(() => once(server.close(), 'close'));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  base = `http://127.0.0.1:${address.port}`;
  const simulator = await startSimulator({ timing: instantTiming });
  cleanUp.add(() => simulator.stop());
  broker = simulator.url;
  engine = await startEngine({
    url: broker,
    describe: async (text, target) => service.describe({ text, format: 'json', target }),
  });
  cleanUp.add(() => engine.dispose());
});
afterAll(() => cleanUp.run());

function send(value: JsonObject, target: SoftwareUpdatableTarget, responseTimeout = 15_000) {
  const manifest = service.describe({ text: JSON.stringify(value), format: 'json', target });
  return engine.send(request(manifest, { responseTimeout }));
}

function module(changes: Partial<ModuleToInstall> = {}): JsonObject {
  return installValue({ name: 'web', version: '1.27', url: `${base}/web.json`, ...changes });
}

const sums = { SHA256: createHash('sha256').update(descriptor).digest('hex') };
/** The server has the same at every path, and the simulated device runs nothing. */
const script = {
  get url() {
    return `${base}/install.sh`;
  },
  checksums: sums,
};

function removable() {
  const known = engine.device('lab', device);
  return known ? removables(known, engine.twin('lab', device)) : [];
}

it('installs on container management, which reports the id of the container, and removes it by that id', async () => {
  const installed = await send(module(), 'containers');
  expect(installed).toMatchObject({ thing: containers, finished: { status: 'FINISHED_SUCCESS' } });
  const web = removable().filter(({ name }) => name === 'web');
  expect(web).toMatchObject([{ software: { group: 'docker.io/library/nginx', version: '1.27' } }]);

  const removed = await send(removeValue(web), 'containers');
  expect(removed).toMatchObject({
    thing: containers,
    operation: 'remove',
    finished: { status: 'FINISHED_SUCCESS', actions: [{ component: web[0]?.software.name }] },
  });
  expect(removable().filter(({ name }) => name === 'web')).toEqual([]);
});

it('removes several at once, and tells of each how it ended', async () => {
  await send(module(), 'containers');
  await send(module(), 'containers');
  const web = removable().filter(({ name }) => name === 'web');
  expect(web).toHaveLength(2);
  const { finished } = await send(removeValue(web), 'containers');
  expect(finished?.actions.map(({ component, status }) => [component, status]).sort()).toEqual(
    web.map(({ software }) => [software.name, 'FINISHED_SUCCESS']).sort(),
  );
});

it('tells that a container is gone that was to be removed', async () => {
  const { finished } = await send({ software: [{ name: 'gone' }] }, 'containers');
  expect(finished).toMatchObject({ ok: false, message: 'container with ID = gone does not exist' });
});

it('installs on the generic daemon, where that one is chosen', async () => {
  const run = await send(module({ ...script, size: descriptor.length }), 'root');
  expect(run).toMatchObject({ thing: device, finished: { status: 'FINISHED_SUCCESS' } });
});

it('the generic daemon refuses what has no checksum, which is told before', async () => {
  const text = JSON.stringify(module());
  const { problems } = service.describe({ text, format: 'json', target: 'root' });
  expect(problems.map(({ message }) => message).join()).toContain('this daemon wants one');
  const run = await send(module(), 'root');
  expect(run.finished).toMatchObject({ ok: false, message: 'Fail to save operation data.' });
});

it('the generic daemon answers no remove, which is told before', async () => {
  const value: JsonObject = {
    topic: 'edge/device/things/live/messages/remove',
    path: '/features/SoftwareUpdatable/inbox/messages/remove',
    value: { software: [{ name: 'web', version: '1.27' }] },
  };
  const { problems } = service.describe({ text: JSON.stringify(value), format: 'json', target: 'root' });
  expect(problems.map(({ message }) => message).join()).toMatch(/`remove`/);
  const run = await send(value, 'root', 500);
  expect(run).toMatchObject({ thing: device, phase: 'failed', fault: { code: 'response-timeout' } });
});

it('the command line installs on the daemon that it is told, judged for that one', async () => {
  const install = (daemon: string, changes: Partial<ModuleToInstall>) =>
    runCommandLine(
      [
        'install',
        '--connection',
        broker,
        '--device',
        device,
        '--daemon',
        daemon,
        '--wait',
        '--format',
        'json',
        '-',
      ],
      { input: JSON.stringify(module(changes)) },
    );
  const summed = await install('software-update', script);
  expect([summed.status, JSON.parse(summed.out)]).toMatchObject([
    0,
    {
      sent: { topic: expect.stringMatching(/^command\/\/\/req\//) },
      finished: { status: 'FINISHED_SUCCESS' },
    },
  ]);
  const onContainers = await install('containers', {});
  expect(JSON.parse(onContainers.out).sent.topic).toContain(containers);
});
