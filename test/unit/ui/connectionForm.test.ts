import { describe, expect, it } from 'vitest';
import { parseProfile } from '../../../client/src/connections/profiles.ts';
import { fault } from '../../../client/src/errors.ts';
import {
  appliesTo,
  choicesOf,
  type Draft,
  type FieldId,
  fieldIds,
  fieldOf,
  problemOf,
  promptOf,
} from '../../../client/src/ui/model/connectionFields.ts';
import {
  draftOf,
  entryOf,
  formAdvice,
  shown,
  withField,
} from '../../../client/src/ui/model/connectionForm.ts';

const fingerprint = Array(32).fill('AB').join(':');
const secure: Draft = { name: 'lab', url: 'mqtts://broker.example' };

function profileOf(draft: Draft) {
  const { profile, faults } = parseProfile(entryOf(draft), 'The entry');
  expect(faults).toEqual([]);
  if (profile === undefined) throw new Error('The draft makes no connection.');
  return profile;
}

describe('the form of a connection', () => {
  it('becomes an entry of the setting without what was left empty', () => {
    expect(entryOf({ name: 'lab', url: 'mqtt://localhost', devices: '', keepAlive: '30', mode: '' })).toEqual(
      {
        name: 'lab',
        url: 'mqtt://localhost',
      },
    );
    expect(entryOf({ name: 'lab', url: 'mqtt://localhost', devices: 'edge:a edge:b,edge:a' })).toEqual({
      name: 'lab',
      url: 'mqtt://localhost',
      devices: ['edge:a', 'edge:b'],
    });
  });

  it('holds everything that a connection can have, there and back', () => {
    const profile = profileOf({
      ...secure,
      devices: 'edge:a, edge:b',
      username: 'me',
      protected: 'yes',
      tenant: 'plant',
      clientId: 'me-1',
      protocolVersion: '4',
      keepAlive: '60',
      caFile: '/ca.pem',
      certFile: '/me.pem',
      keyFile: '/me.key',
      serverName: 'broker',
      fingerprint,
    });
    expect(profile).toMatchObject({ protected: true, tenant: 'plant', keepAlive: 60, tls: { fingerprint } });
    expect(profileOf(draftOf(profile))).toEqual(profile);
    const direct = profileOf({ ...secure, tenant: 'plant', mode: 'direct', prefix: 'vehicleupdate' });
    expect(direct).toMatchObject({ mode: 'direct', prefix: 'vehicleupdate' });
    expect(direct.tenant).toBeUndefined();
    expect(profileOf(draftOf(direct))).toEqual(direct);
    const plain = profileOf({ name: 'lab', url: 'mqtt://localhost', addressing: 'device' });
    expect(profileOf(draftOf(plain))).toEqual(plain);
  });

  it('names a device registry, there and back, and the password only while that is of the same user there', () => {
    const named: Draft = {
      ...secure,
      tenant: 'plant',
      registryUrl: 'https://hono.example.com:28443',
      registryUsername: 'me',
      registryPassword: 'hidden',
      registryCaFile: '/registry.pem',
      registryFilter: '{"/ext/plant": "berlin*"}',
    };
    const profile = profileOf(named);
    expect(profile.registry).toEqual({
      url: 'https://hono.example.com:28443',
      username: 'me',
      caFile: '/registry.pem',
      filter: { '/ext/plant': 'berlin*' },
    });
    expect(profileOf(draftOf(profile))).toEqual(profile);
    expect(withField(named, 'registryUrl', 'https://hono.example.com:28443/v1').registryPassword).toBe(
      'hidden',
    );
    expect(withField(named, 'registryUrl', 'https://evil.example').registryPassword).toBe('');
    expect(withField(named, 'registryUsername', 'you').registryPassword).toBe('');
    expect(withField(named, 'url', 'mqtts://other.example').registryPassword).toBe('hidden');
  });

  it('asks for a device registry where there is a tenant, and says what is wrong with it', () => {
    const asked = (draft: Draft) => fieldIds.filter((id) => /^registry/.test(id) && appliesTo(draft, id));
    expect(asked(secure)).toEqual([]);
    expect(asked({ ...secure, tenant: 'plant', mode: 'direct' })).toEqual([]);
    expect(asked({ ...secure, tenant: 'plant' })).toEqual(['registryUrl']);
    const plain = { ...secure, tenant: 'plant', registryUrl: 'http://hono.example.com' };
    expect(asked(plain)).toEqual(['registryUrl', 'registryUsername', 'registryFilter']);
    expect(problemOf({ ...plain, registryUrl: 'hono' }, 'registryUrl', [])).toContain('https://host:28443');
    expect(problemOf({ ...plain, registryUsername: 'me' }, 'registryUsername', [])).toContain('in the clear');
    expect(problemOf({ ...plain, registryFilter: 'berlin' }, 'registryFilter', [])).toContain('pointers');
    expect(problemOf({ ...plain, registryFilter: '{"/a": 1}' }, 'registryFilter', [])).toBeUndefined();
  });

  it('never puts a secret into the entry, nor shows it', () => {
    const draft: Draft = {
      ...secure,
      username: 'me',
      certFile: '/me.pem',
      keyFile: '/me.key',
      password: 'pl4nted',
      passphrase: 'pl4nted',
    };
    expect(JSON.stringify(entryOf(draft))).not.toContain('pl4nted');
    for (const id of fieldIds) expect(shown(draft, id)).not.toContain('pl4nted');
  });

  it('says what an empty field stands for', () => {
    expect(shown(secure, 'devices')).toBe('found by what they publish');
    const atHono = { ...secure, url: 'amqps://hono.example:15671' };
    expect(shown(atHono, 'devices')).toMatch(/^none: /);
    expect(shown({ ...atHono, receive: 'events' }, 'devices')).toBe('found by their events');
    expect(shown({ ...atHono, registryUrl: 'https://hono.example:28443' }, 'devices')).toBe(
      'listed by the registry',
    );
    expect(shown(secure, 'tenant')).toBe('none');
    expect(shown({ ...secure, tenant: 'demo' }, 'tenant')).toBe('demo');
  });

  it('advises in its own words: what is not saved has no command and no property yet', () => {
    const refused = fault('credentials-refused', 'The broker does not let this user in.');
    expect(formAdvice(refused.code, refused.advice)).toBe('Go back and correct the user or the password.');
    const unknown = fault('tls-unknown-ca', 'Who signed it is not known.');
    expect(formAdvice(unknown.code, unknown.advice)).toContain('in “Authority”, or accept');
    const untrusted = fault('registry-untrusted', 'Who signed it is not known.');
    expect(formAdvice(untrusted.code, untrusted.advice)).toContain('in “Authority of the registry”, and');
    const closed = fault('registry-user-required', 'Nobody is let in.');
    expect(formAdvice(closed.code, closed.advice)).toBe(
      'Go back and give a user and the password at the registry.',
    );
    expect(formAdvice('no-listener', 'Start `update-manager`.')).toBe('Start `update-manager`.');
  });

  it('leaves out what means nothing beside the rest', () => {
    expect(appliesTo({ url: 'mqtt://localhost' }, 'caFile')).toBe(false);
    expect(entryOf({ name: 'lab', url: 'mqtt://localhost', caFile: '/ca.pem', prefix: 'x' })).toEqual({
      name: 'lab',
      url: 'mqtt://localhost',
    });
    expect(appliesTo({ ...secure, mode: 'direct' }, 'addressing')).toBe(false);
    expect(appliesTo({ ...secure }, 'password')).toBe(false);
  });

  it.each([
    [{ url: 'localhost' }, 'url'],
    [{ ...secure, name: 'field' }, 'name'],
    [{ ...secure, devices: 'edge:a, b' }, 'devices'],
    [{ url: 'mqtt://broker.example', username: 'me' }, 'username'],
    [{ ...secure, certFile: '/me.pem' }, 'keyFile'],
    [{ ...secure, fingerprint: 'AB' }, 'fingerprint'],
    [{ ...secure, mode: 'direct', prefix: 'a/#' }, 'prefix'],
    [{ ...secure, tenant: 'a b' }, 'tenant'],
    [{ ...secure, keepAlive: 'often' }, 'keepAlive'],
  ] satisfies [Draft, FieldId][])('says what is wrong with %j: %s', (draft, id) => {
    expect(problemOf(draft, id, ['field'])).toMatch(/\w/);
    expect(problemOf({ ...secure, username: 'me' }, id, ['field'])).toBeUndefined();
  });

  it('says of a user without TLS what to do', () => {
    expect(problemOf({ url: 'mqtt://broker.example', username: 'me' }, 'username', [])).toContain('mqtts://');
    expect(problemOf({ url: 'mqtt://localhost', username: 'me' }, 'username', [])).toBeUndefined();
  });

  it('forgets an accepted certificate with another address, and only then', () => {
    const draft = { ...secure, fingerprint };
    expect(withField(draft, 'url', 'mqtts://other.example').fingerprint).toBe('');
    expect(withField(draft, 'url', 'mqtts://broker.example:8883').fingerprint).toBe(fingerprint);
    expect(withField(draft, 'name', 'field').fingerprint).toBe(fingerprint);
  });

  it('forgets a secret that was typed for another host, user or key file', () => {
    const draft: Draft = { ...secure, username: 'me', password: 'p', keyFile: '/a', passphrase: 'q' };
    const left = (id: FieldId, text: string) => {
      const { password, passphrase } = withField(draft, id, text);
      return [password, passphrase];
    };
    expect(left('url', 'mqtts://other.example')).toEqual(['', 'q']);
    expect(left('username', 'you')).toEqual(['', 'q']);
    expect(left('keyFile', '/b')).toEqual(['p', '']);
    expect(left('url', 'wss://broker.example:8883/mqtt')).toEqual(['p', 'q']);
    expect(left('password', 'new')).toEqual(['new', 'q']);
  });

  it('offers of each choice the usual one first', () => {
    const choices = fieldIds.flatMap(
      (id) =>
        fieldOf(id)
          .choices?.slice(0, 1)
          .map((it) => it.value) ?? [],
    );
    expect(choices.length).toBeGreaterThan(0);
    expect(choices.every((value) => value === '')).toBe(true);
  });
});

