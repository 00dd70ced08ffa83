/** The engine against scripted devices, over the embedded broker and over Mosquitto. */
import { describe, expect, it } from 'vitest';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { startEmbedded, startReal, type TestBroker } from './brokers.ts';
import {
  applyHello,
  containers,
  device,
  type EngineSetup,
  installHello,
  manifest,
  request,
} from './engineUnderTest.ts';
import { connectedEngine, deviceOn, engineOn, forThisTest } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';
import {
  answerEnvelope,
  answerTo,
  feedbackOf,
  goodApply,
  type Script,
  twinChange,
} from './scriptedDevice.ts';

describe('over the embedded broker (MQTT 3.1.1)', () => scenarios(startEmbedded));
describeWithMosquitto('over Mosquitto (MQTT 5)', () => scenarios(startReal));

function scenarios(startTheBroker: () => Promise<TestBroker>): void {
  const broker = () => forThisTest(startTheBroker());

  /** An engine and a device that hears the topics of a gateway. */
  async function pair(script: Script, setup: Partial<EngineSetup> = {}) {
    const { url, stop } = await broker();
    const kanto = await deviceOn(url, ['command///req/#', `command//${containers}/req/#`], script);
    return { kanto, engine: await connectedEngine({ url, ...setup }), stop, url };
  }

  it('applies: sent, accepted, running, finished', async () => {
    const { engine, kanto } = await pair(goodApply);
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.push(phase));
    const run = await engine.send(request(applyHello));
    expect([...new Set(phases)]).toEqual(['sending', 'sent', 'accepted', 'running', 'finished']);
    expect(run).toMatchObject({
      phase: 'finished',
      thing: device,
      accepted: { status: 204 },
      finished: {
        status: 'COMPLETED',
        ok: true,
        actions: [{ component: 'containers:hello', version: '1', status: 'UPDATE_SUCCESS' }],
      },
    });
    expect(kanto.heard).toHaveLength(1);
    expect(run.sent.map(({ address }) => address)).toEqual([kanto.heard[0]?.topic]);
    expect(kanto.heard[0]?.topic).toMatch(/^command\/\/\/req\/[0-9a-f-]{36}\/apply$/);
  });

  it('never retains a command', async () => {
    const { engine, url } = await pair(goodApply);
    await engine.send(request(applyHello));
    // The broker hands out what is retained before anything that comes later.
    let first: (topic: string) => void = () => undefined;
    const heard = new Promise<string>((resolve) => {
      first = resolve;
    });
    await deviceOn(url, ['command///req/#'], ({ topic }) => first(topic));
    await engine.refresh({ connection: 'lab', device, responseTimeout: 15_000, updateTimeout: 100 });
    expect((await heard).split('/').at(-1)).toBe('refresh');
  });

  it('reaches a device that knows only the documented topics, and remembers how', async () => {
    const { url } = await broker();
    const documented = await deviceOn(url, [`command//${device}/req//apply`], async (command, it) => {
      await it.say(`command//${device}/res//apply`, answerEnvelope(command, 204));
      const activityId = String(command.value['activityId']);
      await it.say(`e/demo/${device}`, feedbackOf(device, activityId, { status: 'COMPLETED' }));
    });
    const engine = await connectedEngine({ url });
    const first = await engine.send(request(applyHello, { responseTimeout: 8000 }));
    expect(first).toMatchObject({
      phase: 'finished',
      accepted: { address: `command//${device}/res//apply` },
    });
    const second = await engine.send(request(applyHello));
    expect(second.phase).toBe('finished');
    expect(second.sent.map(({ address }) => address)).toEqual([`command//${device}/req//apply`]);
    expect(documented.heard).toHaveLength(2);
  });

  it('reaches containers that know only the documented topics', async () => {
    const { url } = await broker();
    const heard = await deviceOn(url, [`command//${containers}/req//install`], async (command, it) => {
      await it.say(`command//${containers}/res//install`, answerEnvelope(command, 204));
      const value = {
        correlationId: command.value['correlationId'] ?? '',
        status: 'FINISHED_SUCCESS',
        softwareModule: { name: 'hello', version: '1' },
      };
      const path = '/features/SoftwareUpdatable/properties/status/lastOperation';
      await it.say(`e/demo/${containers}`, twinChange(containers, path, value));
    });
    const engine = await connectedEngine({ url });
    const first = await engine.send(request(installHello, { responseTimeout: 8000 }));
    expect(first.finished?.status).toBe('FINISHED_SUCCESS');
    expect((await engine.send(request(installHello))).sent).toHaveLength(1);
    expect(heard.heard).toHaveLength(2);
  });

  it('installs on the containers thing of the device, module by module', async () => {
    const { engine, kanto } = await pair(async (command, it) => {
      await it.say(...answerTo(command, 204));
      const correlationId = String(command.value['correlationId']);
      for (const status of ['STARTED', 'INSTALLED', 'FINISHED_SUCCESS']) {
        const value = { correlationId, status, softwareModule: { name: 'hello', version: '1' } };
        const path = '/features/SoftwareUpdatable/properties/status/lastOperation';
        await it.say(`e/demo/${containers}`, twinChange(containers, path, value));
      }
    });
    const run = await engine.send(request(installHello));
    expect(run).toMatchObject({ thing: containers, finished: { status: 'FINISHED_SUCCESS', ok: true } });
    expect(kanto.heard.map(({ topic }) => topic.split('/')[2])).toEqual([containers]);
  });

  it('refreshes: finished when the state of the device has come', async () => {
    const { engine } = await pair(async (command, it) => {
      await it.say(...answerTo(command, 204));
      const inventory = {
        softwareNodes: [
          { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] },
          { id: 'containers:hello', version: '1', parameters: [{ key: 'env', value: 'TOKEN=pl4nted' }] },
        ],
      };
      const value = {
        activityId: command.value['activityId'] ?? '',
        timestamp: 1,
        domain: 'device',
        inventory,
      };
      await it.say('e', twinChange(device, '/features/UpdateManager/properties', value));
    });
    const run = await engine.refresh({
      connection: 'lab',
      device,
      responseTimeout: 15_000,
      updateTimeout: 15_000,
    });
    expect(run.finished).toMatchObject({ status: 'REFRESHED', ok: true });
    const [known] = engine.devices('lab');
    expect(known?.components?.map(({ domain, id, version }) => `${domain}:${id}:${version}`)).toEqual([
      'containers:hello:1',
    ]);
    expect(JSON.stringify(known)).not.toContain('pl4nted');
  });

  it('finds a device by the question that Kanto has for it', async () => {
    const { url } = await broker();
    await deviceOn(url, ['edge/thing/request'], (_, it) =>
      it.say('edge/thing/response', { deviceId: device, tenantId: 'demo' }),
    );
    const engine = await engineOn({ url });
    const found = new Promise((resolve) => engine.onDevices(resolve));
    await engine.connect('lab');
    expect(await found).toEqual({ connection: 'lab', id: device });
    expect(engine.devices('lab')[0]).toMatchObject({ id: device, tenant: 'demo', configured: false });
  });

  it('takes each event once', async () => {
    const { engine, kanto } = await pair(() => undefined);
    const seen: string[] = [];
    engine.onWire(({ direction, address }) => direction === 'in' && seen.push(address));
    const done = new Promise<void>((resolve) =>
      engine.onDevices(({ id }) => id === 'edge:last' && resolve()),
    );
    await kanto.say('e', feedbackOf(device, 'act', { status: 'RUNNING' }));
    await kanto.say('e/demo/edge:last', {});
    await done;
    expect(seen).toEqual(['e', 'e/demo/edge:last']);
  });

  it('tells the words of a device that rejects', async () => {
    const { engine } = await pair((command, it) =>
      it.say(
        ...answerTo(command, 400, {
          status: 400,
          error: 'messages:parameter.invalid',
          message: 'desired state is missing',
        }),
      ),
    );
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({
      phase: 'failed',
      accepted: { status: 400, message: 'desired state is missing' },
      fault: { code: 'rejected-by-device' },
    });
    expect(run.fault?.message).toContain('desired state is missing');
  });

  it('accepts is not finishes: a device that falls silent ends as abandoned', async () => {
    const { engine } = await pair((command, it) => it.say(...answerTo(command, 204)));
    const run = await engine.send(request(applyHello, { updateTimeout: 300 }));
    expect(run).toMatchObject({
      phase: 'abandoned',
      accepted: { status: 204 },
      fault: { code: 'update-silent' },
    });
    expect(run.finished).toBeUndefined();
  });

  it('does not count silence while the device speaks', async () => {
    const { engine } = await pair(async (command, it) => {
      await it.say(...answerTo(command, 204));
      const activityId = String(command.value['activityId']);
      for (let n = 0; n < 8; n++) {
        await it.say('e', feedbackOf(device, 'of another update', { status: 'RUNNING' }));
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      await it.say('e', feedbackOf(device, activityId, { status: 'COMPLETED' }));
    });
    const run = await engine.send(request(applyHello, { updateTimeout: 1500 }));
    expect(run.finished?.status).toBe('COMPLETED');
  });

  it('goes on where the answer is lost but the update is heard', async () => {
    const { engine } = await pair(async (command, it) => {
      const activityId = String(command.value['activityId']);
      await it.say('e', feedbackOf(device, activityId, { status: 'RUNNING' }));
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await it.say('e', feedbackOf(device, activityId, { status: 'COMPLETED' }));
    });
    const run = await engine.send(request(applyHello, { responseTimeout: 1000 }));
    expect(run).toMatchObject({ phase: 'finished', finished: { ok: true } });
    expect(run.accepted).toBeUndefined();
  });

  it('waits for no answer where the author wants none', async () => {
    const { engine } = await pair(async (command, it) => {
      await it.say('e', feedbackOf(device, 'act', { status: 'COMPLETED' }));
      expect(command.headers['response-required']).toBe(false);
    });
    const quiet = manifest(
      'apply',
      { headers: { 'response-required': false }, value: { activityId: 'act', desiredState: {} } },
      'envelope',
    );
    const run = await engine.send(request(quiet));
    expect(run).toMatchObject({ phase: 'finished', activityId: 'act' });
  });

  it('takes an answer that is no JSON by the status of its topic', async () => {
    const { engine } = await pair(async (command, it) => {
      const [topic] = answerTo(command, 500);
      await it.say(topic, 'out of memory');
    });
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'failed',
      accepted: { status: 500 },
    });
  });

  it('ignores duplicate, foreign and late answers, but shows them on the wire', async () => {
    const { engine, kanto } = await pair(async (command, it) => {
      const [topic, envelope] = answerTo(command, 204);
      await it.say('command///res/somebody-elses/400', {
        ...envelope,
        headers: { 'correlation-id': 'foreign' },
        status: 400,
      });
      await it.say(topic, envelope);
      await it.say(topic.replace('command///res', 'c///s').replace('204', '400'), {
        ...envelope,
        status: 400,
      });
      await it.say('e', feedbackOf(device, String(command.value['activityId']), { status: 'COMPLETED' }));
    });
    const seen: string[] = [];
    engine.onWire(({ direction, address }) => direction === 'in' && seen.push(address));
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'finished', accepted: { status: 204 } });
    const late = new Promise<UpdateRun | undefined>((resolve) => {
      engine.onRun(resolve);
      engine.onDevices(() => resolve(undefined));
    });
    const [command] = kanto.heard;
    if (command) await kanto.say(...answerTo(command, 500));
    await kanto.say('e/demo/edge:last', {});
    expect(await late).toBeUndefined();
    expect(seen.filter((address) => /^(command|c)\//.test(address))).toHaveLength(4);
  });

  it('refuses what would crash the device, and sends nothing', async () => {
    const { engine, kanto } = await pair(goodApply, {
      describe: async (text) => ({
        problems: [
          {
            code: 'null-component',
            severity: 'error',
            message: `A null among ${text.includes('"response-required":true') ? 'components' : '?'} crashes update-manager.`,
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
            crash: true,
          },
        ],
        summary: '',
        emptiesDevice: false,
      }),
    });
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'failed', sent: [], fault: { code: 'would-crash-device' } });
    expect(run.fault?.message).toContain('A null among components crashes update-manager.');
    expect(kanto.heard).toEqual([]);
  });

  it('has the message checked for whom it goes to', async () => {
    const targets: string[] = [];
    const { engine } = await pair(goodApply, {
      describe: async (_, target) => {
        targets.push(target);
        return { problems: [], summary: '', emptiesDevice: false };
      },
    });
    await engine.send(request(applyHello));
    await engine.send(
      request({ ...applyHello, kind: { operation: 'install', form: 'bare', role: 'request' }, content: [] }),
    );
    expect(targets).toEqual(['root', 'containers']);
  });

  it('sends nothing that is too large to be checked', async () => {
    const { engine, kanto } = await pair(goodApply, {
      describe: async () => ({ problems: [], summary: '', emptiesDevice: false }),
    });
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'failed',
      fault: { code: 'check-failed', message: expect.stringContaining('cannot be checked') },
    });
    expect(kanto.heard).toEqual([]);
  });

  it('sends nothing where the check itself fails', async () => {
    const { engine, kanto } = await pair(goodApply, {
      describe: () => Promise.reject(new Error('no server')),
    });
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'failed',
      fault: { code: 'check-failed' },
    });
    expect(kanto.heard).toEqual([]);
  });

  it('asks before it corrects an envelope that names another device', async () => {
    const { engine, kanto } = await pair(goodApply);
    const other = manifest(
      'apply',
      { topic: 'edge/other/things/live/messages/apply', value: { desiredState: {} } },
      'envelope',
    );
    expect(engine.contradictions(request(other))).toHaveLength(1);
    expect(await engine.send(request(other))).toMatchObject({
      phase: 'failed',
      fault: { code: 'contradiction' },
    });
    expect(kanto.heard).toEqual([]);
    const run = await engine.send(request(other, { contradictions: 'correct' }));
    expect(run.phase).toBe('finished');
    expect(kanto.heard[0]?.envelope['topic']).toBe('edge/device/things/live/messages/apply');
  });

  it('stops waiting when told to, and says that the device goes on', async () => {
    const { engine } = await pair((command, it) => it.say(...answerTo(command, 204)));
    const abort = new AbortController();
    engine.onRun(({ phase }) => phase === 'accepted' && abort.abort());
    const run = await engine.send(request(applyHello, { signal: abort.signal }));
    expect(run).toMatchObject({ phase: 'abandoned', fault: { code: 'stopped-waiting' } });
    expect(run.fault?.advice).toContain('goes on');
  });

  it('ends what it waits for when the connection is closed', async () => {
    const { engine } = await pair((command, it) => it.say(...answerTo(command, 204)));
    engine.onRun(({ phase }) => phase === 'accepted' && void engine.disconnect('lab'));
    expect(await engine.send(request(applyHello))).toMatchObject({
      phase: 'abandoned',
      fault: { code: 'stopped-waiting' },
    });
  });

  it('does not hang when the broker dies in the middle of a command', async () => {
    const { engine, kanto, stop } = await pair(() => undefined);
    engine.onRun(({ phase }) => phase === 'sent' && void stop());
    const run = await engine.send(request(applyHello, { responseTimeout: 2000 }));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'connection-lost' } });
    expect(kanto.heard.length).toBeLessThanOrEqual(1);
    expect(['offline', 'connecting']).toContain(engine.connections[0]?.state.kind);
  });

  it('does not hang when the broker dies in the middle of an update', async () => {
    const { engine, stop } = await pair((command, it) => it.say(...answerTo(command, 204)));
    engine.onRun(({ phase }) => phase === 'accepted' && void stop());
    const run = await engine.send(request(applyHello, { updateTimeout: 1500 }));
    expect(run).toMatchObject({
      phase: 'abandoned',
      accepted: { status: 204 },
      fault: { code: 'connection-lost' },
    });
  });

  it('connects by itself before it sends', async () => {
    const { url } = await broker();
    await deviceOn(url, ['command///req/#'], goodApply);
    const engine = await engineOn({ url });
    expect((await engine.send(request(applyHello))).phase).toBe('finished');
  });

  it('keeps a connection whose devices alone have changed, and closes one that is gone', async () => {
    const { engine, url } = await pair(goodApply);
    const [status] = engine.connections;
    if (!status) throw new Error('There is a connection.');
    await engine.configure([{ ...status.profile, devices: ['edge:new'] }]);
    expect(engine.connections[0]?.state.kind).toBe('connected');
    expect(engine.devices('lab').map(({ id }) => id)).toEqual(['edge:new']);
    await engine.configure([{ ...status.profile, name: 'other', url }]);
    expect(engine.connections.map(({ profile, state }) => [profile.name, state.kind])).toEqual([
      ['other', 'disconnected'],
    ]);
    await expect(engine.send(request(applyHello))).rejects.toMatchObject({
      fault: { code: 'unknown-connection' },
    });
  });
}
