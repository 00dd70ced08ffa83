/** What is asked of Eclipse Hono's device registry, from servers on loopback; and what is never sent to it. */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type ListOptions, listDevices } from '../../client/src/registry/list.ts';
import type { RegistryProfile } from '../../client/src/registry/profile.ts';
import { certificatesOfFile } from './certificates.ts';
import { faultOf } from './engineUnderTest.ts';
import { type RegistryOptions, type RegistryServer, registered, startRegistry } from './registryServer.ts';

const certificates = certificatesOfFile();
const password = 'planted-password-5513';
const never = new AbortController().signal;

interface Asked extends Partial<ListOptions> {
  readonly registry?: Partial<RegistryProfile>;
  readonly tenant?: string;
  readonly ca?: string;
}

function list(url: string, { registry, tenant = 'demo', ca, ...options }: Asked = {}) {
  const access = { password: async () => password, ca: async () => ca };
  return listDevices({ registry: { url, ...registry }, tenant }, access, { signal: never, ...options });
}

async function registryWith(count: number, options?: RegistryOptions): Promise<RegistryServer> {
  const server = await startRegistry(options);
  server.tenants.set('demo', registered(count));
  return server;
}

/** The fault of a registry that answers so. */
async function faultWhere(instead: (response: ServerResponse, page: number) => void, asked?: Asked) {
  const { url } = await registryWith(500, {
    instead: (response, page) => {
      instead(response, page);
      return true;
    },
  });
  return faultOf(list(url, asked));
}

describe('the devices of a tenant', () => {
  it.each([0, 1, 199, 200, 201, 400, 1001])(
    'are all found, %i of them, whatever an offset counts',
    async (count) => {
      for (const counts of ['pages', 'devices'] as const) {
        const { url, asked } = await registryWith(count, { counts });
        const { devices, total, read, strangers } = await list(url);
        expect([devices.size, total, read, strangers]).toEqual([count, count, count, 0]);
        // One more page at most tells what an offset counts.
        expect(asked.length, counts).toBeLessThanOrEqual(Math.max(1, Math.ceil(count / 200)) + 1);
      }
    },
  );

  it('are asked for by tenant, page and order, beneath the path of the url', async () => {
    const { url, asked, tenants } = await registryWith(1);
    tenants.set('plant 1', registered(2));
    await list(`${url}/v1/`, { tenant: 'plant 1' });
    expect(asked.map((it) => it.url.pathname)).toEqual(['/v1/devices/plant%201']);
    expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({
      pageSize: '200',
      pageOffset: '0',
      sortJson: '{"field":"/id"}',
    });
    expect((await faultOf(list(`${url}/api`))).message).toMatch(/no device registry \(404\)/);
    expect(asked[1]?.url.pathname).toBe('/api/v1/devices/demo');
  });

  it('are none of a tenant that the registry does not know', async () => {
    const { url } = await registryWith(3);
    expect((await list(url, { tenant: 'other' })).total).toBe(0);
  });

  it('are those that match every predicate of the filter', async () => {
    const { url, tenants, asked } = await startRegistry();
    tenants.set('demo', [
      ...registered(3, { ext: { plant: 'berlin-1' }, enabled: true }),
      { id: 'plant:off', ext: { plant: 'berlin-2' }, enabled: false },
      { id: 'plant:away', ext: { plant: 'bonn' }, enabled: true },
    ]);
    const { devices } = await list(url, {
      registry: { filter: { '/ext/plant': 'berlin*', '/enabled': true } },
    });
    expect([...devices.keys()]).toEqual(['plant:device-00000', 'plant:device-00001', 'plant:device-00002']);
    expect(asked[0]?.url.searchParams.getAll('filterJson').map((it) => JSON.parse(it))).toEqual([
      { field: '/ext/plant', value: 'berlin*' },
      { field: '/enabled', value: true },
    ]);
    expect((await list(url, { registry: { filter: { '/ext/plant': 'paris' } } })).total).toBe(0);
  });

  it('are told with gateways, groups and whether Hono lets them in', async () => {
    const { url, tenants } = await startRegistry();
    const status = { created: '2026-01-02T03:04:05Z', 'auto-provisioned': false };
    tenants.set('demo', [
      { id: 'plant:gateway', memberOf: ['hall'], status },
      { id: 'plant:sensor', via: ['plant:gateway'], viaGroups: ['yard'], enabled: false },
      { id: 'plant:valve', via: ['plant:gateway', 'plant:spare'], enabled: true },
    ]);
    expect(Object.fromEntries((await list(url)).devices)).toEqual({
      'plant:gateway': {
        enabled: true,
        via: [],
        viaGroups: [],
        memberOf: ['hall'],
        devicesBehind: 2,
        created: Date.parse(status.created),
      },
      'plant:sensor': {
        enabled: false,
        via: ['plant:gateway'],
        viaGroups: ['yard'],
        memberOf: [],
        devicesBehind: 0,
      },
      'plant:valve': {
        enabled: true,
        via: ['plant:gateway', 'plant:spare'],
        viaGroups: [],
        memberOf: [],
        devicesBehind: 0,
      },
    });
  });

  it('are not their things, and none whose id no device of Kanto has', async () => {
    const { url, tenants } = await startRegistry();
    tenants.set('demo', [
      { id: 'edge:device' },
      { id: 'edge:device:edge:containers', via: ['edge:device'] },
      { id: '4711' },
    ]);
    const { devices, total, strangers } = await list(url);
    expect([...devices]).toEqual([['edge:device', expect.objectContaining({ devicesBehind: 0 })]]);
    expect([total, strangers]).toEqual([3, 1]);
  });

  it('are at most 10,000, of how many being told', async () => {
    const { url, asked } = await registryWith(10_450);
    const { devices, read, total } = await list(url);
    expect([devices.size, read, total]).toEqual([10_000, 10_000, 10_450]);
    expect(asked).toHaveLength(50);
  });

  it('are read to the end where the registry answers less than a page, or the same whatever the offset', async () => {
    const page = (from: number, count: number, total: number) => (response: ServerResponse) =>
      response.end(JSON.stringify({ total, result: registered(total).slice(from, from + count) }));
    const short = await startRegistry({
      instead: (response, asked) => {
        page((asked - 1) * 100, 100, 350)(response);
        return true;
      },
    });
    expect((await list(short.url)).devices.size).toBe(350);
    const stuck = await startRegistry({
      instead: (response) => {
        page(0, 100, 350)(response);
        return true;
      },
    });
    expect(await list(stuck.url)).toMatchObject({ read: 100, total: 350 });
    expect(stuck.asked.length).toBeLessThan(5);
  });
});

