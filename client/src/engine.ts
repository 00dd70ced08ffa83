/**
 * Connections, devices and updates in one place, without an editor: the extension and the command line both drive
 * this and nothing below it.
 */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { JsonObject, JsonValue } from '../../server/src/messages.ts';
import { Connection, type ConnectionEvents, type ReportedInventory } from './connections/connection.ts';
import { Connections } from './connections/connections.ts';
import { type ExamineOptions, examine, type Results } from './connections/doctor.ts';
import type { ConnectionProfile } from './connections/profile.ts';
import type { Device, Sync } from './devices/device.ts';
import type { Twin } from './devices/reports.ts';
import { FaultError, fault } from './errors.ts';
import { Emitter, type Listen } from './events.ts';
import { type Contradiction, isComposed } from './protocol/compose.ts';
import type { GatewayLink } from './protocol/identity.ts';
import type { News } from './protocol/news.ts';
import { deviceOf } from './protocol/thing.ts';
import { askRegistry } from './registry/ask.ts';
import type { RegistryState } from './registry/registry.ts';
import { createTransport, type TransportTiming } from './transports/create.ts';
import type { TransportState, WireMessage } from './transports/transport.ts';
import type { Access } from './transports/way.ts';
import { concludeEnded, type Differences, untilConfirmed } from './updates/confirmation.ts';
import { type ConsentAnswer, type ConsentQuestion, ConsentQuestions, ownerAsked } from './updates/consent.ts';
import { answerConsent } from './updates/consentSender.ts';
import { followSent, type SentBefore } from './updates/followSent.ts';
import { askInventory } from './updates/inventory.ts';
import { refreshManifest } from './updates/refresh.ts';
import { resynchroniseWhenBack, resynchroniseWithin } from './updates/resynchronise.ts';
import { type Ahead, endsUnheard, type UpdateRun } from './updates/run.ts';
import { type SenderParts, type Sending, sendUpdate } from './updates/sender.ts';
import { UpdateTracker } from './updates/tracker.ts';

export interface SendRequest extends Sending {
  /** The connection as it was when the user agreed: another broker under the same name, or new protection, was not asked about. */
  readonly agreedFor?: ConnectionProfile;
}

/** What needs no manifest: it only asks the device. */
export type AskRequest = Omit<SendRequest, 'manifest' | 'contradictions'>;

export interface ConnectionStatus {
  readonly profile: ConnectionProfile;
  readonly state: TransportState;
  /** Whether the gateway reaches its own cloud; absent where it has not said. Commands over its broker need no cloud. */
  readonly gateway?: GatewayLink;
  /** What the device registry said; absent where there is none, or it was not asked yet. */
  readonly registry?: RegistryState;
  /** How many devices were heard and have gone since, for want of room; absent where none was. */
  readonly leftOut?: number;
}

export interface EngineOptions {
  /** The connection's password, or undefined where none is stored. Asked at each connect, never kept. */
  readonly password: (profile: ConnectionProfile) => Promise<string | undefined>;
  /** The pass-phrase of the connection's key file. Asked at each connect where the file is encrypted, never kept. */
  readonly passphrase: (profile: ConnectionProfile) => Promise<string | undefined>;
  /** The password for the connection's device registry, never that of the broker. Asked at each listing, never kept. */
  readonly registryPassword: (profile: ConnectionProfile) => Promise<string | undefined>;
  /** Times of the connections, where they are not the usual ones. */
  readonly timing?: Partial<TransportTiming>;
  /** Reads a file of the user's (CA, certificate, key). */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** The manifest half's judgement of a text; every outgoing message passes it once more just before it is sent. */
  readonly describe: SenderParts['describe'];
  readonly differences?: Differences;
}

export interface Engine {
  /** Takes over the profiles; connections that are gone or changed are closed. */
  configure(profiles: readonly ConnectionProfile[]): Promise<void>;
  readonly connections: readonly ConnectionStatus[];
  readonly onConnections: Listen<void>;
  connect(name: string, signal?: AbortSignal): Promise<void>;
  disconnect(name: string): Promise<void>;
  /** Tests a connection link by link; one that is open stays as it is. See {@link examine}. */
  examine(name: string, options: Omit<ExamineOptions, 'isOpen' | 'open'>): Results;

  /**
   * Asks the connection's device registry anew, which each connect does by itself, and waits for its answer. Resolves with
   * the state then, also where it failed; undefined where the connection has none.
   */
  listRegistered(connection: string): Promise<RegistryState | undefined>;

