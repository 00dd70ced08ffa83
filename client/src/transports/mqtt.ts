/**
 * Devices over an MQTT broker. What one of them understands is the conversation's, one a mode; what every mode shares
 * is here: the connection, and what is said and heard over it.
 */
import { t } from '@vscode/l10n';
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { Emitter, type Listen } from '../events.ts';
import { dialectOf } from '../protocol/dialects.ts';
import { defaultPrefix } from '../protocol/direct.ts';
import type { Conversation } from './mqtt/conversation.ts';
import { DirectConversation } from './mqtt/direct.ts';
import { MqttLink } from './mqtt/link.ts';
import { ThingsConversation } from './mqtt/things.ts';
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

export class MqttTransport implements Transport {
  readonly #profile: ConnectionProfile;
  readonly #link: MqttLink;
  readonly #conversation: Conversation;
  readonly #incoming = new Emitter<Incoming>();
  readonly onMessage = this.#incoming.event;
  readonly onWire: Listen<WireMessage>;
  readonly onState: Listen<TransportState>;

  constructor(profile: ConnectionProfile, access: Access, timing?: Partial<LinkTiming>) {
    const link = new MqttLink(profile, dialectOf(profile).listening, access, timing);
    this.#profile = profile;
    this.#link = link;
    this.#conversation =
      profile.mode === 'direct'
        ? new DirectConversation(link, profile.prefix ?? defaultPrefix)
        : new ThingsConversation(link, profile.addressing);
    this.onWire = link.onWire;
    this.onState = link.onState;
    link.onMessage((message) => {
      if (this.#conversation.hear(message)) this.#incoming.fire(message);
    });
  }

  /** What a broker refuses of them is told by the state. */
  readonly hearsEvents = true;

  get state(): TransportState {
    return this.#link.state;
  }

  connect(signal?: AbortSignal): Promise<void> {
    return this.#link.connect(signal);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  async takesCommands(): Promise<undefined> {
    return undefined;
  }

  discover(): Promise<void> {
    return this.#conversation.discover();
  }

  async request(command: Command, options: SendOptions): Promise<Response | undefined> {
    if (this.state.kind !== 'connected')
      throw new FaultError(fault('not-connected', t('"{0}" is not connected.', this.#profile.name)));
    if (options.signal?.aborted) throw new FaultError(fault('cancelled', t('Sending was cancelled.')));
    return this.#conversation.request(command, options);
  }
}
