/** A connection that is lost, and comes back by itself. */
import { expect, it } from 'vitest';
import type { TransportState } from '../../client/src/transports/transport.ts';
import { stateWords } from '../../client/src/words/words.ts';
import { applyHello, device, request } from './engineUnderTest.ts';
import { createFakeBroker } from './fakeBroker.ts';
import { startFaultyProxy } from './faultyProxy.ts';
import { deviceOn, engineOn, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';
import { answerTo, feedbackOf, goodApply, type Script } from './scriptedDevice.ts';
import { listenOn } from './servers.ts';

const answering: Script = (command, it) => it.say(...answerTo(command, 204));

describeWithMosquitto('a lost connection', () => {
  it('comes back by itself, and everything works again', async () => {
    const first = await mosquitto();
    const engine = await engineOn({ url: first.url });
    await engine.connect('lab');
    const states: string[] = [];
    const back = new Promise<void>((resolve) => {
      engine.onConnections(() => {
        const kind = engine.connections[0]?.state.kind ?? '';
        states.push(kind);
        if (kind === 'connected') resolve();
      });
    });
    await first.kill();
    await mosquitto({ port: first.port });
    await back;
    expect([...new Set(states)]).toEqual(['offline', 'connecting', 'connected']);
    await deviceOn(first.url, ['command///req/#'], goodApply);
    expect((await engine.send(request(applyHello))).phase).toBe('finished');
  });

  it('says since when it is offline, why, when it is tried again, and how often it was', async () => {
    const first = await mosquitto();
    const engine = await engineOn({ url: first.url });
    await engine.connect('lab');
    const states: TransportState[] = [];
    const thirdAttempt = new Promise<void>((resolve) => {
      engine.onConnections(() => {
        const state = engine.connections[0]?.state;
        if (state) states.push(state);
        if (state?.kind === 'connecting' && state.attempt === 3) resolve();
      });
    });
    await first.kill();
    await thirdAttempt;
    const lost = states[0]?.kind === 'offline' ? states[0].since : 0;
    const away = { kind: 'offline', since: lost, retry: expect.any(Number) };
    const attempt = (number: number) => ({ kind: 'connecting', attempt: number, lost });
    expect(states).toEqual([
      { ...away, reason: expect.any(String) },
      attempt(1),
      { ...away, reason: expect.stringContaining('nothing accepts connections') },
      attempt(2),
      { ...away, reason: expect.stringContaining('nothing accepts connections') },
      attempt(3),
    ]);
  });

  it('is not tried again where only a person can mend it, and says so', async () => {
    const users = { vscode: 'right' };
    const first = await mosquitto({ users });
    const engine = await engineOn({ url: first.url, profile: { username: 'vscode' }, password: 'right' });
    await engine.connect('lab');
    const refused = new Promise<TransportState>((resolve) => {
      engine.onConnections(() => {
        const state = engine.connections[0]?.state;
        if (state?.kind === 'offline' && state.reason.includes('"vscode"')) resolve(state);
      });
    });
    await first.kill();
    await mosquitto({ port: first.port, users: { vscode: 'changed' } });
    const state = await refused;
    expect(state).not.toHaveProperty('retry');
    expect(stateWords(state)).toContain('not tried again');
  });

  it('has its subscriptions again, and tells which are no longer granted', async () => {
    let granted = 1;
    const fake = createFakeBroker({ suback: (filter) => (filter === 'event/#' ? granted : 1) });
    const { port, cut } = await listenOn(fake);
    const engine = await engineOn({ url: `mqtt://127.0.0.1:${port}` });
    await engine.connect('lab');
    expect(engine.connections[0]?.state).not.toHaveProperty('unheard');
    const back = new Promise<TransportState>((resolve) => {
      engine.onConnections(() => {
        const state = engine.connections[0]?.state;
        if (state?.kind === 'connected') resolve(state);
      });
    });
    granted = 135;
    cut();
    expect(await back).toMatchObject({ kind: 'connected', unheard: ['event/#'] });
  });

  it('loses nothing that the device said meanwhile, where the broker lives on', async () => {
    const { url, port } = await mosquitto();
    const proxy = await startFaultyProxy(port);
    const kanto = await deviceOn(url, ['command///req/#'], answering);
    const engine = await engineOn({ url: proxy.url });
    const offline = new Promise<void>((resolve) =>
      engine.onConnections(() => engine.connections[0]?.state.kind === 'offline' && resolve()),
    );
    engine.onRun(({ phase }) => phase === 'accepted' && proxy.cut());
    const sending = engine.send(request(applyHello));
    await offline;
    const activityId = String(kanto.heard[0]?.value['activityId']);
    await kanto.say('e', feedbackOf(device, activityId, { status: 'COMPLETED' }));
    expect(await sending).toMatchObject({ phase: 'finished', finished: { status: 'COMPLETED' } });
  });

  it('comes back also after a command has tried in vain to hurry it', async () => {
    const first = await mosquitto();
    const engine = await engineOn({ url: first.url });
    await engine.connect('lab');
    await first.kill();
    const run = await engine.send(request(applyHello, { responseTimeout: 1000 }));
    expect(run).toMatchObject({ phase: 'failed', sent: [], fault: { code: 'connection-refused' } });
    const back = new Promise<void>((resolve) => {
      engine.onConnections(() => engine.connections[0]?.state.kind === 'connected' && resolve());
    });
    await mosquitto({ port: first.port });
    await back;
  });

  it('is not taken up again after a disconnect', async () => {
    const { port } = await mosquitto();
    const proxy = await startFaultyProxy(port);
    const engine = await engineOn({ url: proxy.url });
    await engine.connect('lab');
    proxy.cut();
    await engine.disconnect('lab');
    expect(engine.connections[0]?.state.kind).toBe('disconnected');
  });
});

it('stands as long as anything is heard: the answer to a ping can be behind many messages', async () => {
  // A message in place of each answer: PUBLISH, the topic `e`, no properties, nothing in it.
  const message = new Uint8Array([0x30, 4, 0, 1, 0x65, 0]);
  let pings = 0;
  let reached: () => void = () => undefined;
  const several = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const fake = createFakeBroker({
    ping: (write) => {
      write(message);
      if (++pings === 3) reached();
    },
  });
  const { port } = await listenOn(fake);
  const engine = await engineOn({ url: `mqtt://127.0.0.1:${port}`, profile: { keepAlive: 1 } });
  await engine.connect('lab');
  const states: string[] = [];
  engine.onConnections(() => states.push(engine.connections[0]?.state.kind ?? ''));
  await several;
  expect(states).toEqual([]);
});
