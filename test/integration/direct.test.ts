/** A simulated device without things, spoken to directly: engine, doctor and command line. */
import { describe, expect, it } from 'vitest';
import type { Patience } from '../../client/src/connections/doctor/patience.ts';
import { examine } from '../../client/src/connections/doctor.ts';
import type { Engine } from '../../client/src/engine.ts';
import { type DeviceOptions, startDevice } from '../../client/src/simulator/device.ts';
import type { ConsentQuestion } from '../../client/src/updates/consent.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { startEmbedded, startReal, type TestBroker } from './brokers.ts';
import { runCommandLine, startSimulation } from './commandLine.ts';
import { applyHello, type EngineSetup, faultOf, installHello, manifest, request } from './engineUnderTest.ts';
import { drop, only, startFaultyProxy } from './faultyProxy.ts';
import { connectedEngine, forThisTest } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';

const vehicle = 'vehicleupdate';
const profile = { mode: 'direct', prefix: vehicle } as const;
const timing = { download: 0, update: 0, activate: 0, cleanup: 0, feedbackInterval: 0, readTimeout: 100 };

describe('over the embedded broker (MQTT 3.1.1)', () => scenarios(startEmbedded));
describeWithMosquitto('over Mosquitto (MQTT 5)', () => {
  scenarios(startReal);

  it('says that nobody listens, with what to check, and follows nothing', async () => {
    const engine = await vehicleEngine(await started(startReal));
    const { phase, fault, sent } = await engine.send(toVehicle(applyHello));
    expect({ phase, code: fault?.code }).toEqual({ phase: 'failed', code: 'no-listener' });
    expect(fault?.advice).toContain(`"${vehicle}"`);
    expect(sent).toMatchObject([{ address: `${vehicle}/desiredstate`, heard: false }]);
  });

  it('is found broken by the doctor where nobody listens', async () => {
    const { updateManager } = await examined(await vehicleEngine(await started(startReal)));
    expect(updateManager).toMatch(/^failed Nobody listens/);
  });

  it('is found whole by the doctor where somebody listens, but waits for its agents', async () => {
    const url = await started(startReal);
    await vehicleOn(url, { timing: { ...timing, readTimeout: 60_000 } });
    const engine = await vehicleEngine(url);
    await engine.inventory(toVehicle(applyHello));
    const { updateManager, domains } = await examined(engine, { state: 200 });
    expect(updateManager).toMatch(/^ok Somebody listens/);
    expect(domains).toMatch(/^ok .*containers.*So it reported at/);
  });
});

/** The doctor's steps: state and message. */
async function examined(engine: Engine, patience: Partial<Patience> = {}): Promise<Record<string, string>> {
  const [status] = engine.connections;
  if (status === undefined) throw new Error('There is no connection.');
  const access = {
    password: async () => undefined,
    passphrase: async () => undefined,
    registryPassword: async () => undefined,
  };
  const reading = { ...access, readFile: async () => new Uint8Array() };
  const found: Record<string, string> = {};
  for await (const { step, state, message } of examine(status.profile, reading, { patience }))
    found[step] = `${state} ${message}`;
  return found;
}

async function started(startBroker: () => Promise<TestBroker>): Promise<string> {
  return (await forThisTest(startBroker())).url;
}

async function vehicleOn(url: string, options: DeviceOptions = {}): Promise<void> {
  const device = await forThisTest(
    startDevice(url, { mode: 'direct', domain: 'vehicle', timing, ...options }),
  );
  expect(device.deviceId).toBe(vehicle);
}

function vehicleEngine(url: string, changes: Partial<EngineSetup> = {}): Promise<Engine> {
  return connectedEngine({ url, profile, ...changes });
}

/** Resolves once the device reports what {@link applyHello} brings. */
function untilHello(engine: Engine): Promise<void> {
  return new Promise((resolve) =>
    engine.onInventory(({ inventory }) => JSON.stringify(inventory).includes(':hello') && resolve()),
  );
}

function toVehicle(sent: Parameters<typeof request>[0]) {
  return request(sent, { device: vehicle });
}

