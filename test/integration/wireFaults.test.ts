/**
 * What a network, a broker or a second window does to the messages. In each case the user is shown the right outcome,
 * and what must not run twice is sent once.
 */
import { afterEach, expect, it, vi } from 'vitest';
import { healthOf } from '../../client/src/devices/health.ts';
import type { Engine } from '../../client/src/engine.ts';
import type { TransportState } from '../../client/src/transports/transport.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import type { JsonValue } from '../../server/src/messages.ts';
import { CleanUp } from './brokers.ts';
import {
  applyHello,
  containers,
  device,
  type EngineSetup,
  installHello,
  manifest,
  request,
  startEngine,
} from './engineUnderTest.ts';
import {
  drop,
  isAnswer,
  isCommand,
  isEvent,
  isReceipt,
  later,
  only,
  type Passing,
  startFaultyProxy,
  swapped,
  twice,
} from './faultyProxy.ts';
import { describeWithMosquitto, startMosquitto } from './mosquitto.ts';
import {
  answerTo,
  feedbackOf,
  goodApply,
  type HeardCommand,
  type Script,
  type ScriptedDevice,
  startScriptedDevice,
  twinChange,
} from './scriptedDevice.ts';

const cleanUp = new CleanUp();
afterEach(() => cleanUp.run());

const topics = ['command///req/#', `command//${containers}/req/#`];

async function engineOn(setup: EngineSetup): Promise<Engine> {
  const engine = await startEngine(setup);
  cleanUp.add(() => engine.dispose());
  await engine.connect('lab');
  return engine;
}

/** An engine behind a proxy, and a device at the broker itself. */
async function world(script: Script, setup: Partial<EngineSetup> = {}, lines: readonly string[] = []) {
  const broker = await startMosquitto({ lines });
  cleanUp.add(() => broker.kill());
  const kanto = await startScriptedDevice(broker.url, topics, script);
  cleanUp.add(() => kanto.stop());
  const proxy = await startFaultyProxy(broker.port, cleanUp);
  return { broker, kanto, proxy, engine: await engineOn({ url: proxy.url, ...setup }) };
}

function operationStatus(command: HeardCommand, status: string) {
  const correlationId = command.value['correlationId'] ?? '';
  const value = { correlationId, status, softwareModule: { name: 'hello', version: '1' } };
  return twinChange(containers, '/features/SoftwareUpdatable/properties/status/lastOperation', value);
}

async function finishInstall(command: HeardCommand, it: ScriptedDevice): Promise<void> {
  for (const status of ['STARTED', 'INSTALLED', 'FINISHED_SUCCESS']) {
    await it.say(`e/demo/${containers}`, operationStatus(command, status));
  }
}

const goodInstall: Script = async (command, it) => {
  await it.say(...answerTo(command, 204));
  await finishInstall(command, it);
};

/** Resolves at the first state of this kind from now on. */
function untilState<K extends TransportState['kind']>(engine: Engine, kind: K) {
  return new Promise<Extract<TransportState, { kind: K }>>((resolve) => {
    const isWanted = (state: TransportState | undefined): state is Extract<TransportState, { kind: K }> =>
      state?.kind === kind;
    const listening = engine.onConnections(() => {
      const state = engine.connections[0]?.state;
      if (!isWanted(state)) return;
      listening.dispose();
      resolve(state);
    });
  });
}

function once(engine: Engine, phase: UpdateRun['phase'], then: () => void): void {
  const listening = engine.onRun((run) => {
    if (run.phase !== phase) return;
    listening.dispose();
    then();
  });
}

