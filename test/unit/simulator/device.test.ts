import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceOptions, instantTiming, startDevice } from '../../../client/src/simulator/device.ts';
import { type Published, VirtualBus, VirtualClock } from './virtualWorld.ts';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const device of running.splice(0)) await device.stop();
});

async function start(options: DeviceOptions = {}) {
  const clock = new VirtualClock();
  const bus = new VirtualBus(clock);
  const log: string[] = [];
  const starting = startDevice(
    bus,
    { timing: instantTiming, log: (line) => log.push(line), ...options },
    { clock, fetchArtifact: async () => ({ kind: 'elsewhere' }) },
  );
  await clock.pass(1_000);
  running.push(await starting);
  const registered = bus.sent;
  bus.sent = [];
  return { clock, bus, log, registered };
}

function command(
  operation: string,
  value: unknown,
  thing = 'edge/device',
  feature = 'UpdateManager',
): string {
  return JSON.stringify({
    topic: `${thing}/things/live/messages/${operation}`,
    headers: { 'content-type': 'application/json', 'correlation-id': 'c-1', 'response-required': true },
    path: `/features/${feature}/inbox/messages/${operation}`,
    value,
  });
}

function desired(...names: readonly string[]) {
  const components = names.map((id) => ({ id, version: '1' }));
  return { activityId: 'a-1', desiredState: { domains: [{ id: 'containers', components }] } };
}

const statuses = (sent: readonly Published[], subject: string) =>
  sent.map(({ payload }) => JSON.stringify(payload)).filter((it) => it.includes(subject));

