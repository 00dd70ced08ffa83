import { describe, expect, it } from 'vitest';
import { type Secret, secretsOf } from '../../../client/src/ui/model/passwords.ts';
import { isSecretKey } from '../../../client/src/ui/model/secretKeys.ts';
import { profile } from './samples.ts';

function keyOf(kind: Secret['kind'], over: Parameters<typeof profile>[0]): string | undefined {
  return secretsOf(profile(over)).find((it) => it.kind === kind)?.key;
}

describe('the key of a password', () => {
  const key = keyOf('password', { username: 'me' });

  it.each([
    ['another name', { name: 'field' }],
    ['another host', { url: 'mqtt://evil.example:1883' }],
    ['another port', { url: 'mqtt://localhost:1884' }],
    ['another port that is not written', { url: 'mqtts://localhost' }],
    ['another user', { username: 'you' }],
  ])('is another one for %s', (_what, over) => {
    expect(keyOf('password', { username: 'me', ...over })).not.toBe(key);
  });

  it('stays the same whatever else changes', () => {
    const same = {
      username: 'me',
      devices: ['edge:a'],
      keepAlive: 5,
      url: 'mqtt://LOCALHOST',
      protected: true,
    };
    expect(keyOf('password', same)).toBe(key);
  });

  it('is none without a user', () => {
    expect(secretsOf(profile())).toEqual([]);
    expect(secretsOf(profile({ username: '' }))).toEqual([]);
  });
});

describe("the key of the device registry's password", () => {
  const registry = { url: 'https://hono.example.com:28443', username: 'me' };
  const key = keyOf('registryPassword', { registry });

  it.each([
    ['another name', { name: 'field' }],
    ['another host', { registry: { ...registry, url: 'https://evil.example:28443' } }],
    ['another port', { registry: { ...registry, url: 'https://hono.example.com' } }],
    ['another user', { registry: { ...registry, username: 'you' } }],
  ])('is another one for %s', (_what, over) => {
    expect(keyOf('registryPassword', { registry, ...over })).not.toBe(key);
  });

  it('stays the same whatever the broker is, and whatever is listed', () => {
    const filter = { '/ext/plant': 'berlin' };
    const same = { url: 'amqps://hono.example.com', username: 'other', registry: { ...registry, filter } };
    expect(keyOf('registryPassword', same)).toBe(key);
  });

  it("is never that of the broker's password, though host, port and user are the same", () => {
    const both = { url: 'mqtts://hono.example.com:28443', username: 'me', registry };
    expect(keyOf('password', both)).not.toBe(keyOf('registryPassword', both));
    expect(isSecretKey(key ?? '')).toBe(true);
  });

  it('is none without a user', () => {
    expect(keyOf('registryPassword', { registry: { url: registry.url } })).toBeUndefined();
  });
});

describe('the key of a pass-phrase', () => {
  const tls = { certFile: '/me.pem', keyFile: '/me.key' };
  const key = keyOf('passphrase', { tls });

  it('is bound to the name of the connection and the key file', () => {
    expect(keyOf('passphrase', { tls, name: 'field' })).not.toBe(key);
    expect(keyOf('passphrase', { tls: { ...tls, keyFile: '/you.key' } })).not.toBe(key);
    expect(keyOf('passphrase', { tls: { ...tls, caFile: '/ca.pem' }, url: 'mqtts://other' })).toBe(key);
  });

  it('is none without a key file', () => {
    expect(keyOf('passphrase', { tls: { caFile: '/ca.pem' } })).toBeUndefined();
  });

  it('is never that of a password', () => {
    const names = secretsOf(profile({ username: '/me.key', tls })).map((secret) => secret.key);
    expect(new Set(names).size).toBe(2);
    expect(names.every(isSecretKey)).toBe(true);
    expect(isSecretKey('kanto.targets.recent')).toBe(false);
  });
});