describeWithMosquitto('messages that get lost', () => {
  it('a lost answer: the update goes on, and is not sent again', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    proxy.meddle(only(isAnswer, drop));
    const run = await engine.send(request(installHello));
    expect(run).toMatchObject({ phase: 'finished', finished: { status: 'FINISHED_SUCCESS' } });
    expect(run.accepted).toBeUndefined();
    expect(kanto.heard).toHaveLength(1);
  });

  it('a lost command: nothing was confirmed, nothing ran, nothing is sent later', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    proxy.meddle(only(isCommand, drop));
    const run = await engine.send(request(installHello, { responseTimeout: 500 }));
    expect(run).toMatchObject({ phase: 'failed', sent: [], fault: { code: 'response-timeout' } });
    expect(run.fault?.message).toContain('did not confirm');
    proxy.heal();
    const back = untilState(engine, 'connected');
    proxy.cut();
    await back;
    await engine.send(request(applyHello, { updateTimeout: 300 }));
    expect(kanto.heard.map(({ topic }) => topic.split('/').at(-1))).toEqual(['apply']);
  });

  it('a lost receipt: the answer tells that the command arrived', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    proxy.meddle(only(isReceipt, drop));
    const run = await engine.send(request(installHello));
    expect(run).toMatchObject({ phase: 'finished', accepted: { status: 204 }, sent: [{ heard: true }] });
    expect(kanto.heard).toHaveLength(1);
  });

  it('a receipt lost with the connection: the command is not sent again when it is back', async () => {
    const late: { command?: HeardCommand } = {};
    const { engine, kanto, proxy } = await world((command) => {
      late.command = command;
      proxy.cut();
    });
    proxy.meddle(only(isReceipt, drop));
    const back = untilState(engine, 'offline').then(() => untilState(engine, 'connected'));
    const sending = engine.send(request(installHello));
    await back;
    if (late.command) await goodInstall(late.command, kanto);
    expect(await sending).toMatchObject({ phase: 'finished', finished: { ok: true } });
    expect(kanto.heard).toHaveLength(1);
  });

  it('lost progress: the end alone is enough', async () => {
    const { engine, proxy } = await world(goodApply);
    let events = 0;
    proxy.meddle(only((packet) => isEvent(packet) && ++events < 3, drop));
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED', actions: [{ status: 'UPDATE_SUCCESS' }] },
    });
  });
});

describeWithMosquitto('messages that come otherwise than they were sent', () => {
  it('late ones: each is waited for', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    proxy.meddle(later(200));
    expect(await engine.send(request(installHello))).toMatchObject({
      phase: 'finished',
      accepted: { status: 204 },
    });
    expect(kanto.heard).toHaveLength(1);
  });

  it('an answer after the time-out: changes nothing that was said, and is not taken for another command', async () => {
    const { engine, proxy } = await world(async (command, it) => {
      await it.say(...answerTo(command, 204));
    });
    proxy.meddle(only(isAnswer, later(400)));
    const first = await engine.send(request(installHello, { responseTimeout: 200 }));
    expect(first).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' } });
    proxy.meddle(only(isAnswer, drop));
    const second = await engine.send(request(installHello, { responseTimeout: 600 }));
    expect(second).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' } });
  });

  it('twice: told once', async () => {
    const { engine, proxy } = await world(goodInstall);
    proxy.meddle(only((packet) => isAnswer(packet) || isEvent(packet), twice));
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.push(phase));
    const run = await engine.send(request(installHello));
    expect(run).toMatchObject({ phase: 'finished', accepted: { status: 204 } });
    expect(run.finished?.actions).toHaveLength(1);
    expect(phases.indexOf('finished')).toBe(phases.length - 1);
    expect([...new Set(phases)]).toEqual(['sending', 'sent', 'accepted', 'running', 'finished']);
  });

  it('in another order: the end stays the end', async () => {
    const { engine, proxy } = await world(async (command, it) => {
      await it.say(...answerTo(command, 204));
      const activityId = String(command.value['activityId']);
      await it.say('e', feedbackOf(device, activityId, { status: 'RUNNING' }));
      await it.say('e', feedbackOf(device, activityId, { status: 'COMPLETED' }));
    });
    proxy.meddle(only(isEvent, swapped()));
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.push(phase));
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED' },
    });
    expect(phases.at(-1)).toBe('finished');
  });

  it('the answer after the end: the end stands', async () => {
    const { engine, proxy } = await world(goodApply);
    proxy.meddle(only(isAnswer, later(300)));
    const answer = new Promise<void>((resolve) =>
      engine.onWire(({ address }) => address.startsWith('command///res/') && resolve()),
    );
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED' },
    });
    await answer;
    expect(engine.runs).toMatchObject([{ phase: 'finished', finished: { status: 'COMPLETED' } }]);
  });
});

