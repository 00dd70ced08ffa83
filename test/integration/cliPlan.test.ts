import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mqttBus } from '../../client/src/simulator/bus.ts';
import { instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { startEmbedded, startReal } from './brokers.ts';
import { type RunOptions, runCommandLine } from './commandLine.ts';
import { deviceOn, forThisTest, temporaryFolder } from './forThisTest.ts';
import { hasMosquitto } from './mosquitto.ts';
import { answerTo, type Script, twinChange } from './scriptedDevice.ts';

const hello = 'examples/hello.desired-state.yaml';
const brokers = [
  { name: 'the embedded broker', start: startEmbedded },
  ...(hasMosquitto ? [{ name: 'Mosquitto', start: startReal }] : []),
];

async function fileWith(name: string, text: string): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

type PlanOptions = RunOptions & { readonly format?: string; readonly timeout?: string };

function planFor(url: string, file: string, options?: PlanOptions) {
  const { format = 'json', timeout = '20s', ...rest } = options ?? {};
  return runCommandLine(
    ['plan', '--connection', url, '--device', 'edge:device', '--timeout', timeout, '--format', format, file],
    rest,
  );
}

describe.each(brokers)('kanto-manifest plan with a simulated device over $name', ({ start }) => {
  async function simulated() {
    const broker = await forThisTest(start());
    await forThisTest(startDevice(mqttBus(broker.url), { timing: instantTiming }));
    return broker.url;
  }

  it('tells before an apply what is new, and after it that nothing differs', async () => {
    const url = await simulated();
    const before = await planFor(url, hello);
    expect(JSON.parse(before.out)).toEqual({
      device: 'edge:device',
      tenant: 'demo',
      summary: '2 to create, 0 to replace, 0 to update, 0 to destroy',
      actions: [
        { component: 'containers:influxdb', action: 'create', reasons: [expect.any(String)] },
        { component: 'containers:hello-world', action: 'create', reasons: [expect.any(String)] },
      ],
    });
    expect(before.status).toBe(2);

    const apply = ['apply', '--connection', url, '--device', 'edge:device', '--wait', hello];
    expect((await runCommandLine(apply)).status).toBe(0);
    const after = await planFor(url, hello);
    expect(JSON.parse(after.out)).toMatchObject({
      summary: '0 to create, 0 to replace, 0 to update, 0 to destroy',
      actions: [{ action: 'keep' }, { action: 'keep' }],
    });
    expect(after.status).toBe(0);

    const moved = (await readFile(hello, 'utf8')).replaceAll('2.7.1', '2.8.0');
    const other = await planFor(url, await fileWith('moved.desired-state.yaml', moved), { format: 'text' });
    const [sentence, ...rows] = other.out.trimEnd().split('\n');
    expect(sentence).toBe('0 to create, 1 to replace, 0 to update, 0 to destroy');
    expect(rows).toEqual([
      expect.stringMatching(
        /^-\/\+ {2}containers:influxdb {5}replace {4}image changes from .*2\.7\.1 to .*2\.8\.0\.$/,
      ),
      expect.stringMatching(/^= {4}containers:hello-world {2}keep {7}/),
    ]);
    expect(other.status).toBe(2);
  });
});

describe('kanto-manifest plan with a device', () => {
  async function scripted(filters: readonly string[], script: Script) {
    const broker = await forThisTest(startEmbedded());
    const device = await deviceOn(broker.url, filters, script);
    return { url: broker.url, device };
  }

  it('asks it for nothing but its state, and tells no value of a variable', async () => {
    const inventory = {
      softwareNodes: [
        {
          id: 'containers:influxdb',
          parameters: [
            { key: 'image', value: 'x:1' },
            { key: 'env', value: 'TOKEN=hunter2' },
          ],
        },
      ],
    };
    const { url, device } = await scripted(['command///req/#'], async (command, it) => {
      await it.say(...answerTo(command, 204));
      const activityId = String(command.value['activityId']);
      const state = { activityId, timestamp: 1, domain: 'device', inventory };
      // What another question is answered with is not the answer to this one.
      const other = { ...state, activityId: 'another', inventory: { softwareNodes: [] } };
      await it.say('e', twinChange('edge:device', '/features/UpdateManager/properties', other));
      await it.say('e', twinChange('edge:device', '/features/UpdateManager/properties', state));
    });
    const { status, out, err } = await planFor(url, hello);
    expect(device.heard.map(({ envelope }) => envelope['path'])).toEqual([
      '/features/UpdateManager/inbox/messages/refresh',
    ]);
    expect(JSON.parse(out).actions[0]).toMatchObject({
      action: 'replace',
      reasons: expect.arrayContaining([expect.stringMatching(/^env .*loses TOKEN\.$/)]),
    });
    expect(out + err).not.toContain('hunter2');
    expect(status).toBe(2);
  });

  it('exits with 7 where it stays silent', async () => {
    const { url } = await scripted([], () => undefined);
    const { status, out } = await planFor(url, hello, { timeout: '1s' });
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'response-timeout' } });
    expect(status).toBe(7);
  });

  it('exits with 7 where it takes the command and does not report', async () => {
    const { url } = await scripted(['command///req/#'], (command, it) => it.say(...answerTo(command, 204)));
    const { status, out } = await planFor(url, hello, { timeout: '1s' });
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'update-silent' } });
    expect(status).toBe(7);
  });

  it('says what is wrong with the manifest before it asks', async () => {
    const { url, device } = await scripted(['command/#'], () => undefined);
    const { status, out } = await planFor(url, 'examples/with-mistakes.desired-state.yaml');
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'manifest-refused', message: expect.stringMatching(/^examples\/.*:11:13: /) },
    });
    expect(device.heard).toEqual([]);
    expect(status).toBe(1);
  });
});

