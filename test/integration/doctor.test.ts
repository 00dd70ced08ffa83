/** The doctor: of each link that can be broken it says so, blames no other, and says how to mend it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type StepId, type StepResult, stepIds } from '../../client/src/connections/doctor/finding.ts';
import { isSound, verdict } from '../../client/src/connections/doctor/words.ts';
import { type ExamineOptions, examine } from '../../client/src/connections/doctor.ts';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { CleanUp, startEmbedded } from './brokers.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { runCommandLine } from './commandLine.ts';
import { device, startEngine } from './engineUnderTest.ts';
import { createFakeBroker } from './fakeBroker.ts';
import {
  describeWithMosquitto,
  freePort,
  hasMosquitto,
  type MosquittoOptions,
  startMosquitto,
} from './mosquitto.ts';
import { answerTo, type Script, startScriptedDevice, twinChange } from './scriptedDevice.ts';
import { listenOn } from './servers.ts';

const cleanUp = new CleanUp();
afterEach(() => cleanUp.run());

const patience = { network: 2000, retained: 300, identity: 700, answer: 1500, state: 700 };
const users = { vscode: 'pl4nted-secret', device: 'd' };
const deviceAccess = { username: 'device', password: 'd' };

interface Case {
  readonly profile?: Partial<ConnectionProfile>;
  readonly password?: string;
  readonly options?: ExamineOptions;
}

/** Every result, in order. */
async function results(
  url: string,
  { profile, password, options }: Case = {},
): Promise<readonly StepResult[]> {
  const whole: ConnectionProfile = {
    name: 'lab',
    url,
    devices: [],
    mode: 'things',
    addressing: 'auto',
    protocolVersion: 5,
    keepAlive: 30,
    ...profile,
  };
  const found: StepResult[] = [];
  const access = { password: async () => password, passphrase: async () => undefined, readFile };
  for await (const result of examine(whole, access, { patience, ...options })) found.push(result);
  expect(found.map(({ step }) => step)).toEqual(stepIds);
  expect(JSON.stringify(found)).not.toContain('pl4nted');
  return found;
}

/** The results as `step state`, so that a test shows the whole at a glance; with the code where it failed. */
function states(found: readonly StepResult[]): Partial<Record<StepId, string>> {
  return Object.fromEntries(found.map(({ step, state, code }) => [step, code ?? state]));
}

/** The step that is broken, with all after it skipped because of it. */
function broken(found: readonly StepResult[]): StepResult {
  const at = found.findIndex(({ state }) => state === 'failed');
  const result = found[at];
  if (result === undefined) throw new Error(`Nothing is broken: ${JSON.stringify(states(found))}`);
  expect(found.slice(at + 1).map(({ state }) => state)).toEqual(found.slice(at + 1).map(() => 'skipped'));
  expect(isSound(found)).toBe(false);
  return result;
}

async function listening(server: Server): Promise<number> {
  return (await listenOn(server, cleanUp)).port;
}

async function broker(options?: MosquittoOptions) {
  const started = await startMosquitto(options);
  cleanUp.add(() => started.kill());
  return started;
}

interface Behaviour {
  readonly answers?: boolean;
  readonly reports?: boolean;
  readonly agents?: readonly string[];
  readonly identity?: string;
}

/** A gateway with suite-connector and update-manager, as far as the doctor can see. */
function gateway({
  answers = true,
  reports = true,
  agents = ['containers'],
  identity = device,
}: Behaviour = {}): Script {
  return async (command, it) => {
    if (command.topic === 'edge/thing/request') {
      await it.say('edge/thing/response', { deviceId: identity, tenantId: 'demo' });
      return;
    }
    if (answers) await it.say(...answerTo(command, 204));
    if (!reports) return;
    const softwareNodes = agents.map((domain) => ({
      id: `${domain}-agent`,
      parameters: [{ key: 'domain', value: domain }],
    }));
    const value = {
      activityId: command.value['activityId'] ?? '',
      timestamp: 1,
      domain: 'device',
      inventory: { softwareNodes },
    };
    await it.say('e', twinChange(device, '/features/UpdateManager/properties', value));
  };
}

async function deviceOn(...args: Parameters<typeof startScriptedDevice>) {
  const started = await startScriptedDevice(...args);
  cleanUp.add(() => started.stop());
  return started;
}

