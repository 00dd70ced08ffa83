/** A connection to a Kafka with the topics of a Hono application: commands out, their answers in, and what else is wanted. */

import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { Kafka, Message, Producer, SASLOptions } from 'kafkajs';
import { brokersOf } from '../../connections/url.ts';
import { FaultError } from '../../errors.ts';
import type { HonoMessage } from '../../protocol/hono.ts';
import { waitFor } from '../../timing.ts';
import { ClosedEarlyError, saidBy } from '../faults.ts';
import { type OptionalReceivers, receiveWhereAllowed } from '../hono/optional.ts';
import type { PauseLimits } from '../pauses.ts';
import { CertificateError } from '../secureSocket.ts';
import { cancelledFault, type Opened } from '../standing.ts';
import type { Way } from '../way.ts';
import { BrokerError, innermost, TopicError } from './faults.ts';
import type { Library } from './library.ts';
import { type LoggedIn, login, type Mechanism } from './login.ts';
import { locate, type Positions, receive, skip, topicError } from './receiver.ts';
import { largestResponse, Sockets } from './sockets.ts';
import { batchesIn, UnreadableError, unreadableIn } from './unreadable.ts';

export interface Topics {
  readonly commands: string;
  readonly answers: string;
  /** What is received where the cluster lets this user. */
  readonly optional: readonly string[];
}

export interface ClientOptions {
  readonly clientId: string;
  /** Seconds until a request must be answered. */
  readonly keepAlive: number;
  /** Milliseconds until the cluster must have let this client in. */
  readonly connectTimeout: number;
  /** Milliseconds until partitions must be assigned. */
  readonly joinTimeout: number;
  readonly pauses: PauseLimits;
  /** The mechanism that was taken before. */
  readonly mechanism: Mechanism | undefined;
  /** By topic. */
  readonly positions: (topic: string) => Positions;
}

export interface ClientEvents {
  readonly hear: (topic: string, message: HonoMessage) => void;
  /** At most once, after the connection stood. */
  readonly onLost: (cause: Error) => void;
  readonly onUnheard: () => void;
  readonly onNote: (text: string) => void;
}

export interface OpenClient extends Opened {
  readonly mechanism: Mechanism | undefined;
  /**
   * Writes a record once, and never again by itself; `onLeaving` is called just before it leaves. `mark`: bytes that it
   * alone has. Rejects with what the cluster said.
   */
  send(record: Message, mark: string, onLeaving: () => void): Promise<void>;
}

/** Bytes that the library asks for in one response; a single batch may be longer than that. */
const longestAsked = 10 * 1024 * 1024;
/** Bytes that what was compressed may have. */
const largestUnpacked = 32 * 1024 * 1024;
/** Milliseconds. */
const goodbye = 1000;
/** Of the library's own, for what passes by itself: a broker that does not answer, an election. */
const retry = { initialRetryTime: 100, multiplier: 1.5, maxRetryTime: 1000, factor: 0.2 };
const fewestRetries = 3;
/** A record counts as written once every replica that is in step has it. */
const allReplicas = -1;

/** Rejects with what the socket, TLS, SASL or the cluster said. */
export async function openClient(
  way: Way,
  topics: Topics,
  options: ClientOptions,
  events: ClientEvents,
  signal: AbortSignal,
): Promise<OpenClient> {
  const client = new Client(way, topics, options, events, signal);
  try {
    const open = () => Promise.race([client.open(), client.refused]);
    const opened = await waitFor(open, options.connectTimeout + 2 * options.joinTimeout, signal);
    if (opened === 'cancelled') throw new FaultError(cancelledFault());
    if (opened === 'late') throw late();
    return opened;
  } catch (error) {
    client.giveUp(new Error(t('it was given up')));
    throw client.explained(error);
  }
}

class Client implements OpenClient {
  readonly protocol = 'Kafka';
  mechanism: Mechanism | undefined;
  readonly #way: Way;
  readonly #topics: Topics;
  readonly #options: ClientOptions;
  readonly #events: ClientEvents;
  readonly #sockets: Sockets;
  readonly #gone = new AbortController();
  /** Aborted when it is given up, or wanted no more. */
  readonly #over: AbortSignal;
  readonly #parts: { disconnect(): Promise<void> }[] = [];
  #producer: Producer | undefined;
  #optional: OptionalReceivers = { unheard: [], whyUnheard: undefined };

  constructor(way: Way, topics: Topics, options: ClientOptions, events: ClientEvents, signal: AbortSignal) {
    this.#way = way;
    this.#topics = topics;
    this.#options = options;
    this.#events = events;
    this.#sockets = new Sockets(way, (head, version) => this.#skipTooLong(head, version));
    this.#over = AbortSignal.any([signal, this.#gone.signal]);
  }

