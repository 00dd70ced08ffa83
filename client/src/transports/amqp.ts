/** Devices behind an Eclipse Hono, over AMQP 1.0. */
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { Emitter, type Listen } from '../events.ts';
import { deviceIn, downstreamAddress, downstreamEndpoints, isOfOther, presenceIn } from '../protocol/hono.ts';
import { parseJson } from '../protocol/json.ts';
import { parseThingId } from '../protocol/thing.ts';
import { waitFor } from '../timing.ts';
import { Answers } from './amqp/answers.ts';
import { type ExchangeTiming, exchange, usualExchange } from './amqp/exchange.ts';
import { AmqpLink, type Received } from './amqp/link.ts';
import type { LinkTiming } from './standing.ts';
import type {
  Command,
  Incoming,
  Response,
  SendOptions,
  Transport,
  TransportState,
  WireMessage,
} from './transport.ts';
import type { Access } from './way.ts';

export class AmqpTransport implements Transport {
  readonly #name: string;
  readonly #wantsEvents: boolean;
  readonly #link: AmqpLink;
  readonly #timing: ExchangeTiming;
  readonly #answers = new Answers();
  readonly #incoming = new Emitter<Incoming>();
  readonly onMessage = this.#incoming.event;
  readonly onWire: Listen<WireMessage>;
  readonly onState: Listen<TransportState>;

  /** `profile`: with a tenant. */
  constructor(profile: ConnectionProfile, access: Access, timing: Partial<LinkTiming & ExchangeTiming> = {}) {
    this.#name = profile.name;
    this.#wantsEvents = profile.receive?.includes('events') ?? false;
    this.#link = new AmqpLink(profile, access, timing);
    this.#timing = { ...usualExchange, ...timing };
    this.onWire = this.#link.onWire;
    this.onState = this.#link.onState;
    this.#link.onMessage((received) => this.#hear(received));
  }

  get state(): TransportState {
    return this.#link.state;
  }

  get hearsEvents(): boolean {
    return this.#link.isHeard(downstreamAddress(downstreamEndpoints.events, this.#link.tenant));
  }

  get eventsRefused(): string | undefined {
    const { state } = this;
    if (state.kind !== 'connected' || this.hearsEvents || !this.#wantsEvents) return undefined;
    return state.whyUnheard ?? 'it does not say why';
  }

  connect(signal?: AbortSignal): Promise<void> {
    return this.#link.connect(signal);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  async takesCommands(patience: number, signal?: AbortSignal): Promise<boolean> {
    const credit = await waitFor((over) => this.#link.untilCredit(over), patience, signal);
    if (credit === 'cancelled') throw new FaultError(fault('cancelled', 'Waiting for credit was cancelled.'));
    return credit === 'given';
  }

  /** Nobody is to be asked: at Hono no gateway tells who it is; devices are in its registry. */
  async discover(): Promise<void> {}

  async request(command: Command, options: SendOptions): Promise<Response | undefined> {
    if (this.state.kind !== 'connected')
      throw new FaultError(fault('not-connected', `"${this.#name}" is not connected.`));
    if (options.signal?.aborted) throw new FaultError(fault('cancelled', 'Sending was cancelled.'));
    return exchange(this.#link, this.#answers, command, options, this.#timing);
  }

  /** What a device says by itself is given on as it would come over MQTT: `event/<tenant>/<device>`. */
  #hear(received: Received): void {
    const { address, message } = received;
    if (address === this.#link.answers) {
      this.#answers.take(received);
      return;
    }
    const device = deviceIn(message);
    // An id that is none could read as another one in an address.
    if (device === undefined || parseThingId(device) === undefined || isOfOther(message, this.#link.tenant))
      return;
    const time = Date.now();
    const json = parseJson(message.text);
    const presence = presenceIn(message, time);
    this.#incoming.fire({
      address: `${address}/${device}`,
      raw: message.text,
      ...(json !== undefined && { json }),
      ...(presence && { presence }),
      speaker: device,
      retained: false,
      time,
    });
  }
}