describeWithMosquitto('messages that are damaged', () => {
  const unreadable = ({ bytes }: Passing, pass: (bytes: Buffer) => void) => {
    const damaged = Buffer.from(bytes);
    damaged.fill('\u0000', damaged.length - 40);
    pass(damaged);
  };

  it('no JSON any more: passed over, and seen on the wire', async () => {
    const { engine, proxy } = await world(goodApply);
    let events = 0;
    proxy.meddle(only((packet) => isEvent(packet) && ++events < 3, unreadable));
    const seen: string[] = [];
    engine.onWire(({ direction, address }) => direction === 'in' && seen.push(address));
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED' },
    });
    expect(seen.filter((address) => address === 'e')).toHaveLength(3);
  });

  it('no MQTT any more: the connection is given up, comes back, and brings what was missed', async () => {
    const { engine, kanto, proxy } = await world(goodInstall);
    const noPacket: typeof drop = (_, pass) => pass(Buffer.from([0x00, 0xff, 0xff, 0xff, 0xff, 0xff]));
    proxy.meddle(only(isEvent, noPacket));
    const offline = untilState(engine, 'offline').then((state) => {
      proxy.heal();
      return state;
    });
    const run = await engine.send(request(installHello));
    expect((await offline).reason).not.toBe('');
    expect(run).toMatchObject({ phase: 'finished', finished: { status: 'FINISHED_SUCCESS' } });
    expect(kanto.heard).toHaveLength(1);
  });

  it('huge, and a great many: the update among them is told rightly', async () => {
    const { engine } = await world(
      async (command, it) => {
        await it.say(...answerTo(command, 204));
        const activityId = String(command.value['activityId']);
        await it.say('e', {
          ...feedbackOf(device, activityId, { status: 'RUNNING' }),
          more: 'x'.repeat(5_000_000),
        });
        const others = Array.from({ length: 2000 }, (_, n) =>
          it.say('e', feedbackOf(`edge:other-${n % 50}`, activityId, { status: 'INCOMPLETE' })),
        );
        await Promise.all(others);
        await it.say('e', feedbackOf(device, activityId, { status: 'COMPLETED' }));
      },
      {},
      ['max_queued_messages 0'],
    );
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED' },
    });
  });
});

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
    const broker = await startMosquitto();
    cleanUp.add(() => broker.kill());
    const before = await startScriptedDevice(broker.url, topics, reporting());
    cleanUp.add(() => before.stop());
    const engine = await engineOn({ url: broker.url, differences });
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
    const again = await startMosquitto({ port: broker.port });
    cleanUp.add(() => again.kill());
    const after = await startScriptedDevice(broker.url, topics, reporting(...components));
    cleanUp.add(() => after.stop());
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
    const broker = await startMosquitto();
    cleanUp.add(() => broker.kill());
    const accept: Script = (command, it) => it.say(...answerTo(command, 204));
    const before = await startScriptedDevice(broker.url, topics, accept);
    cleanUp.add(() => before.stop());
    const engine = await engineOn({ url: broker.url });
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
    const again = await startMosquitto({ port: broker.port });
    cleanUp.add(() => again.kill());
    await connected;
    expect(engine.runs[0]).toMatchObject({
      phase: 'accepted',
      remark: expect.stringContaining('cannot be asked'),
    });
    const after = await startScriptedDevice(broker.url, topics, accept);
    cleanUp.add(() => after.stop());
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
    const other = await engineOn({ url: broker.url });
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
    const other = await startEngine({ url: broker.url, profile: { clientId: 'same' } });
    cleanUp.add(() => other.dispose());
    await other.connect('lab');
    expect(await told).toMatchObject({ kind: 'offline' });
  });
});

describeWithMosquitto('what a broker has kept', () => {
  const manifest = { ...applyHello, content: { desiredState: { domains: [] }, activityId: 'again' } };

  /** An engine that is not connected, behind a proxy; at the broker, the answer and the end of an update of long ago. */
  async function keeping() {
    const broker = await startMosquitto();
    cleanUp.add(() => broker.kill());
    const kanto = await startScriptedDevice(broker.url, topics, () => undefined);
    cleanUp.add(() => kanto.stop());
    await kanto.retain(`command//${device}/res//apply`, {
      topic: 'edge/device/things/live/messages/apply',
      headers: {},
      path: '/features/UpdateManager/outbox/messages/apply',
      status: 204,
    });
    await kanto.retain('e', feedbackOf(device, 'again', { status: 'COMPLETED' }));
    const proxy = await startFaultyProxy(broker.port, cleanUp);
    const engine = await startEngine({ url: proxy.url });
    cleanUp.add(() => engine.dispose());
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
