import { describe, expect, it } from 'vitest';
import { parseProfiles } from '../../../client/src/connections/profiles.ts';
import { isLoopback, parseBrokerUrl } from '../../../client/src/connections/url.ts';

const fingerprint = Array(32).fill('AB').join(':');
const good = { name: 'lab', url: 'mqtt://localhost:1883' };

describe('connections of the settings', () => {
  it('get defaults for what is left out', () => {
    expect(parseProfiles([good])).toEqual({
      profiles: [
        { ...good, devices: [], mode: 'things', addressing: 'auto', protocolVersion: 5, keepAlive: 30 },
      ],
      faults: [],
    });
  });

  it('keep everything that is written', () => {
    const full = {
      name: 'gateway',
      url: 'wss://broker.example.com/mqtt',
      devices: ['edge:device'],
      username: 'me',
      clientId: 'me-1',
      protected: true,
      tenant: 'plant',
      mode: 'direct',
      prefix: 'fleet/vehicleupdate',
      addressing: 'documented',
      protocolVersion: 4,
      keepAlive: 60,
      tls: {
        caFile: '/ca.pem',
        certFile: '/cert.pem',
        keyFile: '/key.pem',
        serverName: 'broker',
        fingerprint,
      },
    };
    expect(parseProfiles([full])).toEqual({ profiles: [full], faults: [] });
  });

  it('lead to an Eclipse Hono by a tenant, and take nothing from it that is not asked for', () => {
    const hono = { name: 'cloud', url: 'amqps://hono.example.com', tenant: 'plant' };
    expect(parseProfiles([hono]).profiles).toEqual([
      expect.not.objectContaining({ receive: expect.anything() }),
    ]);
    const events = parseProfiles([{ ...hono, receive: ['events', 'telemetry', 'events'] }]);
    expect(events).toMatchObject({ profiles: [{ receive: ['events', 'telemetry'] }], faults: [] });
  });

  it.each([
    ['without a tenant', { tenant: undefined }, 'has no tenant'],
    ['with an impossible tenant, told once', { tenant: 'a/b' }, 'impossible tenant'],
    ['in direct mode', { mode: 'direct' }, 'direct mode at Hono'],
    ['that receive what there is not', { receive: ['commands'] }, 'impossible receive ["commands"]'],
    ['that receive a word', { receive: 'events' }, 'impossible receive "events"'],
    ['that receive over MQTT', { url: good.url, receive: ['events'] }, 'which only Eclipse Hono knows'],
  ])('of an Eclipse Hono %s are left out, and told why', (_, changes, message) => {
    const entry = { name: 'cloud', url: 'amqps://hono.example.com', tenant: 'plant', ...changes };
    const { profiles, faults } = parseProfiles([entry]);
    expect(profiles).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
  });

  it('name a device registry of their tenant, over AMQP and over MQTT', () => {
    const registry = {
      url: 'https://hono.example.com:28443',
      username: 'me',
      caFile: '/ca.pem',
      filter: { '/ext/plant': 'berlin*', '/enabled': true },
    };
    for (const url of ['amqps://hono.example.com', 'mqtts://broker.example.com']) {
      const { profiles, faults } = parseProfiles([{ name: 'cloud', url, tenant: 'plant', registry }]);
      expect([profiles[0]?.registry, faults]).toEqual([registry, []]);
    }
  });

  it.each([
    ['that is a word', 'https://hono', {}, 'a "registry" that is no object'],
    ['without a url', {}, {}, 'a "registry" of no use'],
    ['of another kind', { url: 'amqps://hono' }, {}, 'a "registry" of no use'],
    [
      'with a number for a user',
      { url: 'https://hono', username: 1 },
      {},
      '"registry.username" that is no text',
    ],
    ['with a colon in its user', { url: 'https://hono', username: 'a:b' }, {}, 'with a colon'],
    [
      'with a filter that is a word',
      { url: 'https://hono', filter: 'berlin' },
      {},
      '"registry.filter" that is none',
    ],
    [
      'with a filter without pointers',
      { url: 'https://hono', filter: { a: 1 } },
      {},
      '"registry.filter" that is none',
    ],
    ['with its password', { url: 'https://hono', password: 'hidden' }, {}, 'stands in the settings'],
    ['without a tenant', { url: 'https://hono' }, { tenant: '' }, 'a "registry" and no tenant'],
    ['in direct mode', { url: 'https://hono' }, { mode: 'direct' }, 'a "registry" in direct mode'],
  ])('with a device registry %s are left out, and told why', (_, registry, changes, message) => {
    const { profiles, faults } = parseProfiles([{ ...good, tenant: 'plant', registry, ...changes }]);
    expect(profiles).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
    expect(JSON.stringify(faults)).not.toContain('hidden');
  });

  it('have the default prefix of an update manager in direct mode', () => {
    expect(parseProfiles([{ ...good, mode: 'direct' }]).profiles[0]?.prefix).toBe('deviceupdate');
  });

  it('take a fingerprint without colons and in small letters', () => {
    const written = fingerprint.replaceAll(':', '').toLowerCase();
    expect(parseProfiles([{ ...good, tls: { fingerprint: written } }]).profiles[0]?.tls).toEqual({
      fingerprint,
    });
  });

  it.each([undefined, null, []])('are none where the setting is %j', (settings) => {
    expect(parseProfiles(settings)).toEqual({ profiles: [], faults: [] });
  });

  it.each([
    ['no list', {}, 'no list'],
    ['an entry that is no object', ['lab'], 'kanto.connections[0] is no object'],
    ['no name', [{ url: good.url }], 'kanto.connections[0] has no name'],
    ['no url', [{ name: 'lab' }], 'kanto.connections[0] ("lab") has no url'],
    ['a url without a scheme', [{ ...good, url: 'localhost:1883' }], 'does not begin with a scheme'],
    ['a url of no known scheme', [{ ...good, url: 'tcp://localhost' }], '"tcp://" is no scheme'],
    ['a url that is none', [{ ...good, url: 'http:// ' }], 'kanto.connections[0] ("lab")'],
    ['a username that is no text', [{ ...good, username: 5 }], '"username" that is no text'],
    ['devices that are no list', [{ ...good, devices: 'edge:device' }], '"devices" that are no list'],
    ['a device id that is none', [{ ...good, devices: ['device'] }], '"device" is no device id'],
    ['an unknown addressing', [{ ...good, addressing: 'hono' }], 'unknown addressing "hono"'],
    ['an unknown protocolVersion', [{ ...good, protocolVersion: 3 }], 'unknown protocolVersion 3'],
    ['an impossible keepAlive', [{ ...good, keepAlive: 0 }], 'impossible keepAlive 0'],
    ['half a client certificate', [{ ...good, tls: { certFile: '/c' } }], 'only one of'],
    ['a tls that is no object', [{ ...good, tls: true }], '"tls" that is no object'],
    [
      'a fingerprint that is none',
      [{ ...good, tls: { fingerprint: 'AB:CD' } }],
      '"tls.fingerprint" that is none',
    ],
    ['an empty fingerprint', [{ ...good, tls: { fingerprint: '' } }], '"tls.fingerprint" that is none'],
    ['a protected that is no truth value', [{ ...good, protected: 'no' }], 'neither true nor false'],
    ['a tenant of two levels', [{ ...good, tenant: 'a/b' }], 'impossible tenant "a/b"'],
    ['an unknown mode', [{ ...good, mode: 'hono' }], 'unknown mode "hono"'],
    ['a prefix with a wildcard', [{ ...good, prefix: 'a/#' }], 'impossible prefix "a/#"'],
    ['a prefix with an empty level', [{ ...good, prefix: '/a' }], 'impossible prefix "/a"'],
    ["a prefix of the broker's own", [{ ...good, prefix: '$share/g/a' }], 'impossible prefix "$share/g/a"'],
    ['a prefix that cannot be sent', [{ ...good, prefix: 'a\ud800' }], 'impossible prefix "a'],
  ])('with %s are left out, and told with their name', (_, settings, message) => {
    const { profiles, faults } = parseProfiles(settings);
    expect(profiles).toEqual([]);
    expect(faults.map((it) => it.message).join('\n')).toContain(message);
    expect(faults.every((it) => it.advice !== '')).toBe(true);
  });

  it('with one name: the first counts, the others are told', () => {
    const { profiles, faults } = parseProfiles([good, { ...good, url: 'mqtt://other' }]);
    expect(profiles.map(({ url }) => url)).toEqual([good.url]);
    expect(faults).toEqual([expect.objectContaining({ code: 'settings-duplicate' })]);
  });

  it('never hold a password, and the fault does not repeat it', () => {
    const { profiles, faults } = parseProfiles([
      { ...good, password: 'pl4nted' },
      { name: 'two', url: 'mqtt://me:pl4nted@host' },
      { name: 'three', url: 'mqtt://me:pl4nted@' },
      { ...good, tls: { passphrase: 'pl4nted' } },
    ]);
    expect(profiles).toEqual([]);
    expect(faults.map(({ code }) => code)).toEqual([
      'settings-password',
      'url-with-credentials',
      'url-malformed',
      'settings-password',
    ]);
    expect(JSON.stringify(faults)).not.toContain('pl4nted');
  });
});

