/** The connection to an MQTT broker: what is published and heard over it. */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { JsonValue } from '../../../../server/src/messages.ts';
import type { ConnectionProfile } from '../../connections/profile.ts';
import { FaultError, fault } from '../../errors.ts';
import { Emitter, type Listen } from '../../events.ts';
import type { Listening } from '../../protocol/dialect.ts';
import { parseJson } from '../../protocol/json.ts';
import { inWords, type LinkTiming, type Lost, Standing, usualTiming } from '../standing.ts';
import type { Incoming, TransportState, WireMessage } from '../transport.ts';
import { type Access, wayTo } from '../way.ts';
import { type Loss, type OpenClient, openClient, type Published, type Received } from './client.ts';
import { connectFault, mayBeVersion } from './faults.ts';
import { clientWay } from './options.ts';

/** MQTT 5 reason: another connection took our client id. */
const sessionTakenOver = 142;

type OnLost = (client: OpenClient, loss: Loss) => void;

export class MqttLink {
  readonly #messages = new Emitter<Incoming>();
  readonly #wire = new Emitter<WireMessage>();
  readonly onState: Listen<TransportState>;
  readonly onMessage = this.#messages.event;
  readonly onWire = this.#wire.event;

  readonly #profile: ConnectionProfile;
  readonly #listening: Listening;
  readonly #access: Access;
  readonly #clientId: string;
  readonly #connectTimeout: number;
  readonly #standing: Standing<OpenClient, Loss>;
  #version: 4 | 5;

  constructor(
    profile: ConnectionProfile,
    listening: Listening,
    access: Access,
    timing: Partial<LinkTiming> = {},
  ) {
    const { pauses, connectTimeout } = { ...usualTiming, ...timing };
    this.#connectTimeout = connectTimeout;
    this.#profile = profile;
    this.#listening = listening;
    this.#access = access;
    this.#clientId = profile.clientId ?? `kanto-${randomUUID()}`;
    this.#version = profile.protocolVersion;
    this.#standing = new Standing(
      {
        open: (signal, resume, onLost) => this.#open(signal, resume, onLost),
        faultOf: (error) => connectFault(error, this.#profile),
        judge: (loss, quickLosses) => this.#judge(loss, quickLosses),
        onOpened: () => this.#greet(),
      },
      pauses,
    );
    this.onState = this.#standing.onState;
  }

  get state(): TransportState {
    return this.#standing.state;
  }

  /** Resolves when connected and subscribed; at once where it is. Rejects with a FaultError. */
  connect(signal?: AbortSignal): Promise<void> {
    return this.#standing.connect(signal);
  }

  close(): Promise<void> {
    return this.#standing.close();
  }

  /** Rejects with a FaultError where there is no connection, or it is lost before the broker has answered. */
  async publish(topic: string, payload: string): Promise<Published> {
    const { client } = this.#standing;
    if (!client) {
      throw new FaultError(fault('not-connected', t('There is no connection to {0}.', this.#profile.url)));
    }
    this.#wire.fire({ direction: 'out', address: topic, raw: payload });
    return client.publish(topic, payload);
  }

  #receive({ topic: address, payload, retained }: Received): void {
    const raw = payload.toString('utf8');
    this.#wire.fire({ direction: 'in', address, raw });
    this.#messages.fire(incoming(address, raw, retained));
  }

  async #open(signal: AbortSignal, resume: boolean, onLost: OnLost): Promise<OpenClient> {
    try {
      return await this.#openWith(this.#version, signal, resume, onLost);
    } catch (error) {
      if (this.#version !== 5 || signal.aborted || !mayBeVersion(error)) throw error;
      const client = await this.#openWith(4, signal, false, onLost);
      this.#version = 4;
      return client;
    }
  }

  async #openWith(version: 4 | 5, signal: AbortSignal, resume: boolean, onLost: OnLost): Promise<OpenClient> {
    const way = clientWay(await wayTo(this.#profile, this.#access), {
      clientId: this.#clientId,
      version,
      resume: resume && version === 5,
      keepAlive: this.#profile.keepAlive,
      connectTimeout: this.#connectTimeout,
    });
    const events = {
      onMessage: (message: Received) => this.#receive(message),
      onLost: (loss: Loss) => onLost(client, loss),
    };
    const client = await openClient(way, this.#listening, events, signal);
    return client;
  }

  /**
   * The gateway answers who it is: Kanto's own way to discover a device. A refusal only means that this user may not ask;
   * then devices come from settings and events. A lost connection is told by the state.
   */
  #greet(): void {
    const { greeting } = this.#listening;
    if (greeting !== undefined) void this.publish(greeting, '').catch(() => undefined);
  }

  #judge({ reason, reasonCode }: Loss, quickLosses: number): Lost {
    const isTaken = reasonCode === sessionTakenOver;
    // Brokers of MQTT 3.1.1, and Mosquitto 2.0.11, just hang up; losses in a row are then the only sign.
    const mayBeTaken = this.#profile.clientId !== undefined && quickLosses > 2;
    if (!isTaken && !mayBeTaken) return { reason, lasting: false };
    const taken = fault(
      'client-id-taken',
      isTaken
        ? t('Another program took over the client id.')
        : t('Perhaps another program took over the client id.'),
    );
    return { reason: inWords(taken), lasting: isTaken };
  }
}

/** Parsed once, and only where somebody wants to know what it says: its topic alone can tell that nobody does. */
function incoming(address: string, raw: string, retained: boolean): Incoming {
  let parsed: { readonly json: JsonValue | undefined } | undefined;
  return {
    address,
    raw,
    retained,
    time: Date.now(),
    get json() {
      parsed ??= { json: parseJson(raw) };
      return parsed.json;
    },
  };
}
