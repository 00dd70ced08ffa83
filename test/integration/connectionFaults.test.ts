/**
 * What a broker, a clock or a second window does to a connection in the middle of an update. In each case the user is
 * shown the right outcome, and what must not run twice is sent once.
 */
import { afterEach, expect, it, vi } from 'vitest';
import { healthOf } from '../../client/src/devices/health.ts';
import type { TransportState } from '../../client/src/transports/transport.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import type { JsonValue } from '../../server/src/messages.ts';
import {
  applyHello,
  containers,
  device,
  type EngineSetup,
  installHello,
  manifest,
  request,
} from './engineUnderTest.ts';
import { isCommand, only, startFaultyProxy } from './faultyProxy.ts';
import { finishInstall, once, topics, untilState, world } from './faultyWorld.ts';
import { connectedEngine, deviceOn, engineOn, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';
import { answerTo, feedbackOf, goodApply, type Script, twinChange } from './scriptedDevice.ts';

describeWithMosquitto('a connection that is only half open', () => {
  it('is found by its keep-alive, told, and taken up anew without sending anything twice', async () => {
    const { engine, kanto, proxy } = await world((command, it) => it.say(...answerTo(command, 204)), {
      profile: { keepAlive: 1 },
    });
    const offline = untilState(engine, 'offline');
    const back = offline.then(() => untilState(engine, 'connected'));
    once(engine, 'accepted', () => proxy.freeze());
    const sending = engine.send(request(installHello));
    expect((await offline).reason).toMatch(/keep-?alive/i);
    await back;
    const [command] = kanto.heard;
    if (command) await finishInstall(command, kanto);
    expect(await sending).toMatchObject({ phase: 'finished', finished: { ok: true } });
    expect(kanto.heard).toHaveLength(1);
  });
});

describeWithMosquitto('a broker that is started again in the middle of an update', () => {
  /** Answers a refresh with an inventory of these components; an apply is accepted and said nothing more of. */
  const reporting =
    (...components: readonly string[]): Script =>
    async (command, it) => {
      await it.say(...answerTo(command, 204));
      if (!command.topic.endsWith('/refresh')) return;
      const softwareNodes = components.map((id) => ({
        id: `containers:${id}`,
        version: '1',
        parameters: [],
      }));
      const value = {
        activityId: command.value['activityId'] ?? '',
        timestamp: 1,
        inventory: { softwareNodes },
      };
      await it.say('e', twinChange(device, '/features/UpdateManager/properties', value));
    };

  const differences: EngineSetup['differences'] = async (_, inventory) =>
    JSON.stringify(inventory).includes('containers:hello') ? [] : ['containers:hello is missing.'];

  /** An apply that was accepted, its broker gone and back, and with it a device that now reports these components. */
  async function restarted(components: readonly string[], isBegun = false) {
    const broker = await mosquitto();
    const before = await deviceOn(broker.url, topics, reporting());
    const engine = await connectedEngine({ url: broker.url, differences });
    const runs: UpdateRun[] = [];
    engine.onRun((run) => run.operation === 'apply' && runs.push(run));
    const accepted = new Promise<void>((resolve) => once(engine, 'accepted', resolve));
    const ending = engine.send(request(applyHello, { updateTimeout: 6000 }));
    await accepted;
    if (isBegun) {
      const begun = new Promise<void>((resolve) => once(engine, 'running', resolve));
      const activityId = String(before.heard[0]?.value['activityId']);
      await before.say('e', feedbackOf(device, activityId, { status: 'RUNNING' }));
      await begun;
    }
    const offline = untilState(engine, 'offline');
    await broker.kill();
    await offline;
    await mosquitto({ port: broker.port });
    const after = await deviceOn(broker.url, topics, reporting(...components));
    return { run: await ending, runs, before, after, engine };
  }

  it('is told at once in the update, which is asked for when it is back, and ends as the device reports', async () => {
    const { run, runs, before, after } = await restarted(['hello']);
    expect(run).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED', ok: true, concluded: true },
      confirmed: { differences: [] },
    });
    const lost = runs.findIndex(({ unreachable }) => unreachable !== undefined);
    expect(runs[lost]).toMatchObject({ phase: 'accepted', unreachable: { reason: expect.any(String) } });
    expect(runs.at(-1)).not.toHaveProperty('unreachable');
    const sent = [...before.heard, ...after.heard].map(({ topic }) => topic.split('/').at(-1));
    expect(sent).toEqual(['apply', 'refresh']);
  });

  it('leaves its device no more updating, although its last word of the update was another', async () => {
    const { run, engine } = await restarted(['hello'], true);
    expect(run.finished).toMatchObject({ status: 'COMPLETED', concluded: true });
    const [told] = engine.devices(run.connection);
    expect(told?.lastUpdate).toMatchObject({ status: 'RUNNING', silence: 'lost' });
    expect(told && healthOf(told).word).not.toBe('updating');
  });

  it('claims no end where the device does not run what was sent: it may go on', async () => {
    const { run } = await restarted(['old']);
    expect(run).toMatchObject({ phase: 'abandoned', fault: { code: 'update-silent' } });
    expect(run.remark).toContain('The connection was lost meanwhile.');
    expect(run.finished).toBeUndefined();
  });

  it('a removal, of which a device cannot be asked, ends with the next report of what is installed', async () => {
    const broker = await mosquitto();
    const accept: Script = (command, it) => it.say(...answerTo(command, 204));
    const before = await deviceOn(broker.url, topics, accept);
    const engine = await connectedEngine({ url: broker.url });
    const installed = (value: JsonValue) =>
      twinChange(containers, '/features/SoftwareUpdatable/properties/status/installedDependencies', value);
    const reported = new Promise<void>((resolve) => {
      engine.onDevices(() => engine.device('lab', device)?.software.length && resolve());
    });
    await before.say(`e/demo/${containers}`, installed({ any: { name: 'c-id', version: '1' } }));
    await reported;
    const accepted = new Promise<void>((resolve) => once(engine, 'accepted', resolve));
    const ending = engine.send(request(manifest('remove', { software: [{ name: 'c-id' }] })));
    await accepted;
    const offline = untilState(engine, 'offline');
    await broker.kill();
    await offline;
    const connected = untilState(engine, 'connected');
    await mosquitto({ port: broker.port });
    await connected;
    expect(engine.runs[0]).toMatchObject({
      phase: 'accepted',
      remark: expect.stringContaining('cannot be asked'),
    });
    const after = await deviceOn(broker.url, topics, accept);
    await after.say(`e/demo/${containers}`, installed(null));
    expect(await ending).toMatchObject({ phase: 'finished', finished: { ok: true, concluded: true } });
    expect(after.heard).toEqual([]);
  });
});

