/** The doctor on the way to the broker and at it: which link is broken, and how to mend it. */
import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { StepId, StepResult } from '../../client/src/connections/doctor/finding.ts';
import { verdict } from '../../client/src/connections/doctor/words.ts';
import { certificatesOfFile } from './certificates.ts';
import { broken, gateway, patience, results, states, topics } from './doctorUnderTest.ts';
import { device } from './engineUnderTest.ts';
import { createFakeBroker } from './fakeBroker.ts';
import { deviceOn, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto, freePort } from './mosquitto.ts';
import { listenOn } from './servers.ts';

async function listening(server: Server): Promise<number> {
  return (await listenOn(server)).port;
}

const deviceAccess = { username: 'device', password: 'd' };

const users = { vscode: 'pl4nted-secret', device: 'd' };
describe('before the broker, the doctor tells', () => {
  it.each([
    ['mqtt://me:pl4nted@localhost', {}, 'url-with-credentials'],
    ['localhost:1883', {}, 'url-malformed'],
    ['mqtt://broker.invalid', { username: 'vscode' }, 'insecure-credentials'],
    ['mqtts://localhost', { tls: { caFile: '/no/such/ca.pem' } }, 'tls-file-unreadable'],
    ['mqtts://localhost', { tls: { caFile: 'package.json' } }, 'tls-file-unreadable'],
  ])('settings that cannot work: %s %o', async (url, profile, code) => {
    expect(broken(await results(url, { profile, password: 'pl4nted' }))).toMatchObject({
      step: 'settings',
      code,
    });
  });

  it('a host name that nobody knows', async () => {
    const found = broken(await results('mqtt://nosuch.invalid'));
    expect(found).toMatchObject({ step: 'name', code: 'name-not-resolved' });
    expect(found.advice).toContain('host name');
  });

  it('a port on which nobody listens', async () => {
    const found = await results(`mqtt://127.0.0.1:${await freePort()}`);
    expect(broken(found)).toMatchObject({ step: 'port', code: 'connection-refused' });
    expect(states(found)).toMatchObject({ settings: 'ok', name: 'skipped' });
    expect(verdict(found)).toBe('Broken: Port.');
  });

  it('a peer that accepts and then says nothing, with TLS', async () => {
    const port = await listening(createServer(() => undefined));
    const options = { patience: { ...patience, network: 300 } };
    expect(broken(await results(`mqtts://127.0.0.1:${port}`, { options }))).toMatchObject({
      step: 'tls',
      code: 'connection-timeout',
    });
  });

  it('a peer that accepts and then says nothing, without TLS', async () => {
    const port = await listening(createServer(() => undefined));
    expect(broken(await results(`mqtt://127.0.0.1:${port}`))).toMatchObject({
      step: 'broker',
      code: 'connection-timeout',
    });
  });

  it.each(['HTTP/1.1 400 Bad Request\r\n\r\n', 'SSH-2.0-OpenSSH_9.2\r\n'])(
    'a peer that is no MQTT broker: %j',
    async (greeting) => {
      const port = await listening(createServer((socket) => socket.end(greeting)));
      expect(broken(await results(`mqtt://127.0.0.1:${port}`))).toMatchObject({
        step: 'broker',
        code: 'mqtt-not-spoken',
      });
    },
  );
});

describe('at a broker that is not as usual, the doctor tells', () => {
  it.each([
    ['refuses', 135, 'subscription-refused'],
    ['leaves unanswered', undefined, 'subscription-unanswered'],
  ])('that it %s the subscription for answers', async (_, reason, code) => {
    const fake = createFakeBroker({ suback: (filter) => (filter.startsWith('command/') ? reason : 1) });
    const found = await results(`mqtt://127.0.0.1:${await listening(fake)}`);
    expect(broken(found)).toMatchObject({ step: 'subscriptions', code });
    expect(states(found).broker).toBe('ok');
    expect(broken(found).advice).not.toContain('Hono');
  });

  it('what is not heard where it refuses the events, and the line of an ACL that is missing', async () => {
    const fake = createFakeBroker({ suback: (filter) => (filter.startsWith('e') ? 135 : 1) });
    const found = broken(await results(`mqtt://127.0.0.1:${await listening(fake)}`));
    expect(found).toMatchObject({ step: 'subscriptions', code: 'subscription-refused' });
    expect(found.message).toContain('the progress of updates');
    expect(found.advice).toContain('topic read e/#');
  });
});