describe('user and password', () => {
  const users = { me: password };

  it('are sent to the registry that the settings name, over TLS', async () => {
    const secure = certificates().server;
    const { url, asked } = await registryWith(300, { users, secure });
    const ca = await readFile(certificates().caFile, 'latin1');
    expect((await list(url, { ca, registry: { username: 'me' } })).devices.size).toBe(300);
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`me:${password}`).toString('base64')}`);
  });

  it('are sent to nobody else: no redirect is followed', async () => {
    const other = await registryWith(1);
    const { code, message } = await faultWhere(
      (response) => response.writeHead(302, { location: `${other.url}/v1/devices/demo` }).end(),
      { registry: { username: 'me' } },
    );
    expect([code, message]).toEqual(['registry-failed', expect.stringContaining(`sends on to ${other.url}`)]);
    expect(other.asked).toEqual([]);
  });

  it('are sent to no server that does not show who it is', async () => {
    const ca = await readFile(certificates().caFile, 'latin1');
    const { server, expired, otherHost, selfSigned } = certificates();
    const tried = [
      [server, undefined, /not known/],
      [expired, ca, /expired/],
      [otherHost, ca, /another host name/],
      [selfSigned, ca, /signed by itself/],
    ] as const;
    for (const [secure, trusted, words] of tried) {
      const { url, asked } = await registryWith(1, { users, secure });
      const given = trusted === undefined ? {} : { ca: trusted };
      const { code, message } = await faultOf(list(url, { ...given, registry: { username: 'me' } }));
      expect([code, message]).toEqual(['registry-untrusted', expect.stringMatching(words)]);
      expect(asked).toEqual([]);
    }
  });

  it('are not sent over the network in the clear', async () => {
    const { code, advice } = await faultOf(list('http://registry.invalid', { registry: { username: 'me' } }));
    expect([code, advice]).toEqual(['insecure-credentials', expect.stringContaining('https://')]);
  });

  it('are told to be missing, or wrong, or not enough', async () => {
    const { url } = await registryWith(1, { users: { you: 'else' } });
    expect(await faultOf(list(url))).toMatchObject({
      code: 'registry-user-required',
      advice: expect.stringContaining('registry.username'),
    });
    const wrong = await faultOf(list(url, { registry: { username: 'me' } }));
    expect([wrong.code, wrong.message]).toEqual([
      'registry-refused',
      expect.stringContaining('user "me" or the password'),
    ]);
    const forbidden = await faultWhere((response) => response.writeHead(403).end('{"error":"not yours"}'), {
      registry: { username: 'me' },
    });
    expect(forbidden.message).toMatch(/user "me" may not list .* \(403\): not yours\./);
  });

  it('stand in no fault, whatever the registry repeats', async () => {
    const token = Buffer.from(`me:${password}`).toString('base64');
    for (const echo of [password, `Basic ${token}`]) {
      const told = await faultWhere(
        (response) => response.writeHead(500).end(JSON.stringify({ error: `no good: ${echo}` })),
        { registry: { username: 'me' } },
      );
      expect(told.message).toMatch(/status 500\.$/);
      expect(JSON.stringify(told)).not.toContain(echo);
    }
  });
});

describe('a registry that fails', () => {
  it.each([
    ['says what it could not do', 500, '{"error":"no database"}', /status 500: no database\.$/],
    ['does not know how to list', 501, '{"error":"not supported"}', /cannot list devices/],
    ['does not understand the filter', 400, '{"error":"bad pointer"}', /\(400\): bad pointer/],
    ['is a web server', 404, '<html>not here</html>', /no device registry/],
    ['answers no JSON', 200, 'hello', /no list of devices/],
    ['answers other JSON', 200, '{"total":"2","result":[]}', /no list of devices/],
    ['answers devices without ids', 200, '{"total":1,"result":[{"enabled":true}]}', /no list of devices/],
  ])('%s', async (_what, status, body, words) => {
    const { code, message } = await faultWhere((response) => response.writeHead(status).end(body));
    expect([code, message]).toEqual(['registry-failed', expect.stringMatching(words)]);
  });

  it('is not read without end', async () => {
    let written = 0;
    const piece = Buffer.alloc(100_000, ' ');
    const { code, message } = await faultWhere((response) => {
      const more = () => {
        written += piece.length;
        response.write(piece, (error) => error ?? setImmediate(more));
      };
      more();
    });
    expect([code, message]).toEqual(['registry-failed', expect.stringContaining('more than 8 MB')]);
    expect(written).toBeLessThan(50_000_000);
  });

  it('is not remembered without end: what has no room is told to be left out', async () => {
    const long = 'x'.repeat(6_000_000);
    const { url, asked } = await startRegistry({
      instead: (response, page) => {
        response.end(JSON.stringify({ total: 10_000_000, result: [{ id: `plant:${page}-${long}` }] }));
        return true;
      },
    });
    expect(await list(url)).toMatchObject({ total: 10_000_000, read: 4, strangers: 4 });
    expect(asked).toHaveLength(4);
  });

  it('may say anything of when a device was registered', async () => {
    const result = [[[]], { toString: 1 }, 'soon', 5].map((created, at) => ({
      id: `plant:device-${at}`,
      ['__proto__']: { enabled: false },
      status: { created },
    }));
    const { url } = await startRegistry({
      instead: (response) => {
        response.end(JSON.stringify({ total: 4, result }));
        return true;
      },
    });
    const { devices } = await list(url);
    expect([...devices.values()]).toEqual(
      Array.from({ length: 4 }, () => expect.not.objectContaining({ created: expect.anything() })),
    );
    expect([...devices.values()].every(({ enabled }) => enabled)).toBe(true);
  });

  it('is given up where it says nothing, before its answer or within', async () => {
    for (const start of ['', '{"total":1,']) {
      const { code, message } = await faultWhere((response) => start && response.write(start), {
        patience: 50,
      });
      expect([code, message]).toEqual(['registry-unreachable', expect.stringContaining('said nothing')]);
    }
  });

  it('is given up where all of its pages take too long', async () => {
    const { message } = await faultWhere((response) => response.write(' '), { within: 50 });
    expect(message).toContain('not all pages came');
  });

  it('is given up where it breaks off', async () => {
    const { code } = await faultWhere((response) => response.write('{', () => response.destroy()));
    expect(code).toBe('registry-unreachable');
  });

  it('is not there, or not under that name', async () => {
    const { url } = await startRegistry({ instead: () => true });
    const gone = url.replace(/\d+$/, '1');
    expect(await faultOf(list(gone))).toMatchObject({
      code: 'registry-unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect((await faultOf(list(url.replace('http:', 'https:')))).message).toMatch(/does not speak TLS/);
  });

  it('in the middle lists nothing by halves', async () => {
    const { url } = await registryWith(500, {
      instead: (response, page) => {
        if (page === 3) response.writeHead(503).end();
        return page === 3;
      },
    });
    expect((await faultOf(list(url))).message).toMatch(/status 503/);
  });

  it('is left alone once nobody waits any more', async () => {
    const abort = new AbortController();
    const fault = await faultWhere(() => abort.abort(), { signal: abort.signal });
    expect(fault.code).toBe('cancelled');
  });
});
