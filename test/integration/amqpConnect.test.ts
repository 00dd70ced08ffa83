/** The way into a Hono: who is let in, what is told where somebody is not, and how a lost connection comes back. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import { certificatesOfFile, type KeyPair } from './certificates.ts';
import { applyHello, device, faultOf, request } from './engineUnderTest.ts';
import { connectedEngine, engineOn } from './forThisTest.ts';
import { startHono, tenant } from './honoServer.ts';
import { listenOn } from './servers.ts';

const certificates = certificatesOfFile();
const hono = { tenant } as const;
const unauthorized = { condition: 'amqp:unauthorized-access', description: 'no such right' };
/** Longer than anything that is waited for, so that only what is told counts. */
const patient = { pauses: { shortest: 20, longest: 100 }, connectTimeout: 15_000 };

function tlsOf({ certFile, keyFile }: KeyPair) {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

function state(engine: Engine) {
  return engine.connections[0]?.state;
}

describe('without TLS', () => {
  it('comes in without a user, with one connection and the links of an application', async () => {
    const server = await startHono();
    const engine = await connectedEngine({ url: server.url, profile: hono });
    expect(state(engine)).toMatchObject({ kind: 'connected', protocol: 'AMQP 1.0' });
    expect(state(engine)).not.toHaveProperty('unheard');
    expect(server.connections).toBe(1);
    expect(server.links.toSorted()).toEqual([
      `command/${tenant}`,
      expect.stringMatching(`^command_response/${tenant}/[0-9a-f-]{36}$`),
    ]);
  });

  it('takes events and telemetry only where that is wanted, and gives the connection back', async () => {
    const server = await startHono();
    const profile = { ...hono, receive: ['events', 'telemetry'] } as const;
    const engine = await connectedEngine({ url: server.url, profile });
    expect(server.links).toEqual(expect.arrayContaining([`event/${tenant}`, `telemetry/${tenant}`]));
    expect(server.connections).toBe(1);
    await engine.disconnect('lab');
    await server.until(() => server.open === 0);
    expect(server.links).toEqual([]);
  });

  it('sends no user and password to another machine', async () => {
    const engine = await engineOn({
      url: 'amqp://hono.invalid',
      profile: { ...hono, username: 'ann' },
      password: 'pl4nted',
    });
    const told = await faultOf(engine.connect('lab'));
    expect(told).toMatchObject({ code: 'insecure-credentials', advice: expect.stringContaining('amqps://') });
  });
});

describe('a user', () => {
  const users = { 'ann@HONO': 'pässwörd €' };

  it('comes in with the password, whatever letters it has', async () => {
    const server = await startHono({ users });
    const profile = { ...hono, username: 'ann@HONO' };
    const engine = await connectedEngine({ url: server.url, profile, password: users['ann@HONO'] });
    expect(state(engine)?.kind).toBe('connected');
  });

  it.each([
    ['with another password', 'ann@HONO', 'pl4nted', 'credentials-refused', 'user "ann@HONO"'],
    ['without a password', 'ann@HONO', undefined, 'credentials-required', 'no password'],
    ['that is none', undefined, undefined, 'credentials-required', 'lets nobody in without a user'],
  ])('%s does not, and is told so without the password', async (_, username, password, code, words) => {
    const server = await startHono({ users });
    const profile = { ...hono, ...(username !== undefined && { username }) };
    const engine = await engineOn({ url: server.url, profile, ...(password !== undefined && { password }) });
    const told = await faultOf(engine.connect('lab'));
    expect(told).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(JSON.stringify(told)).not.toContain('pl4nted');
    expect(state(engine)?.kind).toBe('disconnected');
  });

  it('is not wanted everywhere: a Hono that takes none says what it takes', async () => {
    const server = await startHono();
    const profile = { ...hono, username: 'ann' };
    const engine = await engineOn({ url: server.url, profile, password: 'pl4nted' });
    const told = await faultOf(engine.connect('lab'));
    expect(told).toMatchObject({
      code: 'credentials-refused',
      message: expect.stringContaining('ANONYMOUS'),
    });
  });
});

describe('with TLS', () => {
  it('comes in over a certificate of the authority, with user and password', async () => {
    const server = await startHono({ tls: tlsOf(certificates().server), users: { ann: 'secret' } });
    const profile = { ...hono, username: 'ann', tls: { caFile: certificates().caFile } };
    const engine = await connectedEngine({ url: server.url, profile, password: 'secret' });
    expect(state(engine)?.kind).toBe('connected');
  });

  it.each(['selfSigned', 'expired', 'otherHost'] as const)(
    'does not say who it is to a certificate that is %s, but takes it by its fingerprint',
    async (kind) => {
      const server = await startHono({ tls: tlsOf(certificates()[kind]) });
      const tls = { caFile: certificates().caFile };
      const refused = await engineOn({ url: server.url, profile: { ...hono, tls } });
      const told = await faultOf(refused.connect('lab'));
      expect(told.code).toMatch(/^tls-/);
      const fingerprint = told.certificate?.fingerprint ?? '';
      const engine = await connectedEngine({ url: server.url, profile: { ...hono, tls: { fingerprint } } });
      expect(state(engine)?.kind).toBe('connected');
    },
  );

  it('is the user that the client certificate names', async () => {
    const { server: pair, client, caFile } = certificates();
    const ca = readFileSync(caFile);
    const server = await startHono({
      tls: { ...tlsOf(pair), ca, requestCert: true, rejectUnauthorized: true },
      external: true,
    });
    const tls = { caFile, certFile: client.certFile, keyFile: client.keyFile };
    const engine = await connectedEngine({ url: server.url, profile: { ...hono, tls } });
    expect(state(engine)?.kind).toBe('connected');
  });
});

describe('what is no Hono is told', () => {
  it.each([
    ['hangs up', (socket: import('node:net').Socket) => socket.end(), 'connection-closed'],
    [
      'speaks HTTP',
      (socket: import('node:net').Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'amqp-not-spoken',
    ],
  ])('where it %s', async (_, answer, code) => {
    const { port } = await listenOn(createServer(answer));
    const engine = await engineOn({ url: `amqp://127.0.0.1:${port}`, profile: hono, timing: patient });
    expect(await faultOf(engine.connect('lab'))).toMatchObject({ code });
  });

  it.each([
    ['at all', createServer(), 'connection-timeout'],
    ['to the attaching of links', undefined, 'subscription-unanswered'],
  ])('where it does not answer %s in time', async (_, mute, code) => {
    const port = mute ? (await listenOn(mute)).port : (await startHono({ isDeaf: true })).port;
    const engine = await engineOn({
      url: `amqp://127.0.0.1:${port}`,
      profile: hono,
      timing: { ...patient, connectTimeout: 300 },
    });
    expect((await faultOf(engine.connect('lab'))).code).toBe(code);
  });

  it('and connecting can be cancelled', async () => {
    const { port } = await listenOn(createServer());
    const engine = await engineOn({ url: `amqp://127.0.0.1:${port}`, profile: hono, timing: patient });
    const stop = new AbortController();
    const connecting = faultOf(engine.connect('lab', stop.signal));
    stop.abort();
    expect((await connecting).code).toBe('cancelled');
  });
});

describe('a link that is refused', () => {
  it.each([
    [`command/${tenant}`, 'send to'],
    ['command_response/', 'receive from'],
  ])('of %s keeps the client out, with the reason', async (address, use) => {
    const refuse = (it: string) => (it.startsWith(address) ? unauthorized : undefined);
    const server = await startHono({ refuse });
    const engine = await engineOn({ url: server.url, profile: hono });
    const told = await faultOf(engine.connect('lab'));
    expect(told).toMatchObject({
      code: 'link-refused',
      message: expect.stringContaining(`${use} ${address}`),
    });
    expect(told.message).toContain('no such right');
    await server.until(() => server.open === 0);
  });

  it('of events leaves commands alone: what is not heard is told, and a run says so at once', async () => {
    const refuse = (it: string) => (it.startsWith('event/') ? unauthorized : undefined);
    const server = await startHono({ refuse });
    server.onCommand((it) => it.answer(204));
    const engine = await connectedEngine({ url: server.url, profile: { ...hono, receive: ['events'] } });
    expect(state(engine)).toMatchObject({ kind: 'connected', unheard: [`event/${tenant}`] });
    const run = await engine.send(request(applyHello));
    expect(run.fault).toMatchObject({
      code: 'events-refused',
      message: expect.stringContaining('no such right'),
      advice: expect.stringContaining('event/<tenant>'),
    });
  });

  it('of events, which Hono does not answer, leaves commands alone, too', async () => {
    const server = await startHono({ ignore: (it) => it.startsWith('event/') });
    server.onCommand((it) => it.answer(204));
    const profile = { ...hono, receive: ['events', 'telemetry'] } as const;
    const timing = { ...patient, optionalTimeout: 100 };
    const engine = await connectedEngine({ url: server.url, profile, timing });
    await expect
      .poll(() => state(engine))
      .toMatchObject({
        kind: 'connected',
        unheard: [`event/${tenant}`],
        whyUnheard: expect.stringContaining('did not answer'),
      });
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ accepted: { status: 204 }, fault: { code: 'events-refused' } });
  });

  it('of events for another reason than rights is tried again', async () => {
    let refusals = 2;
    const refuse = (it: string) => {
      if (!it.startsWith('event/') || refusals === 0) return undefined;
      refusals -= 1;
      return { condition: 'amqp:not-found', description: 'no route' };
    };
    const server = await startHono({ refuse });
    const profile = { ...hono, receive: ['events'] } as const;
    const engine = await connectedEngine({ url: server.url, profile, timing: patient });
    await expect.poll(() => state(engine)).not.toHaveProperty('unheard');
    server.say('event', device, {});
    await expect.poll(() => engine.device('lab', device)).toBeDefined();
    expect(server.connections).toBe(1);
  });
});
