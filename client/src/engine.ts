/**
 * Connections, devices and updates in one place, without an editor: the extension and the command line both drive
 * this and nothing below it.
 */
import { randomUUID } from 'node:crypto';
import type { JsonObject, ManifestDescription } from '../../server/src/messages.ts';
import { Connection } from './connections/connection.ts';
import type { StepResult } from './connections/doctor/finding.ts';
import { type ExamineOptions, examine } from './connections/doctor.ts';
import type { ConnectionProfile } from './connections/profile.ts';
import type { Device, Sync } from './devices/device.ts';
import type { Twin } from './devices/reports.ts';
import { FaultError, fault } from './errors.ts';
import { Emitter, type Listen } from './events.ts';
import { type Contradiction, compose, isComposed } from './protocol/compose.ts';
import type { GatewayLink } from './protocol/identity.ts';
import type { News } from './protocol/news.ts';
import { deviceOf } from './protocol/thing.ts';
import type { LinkTiming } from './transports/mqtt/link.ts';
import type { Access } from './transports/mqtt/options.ts';
import { createMqttTransport } from './transports/mqtt.ts';
import type { TransportState, WireMessage } from './transports/transport.ts';
import { refreshManifest } from './updates/refresh.ts';
import type { UpdateRun } from './updates/run.ts';
import { type SenderParts, sendUpdate } from './updates/sender.ts';
import { UpdateTracker } from './updates/tracker.ts';

export interface SendRequest {
  readonly connection: string;
  readonly device: string;
  readonly manifest: ManifestDescription;
  /** Milliseconds to wait for the direct answer. */
  readonly responseTimeout: number;
  /** Milliseconds of silence after which an accepted update is no longer waited for. */
  readonly updateTimeout: number;
  /** What to do where the author's envelope names something else than the device: the user has been asked. */
  readonly contradictions: 'refuse' | 'correct';
  readonly signal?: AbortSignal;
}

export interface ConnectionStatus {
  readonly profile: ConnectionProfile;
  readonly state: TransportState;
  /** Whether the gateway reaches its own cloud; absent where it has not said. Commands over its broker need no cloud. */
  readonly gateway?: GatewayLink;
}

export interface EngineOptions {
  /** The connection's password, or undefined where none is stored. Asked at each connect, never kept. */
  readonly password: (profile: ConnectionProfile) => Promise<string | undefined>;
  /** The pass-phrase of the connection's key file. Asked at each connect where the file is encrypted, never kept. */
  readonly passphrase: (profile: ConnectionProfile) => Promise<string | undefined>;
  /** Times of the connections, where they are not the usual ones. */
  readonly timing?: Partial<LinkTiming>;
  /** Reads a file of the user's (CA, certificate, key). */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** The manifest half's judgement of a text; every outgoing message passes it once more just before it is sent. */
  readonly describe: SenderParts['describe'];
}

export interface Engine {
  /** Takes over the profiles; connections that are gone or changed are closed. */
  configure(profiles: readonly ConnectionProfile[]): Promise<void>;
  readonly connections: readonly ConnectionStatus[];
  readonly onConnections: Listen<void>;
  connect(name: string, signal?: AbortSignal): Promise<void>;
  disconnect(name: string): Promise<void>;
  /** Tests a connection link by link, without touching the open one. See {@link examine}. */
  examine(name: string, options: Omit<ExamineOptions, 'isOpen'>): AsyncIterable<StepResult>;

  /** Sorted by id. */
  devices(connection: string): readonly Device[];
  /** Cheap, however many devices there are. */
  device(connection: string, id: string): Device | undefined;
  /** What a device last reported, as it said it, but for secrets; undefined where it is not known. */
  twin(connection: string, id: string): Twin | undefined;
  /** The devices that the user wants to see, heard or not: they are known from now on and give way to no others. */
  keep(connection: string, ids: readonly string[]): void;
  /** Takes a device away that was only heard; false where the settings name it. */
  forget(connection: string, id: string): boolean;
  /** Tells what a plan found out; nothing where the device is not known. */
  setSync(connection: string, id: string, sync: Sync): void;
  readonly onDevices: Listen<{ readonly connection: string; readonly id: string }>;

