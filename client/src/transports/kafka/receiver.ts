/** Reads one topic of Hono from where it was last read, or from its end, in a consumer group that nobody else is in. */
import { t } from '@vscode/l10n';
import type { Admin, Consumer, Kafka } from 'kafkajs';
import type { HonoMessage } from '../../protocol/hono.ts';
import { sleep, waitFor } from '../../timing.ts';
import { saidBy } from '../faults.ts';
import { GroupError, innermost, kafkaName, kafkaType, LateGroupError, TopicError } from './faults.ts';
import { readRecord } from './record.ts';
import { type Batch, unreadableIn } from './unreadable.ts';

/**
 * Where to go on, by partition. They are this window's and kept at no broker: nothing is left behind, and a connection that
 * comes back hears what was said meanwhile.
 */
export type Positions = Map<number, string>;

export interface ReceiverOptions {
  /** Of the consumer group: unique, so that a member that was cut off is waited for by nobody. */
  readonly group: string;
  /** Milliseconds until its partitions must be assigned. */
  readonly joinTimeout: number;
  /** Of a connection that is gone: no word is said any more. */
  readonly signal: AbortSignal;
}

export interface Receiver {
  readonly consumer: Consumer;
  /** Resolves with the reason when no more is heard. */
  readonly closed: Promise<Error>;
}

/** Milliseconds for which a broker keeps a request for messages where there are none; ending waits for it. */
const longestWait = 500;
/** Bytes of one partition at once: what comes is handled before anything else is. A longer message comes all the same. */
const portion = 256 * 1024;
/** Milliseconds after which partitions that were added are found. */
const metadataAge = 60_000;

/** What passes by itself: a partition is given to another broker, or has just been made. */
const passing: ReadonlySet<string | undefined> = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
]);
/** Milliseconds. */
const passingPause = 200;
const mostAttempts = 20;

/** The topic's positions where none are known yet: its end. Rejects with a TopicError, or what the cluster said. */
export async function locate(
  admin: Admin,
  topic: string,
  positions: Positions,
  signal: AbortSignal,
): Promise<void> {
  const offsets = await ends(admin, topic, signal).catch((error: unknown) => {
    throw topicError(topic, error) ?? error;
  });
  for (const { partition, high } of offsets) if (!positions.has(partition)) positions.set(partition, high);
}

async function ends(admin: Admin, topic: string, signal: AbortSignal) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (signal.aborted || attempt >= mostAttempts || !passing.has(kafkaType(error))) throw error;
    }
    await sleep(passingPause, signal);
  }
}

/**
 * Resolves once its partitions are assigned and the first request for messages was answered: then nothing of what comes from
 * now on is missed, and the rights are there. Rejects with a TopicError, a GroupError, or what the cluster said.
 */
export async function receive(
  kafka: Kafka,
  topic: string,
  positions: Positions,
  { group, joinTimeout, signal }: ReceiverOptions,
  hear: (message: HonoMessage) => void,
): Promise<Receiver> {
  const consumer = kafka.consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: longestWait,
    maxBytesPerPartition: portion,
    metadataMaxAge: metadataAge,
    // As Kafka's own clients do: a transaction that somebody leaves open would hold back all answers.
    readUncommitted: true,
    // What is lost is noticed and told at once; coming back is the link's.
    retry: { retries: 2, restartOnFailure: async () => false },
  });
  const { closed, listening } = watch(consumer, topic, positions, group);
  await consumer.connect();
  await consumer.subscribe({ topics: [topic] }).catch((error: unknown) => {
    throw topicError(topic, error) ?? error;
  });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      for (const record of batch.messages) {
        if (signal.aborted) return;
        positions.set(batch.partition, String(BigInt(record.offset) + 1n));
        hear(readRecord(record));
      }
    },
  });
  const failed = closed.then((error) => {
    throw error;
  });
  const result = await waitFor(() => Promise.race([listening, failed]), joinTimeout, signal);
  if (result === 'listening') return { consumer, closed };
  throw new LateGroupError(joinTimeout);
}

function watch(consumer: Consumer, topic: string, positions: Positions, group: string) {
  const { GROUP_JOIN, FETCH, CRASH, REQUEST_TIMEOUT } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => {
    for (const partition of payload.memberAssignment[topic] ?? []) {
      // One that is new since: all that is in it is.
      consumer.seek({ topic, partition, offset: positions.get(partition) ?? '0' });
    }
  });
  const listening = new Promise<'listening'>((resolve) => {
    consumer.on(FETCH, () => resolve('listening'));
  });
  const closed = new Promise<Error>((resolve) => {
    consumer.on(CRASH, ({ payload }) => {
      const unreadable = unreadableIn(payload.error);
      if (unreadable?.batch.topic === topic) skip(positions, unreadable.batch);
      resolve(unreadable ?? crashOf(payload.error, topic, group));
    });
    consumer.on(REQUEST_TIMEOUT, ({ payload }) =>
      resolve(new Error(t('{0} did not answer ({1})', payload.broker, payload.apiName))),
    );
  });
  return { closed, listening };
}

/** Goes on behind what cannot be read. */
export function skip(positions: Positions, { partition, last }: Batch): void {
  if (BigInt(positions.get(partition) ?? '0') <= last) positions.set(partition, String(last + 1n));
}

function crashOf(error: Error, topic: string, group: string): Error {
  // For want of rights, too: the library forgets why it found no coordinator.
  const isOfGroup =
    kafkaType(error) === 'GROUP_AUTHORIZATION_FAILED' ||
    kafkaName(error) === 'KafkaJSGroupCoordinatorNotFound';
  if (isOfGroup) return new GroupError(group, saidBy(innermost(error)));
  const cause = topicError(topic, error) ?? innermost(error);
  return cause instanceof Error ? cause : error;
}

/** Undefined for what is no matter of the topic. */
export function topicError(
  topic: string,
  error: unknown,
  use: 'read' | 'write' = 'read',
): TopicError | undefined {
  if (error instanceof TopicError) return error;
  const said = saidBy(innermost(error));
  switch (kafkaType(error)) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
      return new TopicError(topic, use, 'missing', said);
    case 'TOPIC_AUTHORIZATION_FAILED':
      return new TopicError(topic, use, 'refused', said);
    case 'INVALID_TOPIC_EXCEPTION':
      return new TopicError(topic, use, 'missing', said);
    default:
      return kafkaName(error) === 'KafkaJSNotImplemented'
        ? new TopicError(topic, use, 'unreadable', said)
        : undefined;
  }
}