function scenarios(startBroker: () => Promise<TestBroker>): void {
  async function lab(options?: DeviceOptions): Promise<Engine> {
    const url = await started(startBroker);
    await vehicleOn(url, options);
    return vehicleEngine(url);
  }

  it('follows an apply from sent to COMPLETED, and never calls it accepted', async () => {
    const engine = await lab();
    const snapshots: UpdateRun[] = [];
    engine.onRun((run) => snapshots.push(run));
    const { finished, accepted, sent, transcript } = await engine.send(toVehicle(applyHello));
    expect(finished).toMatchObject({ status: 'COMPLETED', ok: true });
    expect({ accepted, phases: snapshots.map(({ phase }) => phase) }).toEqual({
      accepted: undefined,
      phases: expect.not.arrayContaining(['accepted']),
    });
    expect(sent.map(({ address }) => address)).toEqual([`${vehicle}/desiredstate`]);
    expect(transcript.messages[0]?.text).toContain('"payload":{"domains"');
  });

  it('ends as the device says where it takes nothing of it', async () => {
    const engine = await lab();
    const other = manifest('apply', { desiredState: { domains: [{ id: 'other', components: [] }] } });
    const { finished } = await engine.send(toVehicle(other));
    expect(finished).toMatchObject({ status: 'INCOMPLETE', ok: false });
    expect(finished?.message).toContain('does not contain any supported domain');
  });

  it('refreshes the one device of the prefix, which is known before it speaks', async () => {
    const engine = await lab();
    expect(engine.devices('lab').map(({ id }) => id)).toEqual([vehicle]);
    const { finished } = await engine.refresh(toVehicle(applyHello));
    expect(finished?.status).toBe('REFRESHED');
    expect(engine.device('lab', vehicle)?.domains).toEqual(['containers']);
  });

  it('has the last inventory for a plan at once, without holding the device up by a question', async () => {
    const engine = await lab();
    const told = untilHello(engine);
    await engine.send(toVehicle(applyHello));
    await told;
    const asked = Date.now();
    const reader = await vehicleEngine(engine.connections[0]?.profile.url ?? '');
    const { inventory, time } = await reader.inventory(toVehicle(applyHello));
    expect(JSON.stringify(inventory)).toContain('containers:hello');
    // As the device told it, before anybody asked.
    expect(time).toBe(reader.device('lab', vehicle)?.inventoryTime);
    expect(time).toBeLessThanOrEqual(asked);
    expect(reader.runs).toEqual([]);
  });

  it('asks the owner, and goes on with the answer, which no one confirms', async () => {
    const engine = await lab({ ownerConsent: ['DOWNLOAD'] });
    const question = new Promise<ConsentQuestion>((resolve) =>
      engine.onConsent((it) => it.state === 'open' && resolve(it)),
    );
    const ended = engine.send(toVehicle(applyHello));
    const { id, command } = await question;
    expect(command).toBe('DOWNLOAD');
    const answered = await engine.answerConsent(id, 'APPROVED', 15_000);
    expect(answered).toMatchObject({
      state: 'answered',
      remark: expect.stringContaining('does not confirm'),
    });
    expect((await ended).finished?.status).toBe('COMPLETED');
  });

  it('ends the update where the owner denies it', async () => {
    const engine = await lab({ ownerConsent: ['DOWNLOAD'] });
    engine.onConsent(({ id, state }) => {
      if (state === 'open') void engine.answerConsent(id, 'DENIED', 15_000);
    });
    const { finished } = await engine.send(toVehicle(applyHello));
    expect(finished).toMatchObject({ status: 'INCOMPLETE', ok: false });
  });

  it('sends no software module, and says why not', async () => {
    const engine = await lab();
    const { code, message } = await faultOf(engine.send(toVehicle(installHello)));
    expect(code).toBe('not-in-direct-mode');
    expect(message).toContain('no SoftwareUpdatable');
  });

  it('is tested from the settings to the agents, without a gateway', async () => {
    const engine = await lab();
    const states = await examined(engine);
    expect(states).toMatchObject({
      settings: expect.stringContaining(`direct mode, on ${vehicle}/`),
      subscriptions: expect.stringMatching(/^ok/),
      cloud: expect.stringMatching(/^skipped/),
      identity: expect.stringMatching(/^skipped/),
      updateManager: expect.stringMatching(/^ok .*told it/),
      domains: expect.stringMatching(/^ok .*containers/),
    });
  });
}

