import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mqttBus } from '../../client/src/simulator/bus.ts';
import { instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { startEmbedded, startReal } from './brokers.ts';
import { type RunOptions, runCommandLine } from './commandLine.ts';
import { forThisTest, temporaryFolder } from './forThisTest.ts';
import { hasMosquitto } from './mosquitto.ts';

const brokers = [
  { name: 'the embedded broker', start: startEmbedded },
  ...(hasMosquitto ? [{ name: 'Mosquitto', start: startReal }] : []),
];

const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.each(brokers)('what a simulated device runs, over $name', ({ start }) => {
  async function device() {
    const broker = await forThisTest(start());
    await forThisTest(startDevice(mqttBus(broker.url), { timing: instantTiming }));
    const folder = await temporaryFolder();
    const to = ['--connection', broker.url, '--device', 'edge:device', '--timeout', '20s'];
    return {
      call: (command: string, ...rest: readonly string[]) => runCommandLine([command, ...to, ...rest]),
      file: join(folder, 'device.desired-state.yaml'),
    };
  }

  it('is imported, changes nothing, is edited, applied and in sync again', async () => {
    const { call, file } = await device();
    expect((await call('apply', '--wait', 'examples/hello.desired-state.yaml')).status).toBe(0);

    const imported = await call('import', '--output', file);
    expect(imported).toMatchObject({
      status: 0,
      out: '',
      err: expect.stringContaining('of the tenant demo'),
    });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('# An apply of it, as it stands, changes nothing on that device.');
    expect((await call('plan', file)).status).toBe(0);
    expect(await call('drift', file)).toMatchObject({
      status: 0,
      out: expect.stringContaining('is in sync'),
    });
    expect(await call('import', '--output', file)).toMatchObject({
      status: 1,
      err: expect.stringContaining('is there already'),
    });

    await writeFile(file, text.replace('INFLUXD_LOG_LEVEL=info', 'INFLUXD_LOG_LEVEL=debug'));
    const drifted = await call('drift', '--format', 'jsonl', file);
    expect(drifted.status).toBe(2);
    expect(lines(drifted.out)).toMatchObject([
      { event: 'difference', component: 'containers:influxdb', action: 'replace', keys: ['env'] },
      { event: 'drift', device: 'edge:device', tenant: 'demo', drifted: true },
      { event: 'end', status: 2, ok: false },
    ]);
    const applied = await call('apply', '--wait', '--format', 'jsonl', file);
    expect(applied.status).toBe(0);
    const events = lines(applied.out);
    expect(events[0]).toMatchObject({ event: 'target', device: 'edge:device', tenant: 'demo' });
    expect(events.slice(1, 3)).toMatchObject([{ event: 'sent' }, { event: 'accepted', status: 204 }]);
    expect(events.find(({ event }) => event === 'finished')).toMatchObject({ status: 'COMPLETED', ok: true });
    expect(events.at(-1)).toMatchObject({ event: 'end', status: 0, ok: true });
    expect((await call('drift', file)).status).toBe(0);
  });

  it('is not written without a word where it has secrets, and never with them', async () => {
    const { call, file } = await device();
    const token = 'pl4nted';
    await writeFile(
      file,
      `domains: [{id: containers, components: [{id: a, version: "1", config: [{key: env, value: "A_TOKEN=${token}"}]}]}]`,
    );
    expect((await call('apply', '--wait', file)).status).toBe(0);
    const refused = await call('import');
    expect(refused).toMatchObject({ status: 8, out: '' });
    expect(refused.err).toMatch(/import refused.*1 to replace.*env has another value for A_TOKEN.*--yes/s);
    const agreed = await call('import', '--yes', '--format', 'json');
    expect(agreed.status).toBe(0);
    expect(JSON.stringify(JSON.parse(agreed.out))).toContain('A_TOKEN=<secret>');
    const streamed = await call('import', '--yes', '--format', 'jsonl');
    expect(lines(streamed.out).at(-2)).toMatchObject({
      event: 'manifest',
      differs: true,
      text: expect.stringContaining('# Differs, an apply would replace it'),
    });
    for (const { out, err } of [refused, agreed, streamed]) expect(out + err).not.toContain(token);
  });
});

describe('kanto-manifest without a device', () => {
  const running = JSON.stringify({
    softwareNodes: [
      { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] },
      { id: 'containers:a', version: '1', parameters: [{ key: 'image', value: 'a:1' }] },
    ],
  });
  const manifest = 'domains: [{id: containers, components: [{id: a, version: "2"}]}]';

  async function offline(command: string, argv: readonly string[], options?: RunOptions) {
    const folder = await temporaryFolder();
    const file = join(folder, 'a.desired-state.yaml');
    await writeFile(file, manifest);
    return runCommandLine([command, '--inventory', '-', ...argv.map((it) => (it === 'FILE' ? file : it))], {
      input: running,
      ...options,
    });
  }

  it('imports from a report', async () => {
    const { status, out } = await offline('import', ['--format', 'json']);
    expect(status).toBe(0);
    expect(JSON.parse(out).domains[0].components).toEqual([
      { id: 'a', version: '1', config: [{ key: 'image', value: 'a:1' }] },
    ]);
    const malformed = await offline('import', [], { input: '{' });
    expect(malformed).toMatchObject({ status: 1, err: expect.stringContaining('no JSON') });
  });

  it('finds the drift from a report', async () => {
    const { status, out } = await offline('drift', ['--format', 'json', 'FILE']);
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ drifted: true, differences: [{ component: 'containers:a' }] });
    const usage = await offline('drift', []);
    expect(usage).toMatchObject({ status: 1, err: expect.stringContaining('needs a FILE') });
  });
});
