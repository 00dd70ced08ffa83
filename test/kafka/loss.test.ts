/** How a connection to Kafka is lost and comes back, and what that means for a command. */
import { describe, expect, it } from 'vitest';
import { device, faultOf } from '../integration/engineUnderTest.ts';
import { startHono } from './hono.ts';
import { kinds, startProxy } from './proxy.ts';
import { command, connectedTo, until } from './transport.ts';

const patient = { timeout: 40_000 };

describe('a connection to Kafka that is lost', () => {
  it('says so, comes back by itself, and hears what was said meanwhile', async () => {
    const proxy = await startProxy();
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant, { url: proxy.url });
    const heard: string[] = [];
    const all = new Promise<void>((resolve) => {
      transport.onMessage(({ raw }) => {
        heard.push(raw);
        if (raw === 'after') resolve();
      });
    });
    const lost = until(transport, 'offline');
    proxy.close();
    await lost;
    await hono.say('event', device, 'meanwhile');
    proxy.open();
    await until(transport, 'connected');
    await hono.say('event', device, 'after');
    await all;
    expect(heard).toEqual(['meanwhile', 'after']);
  });

  it('is noticed where nothing comes any more and nobody says so', async () => {
    const proxy = await startProxy();
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant, { url: proxy.url, profile: { keepAlive: 1 } });
    const lost = until(transport, 'offline');
    proxy.freeze();
    await lost;
    await until(transport, 'connected');
  });

  it('does not come back once it is closed, and a new one starts at the end again', async () => {
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant);
    await transport.close();
    await hono.say('event', device, 'unheard');
    const heard: string[] = [];
    const last = new Promise<void>((resolve) => {
      transport.onMessage(({ raw }) => {
        heard.push(raw);
        if (raw === 'last') resolve();
      });
    });
    await transport.connect();
    await hono.say('event', device, 'last');
    await last;
    expect(heard).toEqual(['last']);
  });
});

describe('a record that is longer than is read', () => {
  const bytes = 34 * 1024 * 1024;

  it.each([
    ['packed', 'event'],
    ['packed', 'command_response'],
    ['as it is', 'event'],
    ['as it is', 'command_response'],
  ] as const)('%s, %s, is told once and skipped, and all else is heard', async (how, kind) => {
    const hono = await startHono({ largest: 2 * bytes });
    hono.onCommand((it) => it.answer(204));
    const transport = await connectedTo(hono.tenant);
    const heard: string[] = [];
    const last = new Promise<void>((resolve) => {
      transport.onMessage(({ raw }) => {
        heard.push(raw);
        if (raw === 'last') resolve();
      });
    });
    const told = new Set<string>();
    const skipped = new Promise<void>((resolve) => {
      transport.onState((state) => {
        const why =
          state.kind === 'offline' ? state.reason : state.kind === 'connected' ? state.whyUnheard : undefined;
        if (why === undefined || !why.includes('is skipped')) return;
        told.add(why);
        resolve();
      });
    });
    await hono.fill(kind, device, bytes, how);
    await skipped;
    await until(transport, 'connected');
    await hono.say('event', device, 'last');
    await last;
    expect(heard).toEqual(['last']);
    expect(await transport.request(command(), patient)).toMatchObject({ status: 204 });
    expect([...told]).toEqual([
      expect.stringMatching(
        /hono\.(event|command_response)\..* \(partition \d, offset 0\) is skipped: it is longer than 32 MB/,
      ),
    ]);
  });
});

describe('a command whose connection is lost', () => {
  it('after it was written is not sent again, and its answer is still heard', async () => {
    const proxy = await startProxy();
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant, { url: proxy.url });
    proxy.letThrough(({ direction, kind }) => direction === 'toBroker' || kind !== kinds.produce);
    const answered = transport.request(command(), patient);
    await hono.until(1);
    proxy.close();
    await until(transport, 'offline');
    await hono.commands[0]?.answer(204);
    proxy.letThrough(() => true);
    proxy.open();
    expect(await answered).toMatchObject({ status: 204 });
    expect(hono.commands).toHaveLength(1);
  });

  it('before it was written, and has left, is not sent again either, and nobody claims to know', async () => {
    const proxy = await startProxy();
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant, { url: proxy.url });
    let swallowed: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      swallowed = resolve;
    });
    proxy.letThrough(({ kind }) => {
      if (kind !== kinds.produce) return true;
      swallowed();
      return false;
    });
    const failed = faultOf(transport.request(command({ responseRequired: false }), patient));
    await gone;
    proxy.cut();
    expect(await failed).toMatchObject({ code: 'connection-lost' });
    proxy.letThrough(() => true);
    await until(transport, 'connected');
    hono.onCommand((it) => it.answer(204));
    await transport.request(command({ operation: 'next' }), patient);
    expect(hono.commands.map(({ headers }) => headers['subject'])).toEqual(['next']);
  });

  it('is not sent at all while there is none', async () => {
    const proxy = await startProxy();
    const hono = await startHono();
    const transport = await connectedTo(hono.tenant, { url: proxy.url });
    proxy.close();
    await until(transport, 'offline');
    expect(await faultOf(transport.request(command(), patient))).toMatchObject({ code: 'not-connected' });
  });
});
