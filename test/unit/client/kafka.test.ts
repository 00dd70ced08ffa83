/** What is said to a Kafka and read from it, without any broker; `test/kafka` has a real one. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import scram from 'kafkajs/src/broker/saslAuthenticator/scram.js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parseProfiles } from '../../../client/src/connections/profiles.ts';
import { hostOf, isBrokerUrl, parseBrokerUrl } from '../../../client/src/connections/url.ts';
import { FaultError } from '../../../client/src/errors.ts';
import { deliveryFailureIn, deviceIn, presenceIn, statusIn } from '../../../client/src/protocol/hono.ts';
import { connectFault, TopicError } from '../../../client/src/transports/kafka/faults.ts';
import { createLibrary } from '../../../client/src/transports/kafka/library.ts';
import { login } from '../../../client/src/transports/kafka/login.ts';
import { readRecord } from '../../../client/src/transports/kafka/record.ts';
import { judge } from '../../../client/src/transports/kafka/requestFaults.ts';
import { Sockets } from '../../../client/src/transports/kafka/sockets.ts';
import type { Way } from '../../../client/src/transports/way.ts';
import { commandAddressWords, receiveWords } from '../../../client/src/words/honoWords.ts';

describe('the url of a Kafka', () => {
  it('names one or several brokers of a cluster', () => {
    expect(parseBrokerUrl('kafkas://one:9094,[::1],three:1')).toMatchObject({
      protocol: 'kafka',
      tls: true,
      host: 'one',
      port: 9094,
      others: [
        { host: '::1', port: 9093 },
        { host: 'three', port: 1 },
      ],
      loopback: false,
    });
    expect(parseBrokerUrl('kafka://localhost,127.0.0.1')).toMatchObject({ port: 9092, loopback: true });
  });

  it.each(['kafka://a,', 'kafka://,a', 'kafka://user@a,b', 'kafka://a,user:secret@b', 'mqtt://a:1,b:2'])(
    'is of no use as %s',
    (url) => expect(isBrokerUrl(parseBrokerUrl(url))).toBe(false),
  );

  it('binds secrets to all of its brokers, in whatever order', () => {
    expect(hostOf('kafkas://B:1,a:2')).toBe(hostOf('kafka://a:2,b:1'));
    expect(hostOf('kafkas://a:2')).not.toBe(hostOf('kafkas://a:2,b:1'));
  });
});

describe('a connection to Kafka in the settings', () => {
  const profileOf = (more: object) =>
    parseProfiles([{ name: 'plant', url: 'kafkas://a,b', tenant: 't', ...more }]);

  it('receives events, which takes them from nobody, unless it is told otherwise', () => {
    const [usual] = profileOf({}).profiles;
    expect(usual?.receive).toEqual(['events']);
    expect(usual && receiveWords(usual)).toContain('as every other consumer of the tenant still does');
    expect(usual && commandAddressWords(usual, (it) => it)).toContain('hono.command.t');
    expect(profileOf({ receive: [] }).profiles[0]?.receive).toBeUndefined();
  });

  it.each([{ tenant: '' }, { mode: 'direct' }])('needs what Hono needs: %o', (more) => {
    expect(profileOf(more)).toMatchObject({ profiles: [], faults: [{ code: 'settings-malformed' }] });
  });
});

describe('a record', () => {
  const bytes = (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]));

  it('is read as a message of Hono', () => {
    const message = readRecord({
      key: Buffer.from('edge:device'),
      value: Buffer.from('{}'),
      headers: bytes({
        'correlation-id': 'c',
        status: '204',
        'creation-time': '5',
        ttd: '-1',
        tenant_id: 't',
      }),
    });
    expect(message).toMatchObject({ text: '{}', correlationId: 'c', created: 5 });
    expect(statusIn(message)).toBe(204);
    expect(deviceIn(message)).toBe('edge:device');
    expect(presenceIn(message, 9)).toEqual({ connected: true, since: 5 });
  });

  it('may hold nothing, or anything', () => {
    expect(readRecord({ key: null, value: null })).toEqual({ text: '', properties: {} });
    const odd = readRecord({
      key: Buffer.alloc(0),
      value: Buffer.from([0xff]),
      headers: { status: '2e2', ttd: [Buffer.from('1'), Buffer.from('2')], 'creation-time': undefined },
    });
    expect(odd.properties).toEqual({ ttd: 1 });
  });

  it('that tells of a failed delivery says so by its content type alone', () => {
    const headers = {
      'content-type': 'application/vnd.eclipse-hono-delivery-failure-notification+json',
      status: '503',
    };
    const failure = (text: string, more = {}) =>
      deliveryFailureIn(
        readRecord({ key: null, value: Buffer.from(text), headers: bytes({ ...headers, ...more }) }),
      );
    expect(failure('{"error":"gone"}')).toEqual({ status: 503, error: 'gone' });
    expect(failure('broken', { status: '' })).toEqual({ status: 500, error: '' });
    expect(failure('{"error":"gone"}', { 'content-type': 'application/json' })).toBeUndefined();
  });
});

describe('a command that could not be written', () => {
  const protocol = (type: string) => Object.assign(new Error(type), { type });

  it.each([
    ['MESSAGE_TOO_LARGE', true, 'refused'],
    ['TOPIC_AUTHORIZATION_FAILED', true, 'refused'],
    ['NOT_LEADER_FOR_PARTITION', true, 'unwritten'],
    ['NOT_ENOUGH_REPLICAS', true, 'unwritten'],
    ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', true, 'unknown'],
    ['REQUEST_TIMED_OUT', true, 'unknown'],
    ['UNKNOWN', true, 'unknown'],
    ['REQUEST_TIMED_OUT', false, 'unwritten'],
  ] as const)('with %s, left: %s, is %s', (type, hasLeft, judged) => {
    expect(judge(protocol(type), hasLeft)).toBe(judged);
    expect(judge(new Error('retried', { cause: protocol(type) }), hasLeft)).toBe(judged);
  });

  it('because the connection broke is sent again only where nothing has left', () => {
    expect(judge(new Error('Closed connection'), true)).toBe('unknown');
    expect(judge(new Error('Closed connection'), false)).toBe('unwritten');
  });
});

describe('what is wrong with a topic', () => {
  it('that cannot be read names the compression, and how to mend it', () => {
    const error = new TopicError('hono.event.t', 'read', 'unreadable', 'ZSTD compression not implemented');
    const told = connectFault(error, { url: 'kafkas://a', brokers: ['a:9093'] });
    expect(told.message).toContain('hono.event.t cannot be read: ZSTD');
    expect(told.advice).toContain('compression.type');
  });
});

describe('the sockets', () => {
  const wayTo = (url: string, username?: string): Way => {
    const parsed = parseBrokerUrl(url);
    if (!isBrokerUrl(parsed)) throw new Error(parsed.message);
    return { url: parsed, ...(username !== undefined && { username, password: 'planted' }) };
  };
  const none = Object.create(null);

  it('lead no user in the clear to another machine that a broker of this one names', async () => {
    const sockets = new Sockets(wayTo('kafka://localhost', 'ann'));
    const socket = sockets.create({
      host: 'broker.example.com',
      port: 9092,
      ssl: none,
      onConnect: () => undefined,
    });
    const [error] = await once(socket, 'error');
    expect(error).toBeInstanceOf(FaultError);
    expect(await sockets.refused).toBe(error);
    expect(connectFault(error, { url: 'kafka://localhost', brokers: [] })).toMatchObject({
      code: 'insecure-credentials',
    });
  });

  it.each([
    ['no length', Buffer.from([0, 0, 0, 0])],
    ['a length without end', Buffer.from([0x7f, 0xff, 0xff, 0xff, 1])],
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xff, 1])],
    ['what makes the library stumble', Buffer.from([0, 0, 0, 4, 1, 2, 3, 4])],
  ])('end with an error where a response has %s', async (_, response) => {
    const peers: Socket[] = [];
    const server = createServer((peer) => {
      peers.push(peer);
      peer.on('error', () => peer.destroy());
      peer.write(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      for (const peer of peers) peer.destroy();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const sockets = new Sockets(wayTo(`kafka://127.0.0.1:${port}`));
    const socket = sockets.create({ host: '127.0.0.1', port, ssl: none, onConnect: () => undefined });
    socket.on('data', () => {
      throw new RangeError('as the library does');
    });
    expect(await once(socket, 'error')).toEqual([expect.any(Error)]);
    expect(socket.destroyed).toBe(true);
  });
});

describe('the library', () => {
  it('looks at its queue only where something waits', async () => {
    createLibrary({ brokers: ['localhost:1'], largest: 1000, onNote: () => undefined });
    const { default: RequestQueue } = await import('kafkajs/src/network/requestQueue/index.js');
    const idle = Object.assign(Object.create(RequestQueue.prototype), {
      throttledUntil: -1,
      throttleCheckTimeoutId: null,
      pending: [],
    });
    idle.scheduleCheckPendingRequests();
    expect(idle.throttleCheckTimeoutId).toBeNull();
    const looked = new Promise<void>((resolve) => {
      Object.assign(idle, { pending: [{}], checkPendingRequests: resolve });
    });
    idle.scheduleCheckPendingRequests();
    await looked;
  });

  it('unpacks no more than it is told', async () => {
    const { gzipSync } = await import('node:zlib');
    createLibrary({ brokers: ['localhost:1'], largest: 1000, onNote: () => undefined });
    const { default: compression } = await import('kafkajs/src/protocol/message/compression/index.js');
    const codec = compression.Codecs[compression.Types.GZIP]?.();
    expect(await codec?.decompress(gzipSync('x'.repeat(1000)))).toHaveLength(1000);
    await expect(codec?.decompress(gzipSync('x'.repeat(1001)))).rejects.toThrow();
  });
});

describe('the login', () => {
  /** To a cluster that answers each attempt with such an error; returns the mechanisms that were tried. */
  async function tried(said: string): Promise<readonly (string | undefined)[]> {
    const mechanisms: (string | undefined)[] = [];
    const parsed = parseBrokerUrl('kafka://localhost');
    if (!isBrokerUrl(parsed)) throw new Error('It is a url.');
    const attempt = login({ url: parsed, username: 'u', password: 'p' }, undefined, (sasl) => {
      mechanisms.push(sasl?.mechanism);
      const library = createLibrary({ brokers: ['localhost:1'], largest: 1, onNote: () => undefined });
      const admin = library.kafka.admin();
      const refusal = Object.assign(new Error(said), { name: 'KafkaJSSASLAuthenticationError' });
      vi.spyOn(admin, 'connect').mockRejectedValue(refusal);
      vi.spyOn(library.kafka, 'admin').mockReturnValue(admin);
      return library;
    });
    await expect(attempt).rejects.toThrow(said);
    return mechanisms;
  }

  it('asks with one mechanism after the other, the password in the clear last', async () => {
    expect(await tried('Authentication failed')).toEqual(['scram-sha-512', 'scram-sha-256', 'plain']);
  });

  it.each([
    'failed: Invalid server signature in server final message',
    'failed: Invalid server nonce, it does not start with the client nonce',
    'failed: Requested iterations 1 is less than the minimum 4096',
  ])('tells a broker nothing more that does not know the password itself: %s', async (said) => {
    expect(await tried(said)).toEqual(['scram-sha-512']);
  });

  it('hashes no more often than anybody needs', async () => {
    createLibrary({ brokers: ['localhost:1'], largest: 1, onNote: () => undefined });
    const salted = (iterations: number) =>
      scram.SCRAM.hi('p', Buffer.from('salt'), iterations, { length: 64, type: 'sha512' });
    await expect(salted(2 ** 31 - 1)).rejects.toThrow('more than the maximum');
    expect(await salted(4096)).toHaveLength(64);
  });
});
