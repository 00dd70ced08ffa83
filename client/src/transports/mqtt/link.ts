/** The connection to a broker that comes back by itself, once it has stood. */
import { randomUUID } from 'node:crypto';
import type { ConnectionProfile } from '../../connections/profile.ts';
import { type Fault, FaultError, fault } from '../../errors.ts';
import { Emitter } from '../../events.ts';
import type { Listening } from '../../protocol/dialect.ts';
import { parseJson } from '../../protocol/json.ts';
import { sleep } from '../../timing.ts';
import { type PauseLimits, Pauses, usualPauses } from '../pauses.ts';
import type { Incoming, TransportState, WireMessage } from '../transport.ts';
import { type Access, wayTo } from '../way.ts';
import { type Loss, type OpenClient, openClient, type Published, type Received } from './client.ts';
import { connectFault, isLasting, mayBeVersion } from './faults.ts';
import { clientWay } from './options.ts';

/** MQTT 5 reason: another connection took our client id. */
const sessionTakenOver = 142;
/** Milliseconds after which a connection counts as one that stands. */
const stableAfter = 30_000;

/** What a test makes quicker. */
export interface LinkTiming {
  readonly pauses: PauseLimits;
  /** Milliseconds until a broker must have said yes, and again for its answers to the subscriptions. */
  readonly connectTimeout: number;
}

const usualTiming: LinkTiming = { pauses: usualPauses, connectTimeout: 10_000 };

export class MqttLink {
  readonly #states = new Emitter<TransportState>();
  readonly #messages = new Emitter<Incoming>();
  readonly #wire = new Emitter<WireMessage>();
  readonly onState = this.#states.event;
  readonly onMessage = this.#messages.event;
  readonly onWire = this.#wire.event;

  readonly #profile: ConnectionProfile;
  readonly #listening: Listening;
  readonly #access: Access;
  readonly #clientId: string;
  #version: 4 | 5;
  #state: TransportState = { kind: 'disconnected' };
  #client: OpenClient | undefined;
  /** How often in a row the connection was lost soon after it stood. */
  #quickLosses = 0;
  /** When the connection was opened, by a clock that nobody sets. */
  #opened = 0;
  /** When the connection was lost that is coming back, ms since the epoch. */
  #lost: number | undefined;
  readonly #pauses: Pauses;
  readonly #connectTimeout: number;
  /** Ends attempts and pauses; there is one as long as somebody wants the connection. */
  #wanted: AbortController | undefined;
  #connecting: Promise<void> | undefined;

  constructor(
    profile: ConnectionProfile,
    listening: Listening,
    access: Access,
    timing: Partial<LinkTiming> = {},
  ) {
    const { pauses, connectTimeout } = { ...usualTiming, ...timing };
    this.#pauses = new Pauses(pauses);
    this.#connectTimeout = connectTimeout;
    this.#profile = profile;
    this.#listening = listening;
    this.#access = access;
    this.#clientId = profile.clientId ?? `kanto-${randomUUID()}`;
    this.#version = profile.protocolVersion;
  }

  get state(): TransportState {
    return this.#state;
  }

