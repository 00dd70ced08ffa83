/** One connection of the settings: its way to the devices, and what is known of them. */
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../server/src/messages.ts';
import type { Twin } from '../devices/reports.ts';
import { DeviceStore } from '../devices/store.ts';
import type { Dialect } from '../protocol/dialect.ts';
import { dialectOf } from '../protocol/dialects.ts';
import { type GatewayLink, parseGatewayLink } from '../protocol/identity.ts';
import { isObject } from '../protocol/json.ts';
import type { News } from '../protocol/news.ts';
import { SentSecrets } from '../protocol/sentSecrets.ts';
import { gatewayLinkTopic } from '../protocol/topics.ts';
import type { Listing } from '../registry/list.ts';
import { Registry } from '../registry/registry.ts';
import { sharedAbort } from '../timing.ts';
import type { Incoming, Transport, WireMessage } from '../transports/transport.ts';
import { type ConnectionProfile, devicesOf } from './profile.ts';

/** What a device runs. It holds the values of environment variables in the clear. */
export interface ReportedInventory {
  readonly inventory: JsonObject;
  /** When the device reported it, ms since the epoch. */
  readonly time: number;
}

/** Asks the device registry that a profile names. */
export type AskRegistry = (profile: ConnectionProfile, signal: AbortSignal) => Promise<Listing>;

export interface ConnectionEvents {
  /** State of the connection, of the gateway's own link, or of the device registry. */
  readonly onStatus: () => void;
  readonly onDevice: (id: string) => void;
  readonly onNews: (news: News, message: Incoming) => void;
  /** As it is: what is shown of it goes through {@link Connection.secrets}. */
  readonly onWire: (message: WireMessage) => void;
}

export class Connection {
  readonly transport: Transport;
  readonly devices: DeviceStore;
  readonly dialect: Dialect;
  /** What was sent over it and nobody is to see again. */
  readonly secrets = new SentSecrets();
  readonly #events: ConnectionEvents;
  readonly #askRegistry: AskRegistry;
  #registry: Registry | undefined;
  #isOpen = false;
  #profile: ConnectionProfile;
  #gateway: GatewayLink | undefined;
  #lastState: (ReportedInventory & { readonly device: string }) | undefined;
  #closing = sharedAbort();

  constructor(
    profile: ConnectionProfile,
    transport: Transport,
    events: ConnectionEvents,
    askRegistry: AskRegistry,
  ) {
    this.#profile = profile;
    this.#events = events;
    this.#askRegistry = askRegistry;
    this.#registry = this.#registryOf(profile);
    this.transport = transport;
    this.dialect = dialectOf(profile);
    this.devices = new DeviceStore(profile.name, (heard) => this.dialect.read(heard));
    this.devices.configure(devicesOf(profile));
    this.devices.onChange(events.onDevice);
    transport.onState((state) => {
      const opens = state.kind === 'connected' && !this.#isOpen;
      this.#isOpen = state.kind === 'connected';
      if (opens && !this.#registry?.waitsForPerson) void this.#registry?.list();
      if (state.kind === 'offline' || state.kind === 'disconnected') this.devices.forgetPresence();
      events.onStatus();
    });
    transport.onWire(events.onWire);
    transport.onMessage((message) => this.#hear(message));
  }

  get profile(): ConnectionProfile {
    return this.#profile;
  }

  /** Whether the gateway reaches its cloud; undefined where it has not said. */
  get gateway(): GatewayLink | undefined {
    return this.#gateway;
  }

  /** Absent where the settings name none. */
  get registry(): Registry | undefined {
    return this.#registry;
  }

  /** Aborted when the connection is next closed on purpose; a lost one comes back. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** True where only what is no matter of the broker differs, so that the connection can stay open. */
  isSameBroker(profile: ConnectionProfile): boolean {
    const atBroker = (it: ConnectionProfile) => ({
      ...it,
      devices: [],
      protected: false,
      registry: undefined,
    });
    return isDeepStrictEqual(atBroker(this.#profile), atBroker(profile));
  }

  /** True where what was agreed to for a connection still holds: it leads to the same broker, and is not protected only since. */
  isAsAgreed(profile: ConnectionProfile): boolean {
    return this.isSameBroker(profile) && (profile.protected === true || this.#profile.protected !== true);
  }

  reconfigure(profile: ConnectionProfile): void {
    const isOtherRegistry = !isDeepStrictEqual(this.#profile.registry, profile.registry);
    this.#profile = profile;
    this.devices.configure(devicesOf(profile));
    if (!isOtherRegistry) return;
    this.#registry?.close();
    this.#registry = this.#registryOf(profile);
    if (this.#registry === undefined) this.devices.register(new Map(), '');
    else if (this.#isOpen) void this.#registry.list();
  }

  #registryOf(profile: ConnectionProfile): Registry | undefined {
    const { registry, tenant } = profile;
    if (registry === undefined || tenant === undefined) return undefined;
    return new Registry({
      ask: (signal) => this.#askRegistry(profile, signal),
      take: ({ devices }) => this.devices.register(devices, tenant),
      onState: () => this.#events.onStatus(),
    });
  }

  /**
   * What the device in direct mode last reported, kept by its broker or heard; undefined where nothing was, or the mode is
   * another. Asking anew would gain nothing there: the update manager stands still until its agents'
   * time is over (`readTimeout`, a minute) and then tells the last state that it knew (kanto: section 3.1).
   */
  lastState(device: string): ReportedInventory | undefined {
    return this.#lastState?.device === device ? this.#lastState : undefined;
  }

  /** What a device last reported without any secret that was sent, for people; undefined where it is not known. */
  shownTwin(device: string): Twin | undefined {
    const twin = this.devices.twin(device);
    if (!twin) return undefined;
    const things = this.secrets.maskedValue(twin.things);
    const reports = twin.reports.map(({ value, ...report }) => ({
      ...report,
      ...(value !== undefined && { value: this.secrets.maskedValue(value) }),
    }));
    return { ...twin, things: isObject(things) ? things : {}, reports };
  }

  connect(signal?: AbortSignal): Promise<void> {
    return this.transport.connect(signal);
  }

  async disconnect(): Promise<void> {
    const closing = this.#closing;
    this.#closing = sharedAbort();
    closing.abort();
    this.#gateway = undefined;
    this.#lastState = undefined;
    this.#registry?.close();
    await this.transport.close();
  }

  #hear(message: Incoming): void {
    if (message.address === gatewayLinkTopic) {
      this.#gateway = parseGatewayLink(message.json);
      this.#events.onStatus();
      return;
    }
    if (!this.dialect.hears(message.address)) return;
    // What the device repeats is taken out of its words only: names and inventory are compared with what was sent.
    const heard = this.secrets.isEmpty ? message : this.#withoutSecrets(message);
    const news = this.devices.hear(heard, message.raw);
    if (news?.kind === 'state' && this.#profile.mode === 'direct') {
      const { thing: device, state } = news;
      const time = this.devices.get(device)?.inventoryTime ?? message.time;
      this.#lastState = { device, inventory: state.inventory, time };
    }
    if (news) this.#events.onNews(news, heard);
  }

  #withoutSecrets(message: Incoming): Incoming {
    const json = this.secrets.maskedWords(message.json);
    const raw = this.secrets.masked(message.raw);
    return { ...message, raw, ...(json !== undefined && { json }) };
  }
}