describeWithMosquitto('with TLS, the doctor', () => {
  const certificates = certificatesOfFile();
  const trusting = () => ({ tls: { caFile: certificates().caFile } });
  const secure = (
    pair: 'server' | 'selfSigned' | 'expired' | 'otherHost',
    scheme: 'mqtts' | 'wss' = 'mqtts',
  ) => mosquitto({ scheme, tls: certificates()[pair] });

  it.each(['mqtts', 'wss'] as const)('names the certificate of a good broker over %s', async (scheme) => {
    const { url } = await secure('server', scheme);
    const found = await results(url, { profile: trusting() });
    expect(states(found)).toMatchObject({ name: 'ok', tls: 'ok', broker: 'ok', subscriptions: 'ok' });
    expect(found.find(({ step }) => step === 'tls')?.message).toMatch(
      /"server", signed by "ca", valid until 20/,
    );
  });

  it.each([
    ['server', false, 'tls-unknown-ca'],
    ['selfSigned', false, 'tls-self-signed'],
    ['expired', true, 'tls-expired'],
    ['otherHost', true, 'tls-wrong-host'],
  ] as const)('tells the fault of the certificate "%s" (authority known: %s)', async (pair, known, code) => {
    const { url } = await secure(pair);
    const found = broken(await results(url, { profile: known ? trusting() : {} }));
    expect(found).toMatchObject({ step: 'tls', code });
    expect(found.advice).toMatch(/\w/);
  });

  it('tells that a client certificate is wanted, and is content with the right one', async () => {
    const { server, caFile, client } = certificates();
    const { url } = await mosquitto({ scheme: 'mqtts', tls: { ...server, caFile } });
    expect(broken(await results(url, { profile: trusting() }))).toMatchObject({
      step: 'tls',
      code: 'tls-client-certificate',
    });
    const found = await results(url, { profile: { tls: { caFile, ...client } } });
    expect(states(found)).toMatchObject({ tls: 'ok', broker: 'ok' });
  });

  it('tells a scheme that does not fit the port, and the one that does', async () => {
    const { url } = await secure('server');
    const plain = broken(await results(url.replace('mqtts', 'mqtt')));
    expect(plain).toMatchObject({ step: 'broker', code: 'connection-closed' });
    expect(plain.advice).toContain('mqtts://');
    const other = broken(await results((await mosquitto()).url.replace('mqtt', 'mqtts')));
    expect(other).toMatchObject({ step: 'tls', code: 'tls-not-spoken' });
    expect(other.advice).toContain('mqtt://');
  });
});

describeWithMosquitto('where the broker has users, the doctor tells', () => {
  /** As the reference has it, tested with Mosquitto. */
  const acl = [
    'topic write command///req/+/apply',
    'topic write command///req/+/refresh',
    'topic write command//edge:device:edge:containers/req/+/install',
    'topic write command//edge:device:edge:containers/req/+/remove',
    'topic read command//+/res/#',
    'topic read e/#',
    'topic write edge/thing/request',
    'topic read edge/thing/response',
    'topic read edge/connection/remote/status',
  ];

  /** With the rights of the ACL but for those left out. */
  async function examined(...without: readonly string[]) {
    const lines = acl.filter((line) => !without.includes(line));
    expect(lines).toHaveLength(acl.length - without.length);
    const { url } = await mosquitto({
      users,
      acl: ['user device', 'topic readwrite #', 'user vscode', ...lines],
    });
    await deviceOn(url, topics, gateway(), deviceAccess);
    return results(url, { profile: { username: 'vscode' }, password: users.vscode, options: { device } });
  }
  const stepOf = (found: readonly StepResult[], wanted: StepId) => found.find(({ step }) => step === wanted);

  it('that user and password are wanted, and a wrong password', async () => {
    const { url } = await mosquitto({ users });
    expect(broken(await results(url))).toMatchObject({ step: 'broker', code: 'credentials-required' });
    const wrong = await results(url, { profile: { username: 'vscode' }, password: 'pl4nted-wrong' });
    expect(broken(wrong)).toMatchObject({ step: 'broker', code: 'credentials-refused' });
  });

  it('that no more rights are needed than a careful owner gives', async () => {
    expect(states(await examined())).toMatchObject({ identity: 'ok', updateManager: 'ok', domains: 'ok' });
  });

  it('that a refresh may not be written', async () => {
    const found = await examined('topic write command///req/+/refresh');
    expect(states(found)).toMatchObject({
      identity: 'ok',
      updateManager: 'not-authorized',
      domains: 'skipped',
    });
    expect(stepOf(found, 'updateManager')?.advice).toContain(
      'user vscode, topic write command///req/+/refresh',
    );
  });

  it('that answers may be held back by the ACL, although the subscription is granted', async () => {
    const found = await examined('topic read command//+/res/#');
    expect(states(found)).toMatchObject({ subscriptions: 'ok', updateManager: 'response-timeout' });
    expect(stepOf(found, 'updateManager')?.advice).toContain('topic read command//+/res/#');
  });

  it('that events may be held back', async () => {
    const found = await examined('topic read e/#');
    expect(states(found)).toMatchObject({ updateManager: 'ok', domains: 'update-silent' });
    expect(stepOf(found, 'domains')?.advice).toContain('topic read e/#');
  });

  it('that the gateway may not be asked, or not be heard', async () => {
    const unasked = await examined('topic write edge/thing/request');
    expect(states(unasked)).toMatchObject({ identity: 'unknown', updateManager: 'ok' });
    expect(stepOf(unasked, 'identity')?.advice).toContain('topic write edge/thing/request');
    const unheard = await examined('topic read edge/thing/response');
    expect(states(unheard)).toMatchObject({ identity: 'unknown', updateManager: 'ok' });
    expect(stepOf(unheard, 'identity')?.advice).toContain('topic read edge/thing/response');
  });
});
