/** When the device registry of a connection is asked, and what is known of its answer. */
import { describe, expect, it } from 'vitest';
import type { Registration } from '../../../client/src/devices/device.ts';
import { FaultError, fault } from '../../../client/src/errors.ts';
import type { Listing } from '../../../client/src/registry/list.ts';
import { parsePage } from '../../../client/src/registry/page.ts';
import { parseRegistryUrl, registryHost } from '../../../client/src/registry/profile.ts';
import { Registry } from '../../../client/src/registry/registry.ts';
import { registrationWords, registryWords } from '../../../client/src/words/registryWords.ts';

const plain: Registration = { enabled: true, via: [], viaGroups: [], memberOf: [], devicesBehind: 0 };

function listing(total: number, over: Partial<Listing> = {}): Listing {
  const devices = new Map(Array.from({ length: total }, (_, index) => [`plant:device-${index}`, plain]));
  return { devices, total, read: total, strangers: 0, ...over };
}

/** A registry that answers when the test says so. */
function registry(noRoom = 0) {
  const asked: { signal: AbortSignal; answer(listing: Listing): void; fail(error: unknown): void }[] = [];
  const taken: Listing[] = [];
  const states: (string | undefined)[] = [];
  const made: Registry = new Registry({
    ask: (signal) =>
      new Promise((answer, fail) => {
        asked.push({ signal, answer, fail });
      }),
    take: (it) => {
      taken.push(it);
      return noRoom;
    },
    onState: () => states.push(made.state?.kind),
  });
  return { registry: made, asked, taken, states };
}

describe('the device registry of a connection', () => {
  it('is asked once, however many want to know', async () => {
    const { registry: tested, asked, taken, states } = registry();
    const answers = [tested.list(), tested.list()];
    expect([asked.length, tested.state?.kind]).toEqual([1, 'asking']);
    asked[0]?.answer(listing(3));
    expect(await Promise.all(answers)).toEqual([tested.state, tested.state]);
    expect(tested.state).toMatchObject({ kind: 'listed', devices: 3, total: 3, leftOut: 0, strangers: 0 });
    expect([taken.length, states]).toEqual([1, ['asking', 'listed']]);
    void tested.list();
    expect(asked).toHaveLength(2);
  });

  it('is told with what was left out: never read, or without room', async () => {
    const { registry: tested, asked } = registry(2);
    const answer = tested.list();
    asked[0]?.answer(listing(10, { total: 15, strangers: 1 }));
    expect(await answer).toMatchObject({ devices: 8, total: 15, leftOut: 7, strangers: 1 });
  });

  it('is told with its fault, and what it listed before stays', async () => {
    const { registry: tested, asked, taken } = registry();
    const answer = tested.list();
    const told = fault('registry-unreachable', 'It is away.');
    asked[0]?.fail(new FaultError(told));
    expect(await answer).toMatchObject({ kind: 'failed', fault: told });
    expect([taken, tested.waitsForPerson]).toEqual([[], false]);
  });

  it.each([
    'cancelled',
    'registry-refused',
    'registry-user-required',
    'registry-untrusted',
    'insecure-credentials',
  ] as const)('waits for a person after %s', async (code) => {
    const { registry: tested, asked } = registry();
    const answer = tested.list();
    asked[0]?.fail(new FaultError(fault(code, 'No.')));
    await answer;
    expect(tested.waitsForPerson).toBe(true);
    tested.close();
    expect(tested.waitsForPerson).toBe(false);
  });

  it('is heard no more once the connection is closed, and asked anew with the next one', async () => {
    const { registry: tested, asked, taken } = registry();
    const old = tested.list();
    tested.close();
    expect(asked[0]?.signal.aborted).toBe(true);
    const next = tested.list();
    asked[0]?.answer(listing(1));
    expect([await old, taken, tested.state?.kind]).toEqual([undefined, [], 'asking']);
    asked[1]?.answer(listing(2));
    expect(await next).toMatchObject({ devices: 2 });
  });
});