describe('the simulated device', () => {
  it('registers its features and tells its state when it starts', async () => {
    const { registered } = await start();
    const paths = registered.map(({ payload }) => /"path":"([^"]+)"/.exec(JSON.stringify(payload))?.[1]);
    expect(paths.filter((path) => path !== undefined)).toEqual([
      '/features/ContainerFactory',
      '/features/SoftwareUpdatable',
      '/features/SoftwareUpdatable',
      '/features/UpdateManager',
      '/features/UpdateManager/properties',
    ]);
    expect(registered.map(({ topic }) => topic)).toContain('containersupdate/currentstate');
  });

  it('answers under the id and tenant that it was given', async () => {
    const { clock, bus } = await start({ deviceId: 'my.ns:truck-1', tenantId: 'acme' });
    bus.inject('command///req/r1/apply', command('apply', desired('a'), 'my.ns/truck-1'));
    await clock.pass(1_000);
    const topics = new Set(bus.sent.map(({ topic }) => topic));
    expect(topics).toContain('command///res/r1/204');
    expect(topics).toContain('e/acme/my.ns:truck-1:edge:containers');
  });

  it('dies of a message that kills a real daemon, says so, and comes back', async () => {
    const { clock, bus, log } = await start({ daemons: ['update-manager', 'container-management'] });
    bus.inject(
      'command///req/r1/apply',
      '{"headers":{},"path":"/features/UpdateManager/inbox/messages/apply"}',
    );
    await clock.pass(100);
    expect(log.at(-1)).toMatch(/^update-manager CRASHED: the message has no "topic"/);

    bus.inject('command///req/r2/apply', command('apply', desired('a')));
    await clock.pass(100);
    expect(bus.sent).toEqual([]);

    await clock.pass(instantTiming.restart);
    expect(log.at(-1)).toBe('update-manager is running again.');
    bus.inject('command///req/r3/apply', command('apply', desired('a')));
    await clock.pass(1_000);
    expect(bus.sent.map(({ topic }) => topic)).toContain('command///res/r3/204');
    expect(statuses(bus.sent, '"status":"COMPLETED"')).not.toEqual([]);
  });

  it('keeps its containers when the daemon in front of them dies', async () => {
    const { clock, bus } = await start();
    bus.inject('command///req/r1/apply', command('apply', desired('kept')));
    await clock.pass(1_000);
    bus.inject('command//edge:device:edge:containers/req/r2/install', '{');
    await clock.pass(instantTiming.restart + 1_000);
    bus.sent = [];
    bus.inject('command///req/r3/refresh', command('refresh', { activityId: 'r' }));
    await clock.pass(1_000);
    expect(statuses(bus.sent, 'containers:kept')).not.toEqual([]);
  });

  it('takes an artifact that is not on this machine as downloaded, and says so', async () => {
    const { clock, bus, log } = await start();
    const thing = 'edge/device:edge:containers';
    const value = {
      correlationId: 'i-1',
      softwareModules: [
        {
          softwareModule: { name: 'influxdb', version: '1.8.4' },
          artifacts: [{ filename: 'x.json', download: { HTTPS: { url: 'https://example.com/x.json' } } }],
        },
      ],
    };
    bus.inject(
      'command//edge:device:edge:containers/req/r1/install',
      command('install', value, thing, 'SoftwareUpdatable'),
    );
    await clock.pass(1_000);
    expect(statuses(bus.sent, '"status":"FINISHED_SUCCESS"')).not.toEqual([]);
    expect(log.join('\n')).toContain('https://example.com/x.json is not on this machine');
  });

  it('removes an installed container by its id, and reports it gone', async () => {
    const { clock, bus } = await start();
    bus.inject('command///req/r1/apply', command('apply', desired('a')));
    await clock.pass(1_000);
    const id = /Container:([0-9a-f-]{36})/.exec(JSON.stringify(bus.sent))?.[1];
    bus.sent = [];
    bus.inject(
      'command//edge:device:edge:containers/req/r2/remove',
      command(
        'remove',
        { correlationId: 'r-1', software: [{ name: id, version: '1' }] },
        'edge/device:edge:containers',
        'SoftwareUpdatable',
      ),
    );
    await clock.pass(1_000);
    const operations = bus.sent
      .map(({ payload }) => JSON.stringify(payload))
      .filter((it) => it.includes('lastOperation'))
      .map((it) => /"status":"([A-Z_]+)"/.exec(it)?.[1]);
    expect(operations).toEqual(['REMOVING', 'REMOVED', 'FINISHED_SUCCESS']);
    expect(statuses(bus.sent, '"path":"/features/Container:').at(-1)).toContain('commands/delete');
  });

  it('goes on with one of several operations alone after a crash, as often as there were', async () => {
    const { clock, bus } = await start({ timing: { ...instantTiming, download: 10_000 } });
    const value = (id: string) => ({
      correlationId: id,
      softwareModules: [{ softwareModule: { name: id, version: '1' } }],
    });
    for (const id of ['d-1', 'd-2'])
      bus.inject(
        `command///req/${id}/download`,
        command('download', value(id), 'edge/device', 'SoftwareUpdatable'),
      );
    await clock.pass(5_000);
    bus.inject('command///req/r1/download', '{"headers":{}}');
    await clock.pass(5_000);
    bus.sent = [];
    await clock.pass(60_000);
    const ends = bus.sent
      .map(({ payload }) => JSON.stringify(payload))
      .filter((it) => it.includes('FINISHED'));
    expect(ends.map((it) => /"correlationID":"([^"]+)"/.exec(it)?.[1])).toEqual(['d-2', 'd-2']);
  });

  it('stores a downloaded module and tells where', async () => {
    const { clock, bus } = await start();
    const value = {
      correlationId: 'd-1',
      softwareModules: [
        {
          softwareModule: { name: 'hello', version: '1.0.0' },
          artifacts: [
            {
              filename: 'install.sh',
              size: 10,
              download: { HTTPS: { url: 'https://example.com/install.sh' } },
              checksums: { SHA256: '00' },
            },
          ],
        },
      ],
    };
    bus.inject('command///req/r1/download', command('download', value, 'edge/device', 'SoftwareUpdatable'));
    await clock.pass(1_000);
    const operations = bus.sent
      .map(({ payload }) => JSON.stringify(payload))
      .map((it) => /"status":"([A-Z_]+)"/.exec(it)?.[1])
      .filter((it) => it !== undefined);
    expect(operations).toEqual([
      'STARTED',
      'DOWNLOADING',
      'DOWNLOADING',
      'DOWNLOADED',
      'FINISHED_SUCCESS',
      'DOWNLOADED_FILE_STORED',
    ]);
    expect(statuses(bus.sent, '"path":"modules/0"')).toHaveLength(1);
  });

  it('tells RUNNING at most once an interval while images are pulled', async () => {
    const { clock, bus } = await start({
      timing: { ...instantTiming, download: 700, feedbackInterval: 1_000 },
    });
    bus.inject('command///req/r1/apply', command('apply', desired('a', 'b', 'c', 'd')));
    await clock.pass(4_000);
    const running_ = statuses(bus.sent, '"desiredStateFeedback":{"status":"RUNNING"');
    expect(running_.length).toBeGreaterThanOrEqual(2);
    expect(running_.length).toBeLessThanOrEqual(5);
  });

  it('has no things in direct mode, and answers on the local topics', async () => {
    const { clock, bus, registered } = await start({ mode: 'direct' });
    expect(registered.filter(({ topic }) => topic.startsWith('e'))).toEqual([]);
    const message = { activityId: 'l-1', payload: desired('a').desiredState };
    bus.inject('deviceupdate/desiredstate', JSON.stringify(message));
    await clock.pass(1_000);
    expect(bus.sent.map(({ topic }) => topic)).toContain('deviceupdate/currentstate');
    expect(statuses(bus.sent, '"status":"COMPLETED"')).not.toEqual([]);
  });
});