describe('broker urls', () => {
  it.each([
    ['mqtt://broker', { scheme: 'mqtt', host: 'broker', port: 1883, tls: false }],
    ['mqtts://broker:8884', { scheme: 'mqtts', host: 'broker', port: 8884, tls: true }],
    ['ws://broker/mqtt?x=1', { scheme: 'ws', port: 80, path: '/mqtt?x=1', tls: false }],
    ['wss://broker', { scheme: 'wss', port: 443, path: '/', tls: true }],
    ['mqtt://[::1]:1884', { host: '::1', port: 1884, loopback: true }],
    ['amqp://hono', { scheme: 'amqp', protocol: 'amqp', port: 5672, tls: false }],
    ['amqps://hono', { scheme: 'amqps', protocol: 'amqp', port: 5671, tls: true }],
  ])('%s', (url, wanted) => {
    expect(parseBrokerUrl(url)).toMatchObject(wanted);
  });

  it.each(['mqtt://localhost', 'ws://127.0.0.1:9001', 'mqtt://127.8.8.8', 'mqtts://[::1]'])(
    '%s stays on this machine',
    (url) => {
      expect(isLoopback(url)).toBe(true);
    },
  );

  it.each([
    'mqtt://localhost.example.com',
    'mqtt://a.localhost',
    'mqtt://127.0.0.1.example.com',
    'mqtt://127.0.0.999',
    'mqtt://10.0.0.1',
    'nonsense',
  ])('%s may not', (url) => {
    expect(isLoopback(url)).toBe(false);
  });
});