describe('the url of a device registry', () => {
  it.each([
    ['https://hono.example.com:28443', 'https://hono.example.com:28443/v1/', 'hono.example.com:28443'],
    ['https://hono.example.com', 'https://hono.example.com/v1/', 'hono.example.com:443'],
    ['http://[::1]:8080/registry/', 'http://[::1]:8080/registry/v1/', '[::1]:8080'],
    ['https://hono.example.com/v1', 'https://hono.example.com/v1/', 'hono.example.com:443'],
  ])('%s', (url, base, host) => {
    expect(parseRegistryUrl(url)).toMatchObject({ base: new URL(base), host });
    expect(registryHost(url)).toBe(host);
  });

  it.each(['hono.example.com', 'amqps://hono.example.com', 'https://host/?a=b', 'https://host/#a', ''])(
    'is not "%s"',
    (url) => {
      expect(parseRegistryUrl(url)).toMatchObject({ code: 'registry-url-malformed' });
    },
  );

  it('holds no user and no password, and neither is repeated', () => {
    const told = parseRegistryUrl('https://me:hidden@hono.example.com');
    expect(told).toMatchObject({ code: 'url-with-credentials' });
    expect(JSON.stringify(told)).not.toMatch(/hidden|me:/);
  });
});

describe('a page of the device registry', () => {
  it('has devices whose registration may be odd, but not their id', () => {
    const odd = {
      id: 'edge:a',
      via: 'edge:b',
      memberOf: [1, 'hall'],
      enabled: null,
      status: { created: 'then' },
    };
    expect(parsePage({ total: 1, result: [odd] })).toEqual({
      total: 1,
      devices: [{ id: 'edge:a', enabled: true, via: [], viaGroups: [], memberOf: ['hall'] }],
    });
    expect(parsePage({ total: 1, result: [{ id: 4711 }] })).toBeUndefined();
  });

  it('holds no more gateways than a person can read', () => {
    const via = Array.from({ length: 5000 }, (_, index) => `edge:gateway-${index}`);
    const page = parsePage({ total: 1, result: [{ id: 'edge:a', via: [...via, 'x'.repeat(1000)] }] });
    expect(page?.devices[0]?.via).toHaveLength(100);
  });

  it.each([
    undefined,
    null,
    [],
    {},
    { total: -1, result: [] },
    { total: 1.5, result: [] },
    { total: 1, result: {} },
  ])('is not %j', (json) => {
    expect(parsePage(json)).toBeUndefined();
  });
});

describe('the words of the device registry', () => {
  const listed = { kind: 'listed', time: 0, devices: 3, total: 3, leftOut: 0, strangers: 0 } as const;

  it('tell how many devices it lists, and what is not among them', () => {
    expect(registryWords(listed)).toMatch(/^The device registry lists 3 devices \(.+\)\.$/);
    expect(registryWords({ ...listed, strangers: 2 })).toContain('2 entries there have ids that no device');
    expect(registryWords({ ...listed, total: 4, leftOut: 1 })).toContain('1 entry of 4 is left out');
    expect(registryWords({ ...listed, leftOut: 1 })).toContain('`registry.filter`');
  });

  it('tell a tenant without devices from one that was not asked for', () => {
    expect(registryWords({ ...listed, devices: 0, total: 0 })).toContain('lists none');
    expect(registryWords(undefined)).toContain('at the next connect');
    expect(registryWords({ kind: 'asking' })).toContain('is being asked');
    const given = fault('cancelled', 'No password was given.');
    expect(registryWords({ kind: 'failed', time: 0, fault: given })).toMatch(
      /^No password was given\. "Kanto: List/,
    );
  });

  it('tell of a device what stands between it and a command', () => {
    expect(registrationWords(plain)).toEqual([]);
    const via = ['a', 'b', 'c', 'd', 'e', 'f'].map((it) => `edge:${it}`);
    expect(registrationWords({ ...plain, enabled: false, via, viaGroups: ['hall'] })).toEqual([
      'Disabled in the registry: Hono lets it neither connect nor get commands',
      'Behind gateways edge:a, edge:b, edge:c, edge:d, edge:e and 1 more, one of which gets its commands',
      'Behind gateway group hall',
    ]);
    expect(registrationWords({ ...plain, via: ['edge:a'] })).toEqual([
      'Behind gateway edge:a, which gets its commands',
    ]);
    expect(registrationWords({ ...plain, devicesBehind: 1, memberOf: ['hall'] })).toEqual([
      'Gateway of 1 device',
      'Member of gateway group hall',
    ]);
  });
});