const topics = ['edge/thing/request', 'command///req/#'];

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
    if (code === 'subscription-refused') expect(broken(found).advice).toContain('Hono');
  });

  it('what is not heard where it refuses the events, and the line of an ACL that is missing', async () => {
    const fake = createFakeBroker({ suback: (filter) => (filter.startsWith('e') ? 135 : 1) });
    const found = broken(await results(`mqtt://127.0.0.1:${await listening(fake)}`));
    expect(found).toMatchObject({ step: 'subscriptions', code: 'subscription-refused' });
    expect(found.message).toContain('the progress of updates');
    expect(found.advice).toContain('topic read e/#');
  });
});

describe('over the embedded broker (MQTT 3.1.1), the doctor', () => {
  it('finds nothing wrong with a device that answers, and sends it nothing but a refresh', async () => {
    const { url, stop } = await startEmbedded();
    cleanUp.add(stop);
    const kanto = await deviceOn(url, topics, gateway());
    const found = await results(url);
    expect(states(found)).toMatchObject({ broker: 'ok', identity: 'ok', updateManager: 'ok', domains: 'ok' });
    expect(verdict(found)).toContain('It works');
    const commands = kanto.heard.filter(({ topic }) => topic.startsWith('command/'));
    expect(commands.map(({ topic, value }) => [topic.split('/').at(-1), Object.keys(value)])).toEqual([
      ['refresh', ['activityId']],
    ]);
  });

  it('waits in vain for a device that is not there', async () => {
    const { url, stop } = await startEmbedded();
    cleanUp.add(stop);
    const found = await results(url, { options: { device } });
    expect(states(found)).toMatchObject({
      identity: 'unknown',
      updateManager: 'response-timeout',
      domains: 'skipped',
    });
  });
});

