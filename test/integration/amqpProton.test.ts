/** Commands through Hono's AMQP network, judged by an AMQP stack that is not our own. */
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { installValue } from '../../client/src/protocol/installValue.ts';
import { startBridgedDevice } from './bridgedDevice.ts';
import { runCommandLine } from './commandLine.ts';
import { applyHello, containers, device, manifest, request } from './engineUnderTest.ts';
import { connectedEngine, forThisTest } from './forThisTest.ts';
import { replyOf } from './honoBridge.ts';
import { describeWithProton, propertyOf } from './protonPeer.ts';
import { answering, network, overHono, refreshing, withEvents } from './protonUnderTest.ts';
import { type HonoScript, scriptHonoDevice } from './scriptedHonoDevice.ts';
import { listenOn } from './servers.ts';

describeWithProton('over a Hono of Proton', () => {
  describe('a whole simulated device', () => {
    async function pair() {
      const hono = await network();
      await forThisTest(startBridgedDevice(hono));
      return connectedEngine({ url: hono.url, profile: withEvents });
    }

    it('takes an apply to its end, heard in its events', async () => {
      const engine = await pair();
      const phases: string[] = [];
      engine.onRun(({ phase }) => phases.push(phase));
      const run = await engine.send(request(applyHello));
      expect([...new Set(phases)]).toEqual(['sending', 'sent', 'accepted', 'running', 'finished']);
      expect(run).toMatchObject({
        accepted: { status: 204 },
        finished: {
          status: 'COMPLETED',
          ok: true,
          actions: [{ component: 'containers:hello', version: '1', status: 'UPDATE_SUCCESS' }],
        },
      });
      expect(run.sent).toMatchObject([{ address: `command/demo/${device}`, heard: true }]);
    });

    it('reports what it runs', async () => {
      const engine = await pair();
      await engine.send(request(applyHello));
      const { inventory } = await engine.inventory(refreshing);
      expect(JSON.stringify(inventory)).toContain('containers:hello');
    });

    it('installs software on the thing of its containers', async () => {
      const descriptor = '{"container_name":"web","image":{"name":"docker.io/library/nginx:1.27"}}';
      const { port } = await listenOn(createServer((_, response) => response.end(descriptor)));
      const url = `http://127.0.0.1:${port}/web.json`;
      const engine = await pair();
      const module = manifest('install', installValue({ name: 'web', version: '1.27', url }));
      const run = await engine.send(request(module));
      expect(run).toMatchObject({ thing: containers, finished: { status: 'FINISHED_SUCCESS', ok: true } });
      expect(run.sent.map(({ address }) => address)).toEqual([`command/demo/${containers}`]);
    });

    it('says itself why it rejects a message', async () => {
      const engine = await pair();
      const run = await engine.send(request(manifest('apply', { desiredState: { domains: 7 } })));
      expect(run).toMatchObject({ accepted: { status: 400 }, fault: { code: 'rejected-by-device' } });
    });
  });

  describe('the command line', () => {
    it('sends an apply, follows it to its end in the events that it asks for, and leaves', async () => {
      const hono = await network();
      await forThisTest(startBridgedDevice(hono));
      const to = ['--connection', hono.url, '--tenant', 'demo', '--receive', 'events', '--device', device];
      const input = JSON.stringify(applyHello.content);
      const call = ['apply', ...to, '--wait', '--yes', '--format', 'json', '-'];
      const { status, out } = await runCommandLine(call, { input });
      expect(JSON.parse(out)).toMatchObject({
        accepted: { status: 204 },
        finished: { status: 'COMPLETED' },
        error: null,
      });
      expect(status).toBe(0);
      await hono.until('goodbye');
    });
  });

  describe('a command', () => {
    async function pair(script: HonoScript) {
      const hono = await network();
      scriptHonoDevice(hono, script);
      return { hono, engine: await connectedEngine({ url: hono.url, profile: overHono }) };
    }
    const to = { to: { type: 'str', value: `command/demo/${device}` } };
    const json = { 'content-type': { type: 'symbol', value: 'application/json' } };

    it('is one section of data, and everything has the type that Hono asks for', async () => {
      const { hono, engine } = await pair(answering);
      await engine.send(request(applyHello));
      const seen = await hono.until('command');
      const id = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(seen).toMatchObject({ settled: false, sections: ['header', 'properties', 'data'] });
      // No time to live: Hono would pass it on, and nobody says where a message ends that is too old.
      expect(seen['header']).toEqual({});
      expect(seen['properties']).toEqual({
        ...to,
        ...json,
        subject: { type: 'str', value: 'apply' },
        'reply-to': { type: 'str', value: expect.stringMatching(/^command_response\/demo\/[0-9a-f-]{36}$/) },
        'correlation-id': { type: 'str', value: id },
      });
    });

    it('has a new correlation id each time, and always the reply-to on which its window listens', async () => {
      const { hono, engine } = await pair(answering);
      await engine.send(request(applyHello));
      await engine.send(request(applyHello));
      const commands = hono.seen.filter(({ event }) => event === 'command');
      const values = (name: string) => new Set(commands.map((it) => propertyOf(it, name)));
      expect(values('correlation-id').size).toBe(2);
      expect(values('reply-to').size).toBe(1);
      const listened = hono.seen.find(({ event, role }) => event === 'attached' && role === 'consumer');
      expect([...values('reply-to')]).toEqual([listened?.['address']]);
    });

    it('has no reply-to where its author wants no answer: to Hono that alone makes it one-way', async () => {
      const { hono, engine } = await pair((command) => command.settle('accepted'));
      const quiet = manifest(
        'apply',
        {
          topic: 'edge/device/things/live/messages/apply',
          headers: { 'correlation-id': 'c-1', 'response-required': false },
          path: '/features/UpdateManager/inbox/messages/apply',
          value: { activityId: 'a-1', desiredState: { domains: [] } },
        },
        'envelope',
      );
      const run = await engine.send(request(quiet, { updateTimeout: 1 }));
      expect(run.unanswered).toBe(true);
      const seen = await hono.until('command');
      expect(seen).toMatchObject({ request: '' });
      expect(Object.keys(Object(seen['properties'])).sort()).toEqual(['content-type', 'subject', 'to']);
    });

    it('is answered before Hono says that it was delivered', async () => {
      const { hono, engine } = await pair((command) => {
        const number = command.answer(204);
        void hono
          .until('outcome', ({ message }) => message === number)
          .then(() => command.settle('accepted'));
      });
      const run = await engine.send(request(applyHello));
      expect(run.accepted).toMatchObject({ status: 204 });
      expect(run.sent).toHaveLength(1);
    });

    it('is answered once, whoever else answers, and however often', async () => {
      const { hono, engine } = await pair((command) => {
        command.settle('accepted');
        const { to } = replyOf(command.request, 'demo');
        hono.order({ do: 'respond', message: 1, to, correlation: 'of somebody else', device, status: 500 });
        for (const status of [204, 400]) command.answer(status);
      });
      const run = await engine.send(request(applyHello));
      expect(run.accepted).toMatchObject({ status: 204 });
      // Every one of them is taken from the network all the same.
      await expect
        .poll(
          () => hono.seen.filter(({ event, state }) => event === 'outcome' && state === 'accepted').length,
        )
        .toBe(3);
    });

    it('may be answered without a word: its status says enough', async () => {
      const { engine } = await pair((command) => {
        command.settle('accepted');
        command.answerBare(204);
      });
      const run = await engine.send(request(applyHello));
      expect(run.accepted).toMatchObject({ status: 204 });
    });

    it('is answered to the window that sent it, however many there are', async () => {
      const { hono, engine } = await pair(answering);
      const other = await connectedEngine({ url: hono.url, profile: overHono });
      const runs = await Promise.all(
        [engine, other, engine, other].map((it) => it.send(request(applyHello))),
      );
      expect(runs.map(({ accepted }) => accepted?.status)).toEqual([204, 204, 204, 204]);
      const commands = hono.seen.filter(({ event }) => event === 'command');
      expect(new Set(commands.map((it) => propertyOf(it, 'reply-to'))).size).toBe(2);
    });
  });
});
