/** Connecting where there is no broker, or none that answers as it should. */
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startEmbedded } from './brokers.ts';
import { applyHello, type EngineSetup, faultOf, request } from './engineUnderTest.ts';
import { createFakeBroker, type FakeBrokerAnswers } from './fakeBroker.ts';
import { engineOn, forThisTest } from './forThisTest.ts';
import { freePort } from './mosquitto.ts';
import { listenOn } from './servers.ts';

const quick = { connectTimeout: 1000 };

/** Fault of a connect to a url. */
async function failure(url: string, profile: EngineSetup['profile'] = {}) {
  return faultOf((await engineOn({ url, profile })).connect('lab'));
}

async function listening(server: Server): Promise<number> {
  return (await listenOn(server)).port;
}

describe('a connect fails', () => {
  it('where nothing listens', async () => {
    const url = `mqtt://127.0.0.1:${await freePort()}`;
    expect(await failure(url)).toMatchObject({
      code: 'connection-refused',
      message: expect.stringContaining(url),
    });
    expect((await failure(url.replace('127.0.0.1', 'localhost'))).code).toBe('connection-refused');
  });

  it('where the host name is not known', async () => {
    expect((await failure('mqtts://nosuch.invalid')).code).toBe('name-not-resolved');
  });

  it('where the other side hangs up', async () => {
    const port = await listening(createServer((socket) => socket.end()));
    expect((await failure(`mqtt://127.0.0.1:${port}`)).code).toBe('connection-closed');
  });

  it('where the other side speaks something else', async () => {
    const port = await listening(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect((await failure(`mqtt://127.0.0.1:${port}`)).code).toBe('mqtt-not-spoken');
  });

  it('where the CA file holds no certificate', async () => {
    const { code, message } = await failure('mqtts://127.0.0.1:1', { tls: { caFile: 'package.json' } });
    expect({ code, message }).toEqual({
      code: 'tls-file-unreadable',
      message: 'The CA file "package.json" holds no certificate in PEM form.',
    });
  });

  it('where the server has no WebSocket at that path', async () => {
    const http = createHttpServer((_, response) => response.writeHead(404).end());
    const port = await listening(http);
    expect(await failure(`ws://127.0.0.1:${port}/mqtt`)).toMatchObject({
      code: 'websocket-refused',
      message: expect.stringContaining('404'),
    });
  });

  it('where the other side says nothing, after a while', async () => {
    const port = await listening(createServer(() => undefined));
    const engine = await engineOn({ url: `mqtt://127.0.0.1:${port}`, timing: quick });
    expect((await faultOf(engine.connect('lab'))).code).toBe('connection-timeout');
  });

  it.each([
    ['mqtt://me:pl4nted@localhost', 'url-with-credentials'],
    ['tcp://localhost', 'url-malformed'],
    ['localhost', 'url-malformed'],
  ])('where the url is %s', async (url, code) => {
    const fault = await failure(url);
    expect(fault.code).toBe(code);
    expect(JSON.stringify(fault)).not.toContain('pl4nted');
  });

  it('where it is cancelled, at once', async () => {
    const port = await listening(createServer(() => undefined));
    const engine = await engineOn({ url: `mqtt://127.0.0.1:${port}` });
    const abort = new AbortController();
    engine.onConnections(() => abort.abort());
    expect((await faultOf(engine.connect('lab', abort.signal))).code).toBe('cancelled');
    expect(engine.connections[0]?.state).toEqual({ kind: 'disconnected' });
  });
});

describe('a connect succeeds', () => {
  it('over MQTT 3.1.1 where the broker hangs up on MQTT 5', async () => {
    const broker = await forThisTest(startEmbedded());
    const protocolLevelAt = 8;
    const oldBroker = createServer((near) => {
      near.once('data', (first) => {
        if (first[protocolLevelAt] === 5) {
          near.destroy();
          return;
        }
        const far = connect(Number(new URL(broker.url).port), '127.0.0.1');
        far.on('error', () => near.destroy());
        far.write(first);
        near.pipe(far).pipe(near);
      });
    });
    const engine = await engineOn({ url: `mqtt://127.0.0.1:${await listening(oldBroker)}` });
    await engine.connect('lab');
    expect(engine.connections[0]?.state.kind).toBe('connected');
  });

  it('once for all who ask at the same time', async () => {
    const broker = await forThisTest(startEmbedded());
    const engine = await engineOn({ url: broker.url });
    let connects = 0;
    engine.onConnections(() => {
      if (engine.connections[0]?.state.kind === 'connected') connects++;
    });
    await Promise.all([engine.connect('lab'), engine.connect('lab')]);
    await engine.connect('lab');
    expect(connects).toBe(1);
  });
});

describe('a broker that speaks MQTT 5', () => {
  async function engineTo(answers: FakeBrokerAnswers) {
    const port = await listening(createFakeBroker(answers));
    return engineOn({ url: `mqtt://127.0.0.1:${port}`, timing: quick });
  }

  it('can refuse the subscription without which no answer comes', async () => {
    const engine = await engineTo({ suback: (filter) => (filter.startsWith('command/') ? 135 : 1) });
    expect((await faultOf(engine.connect('lab'))).code).toBe('subscription-refused');
  });

  it('can leave the subscriptions unanswered: it is not waited for longer than for its welcome', async () => {
    const engine = await engineTo({ suback: () => undefined });
    expect(await faultOf(engine.connect('lab'))).toMatchObject({
      code: 'subscription-unanswered',
      message: expect.stringContaining('subscriptions'),
    });
  });

  it('is left at once where connecting is cancelled before it answers the subscriptions', async () => {
    const abort = new AbortController();
    const engine = await engineTo({
      suback: () => {
        abort.abort();
        return undefined;
      },
    });
    expect((await faultOf(engine.connect('lab', abort.signal))).code).toBe('cancelled');
  });

  it('can refuse the others', async () => {
    const engine = await engineTo({ suback: (filter) => (filter.startsWith('command/') ? 1 : 135) });
    await engine.connect('lab');
    expect(engine.connections[0]?.state).toMatchObject({
      kind: 'connected',
      unheard: expect.arrayContaining(['e/#', 'event/#']),
    });
  });

  it('can refuse a message, with its reason in the fault', async () => {
    const engine = await engineTo({ puback: (topic) => (topic.startsWith('command/') ? 151 : 0) });
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({ phase: 'failed', sent: [], fault: { code: 'publish-refused' } });
    expect(run.fault?.message).toContain('151');
  });

  it('can leave a message without receipt, and a disconnect still ends the connection', async () => {
    const broker = createFakeBroker({ puback: () => undefined });
    const closed = new Promise<void>((resolve) => {
      broker.on('connection', (socket) => socket.on('close', () => resolve()));
    });
    const engine = await engineOn({ url: `mqtt://127.0.0.1:${await listening(broker)}` });
    await engine.connect('lab');
    const run = await engine.send(request(applyHello, { responseTimeout: 300 }));
    expect(run.fault?.message).toContain('did not confirm');
    const sending = engine.send(request(applyHello));
    await engine.disconnect('lab');
    await closed;
    expect((await sending).fault?.code).toMatch(/^(cancelled|connection-lost|not-connected)$/);
  });

  it('can say that another program took over the client id, and then it is not fought for', async () => {
    const engine = await engineTo({ goodbye: 142 });
    const lost = new Promise((resolve) => {
      engine.onConnections(
        () => engine.connections[0]?.state.kind === 'offline' && resolve(engine.connections[0].state),
      );
    });
    await engine.connect('lab');
    expect(await lost).toMatchObject({ reason: expect.stringContaining('client id') });
    expect(engine.connections[0]?.state.kind).toBe('offline');
  });
});
