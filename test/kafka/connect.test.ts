/** Who is let into a real Kafka, and what is told of what is missing. */
import { createServer } from 'node:net';
import type { AclEntry } from 'kafkajs';
import kafkajs from 'kafkajs';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import type { FaultCode } from '../../client/src/errors.ts';
import { device, faultOf } from '../integration/engineUnderTest.ts';
import { listenOn } from '../integration/servers.ts';
import { client, type Listener, users } from './broker.ts';
import { startHono } from './hono.ts';
import { command, connectedTo, transportTo } from './transport.ts';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
const urlOf = (listener: Listener, scheme = 'kafkas') => `${scheme}://localhost:${inject('ports')[listener]}`;
const caFile = () => inject('certificates').caFile;
const patient = { timeout: 30_000 };

describe('a connection to Kafka', () => {
  it.each(['alice', 'carol', 'bob'] as const)(
    'lets %s in by the mechanism that knows this user',
    async (username) => {
      const hono = await startHono();
      hono.onCommand((it) => it.answer(204));
      const transport = await connectedTo(hono.tenant, {
        url: urlOf('secure'),
        profile: { username, tls: { caFile: caFile() } },
        password: users[username].password,
      });
      expect(transport.state).toMatchObject({ kind: 'connected', protocol: 'Kafka' });
      expect(await transport.request(command(), patient)).toMatchObject({ status: 204 });
    },
  );

  it('lets a client certificate in without a user', async () => {
    const { certFile, keyFile } = inject('certificates').client;
    const hono = await startHono();
    await connectedTo(hono.tenant, {
      url: urlOf('mutual'),
      profile: { tls: { caFile: caFile(), certFile, keyFile } },
    });
  });

  it('is made through any of the brokers of its url', async () => {
    const hono = await startHono();
    const { open } = inject('ports');
    const { port } = await nobodyAt();
    const transport = await connectedTo(hono.tenant, { url: `kafka://127.0.0.1:${port},127.0.0.1:${open}` });
    expect(transport.hearsEvents).toBe(true);
  });

  const refusals: readonly (readonly [
    string,
    FaultCode,
    RegExp,
    () => [string, Partial<ConnectionProfile>, string?],
  ])[] = [
    [
      'a wrong password',
      'credentials-refused',
      /refuses user or password \(user "alice"\)/,
      () => [urlOf('sasl', 'kafka'), { username: 'alice' }, 'planted-wrong'],
    ],
    [
      'a user that is not known',
      'credentials-refused',
      /refuses user or password \(user "mallory"\)/,
      () => [urlOf('secure'), { username: 'mallory', tls: { caFile: caFile() } }, 'planted-wrong'],
    ],
    [
      'nobody where a user is wanted',
      'connection-closed',
      /closed the connection/,
      () => [urlOf('sasl', 'kafka'), {}],
    ],
    [
      'a user where none is wanted',
      'credentials-refused',
      /takes no user/,
      () => [urlOf('open', 'kafka'), { username: 'alice' }, users.alice.password],
    ],
    [
      'a user without a password',
      'credentials-required',
      /no password for the user "alice"/,
      () => [urlOf('sasl', 'kafka'), { username: 'alice' }],
    ],
    ['an authority that is not known', 'tls-unknown-ca', /authority/, () => [urlOf('mutual'), {}]],
    [
      'a certificate for another host',
      'tls-wrong-host',
      /another host name/,
      () => [urlOf('otherHost'), { tls: { caFile: caFile() } }],
    ],
    [
      'another certificate than the accepted one',
      'tls-changed-certificate',
      /another certificate/,
      () => [urlOf('otherHost'), { tls: { fingerprint: Array(32).fill('AB').join(':') } }],
    ],
    [
      'nobody where a client certificate is wanted',
      'tls-client-certificate',
      /refuses this client/,
      () => [urlOf('mutual'), { tls: { caFile: caFile() } }],
    ],
    [
      'a port without TLS',
      'connection-closed',
      /broke the connection off|closed/,
      () => [urlOf('open'), { tls: { caFile: caFile() } }],
    ],
  ];
  it.each(refusals)('tells %s', async (_, code, words, setup) => {
    const [url, profile, password] = setup();
    const transport = transportTo('any', { url, profile, ...(password !== undefined && { password }) });
    const fault = await faultOf(transport.connect());
    expect(fault).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(JSON.stringify(fault)).not.toContain('planted');
    expect(transport.state.kind).toBe('disconnected');
  });

  it('tells that nobody is there', async () => {
    const { port } = await nobodyAt();
    const fault = await faultOf(transportTo('any', { url: `kafka://127.0.0.1:${port}` }).connect());
    expect(fault).toMatchObject({ code: 'connection-refused' });
  });

  it('tells that no Kafka answers there', async () => {
    const server = createServer(
      (socket) => void socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    const { port } = await listenOn(server);
    const fault = await faultOf(transportTo('any', { url: `kafka://127.0.0.1:${port}` }).connect());
    expect(fault.message).toContain(`127.0.0.1:${port}`);
    expect(fault.advice).toContain('port is one of Kafka');
  });

  it('gives up where nobody says anything, in time', async () => {
    const { port } = await listenOn(createServer(() => undefined));
    const timing = { connectTimeout: 300 };
    const fault = await faultOf(transportTo('any', { url: `kafka://127.0.0.1:${port}`, timing }).connect());
    expect(fault).toMatchObject({ code: 'connection-timeout' });
  });
});

describe('topics of Hono', () => {
  it.each(['command', 'command_response'] as const)(
    'that are needed and not there are told: %s',
    async (kind) => {
      const hono = await startHono({ without: [kind] });
      const fault = await faultOf(transportTo(hono.tenant).connect());
      const topic = `hono.${kind}.${hono.tenant}`;
      expect(fault).toMatchObject({
        code: 'link-refused',
        message: expect.stringContaining(`no topic ${topic}`),
      });
      expect(fault.advice).toMatch(/`tenant`.*kafka-topics\.sh --create --topic/);
      const admin = client(inject('ports').open).admin();
      await admin.connect();
      onTestFinished(() => admin.disconnect());
      expect(await admin.listTopics()).not.toContain(topic);
    },
  );

  it('of events may come later, and are heard then', async () => {
    const hono = await startHono({ without: ['event'] });
    const transport = await connectedTo(hono.tenant);
    const topic = `hono.event.${hono.tenant}`;
    expect(transport.state).toMatchObject({ unheard: [topic] });
    expect(transport.hearsEvents).toBe(false);
    expect(transport.eventsRefused).toBeDefined();
    const hears = new Promise<void>((resolve) => {
      transport.onState((it) => {
        if (it.kind === 'connected' && it.unheard === undefined) resolve();
      });
    });
    const admin = client(inject('ports').open).admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    await hears;
    expect(transport.hearsEvents).toBe(true);
  });
});

describe('rights', () => {
  const asDave = () => ({
    url: urlOf('sasl', 'kafka'),
    profile: { username: 'dave' },
    password: users.dave.password,
  });

  it('that are missing are told one by one, with the right to ask for', async () => {
    const hono = await startHono();
    hono.onCommand((it) => it.answer(204));
    const commands = `hono.command.${hono.tenant}`;
    const answers = `hono.command_response.${hono.tenant}`;
    const refused = async () => faultOf(transportTo(hono.tenant, asDave()).connect());

    expect(await refused()).toMatchObject({
      code: 'link-refused',
      message: expect.stringContaining(`send to ${commands}`),
      advice: expect.stringMatching(/Write and Describe on the topic .*User:dave/),
    });
    await allow(topicAcl(commands, 'DESCRIBE'));
    expect(await refused()).toMatchObject({
      message: expect.stringContaining(`receive from ${answers}`),
      advice: expect.stringMatching(/Read and Describe/),
    });
    await allow(topicAcl(answers, 'DESCRIBE'));
    expect(await refused()).toMatchObject({
      message: expect.stringContaining('consumer group'),
      advice: expect.stringMatching(/Read on the groups that begin with kanto- .*User:dave/),
    });
    await allow(groupAcl());
    expect(await refused()).toMatchObject({ message: expect.stringContaining(`receive from ${answers}`) });
    await allow(topicAcl(answers, 'READ'));

    const transport = await connectedTo(hono.tenant, asDave());
    expect(transport.state).toMatchObject({ unheard: [`hono.event.${hono.tenant}`] });
    expect(await faultOf(transport.request(command(), patient))).toMatchObject({
      code: 'not-authorized',
      message: expect.stringMatching(/not sent/),
      advice: expect.stringMatching(/Write and Describe/),
    });
    expect(hono.commands).toHaveLength(0);
    await allow(topicAcl(commands, 'WRITE'));
    expect(await transport.request(command(), patient)).toMatchObject({ status: 204 });
    expect(hono.commands.map(({ key }) => key)).toEqual([device]);
  });
});

function topicAcl(name: string, operation: 'DESCRIBE' | 'READ' | 'WRITE'): AclEntry {
  return {
    resourceType: AclResourceTypes.TOPIC,
    resourceName: name,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: 'User:dave',
    host: '*',
    operation: AclOperationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
  };
}

function groupAcl(): AclEntry {
  return {
    ...topicAcl('kanto-', 'READ'),
    resourceType: AclResourceTypes.GROUP,
    resourcePatternType: ResourcePatternTypes.PREFIXED,
  };
}

/** Resolves when the broker has taken it over. */
async function allow(acl: AclEntry): Promise<void> {
  const admin = client(inject('ports').open).admin();
  await admin.connect();
  try {
    await admin.createAcls({ acl: [acl] });
    const { resourceType, resourceName, operation } = acl;
    const filter = { ...acl, resourceType, resourceName, operation };
    // The broker takes over what the controller has written, some time later.
    while ((await admin.describeAcls(filter)).resources.length === 0);
  } finally {
    await admin.disconnect();
  }
}

/** A port where nothing listens any more. */
async function nobodyAt(): Promise<{ readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return { port: typeof address === 'object' && address !== null ? address.port : 0 };
}
