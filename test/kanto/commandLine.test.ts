/** The command line against the real update-manager, as a person or a script calls it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommandLine } from '../integration/commandLine.ts';
import { temporaryFolder } from '../integration/forThisTest.ts';
import { type KantoBus, saidByDaemons } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { startKanto } from './kanto.ts';

const hello = 'examples/hello.desired-state.yaml';

function call(bus: KantoBus, command: string, ...more: readonly string[]) {
  const to = ['--connection', bus.url, '--device', 'edge:device', '--timeout', '20s'];
  return runCommandLine([command, ...to, ...more]);
}

async function fileOf(text: string): Promise<string> {
  const file = join(await temporaryFolder(), 'a.desired-state.yaml');
  await writeFile(file, text);
  return file;
}

await describeWithDaemon('update-manager', 'kanto-manifest with the real update-manager', () => {
  it('apply --wait ends well when the device has COMPLETED, and tells what happened', async () => {
    const { bus } = await startKanto();
    const { status, out } = await call(bus, 'apply', '--wait', '--yes', hello);
    expect(out).toContain('✔ COMPLETED');
    expect(out).toContain('containers:hello');
    expect(status).toBe(0);
  });

  it('apply without --wait ends well as soon as the device has accepted', async () => {
    const { bus } = await startKanto({ agent: { timing: { download: 60_000 } } });
    const { status, out } = await call(bus, 'apply', '--yes', hello);
    expect(out).toContain('204');
    expect(out).not.toContain('COMPLETED');
    expect(status).toBe(0);
  });

  it('apply --wait fails where the device refuses what it has accepted', async () => {
    const { bus } = await startKanto();
    const file = await fileOf(
      'domains: [{id: containers, components: [{id: nosuch, version: "1", config: []}]}]\n',
    );
    const { status, out, err } = await call(bus, 'apply', '--wait', '--yes', file);
    expect(out + err).toContain('INCOMPLETE');
    expect(out + err).toContain('failed to resolve reference');
    expect(status).toBe(6);
  });

  it('apply --format json gives the device’s words as one object', async () => {
    const { bus } = await startKanto();
    const { status, out } = await call(bus, 'apply', '--wait', '--yes', '--format', 'json', hello);
    expect(JSON.parse(out)).toMatchObject({
      device: 'edge:device',
      operation: 'apply',
      accepted: { status: 204 },
      finished: {
        status: 'COMPLETED',
        actions: [{ component: 'containers:hello-world' }, { component: 'containers:influxdb' }],
      },
      error: null,
    });
    expect(status).toBe(0);
  });

  it('plan tells what an apply would do, by what the device reports, and apply does that', async () => {
    const { bus } = await startKanto();
    const before = await call(bus, 'plan', hello);
    expect(before.out).toContain('2 to create, 0 to replace, 0 to update, 0 to destroy');
    expect(before.status).toBe(2);
    await call(bus, 'apply', '--wait', '--yes', hello);
    const after = await call(bus, 'plan', hello);
    expect(after.out).toContain('0 to create, 0 to replace, 0 to update, 0 to destroy');
    expect(after.status).toBe(0);
  });

  it('import makes a manifest of what the device reports, by which it has not drifted', async () => {
    const { bus } = await startKanto();
    await call(bus, 'apply', '--wait', '--yes', hello);
    const { status, out } = await call(bus, 'import');
    expect(out).toContain('changes nothing on that device');
    expect(status).toBe(0);
    expect(await call(bus, 'drift', await fileOf(out))).toMatchObject({
      status: 0,
      out: expect.stringContaining('is in sync'),
    });
  });

  it('refresh --wait tells what the device runs', async () => {
    const { bus } = await startKanto();
    await call(bus, 'apply', '--wait', '--yes', hello);
    const { status, out } = await call(bus, 'refresh', '--wait');
    expect(out).toContain('hello-world');
    expect(status).toBe(0);
  });

  it('devices finds the device by itself', async () => {
    const { bus } = await startKanto();
    const { status, out } = await runCommandLine(['devices', '--connection', bus.url, '--timeout', '1s']);
    expect(out).toContain('edge:device');
    expect(status).toBe(0);
  });

  it('doctor finds each link whole, and which one is broken where the update manager is away', async () => {
    const { bus, updateManager } = await startKanto({ filters: saidByDaemons });
    const doctor = () => runCommandLine(['doctor', '--connection', bus.url]);
    const whole = await doctor();
    expect(whole.out).not.toContain('✖');
    expect(whole.status).toBe(0);
    await updateManager.kill();
    const broken = await doctor();
    expect(broken.out).toContain('✖');
    expect(broken.out).toMatch(/update.?manager/i);
    expect(broken.status).toBe(1);
  });

  it('apply --consent answers the device’s question about this update', async () => {
    const { bus } = await startKanto({ ownerConsentCommands: ['DOWNLOAD'] });
    const denied = await call(bus, 'apply', '--wait', '--yes', '--consent', 'deny', hello);
    expect(denied.err).toContain('asks its owner');
    expect(denied.out + denied.err).toContain('The owner denied DOWNLOAD; nothing was changed');
    expect(denied.status).toBe(6);
    const approved = await call(bus, 'apply', '--wait', '--yes', '--consent', 'approve', hello);
    expect(approved.out).toContain('✔ COMPLETED');
    expect(approved.status).toBe(0);
  });

  it('apply fails with what to check where nobody listens', async () => {
    const { bus, updateManager } = await startKanto({ filters: saidByDaemons });
    await updateManager.kill();
    const { status, err } = await call(bus, 'apply', '--wait', '--yes', hello);
    expect(err).toContain('suite-connector');
    expect(status).toBe(3);
  });

  it('apply --direct reaches an update manager without things', async () => {
    const { bus } = await startKanto({ thingsEnabled: false, domain: 'vehicle', readTimeout: '300ms' });
    const to = ['--connection', bus.url, '--direct', '--prefix', 'vehicleupdate', '--timeout', '20s'];
    const { status, out } = await runCommandLine(['apply', ...to, '--wait', '--yes', hello]);
    expect(out).toContain('✔ COMPLETED');
    expect(status).toBe(0);
  });
});