describe('the form of a connection to Hono', () => {
  const hono: Draft = { name: 'cloud', url: 'amqps://hono.example', tenant: 'plant' };

  it('becomes an entry and comes back, with what is received', () => {
    const profile = profileOf({ ...hono, username: 'consumer@HONO', receive: 'events, telemetry' });
    expect(profile).toMatchObject({ tenant: 'plant', receive: ['events', 'telemetry'] });
    expect(profileOf(draftOf(profile))).toEqual(profile);
    expect(entryOf({ ...hono, receive: '' })).not.toHaveProperty('receive');
  });

  it('receives events over Kafka without a word, and nothing only where that is wished', () => {
    const kafka = { name: 'plant', url: 'kafkas://a,b', tenant: 't' };
    expect(entryOf(kafka)).toEqual(kafka);
    expect(entryOf({ ...kafka, receive: 'none' })).toEqual({ ...kafka, receive: [] });
    expect(choicesOf(kafka, 'receive')?.map(({ value }) => value)).toEqual(['', 'events, telemetry', 'none']);
    for (const receive of [undefined, [], ['events', 'telemetry']]) {
      const { profile } = parseProfile({ ...kafka, ...(receive && { receive }) }, 'It');
      const draft = profile && draftOf(profile);
      expect(draft && entryOf(draft)).toEqual({ ...kafka, ...(receive && { receive }) });
    }
  });

  it('wants a tenant, and says why', () => {
    expect(problemOf({ ...hono, tenant: '' }, 'tenant', [])).toContain('command/<tenant>/<device>');
    expect(problemOf({ ...hono, tenant: '', url: 'mqtt://localhost' }, 'tenant', [])).toBeUndefined();
  });

  it('leaves out what only MQTT knows, also where it was filled in before the address was changed', () => {
    const before = { ...hono, mode: 'direct', prefix: 'x', addressing: 'device', protocolVersion: '4' };
    expect(entryOf(before)).toEqual({ name: 'cloud', url: 'amqps://hono.example', tenant: 'plant' });
    const ids = ['mode', 'prefix', 'addressing', 'protocolVersion'] as const;
    expect(ids.filter((id) => appliesTo(before, id))).toEqual([]);
    expect(appliesTo({ url: 'mqtt://localhost' }, 'receive')).toBe(false);
  });

  it('takes nothing from others unless that is chosen, and says what choosing it does', () => {
    const [usual, events] = fieldOf('receive').choices ?? [];
    expect(usual).toMatchObject({ value: '', label: 'answers only' });
    expect(events?.detail).toContain('taken away from others');
    expect(shown(hono, 'receive')).toBe('answers only');
  });

  it('asks for the user of an application', () => {
    expect(promptOf(hono, 'username')).toContain('consumer@HONO');
    expect(promptOf(secure, 'username')).toContain('User at the broker');
  });
});