  /** Rejects with what trying again does not mend. */
  get refused(): Promise<never> {
    return this.#sockets.refused.then((error) => {
      throw error;
    });
  }

  get unheard(): readonly string[] {
    return this.#optional.unheard;
  }

  get whyUnheard(): string | undefined {
    return this.#optional.whyUnheard;
  }

  /** The topics first, so that what is missing is told at once; then the answers: none may come before it is heard. */
  async open(): Promise<this> {
    const { library, admin } = await this.#login();
    const { commands, answers, optional } = this.#topics;
    await admin.fetchTopicMetadata({ topics: [commands] }).catch((error: unknown) => {
      throw topicError(commands, error, 'write') ?? error;
    });
    const { pauses, joinTimeout } = this.#options;
    const [{ closed }, others] = await Promise.all([
      this.#receive(library.kafka, answers),
      receiveWhereAllowed({
        addresses: optional,
        receive: (topic) => this.#receive(library.kafka, topic),
        isLasting: (reason) => reason instanceof TopicError && reason.kind !== 'missing',
        pauses,
        patience: joinTimeout,
        password: this.#way.password,
        over: this.#over,
        onChange: this.#events.onUnheard,
      }),
      this.#openProducer(library),
    ]);
    this.#optional = others;
    void closed.then((cause) => {
      if (this.#over.aborted) return;
      const told = this.explained(cause);
      this.giveUp(told);
      this.#events.onLost(told);
    });
    return this;
  }

  async send(record: Message, mark: string, onLeaving: () => void): Promise<void> {
    const watched = this.#sockets.watchLeaving(Buffer.from(mark), onLeaving);
    try {
      await this.#producer?.send({ topic: this.#topics.commands, acks: allReplicas, messages: [record] });
    } finally {
      watched.forget();
    }
  }

  giveUp(cause: Error): void {
    this.#gone.abort();
    this.#sockets.destroy(cause);
  }

  async end(): Promise<void> {
    const bye = Promise.allSettled(this.#parts.map((it) => it.disconnect()));
    await waitFor(() => bye, goodbye, undefined);
    this.giveUp(new Error(t('it was closed')));
  }

  /** The library keeps of a socket's error its text alone. */
  explained(error: unknown): Error {
    const { failure } = this.#sockets;
    if (error instanceof CertificateError && failure) return new BrokerError(failure.broker, error);
    if (error instanceof FaultError && failure?.error === error)
      return new BrokerError(failure.broker, error);
    const unreadable = unreadableIn(error) ?? unreadableIn(failure?.error);
    if (unreadable) return unreadable;
    const inner = innermost(error);
    if (!(inner instanceof Error)) return new Error(saidBy(error));
    const broker = 'broker' in inner && typeof inner.broker === 'string' ? inner.broker : undefined;
    if (broker === undefined || !inner.name.startsWith('KafkaJS')) return inner;
    if (inner.name === 'KafkaJSRequestTimeoutError' || inner.message === 'Connection timeout')
      return new BrokerError(broker, late());
    const isTold = failure?.broker === broker && inner.name !== 'KafkaJSConnectionClosedError';
    return new BrokerError(broker, isTold ? failure.error : new ClosedEarlyError());
  }

  async #login(): Promise<LoggedIn> {
    const { createLibrary } = await import('./library.ts');
    const { clientId, connectTimeout, keepAlive, mechanism } = this.#options;
    const brokers = brokersOf(this.#way.url).map(({ host, port }) => `${host}:${port}`);
    const create = (sasl: SASLOptions | undefined): Library =>
      createLibrary({
        brokers,
        clientId,
        ...(sasl && { sasl }),
        socketFactory: this.#sockets.create,
        connectionTimeout: connectTimeout / brokers.length,
        authenticationTimeout: connectTimeout,
        requestTimeout: keepAlive * 1000,
        retry: { ...retry, retries: fewestRetries + brokers.length },
        largest: largestUnpacked,
        onNote: this.#events.onNote,
      });
    const result = await waitFor(() => login(this.#way, mechanism, create), connectTimeout, this.#over);
    if (result === 'cancelled') throw new FaultError(cancelledFault());
    if (result === 'late') {
      const { failure } = this.#sockets;
      throw failure ? new BrokerError(failure.broker, failure.error) : late();
    }
    this.#parts.push(result.admin);
    this.mechanism = result.mechanism;
    return result;
  }

  async #receive(kafka: Kafka, topic: string): Promise<{ readonly closed: Promise<Error> }> {
    const { clientId, joinTimeout } = this.#options;
    const positions = this.#options.positions(topic);
    await this.#locate(kafka, topic, positions);
    const { consumer, closed } = await receive(
      kafka,
      topic,
      positions,
      { group: `${clientId}-${randomUUID()}`, joinTimeout, signal: this.#over },
      (message) => this.#events.hear(topic, message),
    );
    this.#parts.push(consumer);
    return { closed };
  }

  /** By a client of its own: one that looks at several topics takes the fault of any of them for that of each. */
  async #locate(kafka: Kafka, topic: string, positions: Positions): Promise<void> {
    const admin = kafka.admin();
    try {
      await admin.connect();
      await locate(admin, topic, positions, this.#over);
    } finally {
      void admin.disconnect().catch(() => undefined); // it is gone already
    }
  }

  /** Only a single batch makes a response longer than was asked for. */
  #skipTooLong(head: Buffer, version: number): Error | undefined {
    const { answers, optional } = this.#topics;
    const batch = batchesIn(head, version).find(({ length }) => length > longestAsked);
    if (batch === undefined || ![answers, ...optional].includes(batch.topic)) return undefined;
    skip(this.#options.positions(batch.topic), batch);
    const why = t('it is longer than {0} MB', Math.floor(largestResponse / 1024 / 1024));
    return new UnreadableError(batch, why);
  }

  async #openProducer({ kafka, createPartitioner }: Library): Promise<void> {
    const producer = kafka.producer({
      createPartitioner,
      allowAutoTopicCreation: false,
      // Never twice: whether a command is sent again is decided where it is known whether it has left.
      retry: { retries: 0 },
    });
    this.#parts.push(producer);
    await producer.connect();
    this.#producer = producer;
  }
}

function late(): Error {
  return Object.assign(new Error('Kafka did not answer in time.'), { code: 'ETIMEDOUT' });
}