  /** Resolves when connected and subscribed; at once where it is. Rejects with a FaultError. */
  connect(signal?: AbortSignal): Promise<void> {
    if (this.#client) return Promise.resolve();
    this.#connecting ??= this.#connect(signal).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(signal: AbortSignal | undefined): Promise<void> {
    const isBack = this.#wanted !== undefined; // it stood before and is coming back by itself: this only hurries
    this.#wanted?.abort();
    const wanted = new AbortController();
    this.#wanted = wanted;
    const cancel = () => wanted.abort();
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    try {
      this.#setState(this.#attempt(1));
      await this.#open(wanted.signal, isBack);
    } catch (error) {
      const failure = connectFault(error, this.#profile);
      if (this.#wanted === wanted) this.#giveUp(failure, isBack);
      throw new FaultError(failure, { cause: error });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #giveUp(failure: Fault, isBack: boolean): void {
    if (!isBack || isLasting(failure)) {
      this.#wanted = undefined;
      this.#setState({ kind: 'disconnected' });
      return;
    }
    this.#wanted = new AbortController();
    void this.#reopen(this.#wanted.signal, inWords(failure));
  }

  #attempt(attempt: number): TransportState {
    return { kind: 'connecting', attempt, ...(this.#lost !== undefined && { lost: this.#lost }) };
  }

  /** Rejects with a FaultError where there is no connection, or it is lost before the broker has answered. */
  async publish(topic: string, payload: string): Promise<Published> {
    if (!this.#client) {
      throw new FaultError(fault('not-connected', `There is no connection to ${this.#profile.url}.`));
    }
    this.#wire.fire({ direction: 'out', address: topic, raw: payload });
    return this.#client.publish(topic, payload);
  }

  #receive({ topic: address, payload, retained }: Received): void {
    const raw = payload.toString('utf8');
    const json = parseJson(raw);
    this.#wire.fire({ direction: 'in', address, raw });
    this.#messages.fire({ address, raw, ...(json !== undefined && { json }), retained, time: Date.now() });
  }

  async close(): Promise<void> {
    this.#wanted?.abort();
    this.#wanted = undefined;
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
    this.#setState({ kind: 'disconnected' });
  }

  #setState(state: TransportState): void {
    if (state.kind === 'connected' || state.kind === 'disconnected') this.#lost = undefined;
    if (state.kind === 'disconnected' && this.#state.kind === 'disconnected') return;
    this.#state = state;
    this.#states.fire(state);
  }

  async #open(signal: AbortSignal, resume: boolean): Promise<void> {
    try {
      await this.#openWith(this.#version, signal, resume);
    } catch (error) {
      if (this.#version !== 5 || signal.aborted || !mayBeVersion(error)) throw error;
      await this.#openWith(4, signal, false);
      this.#version = 4;
    }
  }

  async #openWith(version: 4 | 5, signal: AbortSignal, resume: boolean): Promise<void> {
    const way = clientWay(await wayTo(this.#profile, this.#access), {
      clientId: this.#clientId,
      version,
      resume: resume && version === 5,
      keepAlive: this.#profile.keepAlive,
      connectTimeout: this.#connectTimeout,
    });
    const events = {
      onMessage: (message: Received) => this.#receive(message),
      onLost: (loss: Loss) => this.#lose(client, loss),
    };
    const client = await openClient(way, this.#listening, events, signal);
    if (signal.aborted) {
      await client.end();
      throw new FaultError(
        fault('cancelled', 'Connecting was cancelled.', 'Connect again when you want to.'),
      );
    }
    this.#client = client;
    this.#opened = performance.now();
    const { unheard } = client;
    this.#setState({
      kind: 'connected',
      since: Date.now(),
      protocol: version === 5 ? 'MQTT 5' : 'MQTT 3.1.1',
      ...(unheard.length > 0 && { unheard }),
    });
    // The gateway answers who it is: Kanto's own way to discover a device. A refusal only means that this user may
    // not ask; then devices come from settings and events. A lost connection is told by the state.
    const { greeting } = this.#listening;
    if (greeting !== undefined) void this.publish(greeting, '').catch(() => undefined);
  }

  #lose(client: OpenClient, { reason, reasonCode }: Loss): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#lost = Date.now();
    const stood = performance.now() - this.#opened >= stableAfter;
    this.#quickLosses = stood ? 0 : this.#quickLosses + 1;
    if (stood) this.#pauses.reset();
    const isTaken = reasonCode === sessionTakenOver;
    // Brokers of MQTT 3.1.1, and Mosquitto 2.0.11, just hang up; losses in a row are then the only sign.
    const mayBeTaken = this.#profile.clientId !== undefined && this.#quickLosses > 2;
    const who = isTaken ? 'Another' : 'Perhaps another';
    const taken = fault('client-id-taken', `${who} program took over the client id.`);
    const why = isTaken || mayBeTaken ? inWords(taken) : reason;
    if (isTaken) this.#setState({ kind: 'offline', since: this.#lost, reason: why });
    else void this.#reopen(wanted.signal, why);
  }

  /** `reason`: why it is offline. */
  async #reopen(signal: AbortSignal, reason: string): Promise<void> {
    let why = reason;
    for (let attempt = 1; !signal.aborted && !this.#client; attempt++) {
      const pause = this.#pauses.next();
      const now = Date.now();
      this.#setState({ kind: 'offline', since: this.#lost ?? now, reason: why, retry: now + pause });
      await sleep(pause, signal);
      if (signal.aborted) return;
      this.#setState(this.#attempt(attempt));
      const failure = await this.#tryOpen(signal);
      if (signal.aborted || !failure) return;
      why = inWords(failure);
      if (!isLasting(failure)) continue;
      this.#setState({ kind: 'offline', since: this.#lost ?? now, reason: why });
      return;
    }
  }

  async #tryOpen(signal: AbortSignal): Promise<Fault | undefined> {
    try {
      await this.#open(signal, true);
      return undefined;
    } catch (error) {
      return connectFault(error, this.#profile);
    }
  }
}

function inWords({ message, advice }: Fault): string {
  return `${message} ${advice}`;
}
