/** What stands in a topic and cannot be read is found in the bytes that bring it, without any broker. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isBrokerUrl, parseBrokerUrl } from '../../../client/src/connections/url.ts';
import { skip } from '../../../client/src/transports/kafka/receiver.ts';
import { Sockets } from '../../../client/src/transports/kafka/sockets.ts';
import { batchesIn, UnreadableError } from '../../../client/src/transports/kafka/unreadable.ts';

const int = (bits: 8 | 16 | 32 | 64, value: number | bigint) => {
  const bytes = Buffer.alloc(bits / 8);
  if (bits === 64) bytes.writeBigInt64BE(BigInt(value));
  else bytes.writeIntBE(Number(value), 0, bits / 8);
  return bytes;
};

interface Written {
  readonly first: number;
  readonly records: number;
  /** Bytes behind the head. */
  readonly body: number;
}

/** A record batch (version 2); `shown`: so many bytes of its body are there. */
function batch({ first, records, body }: Written, shown = body): Buffer {
  const head = [int(32, 0), int(8, 2), int(32, 0), int(16, 0), int(32, records - 1), Buffer.alloc(34)];
  const rest = Buffer.concat(head);
  return Buffer.concat([int(64, first), int(32, rest.length + body), rest, Buffer.alloc(shown)]);
}

type Topics = Readonly<
  Record<string, Readonly<Record<number, { readonly bytes: Buffer; readonly length?: number }>>>
>;

/** As brokers answer (Fetch, version 11, or an older one), behind the number of the response. */
function response(topics: Topics, version = 11): Buffer {
  const named = Object.entries(topics).flatMap(([topic, partitions]) => [
    int(16, topic.length),
    Buffer.from(topic),
    int(32, Object.keys(partitions).length),
    ...Object.entries(partitions).flatMap(([partition, { bytes, length = bytes.length }]) => [
      int(32, Number(partition)),
      Buffer.alloc(2 + 8 + 8 + (version >= 5 ? 8 : 0)),
      int(32, 1), // one aborted transaction
      Buffer.alloc(16 + (version >= 11 ? 4 : 0)),
      int(32, length),
      bytes,
    ]),
  ]);
  return Buffer.concat([
    Buffer.alloc(4 + (version >= 7 ? 6 : 0)),
    int(32, Object.keys(topics).length),
    ...named,
  ]);
}

const none = { bytes: Buffer.alloc(0) };
const huge = 40_000_000;

describe('the batches of a response', () => {
  it.each([4, 5, 7, 11])('of version %i are found, each with its place', (version) => {
    const [one, two] = [batch({ first: 5, records: 3, body: 20 }), batch({ first: 8, records: 1, body: 9 })];
    const bytes = response(
      { a: { 0: none, 2: { bytes: Buffer.concat([one, two]) } }, b: { 1: { bytes: one } } },
      version,
    );
    expect(batchesIn(bytes, version)).toMatchObject([
      { topic: 'a', partition: 2, first: 5n, last: 7n, length: one.length, start: bytes.indexOf(one) },
      { topic: 'a', partition: 2, first: 8n, last: 8n, length: two.length },
      { topic: 'b', partition: 1, first: 5n, last: 7n, start: bytes.lastIndexOf(one) },
    ]);
  });

  it('are found of the begin of a response, too', () => {
    const bytes = batch({ first: 17, records: 2, body: huge }, 100);
    const head = response({ a: { 0: none, 1: { bytes, length: huge + 61 } } });
    expect(batchesIn(head, 11)).toMatchObject([
      { topic: 'a', partition: 1, first: 17n, last: 18n, length: huge + 61 },
    ]);
  });

  it('are none of any other bytes, and take no longer than those', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 20 }), (bytes, version) => {
        expect(batchesIn(Buffer.from(bytes), version).length).toBeLessThan(10);
      }),
      { numRuns: 300 },
    );
    const many = Buffer.concat([Buffer.alloc(10), int(32, 2 ** 31 - 1), Buffer.alloc(65_536, 0xff)]);
    expect(batchesIn(many, 11)).toEqual([]);
  });
});

it('what cannot be read is gone on behind, and never before', () => {
  const positions = new Map([[1, '17']]);
  const [found] = batchesIn(response({ a: { 1: { bytes: batch({ first: 10, records: 9, body: 0 }) } } }), 11);
  if (!found) throw new Error('It is one.');
  skip(positions, found);
  expect(positions.get(1)).toBe('19');
  positions.set(1, '30');
  skip(positions, found);
  expect(positions.get(1)).toBe('30');
  expect(new UnreadableError(found, 'why').message).toBe(
    'what stands in a (partition 1, offset 10–18) is skipped: why',
  );
});

describe('a response that is longer than it may be', () => {
  const fetchRequest = Buffer.concat([int(32, 8), int(16, 1), int(16, 11), int(32, 1)]);

  /** A socket to a broker that answers so once it is asked for records. */
  async function asked(answer: readonly Buffer[], tooLong: ConstructorParameters<typeof Sockets>[1]) {
    const peers: Socket[] = [];
    const server = createServer((peer) => {
      peers.push(peer);
      peer.on('error', () => peer.destroy());
      peer.once('data', () => {
        for (const part of answer) peer.write(part);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      for (const peer of peers) peer.destroy();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = parseBrokerUrl(`kafka://127.0.0.1:${port}`);
    if (!isBrokerUrl(url)) throw new Error(url.message);
    const sockets = new Sockets({ url }, tooLong);
    const socket = sockets.create({
      host: '127.0.0.1',
      port,
      ssl: Object.create(null),
      onConnect: () => socket.write(fetchRequest),
    });
    const read: Buffer[] = [];
    socket.on('data', (chunk) => read.push(chunk));
    const [error] = await once(socket, 'error');
    return { error, read };
  }

  const head = response({
    a: { 0: { bytes: batch({ first: 3, records: 1, body: huge }, 70_000), length: huge + 61 } },
  });
  const framed = Buffer.concat([int(32, huge + 200), int(32, 1), head]);

  it('is told by its head, and no byte of it is read', async () => {
    const heads: unknown[] = [];
    const { error, read } = await asked([framed.subarray(0, 7), framed.subarray(7)], (bytes, version) => {
      heads.push(batchesIn(bytes, version));
      return new Error('told');
    });
    expect(error).toEqual(new Error('told'));
    expect(heads).toMatchObject([[{ topic: 'a', partition: 0, first: 3n, last: 3n }]]);
    expect(read).toEqual([]);
  });

  it('ends the connection all the same where nothing is found in it', async () => {
    const { error } = await asked([framed], () => undefined);
    expect(String(error)).toContain('a response is longer than');
  });
});
