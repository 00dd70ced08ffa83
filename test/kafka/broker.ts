/** A real Kafka of one broker on free ports of loopback, with rights, users and certificates. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { findJava, findKafka } from '../../scripts/lib/kafkaBroker.mjs';
import { type Certificates, makeCertificates } from '../integration/certificates.ts';

const exec = promisify(execFile);

/** One has credentials for each mechanism; the last one has no rights at first. */
export const users = {
  alice: { mechanism: 'SCRAM-SHA-512', password: 'alice-secret-4711' },
  carol: { mechanism: 'SCRAM-SHA-256', password: 'carol-secret-4712' },
  bob: { mechanism: 'PLAIN', password: 'bob-secret-4713' },
  dave: { mechanism: 'SCRAM-SHA-512', password: 'dave-secret-4714' },
} as const;

/** Bytes that a message may have, at the broker's side. */
export const largestMessage = 100_000;

const names = ['open', 'proxied', 'sasl', 'secure', 'mutual', 'otherHost', 'controller'] as const;
export type Listener = Exclude<(typeof names)[number], 'controller'>;

export interface Ports extends Readonly<Record<(typeof names)[number], number>> {
  /** Where `proxied` says that it is reached: a proxy of the test is to listen there. */
  readonly proxy: number;
}

export interface KafkaBroker {
  readonly ports: Ports;
  readonly certificates: Certificates;
  /** As if the machine had lost its power. */
  kill(): Promise<void>;
  /** Resolves when it lets clients in. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startBroker(): Promise<KafkaBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'kanto-kafka-'));
  const certificates = await makeCertificates(folder);
  const ports = await freePorts();
  const properties = join(folder, 'server.properties');
  await writeFile(properties, await configuration(folder, ports, certificates));
  const java = (await findJava()) ?? 'java';
  const classes = join((await findKafka()) ?? '', '*');
  const scram = Object.entries(users)
    .filter(([, { mechanism }]) => mechanism.startsWith('SCRAM'))
    .flatMap(([name, { mechanism, password }]) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]);
  const cluster = 'a2FudG8tbWFuaWZlc3RzQQ';
  await exec(java, [
    '-cp',
    classes,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    cluster,
    '-c',
    properties,
    ...scram,
  ]);
  let program: ChildProcess | undefined;
  const kill = async () => {
    if (program === undefined || program.exitCode !== null || program.signalCode !== null) return;
    const gone = once(program, 'exit');
    program.kill('SIGKILL');
    await gone;
  };
  const start = async () => {
    program = spawn(java, ['-Xmx256m', '-XX:+UseSerialGC', '-cp', classes, 'kafka.Kafka', properties], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    program.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const ended = once(program, 'exit').then(() => {
      throw new Error(`Kafka ended: ${said}`);
    });
    await Promise.race([ready(ports.open), ended]);
    // From now on it may end: a test kills it.
    ended.catch(() => undefined);
  };
  await start();
  return {
    ports,
    certificates,
    kill,
    start,
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A client of the tests, that may do everything. */
export function client(port: number): Kafka {
  return new Kafka({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    retry: { retries: 300, initialRetryTime: 100, maxRetryTime: 500 },
  });
}

async function ready(port: number): Promise<void> {
  const admin = client(port).admin();
  await admin.connect();
  await admin.disconnect();
}

async function freePorts(): Promise<Ports> {
  const servers = [...names, 'proxy'].map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((it) => once(it, 'listening')));
  const ports = servers.map((it) => {
    const address = it.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((it) => new Promise((resolve) => it.close(resolve))));
  const [open = 0, proxied = 0, sasl = 0, secure = 0, mutual = 0, otherHost = 0, controller = 0, proxy = 0] =
    ports;
  return { open, proxied, sasl, secure, mutual, otherHost, controller, proxy };
}

async function configuration(
  folder: string,
  ports: Ports,
  { server, otherHost, caFile }: Certificates,
): Promise<string> {
  const keys = async (name: string, { keyFile, certFile }: Certificates['server']) => {
    const file = join(folder, `${name}-store.pem`);
    await writeFile(file, `${await readFile(keyFile, 'utf8')}${await readFile(certFile, 'utf8')}`);
    return file;
  };
  const [own, other] = [await keys('server', server), await keys('other', otherHost)];
  const host = '127.0.0.1';
  const listeners: readonly (readonly [Listener, string, number])[] = [
    ['open', 'PLAINTEXT', ports.open],
    ['proxied', 'PLAINTEXT', ports.proxy],
    ['sasl', 'SASL_PLAINTEXT', ports.sasl],
    ['secure', 'SASL_SSL', ports.secure],
    ['mutual', 'SSL', ports.mutual],
    ['otherHost', 'SSL', ports.otherHost],
  ];
  const upper = (name: string) => name.toUpperCase();
  const sasl = ['sasl', 'secure'].flatMap((name) => [
    `listener.name.${name}.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;`,
    `listener.name.${name}.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;`,
    `listener.name.${name}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_bob="${users.bob.password}";`,
  ]);
  const tls = (
    [
      ['secure', own],
      ['mutual', own],
      ['otherhost', other],
    ] as const
  ).flatMap(([name, file]) => [
    `listener.name.${name}.ssl.keystore.type=PEM`,
    `listener.name.${name}.ssl.keystore.location=${file}`,
    `listener.name.${name}.ssl.truststore.type=PEM`,
    `listener.name.${name}.ssl.truststore.location=${caFile}`,
  ]);
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@${host}:${ports.controller}`,
    'controller.listener.names=CONTROLLER',
    `listeners=${[...listeners.map(([name, , port]) => `${upper(name)}://${host}:${name === 'proxied' ? ports.proxied : port}`), `CONTROLLER://${host}:${ports.controller}`].join(',')}`,
    `advertised.listeners=${listeners.map(([name, , port]) => `${upper(name)}://${host}:${port}`).join(',')}`,
    `listener.security.protocol.map=${[...listeners.map(([name, protocol]) => `${upper(name)}:${protocol}`), 'CONTROLLER:PLAINTEXT'].join(',')}`,
    'inter.broker.listener.name=OPEN',
    'sasl.enabled.mechanisms=SCRAM-SHA-512,SCRAM-SHA-256,PLAIN',
    ...sasl,
    ...tls,
    'listener.name.mutual.ssl.client.auth=required',
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    // Who needs no name is the test itself, and most of its connections.
    'super.users=User:ANONYMOUS;User:alice;User:carol;User:bob;User:CN=client',
    `log.dirs=${join(folder, 'data')}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=true',
    `message.max.bytes=${largestMessage}`,
    '',
  ].join('\n');
}
