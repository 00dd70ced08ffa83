/** The real update-manager without things, spoken to directly. */
import { expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import type { ConsentQuestion } from '../../client/src/updates/consent.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { request } from '../integration/engineUnderTest.ts';
import { saidByDaemons } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { kantoEngine } from './engine.ts';
import { desired, type KantoOptions, nextRun, startKanto } from './kanto.ts';

const prefix = 'vehicleupdate';

/** Eclipse Leda's: of the domain `vehicle`. */
async function startVehicle(options: KantoOptions = {}) {
  const kanto = await startKanto({
    thingsEnabled: false,
    domain: 'vehicle',
    readTimeout: '300ms',
    ...options,
  });
  const engine = await kantoEngine(kanto.bus, { profile: { mode: 'direct', prefix } });
  return { ...kanto, engine };
}

const toVehicle = (components: Readonly<Record<string, string>>) =>
  request(desired(components), { device: prefix });

function next(engine: Engine, state: ConsentQuestion['state']): Promise<ConsentQuestion> {
  return new Promise((resolve) => engine.onConsent((it) => it.state === state && resolve(it)));
}

await describeWithDaemon('update-manager', 'the real update-manager in direct mode', () => {
  it('follows an apply from sent to COMPLETED, and never calls it accepted', async () => {
    const { engine } = await startVehicle();
    const snapshots: UpdateRun[] = [];
    engine.onRun((run) => snapshots.push(run));
    const run = await engine.send(toVehicle({ hello: '1' }));
    expect(run).toMatchObject({
      finished: { status: 'COMPLETED', ok: true, actions: [{ component: 'containers:hello' }] },
      sent: [{ address: `${prefix}/desiredstate` }],
    });
    expect(run.accepted).toBeUndefined();
    expect(new Set(snapshots.map(({ phase }) => phase))).not.toContain('accepted');
    expect((await engine.confirmed(run.id, 15_000))?.confirmed?.differences).toEqual([]);
  });

  it('is the device `deviceupdate` where nobody has named its domain', async () => {
    const { bus } = await startKanto({ thingsEnabled: false });
    const engine = await kantoEngine(bus, { profile: { mode: 'direct' } });
    const [device] = engine.devices('lab');
    expect(device?.id).toBe('deviceupdate');
    const { finished } = await engine.send(request(desired({ hello: '1' }), { device: 'deviceupdate' }));
    expect(finished?.status).toBe('COMPLETED');
  });

  it('hears nothing of commands to a thing', async () => {
    const { engine } = await startKanto({ thingsEnabled: false, filters: saidByDaemons });
    expect(await engine.send(request(desired({ hello: '1' })))).toMatchObject({
      phase: 'failed',
      fault: { code: 'no-listener' },
    });
  });

  it('fails to identify what the containers agent refuses, with its reason', async () => {
    const { engine } = await startVehicle();
    const { finished } = await engine.send(toVehicle({ 'containers:hello': '1' }));
    expect(finished).toMatchObject({ status: 'IDENTIFICATION_FAILED', ok: false });
    expect(finished?.message).toContain('invalid container name format : containers:hello');
  });

  it('tells what it runs when it is asked, though late', async () => {
    const { engine } = await startVehicle();
    const run = await engine.send(toVehicle({ hello: '1' }));
    // The last state that it knows, which is told once it has waited for its agents in vain.
    await engine.confirmed(run.id, 15_000);
    const { finished } = await engine.refresh(toVehicle({}));
    expect(finished?.status).toBe('REFRESHED');
    expect(engine.device('lab', prefix)?.components?.map(({ id, version }) => `${id} ${version}`)).toContain(
      'hello 1',
    );
  });

  it('has left what it runs on the broker for those who come later', async () => {
    const { bus, engine } = await startVehicle();
    const run = await engine.send(toVehicle({ hello: '1' }));
    await engine.confirmed(run.id, 15_000);
    const later = await kantoEngine(bus, { profile: { mode: 'direct', prefix } });
    const { inventory } = await later.inventory(toVehicle({}));
    expect(JSON.stringify(inventory)).toContain('"containers:hello"');
  });

  it('does one update after the other, and says nothing of the one that waits', async () => {
    const { engine } = await startVehicle({ agent: { timing: { download: 600 } } });
    const busy = nextRun(engine, ({ status }) => status === 'RUNNING');
    const first = engine.send(toVehicle({ first: '1' }));
    await busy;
    const second = engine.send(toVehicle({ second: '1' }));
    expect((await first).finished?.status).toBe('COMPLETED');
    const { finished } = await second;
    expect(finished?.status).toBe('COMPLETED');
    expect(finished?.actions.map(({ component }) => component).sort()).toEqual([
      'containers:first',
      'containers:second',
    ]);
  });

  it('asks its owner, and confirms no answer', async () => {
    const { engine } = await startVehicle({ ownerConsentCommands: ['DOWNLOAD'] });
    const question = next(engine, 'open');
    const ended = engine.send(toVehicle({ hello: '1' }));
    const asked = await question;
    expect(asked).toMatchObject({ device: prefix, command: 'DOWNLOAD' });
    const answered = await engine.answerConsent(asked.id, 'APPROVED', 15_000);
    expect(answered.remark).toContain('does not confirm');
    expect((await ended).finished?.status).toBe('COMPLETED');
  });

  it('ends the update where its owner denies it', async () => {
    const { engine } = await startVehicle({ ownerConsentCommands: ['DOWNLOAD'] });
    const question = next(engine, 'open');
    const ended = engine.send(toVehicle({ hello: '1' }));
    await engine.answerConsent((await question).id, 'DENIED', 15_000);
    expect((await ended).finished).toMatchObject({ status: 'INCOMPLETE', ok: false });
  });

  it('fails where it was killed in the middle and comes back', async () => {
    const { engine, updateManager } = await startVehicle({ agent: { timing: { download: 60_000 } } });
    const running = nextRun(engine, ({ status }) => status === 'RUNNING');
    const ended = engine.send(toVehicle({ hello: '1' }));
    await running;
    await updateManager.kill();
    await updateManager.start();
    expect(await ended).toMatchObject({ phase: 'failed', fault: { code: 'device-restarted' } });
  });
});
