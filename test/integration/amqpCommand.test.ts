/** A command to a device behind Hono, and every way in which it can end. */
import rhea from 'rhea';
import { describe, expect, it } from 'vitest';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { applyHello, containers, device, installHello, manifest, request } from './engineUnderTest.ts';
import { connectedEngine } from './forThisTest.ts';
import type { ReceivedCommand } from './honoCommand.ts';
import { type HonoOptions, type HonoServer, type OnCommand, startHono, tenant } from './honoServer.ts';

const hono = { tenant } as const;
/** So that nobody waits for what does not come. */
const impatient = { credit: 200, outcome: 300 };
const within = { responseTimeout: 400, updateTimeout: 400 };

interface Ended {
  readonly run: UpdateRun;
  readonly server: HonoServer;
  readonly command: ReceivedCommand | undefined;
}

async function sent(
  onCommand: OnCommand,
  options: HonoOptions = {},
  changes: Partial<Parameters<typeof request>[1]> = within,
): Promise<Ended> {
  const server = await startHono(options);
  server.onCommand(onCommand);
  const engine = await connectedEngine({ url: server.url, profile: hono, timing: impatient });
  const run = await engine.send(request(applyHello, changes));
  return { run, server, command: server.commands[0] };
}

describe('a command', () => {
  it('is one message of data to the device of the tenant, answered on an address of its own', async () => {
    const { run, server, command } = await sent((it) => {
      it.accept();
      it.answer(400, { status: 400, error: 'things:bad', message: 'No' });
    });
    expect(run).toMatchObject({
      phase: 'failed',
      fault: { code: 'rejected-by-device', message: `${device} rejected apply with 400: No.` },
      sent: [{ address: `command/${tenant}/${device}`, heard: true }],
    });
    expect(command).toMatchObject({
      to: `command/${tenant}/${device}`,
      subject: 'apply',
      section: 0x75,
      envelope: { path: '/features/UpdateManager/inbox/messages/apply' },
    });
    expect(command?.replyTo).toMatch(new RegExp(`^command_response/${tenant}/[^/+#]+$`));
    expect(server.links).toContain(command?.replyTo);
    expect(command?.correlationId).toMatch(/^[^/+#]{1,255}$/);
  });

  it('goes to the thing of the containers under its own id', async () => {
    const server = await startHono();
    server.onCommand((it) => it.release());
    const engine = await connectedEngine({ url: server.url, profile: hono });
    await engine.send(request(installHello));
    expect(server.commands).toMatchObject([{ to: `command/${tenant}/${containers}`, subject: 'install' }]);
  });

  it('that wants no answer names no address for one, and is done when Hono has passed it on', async () => {
    const server = await startHono();
    server.onCommand((it) => it.accept());
    const engine = await connectedEngine({ url: server.url, profile: hono });
    const oneWay = manifest(
      'apply',
      {
        topic: 'edge/device/things/live/messages/apply',
        headers: { 'response-required': false },
        path: '/features/UpdateManager/inbox/messages/apply',
        value: { activityId: 'a', desiredState: { domains: [] } },
      },
      'envelope',
    );
    const run = await engine.send(request(oneWay));
    expect(run).toMatchObject({
      phase: 'abandoned',
      fault: { code: 'events-not-received' },
      unanswered: true,
    });
    expect(run.fault?.message).toContain(`${device} got apply; how it goes on`);
    expect(server.commands).toMatchObject([{ replyTo: undefined, correlationId: undefined }]);
  });

  it('that the device has accepted is no longer followed where no events are received, and says so at once', async () => {
    const { run } = await sent(
      (it) => {
        it.accept();
        it.answer(204);
      },
      {},
      { responseTimeout: 15_000, updateTimeout: 600_000 },
    );
    expect(run).toMatchObject({ phase: 'abandoned', accepted: { status: 204 } });
    expect(run.fault).toMatchObject({
      code: 'events-not-received',
      message: expect.stringContaining(
        `${device} accepted apply; how it goes on, and its end, cannot be heard`,
      ),
      advice: expect.stringContaining('each event goes to one consumer alone'),
    });
  });

  it('that is longer than Hono takes is not sent', async () => {
    const { run, server } = await sent((it) => it.accept(), { maxMessageSize: 100 });
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'message-too-long' } });
    expect(server.commands).toEqual([]);
  });
});