describeWithMosquitto('a clock that is set in the middle of an update', () => {
  afterEach(() => vi.useRealTimers());

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('an hour %s: the update is neither given up nor waited for longer', async (_, jump) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { engine } = await world(async (command, it) => {
      await it.say(...answerTo(command, 204));
      vi.setSystemTime(Date.now() + jump);
    });
    const began = performance.now();
    const run = await engine.send(request(applyHello, { updateTimeout: 1500 }));
    const took = performance.now() - began;
    expect(run).toMatchObject({
      phase: 'abandoned',
      accepted: { status: 204 },
      fault: { code: 'update-silent' },
    });
    // Not at once, and not an hour later: as long as was asked for.
    expect(took).toBeGreaterThan(1500);
    expect(engine.connections[0]?.state.kind).toBe('connected');
  });
});

describeWithMosquitto('two windows on one broker', () => {
  it('with client ids of their own: each follows what it has sent, and sees of the other what the device does', async () => {
    const { broker, engine, kanto } = await world(goodApply);
    const other = await connectedEngine({ url: broker.url });
    const [mine, others] = await Promise.all([
      engine.send(request(applyHello)),
      other.send(request(applyHello)),
    ]);
    expect([mine.phase, others.phase]).toEqual(['finished', 'finished']);
    expect(mine.activityId).not.toBe(others.activityId);
    expect([engine.runs.length, other.runs.length]).toEqual([1, 1]);
    expect(kanto.heard).toHaveLength(2);
    expect(engine.devices('lab').map(({ id }) => id)).toEqual([device]);
  });

  it('with one client id: the one that is pushed out says so', async () => {
    const { broker, engine } = await world(goodApply, { profile: { clientId: 'same' } });
    const told = new Promise<TransportState>((resolve) => {
      engine.onConnections(() => {
        const state = engine.connections[0]?.state;
        if (state?.kind === 'offline' && state.reason.includes('client id')) resolve(state);
      });
    });
    const other = await engineOn({ url: broker.url, profile: { clientId: 'same' } });
    await other.connect('lab');
    expect(await told).toMatchObject({ kind: 'offline' });
  });
});

describeWithMosquitto('what a broker has kept', () => {
  const manifest = { ...applyHello, content: { desiredState: { domains: [] }, activityId: 'again' } };

  /** An engine that is not connected, behind a proxy; at the broker, the answer and the end of an update of long ago. */
  async function keeping() {
    const broker = await mosquitto();
    const kanto = await deviceOn(broker.url, topics, () => undefined);
    await kanto.retain(`command//${device}/res//apply`, {
      topic: 'edge/device/things/live/messages/apply',
      headers: {},
      path: '/features/UpdateManager/outbox/messages/apply',
      status: 204,
    });
    await kanto.retain('e', feedbackOf(device, 'again', { status: 'COMPLETED' }));
    const proxy = await startFaultyProxy(broker.port);
    const engine = await engineOn({ url: proxy.url });
    return { proxy, engine };
  }

  it('is no answer to a command, no end of an update, and no sign of life', async () => {
    const { engine } = await keeping();
    // Connecting, and so what is kept, comes after the run has begun to wait.
    const run = await engine.send(request(manifest, { responseTimeout: 700 }));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' } });
    expect([run.accepted, run.finished]).toEqual([undefined, undefined]);
    expect(engine.devices('lab')).toEqual([]);
  });

  it('nor where the connection comes back in the middle', async () => {
    const { engine, proxy } = await keeping();
    once(engine, 'sent', () => proxy.cut());
    const back = untilState(engine, 'offline').then(() => untilState(engine, 'connected'));
    const run = await engine.send(request(manifest, { responseTimeout: 1500 }));
    await back;
    expect([run.phase, run.accepted, run.finished]).toEqual(['failed', undefined, undefined]);
  });
});

describeWithMosquitto('cancelled right after it was sent', () => {
  it('says that the device goes on, not that nothing was sent', async () => {
    const abort = new AbortController();
    let heard: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const { engine, kanto, proxy } = await world(() => heard());
    // The message is on its way; neither receipt nor answer has come.
    proxy.meddle(
      only(isCommand, ({ bytes }, pass) => {
        pass(bytes);
        abort.abort();
      }),
    );
    const run = await engine.send(request(installHello, { signal: abort.signal }));
    expect(run).toMatchObject({ phase: 'abandoned', fault: { code: 'stopped-waiting' } });
    await arrived;
    expect(kanto.heard).toHaveLength(1);
  });

  it('says that nothing was sent where nothing was', async () => {
    const { engine, kanto } = await world(goodApply);
    const run = await engine.send(request(applyHello, { signal: AbortSignal.abort() }));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'cancelled' } });
    expect(kanto.heard).toEqual([]);
  });
});