  /** What the message would change of the author's words; empty where nothing is contradicted. */
  contradictions(request: Pick<SendRequest, 'connection' | 'device' | 'manifest'>): readonly Contradiction[];
  /**
   * Sends the manifest and follows it to its end. Resolves with the last snapshot, whatever the end was: a fault is
   * in `run.fault`. Connects first where that is needed. Rejects with a FaultError only where there is nothing to
   * run: the connection is not configured, the device id is malformed, or the manifest is no command.
   */
  send(request: SendRequest): Promise<UpdateRun>;
  /** Resolves once the device's inventory has been reported again, as {@link Engine.send} of a refresh. */
  refresh(request: Omit<SendRequest, 'manifest' | 'contradictions'>): Promise<UpdateRun>;
  /**
   * The inventory as the device reports it now, after a {@link Engine.refresh}. It holds the values of environment
   * variables in the clear: it is for a plan, and never shown, logged or kept. Rejects with a FaultError where the device
   * does not report it.
   */
  inventory(request: Omit<SendRequest, 'manifest' | 'contradictions'>): Promise<JsonObject>;
  /** The inventory as a device has just reported it, asked or not; what is said of {@link Engine.inventory} holds for it. */
  readonly onInventory: Listen<{
    readonly connection: string;
    readonly device: string;
    readonly inventory: JsonObject;
  }>;
  readonly onRun: Listen<UpdateRun>;
  readonly runs: readonly UpdateRun[];

  readonly onWire: Listen<WireMessage & { readonly connection: string }>;
  dispose(): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  return new KantoEngine(options);
}

class KantoEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #open = new Map<string, Connection>();
  readonly #tracker = new UpdateTracker();
  readonly #connectionChanges = new Emitter<void>();
  readonly #deviceChanges = new Emitter<{ readonly connection: string; readonly id: string }>();
  readonly #news = new Emitter<{ readonly connection: string; readonly news: News }>();
  readonly #wire = new Emitter<WireMessage & { readonly connection: string }>();
  readonly onConnections = this.#connectionChanges.event;
  readonly onDevices = this.#deviceChanges.event;
  readonly onWire = this.#wire.event;
  readonly onRun = this.#tracker.onRun;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  readonly onInventory: Engine['onInventory'] = (listener) =>
    this.#news.event(({ connection, news }) => {
      if (news.kind !== 'state') return;
      listener({ connection, device: deviceOf(news.thing), inventory: news.state.inventory });
    });

  get connections(): readonly ConnectionStatus[] {
    return [...this.#open.values()].map(({ profile, transport, gateway }) => ({
      profile,
      state: transport.state,
      ...(gateway && { gateway }),
    }));
  }

  get runs(): readonly UpdateRun[] {
    return this.#tracker.runs;
  }

  async configure(profiles: readonly ConnectionProfile[]): Promise<void> {
    const kept = (connection: Connection) => profiles.some((it) => connection.isSameBroker(it));
    const gone = [...this.#open.values()].filter((it) => !kept(it));
    const before = new Map(this.#open);
    this.#open.clear();
    for (const profile of profiles) {
      const known = before.get(profile.name);
      if (known && !gone.includes(known)) {
        known.reconfigure(profile);
        this.#open.set(profile.name, known);
      } else this.#open.set(profile.name, this.#create(profile));
    }
    this.#connectionChanges.fire();
    await Promise.all(gone.map((it) => it.disconnect()));
  }

  #create(profile: ConnectionProfile): Connection {
    const connection = profile.name;
    const transport = createMqttTransport(profile, this.#access(profile), this.#options.timing);
    return new Connection(profile, transport, {
      onStatus: () => this.#connectionChanges.fire(),
      onDevice: (id) => this.#deviceChanges.fire({ connection, id }),
      onNews: (news, time) => {
        this.#news.fire({ connection, news });
        this.#tracker.hear(connection, news, time);
      },
      onWire: (message) => this.#wire.fire({ ...message, connection }),
    });
  }

  connect(name: string, signal?: AbortSignal): Promise<void> {
    return this.#named(name).connect(signal);
  }

  disconnect(name: string): Promise<void> {
    return this.#named(name).disconnect();
  }

  examine(name: string, options: Omit<ExamineOptions, 'isOpen'>): AsyncIterable<StepResult> {
    const { profile, transport } = this.#named(name);
    const isOpen = transport.state.kind !== 'disconnected';
    return examine(profile, this.#access(profile), { ...options, isOpen });
  }

  #access(profile: ConnectionProfile): Access {
    const { password, passphrase, readFile } = this.#options;
    return { password: () => password(profile), passphrase: () => passphrase(profile), readFile };
  }

  devices(connection: string): readonly Device[] {
    return this.#open.get(connection)?.devices.list() ?? [];
  }

  device(connection: string, id: string): Device | undefined {
    return this.#open.get(connection)?.devices.get(id);
  }

  twin(connection: string, id: string): Twin | undefined {
    return this.#open.get(connection)?.devices.twin(id);
  }

  keep(connection: string, ids: readonly string[]): void {
    this.#open.get(connection)?.devices.keep(ids);
  }

  forget(connection: string, id: string): boolean {
    return this.#open.get(connection)?.devices.forget(id) ?? false;
  }

  setSync(connection: string, id: string, sync: Sync): void {
    this.#open.get(connection)?.devices.setSync(id, sync);
  }

  contradictions({
    connection,
    device,
    manifest,
  }: Pick<SendRequest, 'connection' | 'device' | 'manifest'>): readonly Contradiction[] {
    const features = this.#open.get(connection)?.devices.get(device)?.features ?? [];
    const composed = compose({ manifest, device, features, uuid: randomUUID });
    return isComposed(composed) ? composed.contradictions : [];
  }

  async send(request: SendRequest): Promise<UpdateRun> {
    const connection = this.#named(request.connection);
    return sendUpdate(request, {
      connect: (signal) => connection.connect(signal),
      transport: connection.transport,
      closed: connection.closed,
      features: connection.devices.get(request.device)?.features ?? [],
      tracker: this.#tracker,
      describe: this.#options.describe,
    });
  }

  refresh(request: Omit<SendRequest, 'manifest' | 'contradictions'>): Promise<UpdateRun> {
    return this.send({ ...request, manifest: refreshManifest, contradictions: 'refuse' });
  }

  async inventory(request: Omit<SendRequest, 'manifest' | 'contradictions'>): Promise<JsonObject> {
    const reported = new Map<string, JsonObject>();
    const listening = this.#news.event(({ connection, news }) => {
      if (connection !== request.connection || news.kind !== 'state') return;
      if (deviceOf(news.thing) === request.device) reported.set(news.state.activityId, news.state.inventory);
    });
    try {
      const { activityId, fault: ended } = await this.refresh(request);
      const inventory = reported.get(activityId);
      if (inventory) return inventory;
      throw new FaultError(ended ?? fault('update-silent', `${request.device} reported no inventory.`));
    } finally {
      listening.dispose();
    }
  }

  async dispose(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map((it) => it.disconnect()));
    this.#connectionChanges.dispose();
    this.#deviceChanges.dispose();
    this.#news.dispose();
    this.#wire.dispose();
    this.#tracker.dispose();
  }

  #named(name: string): Connection {
    const connection = this.#open.get(name);
    if (!connection) throw new FaultError(fault('unknown-connection', `There is no connection "${name}".`));
    return connection;
  }
}