describeWithMosquitto('with TLS, the doctor', () => {
  let folder = '';
  let made: Certificates;
  beforeAll(async () => {
    if (!hasMosquitto) return;
    folder = await mkdtemp(join(tmpdir(), 'kanto-doctor-'));
    made = await makeCertificates(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const trusting = () => ({ tls: { caFile: made.caFile } });
  const secure = (
    pair: 'server' | 'selfSigned' | 'expired' | 'otherHost',
    scheme: 'mqtts' | 'wss' = 'mqtts',
  ) => broker({ scheme, tls: made[pair] });

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
    const { server, caFile, client } = made;
    const { url } = await broker({ scheme: 'mqtts', tls: { ...server, caFile } });
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
    const other = broken(await results((await broker()).url.replace('mqtt', 'mqtts')));
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
    const { url } = await broker({
      users,
      acl: ['user device', 'topic readwrite #', 'user vscode', ...lines],
    });
    await deviceOn(url, topics, gateway(), deviceAccess);
    return results(url, { profile: { username: 'vscode' }, password: users.vscode, options: { device } });
  }
  const stepOf = (found: readonly StepResult[], wanted: StepId) => found.find(({ step }) => step === wanted);

  it('that user and password are wanted, and a wrong password', async () => {
    const { url } = await broker({ users });
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

describeWithMosquitto('beyond the broker, the doctor tells', () => {
  const status = 'edge/connection/remote/status';

  it('that there is no gateway', async () => {
    const { url } = await broker();
    const found = await results(url);
    expect(states(found)).toMatchObject({
      cloud: 'unknown',
      identity: 'no-listener',
      updateManager: 'skipped',
    });
  });

  it('that the gateway reaches no cloud, and why', async () => {
    const { url } = await broker();
    const kanto = await deviceOn(url, topics, () => undefined);
    await kanto.retain(status, { connected: false, cause: 'CONNECTION_NOT_AUTHENTICATED', timestamp: 1 });
    const found = await results(url);
    expect(states(found)).toMatchObject({ cloud: 'gateway-offline', identity: 'gateway-offline' });
    expect(found.find(({ step }) => step === 'cloud')?.advice).toContain('credentials');
  });

  it('that it does reach its cloud', async () => {
    const { url } = await broker();
    const kanto = await deviceOn(url, topics, gateway());
    await kanto.retain(status, { connected: true, timestamp: 1 });
    expect(states(await results(url))).toMatchObject({ cloud: 'ok', identity: 'ok', domains: 'ok' });
  });

  it('that the gateway is of another tenant than the connection, which then hears nothing of it', async () => {
    const { url } = await broker();
    await deviceOn(url, topics, gateway());
    const found = await results(url, { profile: { tenant: 'plant' }, options: { device } });
    expect(found.find(({ step }) => step === 'settings')?.message).toContain('tenant plant');
    expect(states(found).identity).toBe('other-tenant');
    const own = await results(url, { profile: { tenant: 'demo' }, options: { device } });
    expect(states(own)).toMatchObject({ identity: 'ok', updateManager: 'ok', domains: 'ok' });
  });

  it('that the device has another id', async () => {
    const { url } = await broker();
    await deviceOn(url, topics, gateway({ identity: 'edge:other' }));
    const found = await results(url, { options: { device } });
    expect(states(found).identity).toBe('other-device');
    expect(found.find(({ step }) => step === 'identity')?.advice).toContain('edge:other');
  });

  it('that a retained answer of long ago is no gateway', async () => {
    const { url } = await broker();
    const gone = await deviceOn(url, [], () => undefined);
    await gone.retain('edge/thing/response', { deviceId: 'edge:gone' });
    expect(states(await results(url))).toMatchObject({ identity: 'no-listener', updateManager: 'skipped' });
  });

  it('that no UpdateManager listens', async () => {
    const { url } = await broker();
    await deviceOn(url, ['edge/thing/request'], gateway());
    const found = await results(url);
    expect(states(found)).toMatchObject({ identity: 'ok', updateManager: 'no-listener', domains: 'skipped' });
    expect(found.find(({ step }) => step === 'updateManager')?.advice).toContain('update-manager');
  });

  it('that the device hears but does not answer', async () => {
    const { url } = await broker();
    await deviceOn(url, topics, gateway({ answers: false, reports: false }));
    expect(states(await results(url))).toMatchObject({
      updateManager: 'response-timeout',
      domains: 'skipped',
    });
  });

  it('that it answers but does not report', async () => {
    const { url } = await broker();
    await deviceOn(url, topics, gateway({ reports: false }));
    expect(states(await results(url))).toMatchObject({ updateManager: 'ok', domains: 'update-silent' });
  });

  it('that it has no agents, or not the one for containers', async () => {
    const { url } = await broker();
    const bare = await deviceOn(url, topics, gateway({ agents: [] }));
    expect(states(await results(url)).domains).toBe('no-update-agent');
    await bare.stop();
    await deviceOn(url, topics, gateway({ agents: ['self-update'] }));
    const domains = (await results(url)).find(({ step }) => step === 'domains');
    expect(domains).toMatchObject({ state: 'ok', advice: expect.stringContaining('update_agent.enable') });
  });
});

describeWithMosquitto('the doctor', () => {
  it('does not push out an open connection that has a client id of its own', async () => {
    const { url } = await broker();
    await deviceOn(url, topics, gateway());
    const engine = await startEngine({ url, profile: { clientId: 'mine' } });
    cleanUp.add(() => engine.dispose());
    await engine.connect('lab');
    const kinds: string[] = [];
    engine.onConnections(() => kinds.push(engine.connections[0]?.state.kind ?? ''));
    const found: StepResult[] = [];
    for await (const result of engine.examine('lab', { patience })) found.push(result);
    expect(isSound(found)).toBe(true);
    expect(found.find(({ step }) => step === 'broker')?.message).toContain('"mine-test"');
    expect(kinds).toEqual([]);
  });

  it('stops where it is cancelled, and says so of the rest', async () => {
    const { url } = await broker();
    const abort = new AbortController();
    await deviceOn(url, topics, ({ topic }) => {
      if (topic.startsWith('command/')) abort.abort();
    });
    const found = await results(url, { options: { device, signal: abort.signal } });
    expect(states(found)).toMatchObject({
      subscriptions: 'ok',
      updateManager: 'cancelled',
      domains: 'skipped',
    });
    expect(verdict(found)).toBe('The test was cancelled.');
    expect(isSound(found)).toBe(false);
  });

  it('tells that the broker went away in the middle', async () => {
    const { url, kill } = await broker();
    await deviceOn(url, topics, ({ topic }) => {
      if (topic.startsWith('command/')) void kill();
    });
    const found = await results(url, { options: { device } });
    expect(found.find(({ step }) => step === 'updateManager')).toMatchObject({ code: 'connection-lost' });
  });

  it('answers on the command line with 0 where nothing is broken and with 1 where something is', async () => {
    const { url, stop } = await startEmbedded();
    cleanUp.add(stop);
    await deviceOn(url, topics, gateway());
    const good = await runCommandLine(['doctor', '--connection', url, '--format', 'json']);
    expect(good.status).toBe(0);
    const report = JSON.parse(good.out);
    expect(report).toMatchObject({ sound: true, verdict: expect.stringContaining('It works') });
    expect(report.steps.map(({ step }: { step: string }) => step)).toEqual(stepIds);

    const bad = await runCommandLine(['doctor', '--connection', `mqtt://127.0.0.1:${await freePort()}`]);
    expect(bad.status).toBe(1);
    expect(bad.out).toContain('✖ Port\n');
    expect(bad.out).toContain('– Broker: not looked at');
    expect((await runCommandLine(['doctor'])).status).toBe(2);
  });
});
