/** A connection to Hono that is lost, in every way, and what becomes of the commands under way. */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import type { TransportState } from '../../client/src/transports/transport.ts';
import { connectDevice } from './deviceBehindHono.ts';
import { applyHello, device, request } from './engineUnderTest.ts';
import { connectedEngine } from './forThisTest.ts';
import { type HonoServer, startHono, tenant } from './honoServer.ts';

const hono = { tenant, receive: ['events'] } as const;
const timing = { pauses: { shortest: 20, longest: 60 } };

/** The states from now on. */
function statesOf(engine: Engine): {
  readonly all: readonly TransportState[];
  back(): Promise<TransportState>;
} {
  const all: TransportState[] = [];
  engine.onConnections(() => {
    const state = engine.connections[0]?.state;
    if (state !== undefined && state !== all.at(-1)) all.push(state);
  });
  const back = async () => {
    await expect.poll(() => all.at(-1)?.kind, { timeout: 15_000 }).toBe('connected');
    return all.at(0) ?? { kind: 'disconnected' };
  };
  return { all, back };
}

describe('a connection that is lost', () => {
  const error = { condition: 'amqp:connection:forced', description: 'restarting' };
  it.each([
    ['cut off', (server: HonoServer) => server.cut(), /ECONNRESET|closed it|hung up|broke/i],
    ['closed with a reason', (server: HonoServer) => server.closeConnections(error), 'forced: restarting'],
    ['closed without one', (server: HonoServer) => server.closeConnections(), 'the other side closed it'],
    ['ended by its session', (server: HonoServer) => server.endSessions(error), 'forced: restarting'],
    [
      'useless, since the link of commands is detached',
      (server: HonoServer) => server.detach(`command/${tenant}`, error),
      'forced: restarting',
    ],
  ])('%s is told why, and comes back with one connection', async (_, lose, words) => {
    const server = await startHono();
    await connectDevice(server);
    const engine = await connectedEngine({ url: server.url, profile: hono, timing });
    const states = statesOf(engine);
    lose(server);
    expect(await states.back()).toMatchObject({ kind: 'offline', reason: expect.stringMatching(words) });
    await expect.poll(() => server.open).toBe(1);
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'finished', finished: { status: 'COMPLETED' } });
  });

  it('half open is found out, since nothing is heard for longer than agreed', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: { ...hono, keepAlive: 1 }, timing });
    const states = statesOf(engine);
    server.freeze();
    expect(await states.back()).toMatchObject({
      kind: 'offline',
      reason: expect.stringContaining('nothing was heard'),
    });
  });

  it('stands where nobody says anything but that he is there', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: { ...hono, keepAlive: 1 }, timing });
    const states = statesOf(engine);
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect(states.all).toEqual([]);
    expect(server.connections).toBe(1);
  });

  it('loses only its events where their link is detached, and gets them back', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: hono, timing });
    const states = statesOf(engine);
    server.detach(`event/${tenant}`, { condition: 'amqp:resource-deleted', description: 'gone' });
    await expect.poll(() => states.all.length).toBe(2);
    expect(states.all).toMatchObject([
      { kind: 'connected', unheard: [`event/${tenant}`] },
      { kind: 'connected' },
    ]);
    expect(states.all[1]).not.toHaveProperty('unheard');
    server.say('event', device, {});
    await expect.poll(() => engine.device('lab', device)).toBeDefined();
    expect(server.connections).toBe(1);
  });

  it('is not waited for any more once it was closed on purpose', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: hono, timing });
    server.cut();
    await expect.poll(() => engine.connections[0]?.state.kind).not.toBe('connected');
    await engine.disconnect('lab');
    await server.until(() => server.open === 0);
    expect(engine.connections[0]?.state.kind).toBe('disconnected');
  });
});

describe('a command under way', () => {
  it('is never sent again: its answer counts where it comes after the connection is back', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: hono, timing });
    const states = statesOf(engine);
    server.onCommand(() => server.cut());
    const run = engine.send(request(applyHello));
    await states.back();
    await server.until(() => server.links.some((it) => it === server.commands[0]?.replyTo));
    server.commands[0]?.answer(400, { message: 'No' });
    expect(await run).toMatchObject({ phase: 'failed', accepted: { status: 400 } });
    expect(server.commands).toHaveLength(1);
  });

  it('is told to be lost where no answer comes', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: hono, timing });
    server.onCommand(() => server.cut());
    const run = await engine.send(request(applyHello, { responseTimeout: 500 }));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'connection-lost' } });
    expect(run.fault?.advice).toContain('the command may have reached it');
    expect(server.commands).toHaveLength(1);
  });

  it('that still waits for credit has not left', async () => {
    const server = await startHono({ credit: 0 });
    const engine = await connectedEngine({ url: server.url, profile: hono, timing });
    const run = engine.send(request(applyHello));
    server.cut();
    expect(await run).toMatchObject({ phase: 'failed', sent: [], fault: { code: 'connection-lost' } });
    expect((await run).fault?.advice).toContain('Nothing was sent');
  });

  it('goes on, and its end is concluded after the connection is back', async () => {
    const server = await startHono();
    await connectDevice(server, { timing: { download: 400, update: 0, activate: 0, cleanup: 0 } });
    const engine = await connectedEngine({
      url: server.url,
      profile: hono,
      timing,
      differences: async () => [],
    });
    const cut = engine.onRun(({ phase }) => {
      if (phase !== 'running') return;
      cut.dispose();
      server.cut();
    });
    const run = await engine.send(request(applyHello, { updateTimeout: 30_000 }));
    expect(run).toMatchObject({ phase: 'finished', finished: { status: 'COMPLETED', ok: true } });
  });
});

it('what Hono sends of a message without end is not kept: the connection is given up', async () => {
  const server = await startHono();
  const engine = await connectedEngine({ url: server.url, profile: hono, timing });
  const states = statesOf(engine);
  server.say('event', device, 'x'.repeat(9 * 1024 * 1024));
  expect(await states.back()).toMatchObject({
    kind: 'offline',
    reason: expect.stringContaining('longer than'),
  });
});

it('two connections to one Hono are two connections, each closed for itself', async () => {
  const server = await startHono();
  const engine = await connectedEngine({ url: server.url, profile: hono, timing });
  const [lab] = engine.connections.map(({ profile }) => profile);
  if (lab === undefined) throw new Error('There is a connection.');
  await engine.configure([lab, { ...lab, name: 'other' }]);
  await engine.connect('other');
  expect([server.connections, server.open]).toEqual([2, 2]);
  await engine.disconnect('lab');
  await server.until(() => server.open === 1);
});
