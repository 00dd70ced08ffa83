/**
 * A Hono as an application sees it over a real Kafka: its topics of a tenant, what it reads of commands and writes for
 * devices. What becomes of a command is the test's decision.
 */
import { randomUUID } from 'node:crypto';
import { CompressionTypes, type IHeaders, type KafkaMessage } from 'kafkajs';
import { inject, onTestFinished } from 'vitest';
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import type { JsonObject } from '../../server/src/messages.ts';
import { client } from './broker.ts';

export interface KafkaCommand {
  readonly key: string | undefined;
  /** As text; a header that comes more than once is a list. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly envelope: JsonObject;
  /** As the device of the command does: the envelope back, with the status. */
  answer(status: number, text?: string): Promise<void>;
  /** Hono tells that it did not come to the device. */
  fail(status: number, error: string): Promise<void>;
}

export interface KafkaHono {
  readonly tenant: string;
  /** In order of arrival. */
  readonly commands: readonly KafkaCommand[];
  onCommand(handle: (command: KafkaCommand) => unknown): void;
  say(endpoint: 'event' | 'telemetry', device: string, body: string, headers?: IHeaders): Promise<void>;
  /** A record of so many bytes, which may be packed into few, for the same partition as what else is of the key. */
  fill(
    kind: 'event' | 'command_response',
    key: string,
    bytes: number,
    how: 'packed' | 'as it is',
  ): Promise<void>;
  /** A record among the answers, whatever it holds. */
  respond(record: { key?: string | null; value: string | null; headers?: IHeaders }): Promise<void>;
  /** Resolves when so many commands have come. */
  until(count: number): Promise<void>;
}

export interface HonoOptions {
  /** Left out, as where they were never created. */
  readonly without?: readonly ('command' | 'command_response' | 'event')[];
  /** Of the topic of events. */
  readonly compression?: string;
  /** Bytes that a record of any topic may have, where that is more than the broker lets through usually. */
  readonly largest?: number;
  /** Of the broker; else that of all tests. */
  readonly port?: number;
}

/** Ends with the test. */
export async function startHono({
  without = [],
  compression,
  largest,
  port = inject('ports').open,
}: HonoOptions = {}) {
  const tenant = `t-${randomUUID()}`;
  const kafka = client(port);
  const admin = kafka.admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  const kinds = (['command', 'command_response', 'event', 'telemetry'] as const).filter(
    (it) => !without.some((left) => left === it),
  );
  await admin.createTopics({
    waitForLeaders: true,
    topics: kinds.map((it) => ({
      topic: `hono.${it}.${tenant}`,
      numPartitions: 3,
      configEntries: [
        ...(it === 'event' && compression ? [{ name: 'compression.type', value: compression }] : []),
        ...(largest === undefined ? [] : [{ name: 'max.message.bytes', value: String(largest) }]),
      ],
    })),
  });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  onTestFinished(() => producer.disconnect());

  const write = async (
    kind: string,
    record: { key?: string | null; value: string | null; headers?: IHeaders },
    compression = CompressionTypes.None,
  ) => {
    const topic = `hono.${kind}.${tenant}`;
    await producer.send({ topic, compression, messages: [{ key: null, ...record }] });
  };
  const commands: KafkaCommand[] = [];
  const waiting = new Set<() => void>();
  let handle: (command: KafkaCommand) => unknown = () => undefined;
  const answerTo = (command: KafkaMessage, headers: IHeaders, value: string) => {
    const device = command.key?.toString() ?? '';
    const correlation = command.headers?.['correlation-id'];
    return write('command_response', {
      key: device,
      value,
      headers: {
        ...(correlation !== undefined && { 'correlation-id': correlation }),
        'creation-time': String(Date.now()),
        device_id: device,
        tenant_id: tenant,
        ...headers,
      },
    });
  };
  const consumer = kafka.consumer({ groupId: `router-${tenant}`, maxWaitTimeInMs: 100 });
  if (!without.includes('command')) {
    await consumer.connect();
    onTestFinished(() => consumer.disconnect());
    await consumer.subscribe({ topics: [`hono.command.${tenant}`], fromBeginning: true });
    const joined = new Promise<void>((resolve) => {
      consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        const text = message.value?.toString() ?? '';
        const parsed = parseJson(text);
        const envelope = isObject(parsed) ? parsed : {};
        const back = (status: number) =>
          JSON.stringify({
            ...envelope,
            path: String(envelope['path']).replace('/inbox/', '/outbox/'),
            status,
          });
        const command: KafkaCommand = {
          key: message.key?.toString(),
          headers: Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
          ),
          text,
          envelope,
          answer: (status, answered = back(status)) =>
            answerTo(message, { status: String(status), 'content-type': 'application/json' }, answered),
          fail: (status, error) =>
            answerTo(
              message,
              {
                status: String(status),
                'content-type': 'application/vnd.eclipse-hono-delivery-failure-notification+json',
              },
              JSON.stringify({ error }),
            ),
        };
        commands.push(command);
        for (const look of [...waiting]) look();
        await handle(command);
      },
    });
    await joined;
  }
  const hono: KafkaHono = {
    tenant,
    commands,
    onCommand: (next) => {
      handle = next;
    },
    say: (endpoint, device, body, headers = {}) =>
      write(endpoint, {
        key: device,
        value: body,
        headers: { device_id: device, tenant_id: tenant, 'content-type': 'application/json', ...headers },
      }),
    fill: (kind, key, bytes, how) =>
      write(kind, { key, value: 'x'.repeat(bytes) }, how === 'packed' ? CompressionTypes.GZIP : undefined),
    respond: (record) => write('command_response', record),
    until: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (commands.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
  return hono;
}