it('the doctor tells that an agent is no update manager', async () => {
  const url = await started(startEmbedded);
  await vehicleOn(url);
  const engine = await vehicleEngine(url, { profile: { mode: 'direct', prefix: 'containersupdate' } });
  expect((await examined(engine))['domains']).toMatch(/^failed .*stops at IDENTIFIED/);
});

describe('an update whose end was lost with the connection', () => {
  const differences: EngineSetup['differences'] = async (_, inventory) =>
    JSON.stringify(inventory).includes('containers:hello') ? [] : ['containers:hello is missing.'];

  it('ends as the state says that the broker has kept, without a question that would hold the device up', async () => {
    const url = await started(startEmbedded);
    await vehicleOn(url, { timing: { ...timing, download: 500 } });
    const proxy = await startFaultyProxy(Number(new URL(url).port));
    const engine = await vehicleEngine(proxy.url, { differences });
    const witness = await vehicleEngine(url);
    const done = untilHello(witness);
    const begun = new Promise<void>((resolve) =>
      engine.onRun((run) => run.status === 'RUNNING' && resolve()),
    );
    const ending = engine.send(toVehicle(applyHello));
    await begun;
    proxy.meddle(only(({ topic }) => topic.startsWith(vehicle), drop));
    await done;
    proxy.heal();
    proxy.cut();
    expect(await ending).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED', ok: true, concluded: true },
    });
    expect(engine.runs.map(({ operation }) => operation)).toEqual(['apply']);
  });
});

describe('the command line in direct mode', () => {
  const file = 'examples/hello.desired-state.yaml';

  async function simulation(): Promise<string> {
    const url = await started(startEmbedded);
    await forThisTest(startDevice(url, { mode: 'direct', timing }));
    return url;
  }

  it('applies, and waits for the end; without --wait it ends when it is sent', async () => {
    const call = ['apply', '--direct', '--connection', await simulation(), '--yes', '--timeout', '20s'];
    const waited = await runCommandLine([...call, '--wait', file]);
    expect(waited.out).toContain('✔ COMPLETED');
    expect(waited.out).not.toContain('accepted');
    const json = await runCommandLine([...call, '--format', 'json', file]);
    expect(JSON.parse(json.out)).toMatchObject({
      device: 'deviceupdate',
      sent: { topic: 'deviceupdate/desiredstate' },
      accepted: null,
      error: null,
    });
    expect([waited.status, json.status]).toEqual([0, 0]);
  });

  it('plans with what the device last reported, and refreshes', async () => {
    const url = await simulation();
    const direct = ['--direct', '--connection', url];
    const planned = await runCommandLine(['plan', ...direct, '--format', 'json', file]);
    expect(planned.status).toBe(2);
    expect(planned.err).toMatch(/^deviceupdate reported what it runs at 20\d\d-.*Z, \d+ s ago\.$/m);
    expect(JSON.parse(planned.out).actions).toMatchObject([{ action: 'create' }, { action: 'create' }]);
    const refreshed = await runCommandLine(['refresh', ...direct, '--wait', '--timeout', '20s']);
    expect(refreshed.status).toBe(0);
    expect(refreshed.out).toContain('REFRESHED');
  });

  it('says of a software module that there is no place for it', async () => {
    const { status, err } = await runCommandLine(
      ['remove', '--direct', '--connection', await simulation(), '-'],
      { input: JSON.stringify({ correlationId: 'c', software: [{ name: 'hello', version: '1' }] }) },
    );
    expect(status).toBe(1);
    expect(err).toContain('no remove');
  });

  it('simulates such a device', async () => {
    const { url } = await forThisTest(startSimulation(['--direct']));
    const { out, status } = await runCommandLine(['devices', '--direct', '--connection', url]);
    expect(out).toContain('deviceupdate');
    expect(status).toBe(0);
  });

  it('takes no --prefix without --direct, and no --addressing with it', async () => {
    const url = ['--connection', 'mqtt://127.0.0.1:1'];
    const alone = await runCommandLine(['doctor', ...url, '--prefix', 'x']);
    const both = await runCommandLine(['doctor', ...url, '--direct', '--addressing', 'gateway']);
    expect([alone.status, both.status]).toEqual([2, 2]);
    expect(alone.err).toContain('only with --direct');
  });
});