describe('what became of a command is told apart', () => {
  it('no credit: no device of the tenant takes commands, and nothing was sent', async () => {
    const { run, server } = await sent((it) => it.accept(), { credit: 0 });
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'no-credit' }, sent: [] });
    expect(run.fault?.message).toContain(`No device of the tenant ${tenant} takes commands`);
    server.grant(10);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.commands).toEqual([]);
  });

  it('late credit: it is sent when it comes', async () => {
    const server = await startHono({ credit: 0 });
    server.onCommand((it) => it.answer(204));
    const engine = await connectedEngine({ url: server.url, profile: hono });
    const run = engine.send(request(applyHello));
    server.grant(1);
    expect((await run).accepted?.status).toBe(204);
  });

  it('one credit for several commands: each goes when its turn comes', async () => {
    const server = await startHono({ credit: 1 });
    server.onCommand((it) => it.answer(204));
    const engine = await connectedEngine({ url: server.url, profile: hono });
    const runs = await Promise.all([1, 2, 3].map(() => engine.send(request(applyHello))));
    expect(runs.map(({ accepted }) => accepted?.status)).toEqual([204, 204, 204]);
    expect(server.commands).toHaveLength(3);
  });

  it.each(['release', 'modify'] as const)('%s: the device is not connected', async (outcome) => {
    const { run, server } = await sent((it) => it[outcome]());
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'device-not-connected' }, sent: [] });
    expect(run.fault?.message).toContain(`${device} is not connected to Hono`);
    expect(server.commands).toHaveLength(1);
  });

  it('rejected: with the condition and the words of Hono', async () => {
    const { run } = await sent((it) => it.reject('hono:bad-request', 'malformed command message'));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'command-refused' }, sent: [] });
    expect(run.fault?.message).toContain('hono:bad-request: malformed command message');
  });

  it('rejected: what Hono repeats of the password is not told', async () => {
    const password = 'planted-secret-5518';
    const server = await startHono({ users: { ann: password } });
    server.onCommand((it) => it.reject('hono:bad-request', `no right for ${password}`));
    const profile = { ...hono, username: 'ann' };
    const engine = await connectedEngine({ url: server.url, profile, password, timing: impatient });
    const run = await engine.send(request(applyHello, within));
    expect(run.fault?.message).toContain('no right for •••');
  });

  it('accepted, but silent: whether the device has got it is not known', async () => {
    const { run } = await sent((it) => it.accept());
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' } });
    expect(run.fault?.message).toContain('Hono passed it on');
    expect(run.sent).toMatchObject([{ heard: true }]);
  });

  it('settled without a word, and silent: nor what became of it', async () => {
    const { run } = await sent((it) => it.settle());
    expect(run.fault?.message).toContain('did not say what became of it');
    expect(run.sent).toHaveLength(1);
  });

  it('nothing at all: Hono did not say what became of it', async () => {
    const { run } = await sent(() => undefined, {}, { responseTimeout: 50, updateTimeout: 50 });
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'response-timeout' }, sent: [] });
    expect(run.fault?.message).toContain('Hono did not say within');
  });

  it('a word that comes later than the answer was waited for still counts', async () => {
    const { run } = await sent(
      (it) => void setTimeout(() => it.release(), 180),
      {},
      { responseTimeout: 100, updateTimeout: 100 },
    );
    expect(run.fault?.code).toBe('device-not-connected');
  });

  it('stopped by the user: on its way, or not sent at all', async () => {
    const stop = new AbortController();
    const { run } = await sent(() => stop.abort(), {}, { signal: stop.signal });
    expect(run).toMatchObject({ phase: 'abandoned', fault: { code: 'stopped-waiting' } });

    const stopEarly = new AbortController();
    const server = await startHono({ credit: 0 });
    const engine = await connectedEngine({ url: server.url, profile: hono });
    const waiting = engine.send(request(applyHello, { signal: stopEarly.signal }));
    stopEarly.abort();
    expect(await waiting).toMatchObject({ phase: 'failed', fault: { code: 'cancelled' }, sent: [] });
  });
});

describe('an answer', () => {
  const accepted = { accepted: { status: 204 } };

  it('counts before Hono says that it took the command, and what Hono says then changes nothing', async () => {
    const { run } = await sent((it) => {
      it.answer(204);
      setTimeout(() => it.release(), 20);
    });
    expect(run).toMatchObject({ ...accepted, sent: [{ heard: true }] });
  });

  it('that comes twice counts once, and one that is late does no harm', async () => {
    const server = await startHono();
    server.onCommand((it) => {
      it.accept();
      if (server.commands.length === 1) return;
      server.commands[0]?.answer(500);
      it.answer(204);
      it.answer(500);
    });
    const engine = await connectedEngine({ url: server.url, profile: hono, timing: impatient });
    expect((await engine.send(request(applyHello, within))).fault?.code).toBe('response-timeout');
    expect(await engine.send(request(applyHello))).toMatchObject(accepted);
    expect(engine.runs.map(({ accepted: it }) => it?.status)).toEqual([undefined, 204]);
  });

  it.each([
    ['another correlation id', { correlationId: 'other' }],
    ['a number in place of it', { correlationId: 5 }],
    ['bytes in place of it', { correlationId: Buffer.alloc(16) }],
  ])('with %s is of another command', async (_, options) => {
    const { run } = await sent((it) => {
      it.accept();
      it.answer(500, undefined, options);
    });
    expect(run.fault?.code).toBe('response-timeout');
  });

  const { data_sections, sequence_section } = rhea.message;
  const text = JSON.stringify({ topic: 'edge/device/things/live/messages/apply', path: '/', status: 400 });
  it.each([
    ['a string', text],
    ['bytes as a value', Buffer.from(text)],
    ['several sections of data', data_sections([Buffer.from(text.slice(0, 9)), Buffer.from(text.slice(9))])],
    ['a sequence', sequence_section([text])],
    ['a map', JSON.parse(text)],
  ])('is read out of %s', async (_, body) => {
    const { run } = await sent((it) => it.answer(204, undefined, { body }));
    expect(run.accepted?.status).toBe(400);
  });

  it.each([
    ['text', { status: '400' }, 400],
    ['nothing', { status: null }, 204],
    ['no number', { status: 'good' }, 204],
  ])('has its status as %s', async (_, properties, status) => {
    const { run } = await sent((it) => it.answer(204, undefined, { properties }));
    expect(run.accepted?.status).toBe(status);
  });

  it('with neither a status nor a Ditto message is told', async () => {
    const { run } = await sent((it) =>
      it.answer(204, undefined, { properties: { status: true }, body: 'well' }),
    );
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'malformed-answer' } });
  });
});