describe('kanto-manifest plan without a device', () => {
  const state = (components: string) => `domains:\n  - id: containers\n    components: ${components}\n`;
  const running = JSON.stringify({
    inventory: { softwareNodes: [{ id: 'containers:a', parameters: [{ key: 'image', value: 'a:1' }] }] },
  });

  async function offline(manifest: string, inventory: string, ...options: readonly string[]) {
    const file = await fileWith('a.desired-state.yaml', manifest);
    return runCommandLine([
      'plan',
      '--inventory',
      await fileWith('inventory.json', inventory),
      ...options,
      file,
    ]);
  }

  it('plans with what a device has reported', async () => {
    const { status, out } = await offline(state('[{ id: b, version: "1" }]'), running, '--format', 'json');
    expect(JSON.parse(out)).toEqual({
      summary: '1 to create, 0 to replace, 0 to update, 1 to destroy',
      actions: [
        {
          component: 'containers:b',
          action: 'create',
          reasons: ['The device has no container of this name.'],
        },
        {
          component: 'containers:a',
          action: 'destroy',
          reasons: expect.arrayContaining(['The manifest does not list it.']),
        },
      ],
    });
    expect(status).toBe(2);
  });

  it('exits with 0 where the device has it already', async () => {
    const { status, out } = await offline(state('[{ id: a, version: "1" }]'), running);
    expect(out).toBe(
      '0 to create, 0 to replace, 0 to update, 0 to destroy\n=    containers:a  keep       Nothing that the device reports differs.\n',
    );
    expect(status).toBe(0);
  });

  it('marks what the inventory cannot tell', async () => {
    const silent = running.replace('"a:1"}', '"a:1"},{"key":"logDriver","value":"none"}');
    const config = '[{ key: logDriver, value: none }]';
    const { status, out } = await offline(state(`[{ id: a, version: "1", config: ${config} }]`), silent);
    expect(out).toMatch(/^= {4}containers:a {2}keep\? .*cannot tell the logPath/m);
    expect(status).toBe(0);
  });

  it('takes the inventory from standard input', async () => {
    const file = await fileWith('a.desired-state.yaml', state('[]'));
    const { status, out } = await runCommandLine(['plan', '--inventory', '-', file], { input: running });
    expect(out).toContain('0 to create, 0 to replace, 0 to update, 1 to destroy');
    expect(status).toBe(2);
  });

  it.each([
    ['an inventory that is none', state('[]'), '{"domains":[]}', 'inventory-malformed'],
    ['an inventory that is no JSON', state('[]'), '{', 'inventory-malformed'],
    ['a manifest that the device rejects', state('[{ id: "containers:a" }]'), running, 'manifest-refused'],
    ['a domain that no agent takes', 'domains: [{ id: firmware }]', running, 'manifest-refused'],
    ['something else', 'some: thing', running, 'manifest-refused'],
  ])('exits with 1 for %s', async (_, manifest, inventory, code) => {
    const { status, out } = await offline(manifest, inventory, '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ error: { code } });
    expect(status).toBe(1);
  });

  it('exits with 1 for a wrong call, since 2 says that the device differs', async () => {
    const { status, err } = await runCommandLine(['plan', '--inventory', 'x.json']);
    expect(err).toContain('"plan" needs a FILE.');
    expect(status).toBe(1);
  });
});
