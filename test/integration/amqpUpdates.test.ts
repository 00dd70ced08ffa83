/** Whole updates of a device behind Hono: everything as over the device's own broker. */
import { describe, expect, it } from 'vitest';
import { connectDevice } from './deviceBehindHono.ts';
import { applyHello, containers, device, installHello, request } from './engineUnderTest.ts';
import { connectedEngine } from './forThisTest.ts';
import { startHono, tenant } from './honoServer.ts';

const hono = { tenant, receive: ['events'] } as const;

describe('behind Hono, with its events', () => {
  it('an apply is accepted, followed to its end and confirmed', async () => {
    const server = await startHono();
    await connectDevice(server);
    const engine = await connectedEngine({
      url: server.url,
      profile: hono,
      differences: async () => [],
    });
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.at(-1) !== phase && phases.push(phase));
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'finished', finished: { status: 'COMPLETED', ok: true } });
    expect(phases).toEqual(['sending', 'sent', 'accepted', 'running', 'finished']);
    expect((await engine.confirmed(run.id, 15_000))?.confirmed).toMatchObject({ differences: [] });
    expect(engine.device('lab', device)).toMatchObject({
      tenant,
      components: expect.arrayContaining([expect.objectContaining({ id: 'hello', version: '1' })]),
    });
  });

  it('the device tells what it runs, and the thing of its containers answers for itself', async () => {
    const server = await startHono();
    await connectDevice(server);
    const engine = await connectedEngine({ url: server.url, profile: hono });
    const within = { responseTimeout: 15_000, updateTimeout: 15_000 };
    const { inventory } = await engine.inventory({ connection: 'lab', device, ...within });
    expect(inventory).toHaveProperty('softwareNodes');
    const run = await engine.send(request(installHello));
    // Without an artifact container-management takes no module.
    expect(run).toMatchObject({ thing: containers, accepted: { status: 400 }, phase: 'failed' });
  });

  it('events are accepted once they are handled, and those of another tenant or of nobody change nothing', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: hono });
    server.say('event', '', 'damaged');
    server.say('event', 'edge:other', {
      topic: 'edge/other/things/twin/commands/modify',
      path: '/features/x',
    });
    await server.until(() => server.outcomes.length === 2);
    expect(server.outcomes).toEqual(['accepted', 'accepted']);
    expect(engine.devices('lab').map(({ id }) => id)).toEqual(['edge:other']);
  });
});

describe('a device that comes and goes', () => {
  it('shows so, by its connection to Hono, and no command is sent twice', async () => {
    const server = await startHono();
    const behind = await connectDevice(server);
    const engine = await connectedEngine({ url: server.url, profile: hono });
    behind.connect();
    await expect.poll(() => engine.device('lab', device)?.presence?.connected).toBe(true);
    behind.disconnect();
    await expect.poll(() => engine.device('lab', device)?.presence?.connected).toBe(false);
    expect(engine.device('lab', device)).not.toHaveProperty('lastHeard');
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'device-not-connected' } });
    behind.connect();
    await expect.poll(() => engine.device('lab', device)?.presence?.connected).toBe(true);
    expect(server.commands).toHaveLength(1);
  });

  it('tells it by events of its connection, and what was said before counts no more', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: hono });
    const dc = (cause: string, created: number) =>
      server.say(
        'event',
        device,
        { cause, 'remote-id': 'x', source: 'hono-mqtt', data: {} },
        {
          contentType: 'application/vnd.eclipse-hono-dc-notification+json',
          created,
        },
      );
    dc('connected', 2000);
    await expect.poll(() => engine.device('lab', device)?.presence?.connected).toBe(true);
    dc('disconnected', 1000);
    await server.until(() => server.outcomes.length === 2);
    expect(engine.device('lab', device)?.presence).toEqual({ connected: true, since: 2000 });
  });

  it('is unknown again where the connection to Hono is not there', async () => {
    const server = await startHono();
    const behind = await connectDevice(server);
    const engine = await connectedEngine({ url: server.url, profile: hono });
    behind.connect();
    await expect.poll(() => engine.device('lab', device)?.presence?.connected).toBe(true);
    await engine.disconnect('lab');
    expect(engine.device('lab', device)).not.toHaveProperty('presence');
  });
});
