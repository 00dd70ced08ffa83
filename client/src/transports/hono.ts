/** Devices behind an Eclipse Hono, over AMQP 1.0 or Kafka. */
import { t } from '@vscode/l10n';
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { Emitter, type Listen } from '../events.ts';
import { deviceIn, downstreamAddress, downstreamEndpoints, isOfOther, presenceIn } from '../protocol/hono.ts';
import { parseJson } from '../protocol/json.ts';
import { parseThingId } from '../protocol/thing.ts';
import { Answers } from './hono/answers.ts';
import { exchange } from './hono/exchange.ts';
import type { HonoLink, Received } from './hono/link.ts';
import type {
  Command,
  Incoming,
  Response,
  SendOptions,
  Transport,
  TransportState,
  WireMessage,
} from './transport.ts';

export class HonoTransport implements Transport {
  readonly #name: string;
  readonly #wantsEvents: boolean;
  readonly #link: HonoLink;
  readonly #answers = new Answers();
  readonly #incoming = new Emitter<Incoming>();
  readonly onMessage = this.#incoming.event;
  readonly onWire: Listen<WireMessage>;
  readonly onState: Listen<TransportState>;

  constructor(profile: ConnectionProfile, link: HonoLink) {
    this.#name = profile.name;
    this.#wantsEvents = profile.receive?.includes('events') ?? false;
    this.#link = link;
    this.onWire = link.onWire;
    this.onState = link.onState;
    link.onMessage((received) => this.#hear(received));
  }

  get state(): TransportState {
    return this.#link.state;
  }

  get hearsEvents(): boolean {
    return this.#link.isHeard(downstreamEndpoints.events);
  }

  get eventsRefused(): string | undefined {
    const { state } = this;
    if (state.kind !== 'connected' || this.hearsEvents || !this.#wantsEvents) return undefined;
    return state.whyUnheard ?? t('it does not say why');
  }

  connect(signal?: AbortSignal): Promise<void> {
    return this.#link.connect(signal);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  takesCommands(patience: number, signal?: AbortSignal): Promise<boolean | undefined> {
    return this.#link.takesCommands(patience, signal);
  }

  /** Nobody is to be asked: at Hono no gateway tells who it is; devices are in its registry. */
  async discover(): Promise<void> {}

  async request(command: Command, options: SendOptions): Promise<Response | undefined> {
    if (this.state.kind !== 'connected')
      throw new FaultError(fault('not-connected', t('"{0}" is not connected.', this.#name)));
    if (options.signal?.aborted) throw new FaultError(fault('cancelled', t('Sending was cancelled.')));
    return exchange(this.#link, this.#answers, command, options);
  }

  /** What a device says by itself is given on as it would come over MQTT: `event/<tenant>/<device>`. */
  #hear(received: Received): void {
    const { from, message } = received;
    const { tenant } = this.#link;
    if (from === 'answers') {
      this.#answers.take(received);
      return;
    }
    const device = deviceIn(message);
    // An id that is none could read as another one in an address.
    if (device === undefined || parseThingId(device) === undefined || isOfOther(message, tenant)) return;
    const time = Date.now();
    const json = parseJson(message.text);
    const presence = presenceIn(message, time);
    this.#incoming.fire({
      address: `${downstreamAddress(from, tenant)}/${device}`,
      raw: message.text,
      ...(json !== undefined && { json }),
      ...(presence && { presence }),
      speaker: device,
      retained: false,
      time,
    });
  }
}
