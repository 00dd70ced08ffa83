import { describe, expect, it } from 'vitest';
import { mqttBus } from '../../client/src/simulator/bus.ts';
import { instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { startReal } from './brokers.ts';
import { runCommandLine, startSimulation } from './commandLine.ts';
import { forThisTest } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';

/** The device of `simulate`, on its own broker. */
async function simulated() {
  return (await forThisTest(startSimulation())).url;
}

function command(operation: string, url: string, ...rest: readonly string[]) {
  return runCommandLine([
    ...[operation, '--connection', url, '--device', 'edge:device', '--timeout', '30s'],
    ...['--wait', '--format', 'json', ...rest],
  ]);
}

async function devicesAt(url: string, after = '1s') {
  const argv = ['devices', '--connection', url, '--timeout', after, '--format', 'json'];
  return JSON.parse((await runCommandLine(argv)).out);
}

describe('kanto-manifest with the simulated device', () => {
  it('applies a desired state to COMPLETED and finds it installed', async () => {
    const url = await simulated();
    const { status, out } = await command('apply', url, 'examples/hello.desired-state.yaml');
    expect(JSON.parse(out)).toMatchObject({
      operation: 'apply',
      accepted: { status: 204 },
      finished: {
        status: 'COMPLETED',
        actions: [
          { component: 'containers:hello-world', version: 'linux', status: 'UPDATE_SUCCESS' },
          { component: 'containers:influxdb', version: '2.7.1', status: 'UPDATE_SUCCESS' },
        ],
      },
      error: null,
    });
    expect(status).toBe(0);
    expect(await command('refresh', url)).toMatchObject({ status: 0 });
    expect((await command('refresh', url, '--format', 'text')).out).toMatch(
      /^✔ REFRESHED [\s\S]*^ {2}containers:influxdb 2\.7\.1 Running$/m,
    );
  });

  it('says of a device without components that it reports none', async () => {
    const { out } = await command('refresh', await simulated(), '--format', 'text');
    expect(out).toMatch(/^✔ REFRESHED [\s\S]*^edge:device reports no component\.$/m);
  });

  it('tells with exit status 5 why the device failed an update', async () => {
    const url = await simulated();
    const { status, out } = await command(
      'apply',
      url,
      '--send-anyway',
      'test/fixtures/documented/apply.request.json',
    );
    expect(JSON.parse(out)).toMatchObject({
      accepted: { status: 204 },
      finished: {
        status: 'IDENTIFICATION_FAILED',
        message: expect.stringContaining('invalid container name format : containers:influxdb'),
      },
    });
    expect(status).toBe(5);
  });

  it('installs software modules', async () => {
    const { status, out } = await command(
      'install',
      await simulated(),
      'examples/install-hello.software-modules.json',
    );
    expect(JSON.parse(out)).toMatchObject({ finished: { status: 'FINISHED_SUCCESS' }, error: null });
    expect(status).toBe(0);
  });

  it('ends a removal of what is not there with the reason of the device', async () => {
    const { status, out } = await command(
      'remove',
      await simulated(),
      'examples/remove.software-modules.yaml',
    );
    expect(JSON.parse(out)).toMatchObject({
      finished: { status: 'FINISHED_ERROR', message: expect.stringContaining('does not exist') },
    });
    expect(status).toBe(6);
  });

  it('lists the device', async () => {
    expect(await devicesAt(await simulated())).toMatchObject([{ id: 'edge:device', tenant: 'demo' }]);
  });

  it('ends with 0 when interrupted', async () => {
    const simulation = await startSimulation();
    expect(await simulation.stop()).toBe(0);
  });

  it('says so where its port is taken', async () => {
    const url = await simulated();
    const { status, err } = await runCommandLine(['simulate', '--port', new URL(url).port]);
    expect(status).toBe(1);
    expect(err).toContain(`Port ${new URL(url).port}`);
  });
});

describeWithMosquitto('kanto-manifest with the simulated device on Mosquitto', () => {
  it('applies a desired state to COMPLETED', async () => {
    const broker = await forThisTest(startReal());
    await forThisTest(startDevice(mqttBus(broker.url), { timing: instantTiming }));
    const { status, out } = await command('apply', broker.url, 'examples/hello.desired-state.yaml');
    expect(JSON.parse(out)).toMatchObject({ accepted: { status: 204 }, finished: { status: 'COMPLETED' } });
    expect(status).toBe(0);
  });
});
