/** The connection to the Kafka of a Hono: what is sent and heard over it. */
import { t } from '@vscode/l10n';
import type { ConnectionProfile } from '../../connections/profile.ts';
import { brokersOf, isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import { type Fault, FaultError, fault } from '../../errors.ts';
import { Emitter, type Listen } from '../../events.ts';
import {
  type DownstreamEndpoint,
  downstreamEndpoints,
  type HonoMessage,
  honoTopic,
} from '../../protocol/hono.ts';
import { sleep } from '../../timing.ts';
import { saidBy, without } from '../faults.ts';
import type { HonoLink, Received, Sending, Taking } from '../hono/link.ts';
import { type LinkTiming, Standing, usualTiming } from '../standing.ts';
import type { Command, TransportState, WireMessage } from '../transport.ts';
import { type Access, wayTo } from '../way.ts';
import { type OpenClient, openClient, type Topics } from './client.ts';
import { connectFault, lossWords, TopicError } from './faults.ts';
import type { Mechanism } from './login.ts';
import type { Positions } from './receiver.ts';
import { commandRecord } from './record.ts';
import { judge, notLeft, notWritten, perhapsWritten } from './requestFaults.ts';

/** Milliseconds. */
export interface KafkaTiming {
  /** Until partitions must be assigned; a broker waits 3 s for others to join (`group.initial.rebalance.delay.ms`). */
  readonly join: number;
  /** Until a command must have left. */
  readonly leaving: number;
  /** For Hono's word that a command did not come to its device, at least (hono: section 1.1). */
  readonly outcome: number;
}

const usualKafka: KafkaTiming = { join: 40_000, leaving: 10_000, outcome: 10_000 };

/** Milliseconds for which a lost connection remembers where to go on: what is older belongs to nobody here any more. */
const longestAbsence = 600_000;
/** Milliseconds between attempts to hand over a command that a broker has surely not written. */
const attemptPause = 200;

export class KafkaLink implements HonoLink {
  readonly tenant: string;
  readonly leaving: number;
  readonly outcome: number;
  readonly #messages = new Emitter<Received>();
  readonly #wire = new Emitter<WireMessage>();
  readonly onState: Listen<TransportState>;
  readonly onMessage = this.#messages.event;
  readonly onWire = this.#wire.event;
  readonly #profile: ConnectionProfile;
  readonly #access: Access;
  readonly #timing: LinkTiming & KafkaTiming;
  readonly #topics: Topics;
  /** Endpoints by their topics. */
  readonly #optional: ReadonlyMap<string, DownstreamEndpoint>;
  readonly #standing: Standing<OpenClient, Error>;
  readonly #positions = new Map<string, Positions>();
  /** When it was lost, ms since the epoch. */
  #lost: number | undefined;
  #mechanism: Mechanism | undefined;
  #passed = 0;

  /** `profile`: with a tenant. */
  constructor(profile: ConnectionProfile, access: Access, timing: Partial<LinkTiming & KafkaTiming> = {}) {
    const { tenant = '', receive = [] } = profile;
    this.tenant = tenant;
    this.#profile = profile;
    this.#access = access;
    this.#timing = { ...usualTiming, ...usualKafka, ...timing };
    this.leaving = this.#timing.leaving;
    this.outcome = this.#timing.outcome;
    this.#optional = new Map(
      receive.map((it) => [honoTopic(downstreamEndpoints[it], tenant), downstreamEndpoints[it]]),
    );
    this.#topics = {
      commands: honoTopic('command', tenant),
      answers: honoTopic('command_response', tenant),
      optional: [...this.#optional.keys()],
    };
    this.#standing = new Standing(
      {
        open: (signal, resume, onLost) => this.#open(signal, resume, onLost),
        faultOf: (error) => connectFault(error, { ...profile, brokers: brokersIn(profile.url) }),
        judge: (cause) => this.#lose(cause),
        onOpened: ({ mechanism }) => {
          this.#mechanism = mechanism;
          this.#lost = undefined;
        },
      },
      this.#timing.pauses,
    );
    this.onState = this.#standing.onState;
  }

  get state(): TransportState {
    return this.#standing.state;
  }

  connect(signal?: AbortSignal): Promise<void> {
    return this.#standing.connect(signal);
  }

  close(): Promise<void> {
    return this.#standing.close();
  }

  isHeard(endpoint: DownstreamEndpoint): boolean {
    const topic = honoTopic(endpoint, this.tenant);
    return this.#optional.has(topic) && !this.#standing.client?.unheard.includes(topic);
  }

  /** A topic takes commands whoever is there to hear them. */
  async takesCommands(): Promise<undefined> {
    return undefined;
  }

  addressOf(thing: string): string {
    return `${this.#topics.commands}/${thing}`;
  }

  async send(command: Command, correlationId: string, onLeaving: () => void): Promise<Sending> {
    const withdrawn = new AbortController();
    let leave: () => void = () => undefined;
    let failToLeave: (error: unknown) => void = () => undefined;
    const left = new Promise<void>((resolve, reject) => {
      leave = resolve;
      failToLeave = reject;
    });
    const taken = this.#write(command, correlationId, withdrawn.signal, () => {
      onLeaving();
      this.#passed += 1;
      leave();
    });
    taken.catch(failToLeave);
    const passed = () => this.#passed;
    return {
      left,
      taken,
      get passed() {
        return passed();
      },
      withdraw: () => withdrawn.abort(),
    };
  }

  notLeft(command: Command, _why: 'nothing' | 'crowded', waited: number): Fault {
    return notLeft(command, waited);
  }

  /** Again only as long as a broker says, or the socket shows, that nothing was written. */
  async #write(
    command: Command,
    correlationId: string,
    withdrawn: AbortSignal,
    onFirst: () => void,
  ): Promise<Taking> {
    const topic = this.#topics.commands;
    const record = commandRecord(command, correlationId);
    const mark = command.responseRequired ? correlationId : record.value;
    const end = performance.now() + this.#timing.leaving;
    let isFirst = true;
    for (;;) {
      const { client } = this.#standing;
      if (!client)
        throw new FaultError(fault('not-connected', t('There is no connection to {0}.', this.#profile.url)));
      let hasLeft = false;
      try {
        await client.send(record, mark, () => {
          hasLeft = true;
          if (isFirst) onFirst();
          isFirst = false;
          this.#wire.fire({ direction: 'out', address: this.addressOf(command.thing), raw: record.value });
        });
        return { kind: 'taken', isHeard: false };
      } catch (error) {
        const judged = judge(error, hasLeft);
        if (judged === 'unknown') return { kind: 'unknown', fault: perhapsWritten(command, error) };
        if (judged === 'refused' || withdrawn.aborted || performance.now() >= end)
          throw new FaultError(notWritten(command, topic, error, this.#profile.username));
      }
      await sleep(attemptPause, withdrawn);
    }
  }

  async #open(
    signal: AbortSignal,
    resume: boolean,
    onLost: (client: OpenClient, cause: Error) => void,
  ): Promise<OpenClient> {
    const isLongGone = this.#lost !== undefined && Date.now() - this.#lost > longestAbsence;
    if (!resume || isLongGone) this.#positions.clear();
    const { clientId = 'kanto', keepAlive } = this.#profile;
    const { connectTimeout, join: joinTimeout, pauses } = this.#timing;
    const way = await wayTo(this.#profile, this.#access);
    const options = {
      clientId,
      keepAlive,
      connectTimeout,
      joinTimeout,
      pauses,
      mechanism: this.#mechanism,
      positions: (topic: string) => this.#positionsOf(topic),
    };
    const events = {
      hear: (topic: string, message: HonoMessage) => this.#hear(topic, message),
      onLost: (cause: Error) => onLost(client, without(way.password, cause)),
      onUnheard: () => this.#standing.tellUnheard(),
      onNote: (text: string) => this.#note(text, way.password),
    };
    const client = await openClient(way, this.#topics, options, events, signal).catch((error: unknown) => {
      throw error instanceof Error ? without(way.password, error) : error;
    });
    return client;
  }

  #lose(cause: Error): { readonly reason: string; readonly lasting: boolean } {
    this.#lost ??= Date.now();
    return {
      reason: lossWords(cause, this.#profile.username),
      lasting: cause instanceof TopicError && cause.kind === 'unreadable',
    };
  }

  #positionsOf(topic: string): Positions {
    const known = this.#positions.get(topic) ?? new Map<number, string>();
    this.#positions.set(topic, known);
    return known;
  }

  #hear(address: string, message: HonoMessage): void {
    this.#wire.fire({ direction: 'in', address, raw: message.text });
    this.#messages.fire({ address, from: this.#optional.get(address) ?? 'answers', message });
  }

  #note(text: string, password: string | undefined): void {
    const told = without(password, new Error(text));
    this.#wire.fire({ direction: 'note', address: 'kafkajs', raw: saidBy(told) });
  }
}

function brokersIn(url: string): readonly string[] {
  const parsed = parseBrokerUrl(url);
  return isBrokerUrl(parsed) ? brokersOf(parsed).map(({ host, port }) => `${host}:${port}`) : [];
}