  /** Sorted by id. */
  devices(connection: string): readonly Device[];
  /** Cheap, however many devices there are. */
  deviceCount(connection: string): number;
  /** Cheap, however many devices there are. */
  device(connection: string, id: string): Device | undefined;
  /**
   * What a device last reported, as it said it, but for what is a secret by its name or shape; undefined where it is not
   * known. To act on: {@link Engine.shownTwin} is to be shown.
   */
  twin(connection: string, id: string): Twin | undefined;
  /** The same without any secret that was sent: even what names something is changed where it is one. */
  shownTwin(connection: string, id: string): Twin | undefined;
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
   * What is about to be sent over a connection: its secrets are taken out of all that devices say from now on, and not only
   * once it has left. Others may be sending the same.
   */
  keepSecret(connection: string, message: JsonValue): void;
  /**
   * Sends the manifest and follows it to its end. Resolves with the last snapshot, whatever the end was: a fault is
   * in `run.fault`. Connects first where that is needed. Rejects with a FaultError only where there is nothing to
   * run: the connection is not configured, the device id is malformed, or the manifest is no command.
   */
  send(request: SendRequest): Promise<UpdateRun>;
  /**
   * Follows an apply that was sent before, perhaps by a program that is gone: sends nothing but the question what the device
   * runs. See updates/followSent.ts for how the run ends. Rejects as {@link Engine.send} does.
   */
  followSent(request: SentBefore): Promise<UpdateRun>;
  /** Resolves once the device's inventory has been reported again, as {@link Engine.send} of a refresh. */
  refresh(request: AskRequest): Promise<UpdateRun>;
  /**
   * The inventory as the device reports it now, after a {@link Engine.refresh}; in direct mode, where that can hold the
   * device up for a minute, as it last reported it, with the time of that report. It holds the values of environment
   * variables in the clear: it is for a plan, and never shown, logged or kept. Rejects with a FaultError where the device
   * does not report it.
   */
  inventory(request: AskRequest): Promise<ReportedInventory>;
  /** The inventory as a device has just reported it, asked or not; what is said of {@link Engine.inventory} holds for it. */
  readonly onInventory: Listen<{
    readonly connection: string;
    readonly device: string;
    readonly inventory: JsonObject;
  }>;
  /** The apply that the device does now, sent from here or not, as far as it is known: another one has to wait for it. */
  busy(connection: string, device: string): Ahead | undefined;
  readonly onRun: Listen<UpdateRun>;
  readonly runs: readonly UpdateRun[];
  /**
   * The run once the device has reported what it runs after an apply that went well: `confirmed` holds the
   * differences. Resolves with the run as it is where that does not come within so many milliseconds.
   */
  confirmed(id: string, timeout: number): Promise<UpdateRun | undefined>;

  /** What devices asked their owner, oldest first; also that which no longer waits. */
  readonly consents: readonly ConsentQuestion[];
  readonly onConsent: Listen<ConsentQuestion>;
  /**
   * Answers a question, for the person who was asked. Resolves once the device has taken it.
   * @throws FaultError `consent-closed` where it no longer waits, and what a request can fail with
   */
  answerConsent(
    id: string,
    answer: ConsentAnswer,
    timeout: number,
    signal?: AbortSignal,
  ): Promise<ConsentQuestion>;

  readonly onWire: Listen<WireMessage & { readonly connection: string }>;
  dispose(): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  return new KantoEngine(options);
}

class KantoEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #connections = new Connections((profile) => this.#create(profile));
  readonly #tracker = new UpdateTracker();
  readonly #consents = new ConsentQuestions();
  readonly #closing = new AbortController();
  readonly #connectionChanges = new Emitter<void>();
  readonly #deviceChanges = new Emitter<{ readonly connection: string; readonly id: string }>();
  readonly #news = new Emitter<{ readonly connection: string; readonly news: News }>();
  readonly #wire = new Emitter<WireMessage & { readonly connection: string }>();
  readonly onConnections = this.#connectionChanges.event;
  readonly onDevices = this.#deviceChanges.event;
  readonly onWire = this.#wire.event;
  readonly onRun = this.#tracker.onRun;
  readonly onConsent = this.#consents.onChange;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#consents.onChange((question) => {
      const asked = ownerAsked(question);
      this.#tracker.ownerAsked(question, asked);
      this.#connections.get(question.connection)?.devices.ownerAsked(question, asked);
    });
    this.#tracker.onReported((reported) => void concludeEnded(reported, this.#differences));
    this.#tracker.onRun((run) => {
      if (endsUnheard(run))
        this.#connections.get(run.connection)?.devices.endedUnheard(run.device, run.activityId);
    });
  }

  #create(profile: ConnectionProfile): Connection {
    const connection = profile.name;
    const transport = createTransport(profile, this.#access(profile), this.#options.timing);
    const events: ConnectionEvents = {
      onStatus: () => this.#connectionChanges.fire(),
      onDevice: (id) => this.#deviceChanges.fire({ connection, id }),
      onNews: (news, message) => {
        // What a broker kept says nothing of now: it may be the end of an older update.
        if (message.retained) return;
        this.#news.fire({ connection, news });
        this.#tracker.hear(connection, news, message);
        if (news.kind === 'feedback') this.#tellElsewhere(made, deviceOf(news.thing));
        this.#consents.hear(connection, news, message.time);
      },
      onWire: (message) => {
        this.#consents.hearAnswer(connection, message);
        if (this.#wire.isHeard)
          this.#wire.fire({ ...message, raw: made.secrets.masked(message.raw), connection });
      },
    };
    const made = new Connection(profile, transport, events, (asked, signal) => {
      const { registryPassword, readFile } = this.#options;
      return askRegistry(asked, { password: () => registryPassword(asked), readFile }, signal);
    });
    const within = { responseTimeout: resynchroniseWithin, updateTimeout: resynchroniseWithin };
    resynchroniseWhenBack(transport, {
      connection,
      tracker: this.#tracker,
      inventory: (device) => this.inventory({ connection, device, ...within }).then((it) => it.inventory),
      differences: this.#differences,
      closing: this.#closing.signal,
    });
    return made;
  }

  /** So that who looks at a busy device knows that nobody in this window has asked for it. */
  #tellElsewhere({ profile, devices }: Connection, id: string): void {
    const busy = this.#tracker.busy(profile.name, id);
    if (busy && !busy.own) devices.startedElsewhere(id, busy.activityId);
  }

  #access(profile: ConnectionProfile): Access {
    const { password, passphrase, readFile } = this.#options;
    return { password: () => password(profile), passphrase: () => passphrase(profile), readFile };
  }

  readonly #differences: Differences = async (sent, inventory) => {
    try {
      return await this.#options.differences?.(sent, inventory);
    } catch {
      return undefined; // the manifest half has died or is closing: then nothing can be told
    }
  };

  async configure(profiles: readonly ConnectionProfile[]): Promise<void> {
    const gone = this.#connections.configure(profiles);
    this.#connectionChanges.fire();
    for (const { profile, devices } of gone) {
      devices.dispose();
      this.#consents.closed(profile.name);
    }
    await Promise.all(gone.map((it) => it.disconnect()));
  }

  get connections(): readonly ConnectionStatus[] {
    return this.#connections.all.map(({ profile, transport, gateway, registry, devices }) => ({
      profile,
      state: transport.state,
      ...(gateway && { gateway }),
      ...(registry?.state && { registry: registry.state }),
      ...(devices.leftOut > 0 && { leftOut: devices.leftOut }),
    }));
  }

  connect(name: string, signal?: AbortSignal): Promise<void> {
    return this.#connections.named(name).connect(signal);
  }

  async disconnect(name: string): Promise<void> {
    await this.#connections.named(name).disconnect();
    this.#consents.closed(name);
  }

  examine(name: string, options: Omit<ExamineOptions, 'isOpen' | 'open'>): Results {
    const { profile, transport } = this.#connections.named(name);
    const isOpen = transport.state.kind !== 'disconnected';
    const registryPassword = () => this.#options.registryPassword(profile);
    return examine(
      profile,
      { ...this.#access(profile), registryPassword },
      { ...options, isOpen, ...(isOpen && { open: transport }) },
    );
  }

  async listRegistered(connection: string): Promise<RegistryState | undefined> {
    return this.#connections.named(connection).registry?.list();
  }

  devices(connection: string): readonly Device[] {
    return this.#connections.get(connection)?.devices.list() ?? [];
  }

  deviceCount(connection: string): number {
    return this.#connections.get(connection)?.devices.size ?? 0;
  }

  device(connection: string, id: string): Device | undefined {
    return this.#connections.get(connection)?.devices.get(id);
  }

  twin(connection: string, id: string): Twin | undefined {
    return this.#connections.get(connection)?.devices.twin(id);
  }

  shownTwin(connection: string, id: string): Twin | undefined {
    return this.#connections.get(connection)?.shownTwin(id);
  }

  keep(connection: string, ids: readonly string[]): void {
    this.#connections.get(connection)?.devices.keep(ids);
  }

  forget(connection: string, id: string): boolean {
    return this.#connections.get(connection)?.devices.forget(id) ?? false;
  }

  setSync(connection: string, id: string, sync: Sync): void {
    this.#connections.get(connection)?.devices.setSync(id, sync);
  }

  keepSecret(connection: string, message: JsonValue): void {
    this.#connections.get(connection)?.secrets.remember(message);
  }

  contradictions({
    connection,
    device,
    manifest,
  }: Pick<SendRequest, 'connection' | 'device' | 'manifest'>): readonly Contradiction[] {
    const open = this.#connections.get(connection);
    const features = open?.devices.get(device)?.features ?? [];
    const composed = open?.dialect.compose({ manifest, device, features, uuid: randomUUID });
    return composed && isComposed(composed) ? composed.contradictions : [];
  }

  async send(request: SendRequest): Promise<UpdateRun> {
    const connection = this.#connections.named(request.connection);
    if (request.agreedFor && !connection.isAsAgreed(request.agreedFor)) {
      const changed = t(
        'The connection {0} has changed since it was agreed to send: nothing was sent.',
        request.connection,
      );
      throw new FaultError(fault('connection-changed', changed));
    }
    const device = connection.devices.get(request.device);
    return sendUpdate(request, {
      connect: (signal) => connection.connect(signal),
      transport: connection.transport,
      closed: connection.closed,
      dialect: connection.dialect,
      features: device?.features ?? [],
      software: device?.software ?? [],
      tracker: this.#tracker,
      secrets: connection.secrets,
      describe: this.#options.describe,
    });
  }

  async followSent(request: SentBefore): Promise<UpdateRun> {
    const connection = this.#connections.named(request.connection);
    const { connection: name, device, responseTimeout, signal } = request;
    // It is asked again where it does not answer, so that it is not waited for as long as for an update.
    const times = { responseTimeout, updateTimeout: responseTimeout };
    const asked = { connection: name, device, ...times, ...(signal && { signal }) };
    return followSent(request, {
      dialect: connection.dialect,
      features: connection.devices.get(device)?.features ?? [],
      tracker: this.#tracker,
      inventory: () => this.inventory(asked).then((it) => it.inventory),
      differences: this.#differences,
    });
  }

  refresh(request: AskRequest): Promise<UpdateRun> {
    return this.send({ ...request, manifest: refreshManifest, contradictions: 'refuse' });
  }

  async inventory(request: AskRequest): Promise<ReportedInventory> {
    const { connection: name, device, signal } = request;
    const connection = this.#connections.named(name);
    const onNews: Listen<News> = (listener) =>
      this.#news.event(({ connection, news }) => connection === name && listener(news));
    const refresh = () => this.refresh(request);
    return askInventory(device, { connection, onNews, refresh }, signal);
  }

  readonly onInventory: Engine['onInventory'] = (listener) =>
    this.#news.event(({ connection, news }) => {
      if (news.kind !== 'state') return;
      listener({ connection, device: deviceOf(news.thing), inventory: news.state.inventory });
    });

  busy(connection: string, device: string): Ahead | undefined {
    return this.#tracker.busy(connection, device);
  }

  get runs(): readonly UpdateRun[] {
    return this.#tracker.runs;
  }

  async confirmed(id: string, timeout: number): Promise<UpdateRun | undefined> {
    const tracked = this.#tracker.find(id);
    if (!tracked || !this.#options.differences) return tracked?.run;
    return untilConfirmed(tracked, timeout);
  }

  get consents(): readonly ConsentQuestion[] {
    return this.#consents.all;
  }

  async answerConsent(
    id: string,
    answer: ConsentAnswer,
    timeout: number,
    signal?: AbortSignal,
  ): Promise<ConsentQuestion> {
    const connection = this.#connections.named(this.#consents.get(id)?.connection ?? '');
    return answerConsent(this.#consents, id, answer, connection, timeout, signal);
  }

  async dispose(): Promise<void> {
    this.#closing.abort();
    const open = this.#connections.configure([]);
    for (const { devices } of open) devices.dispose();
    await Promise.all(open.map((it) => it.disconnect()));
    this.#connectionChanges.dispose();
    this.#deviceChanges.dispose();
    this.#news.dispose();
    this.#wire.dispose();
    this.#tracker.dispose();
    this.#consents.dispose();
  }
}
