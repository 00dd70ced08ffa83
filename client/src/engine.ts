/**
 * Connections, devices and updates in one place, without an editor: the extension and the command line both drive
 * this and nothing below it.
 */
import { randomUUID } from 'node:crypto';
import type { JsonObject, ManifestDescription, Plan } from '../../server/src/messages.ts';
import { Connection } from './connections/connection.ts';
import type { StepResult } from './connections/doctor/finding.ts';
import { type ExamineOptions, examine } from './connections/doctor.ts';
import type { ConnectionProfile } from './connections/profile.ts';
import type { Device, Sync } from './devices/device.ts';
import type { Twin } from './devices/reports.ts';
import { FaultError, fault } from './errors.ts';
import { Emitter, type Listen } from './events.ts';
import { type Contradiction, isComposed } from './protocol/compose.ts';
import { correlationIdOf, parseEnvelope, parseMessagePath } from './protocol/envelope.ts';
import type { GatewayLink } from './protocol/identity.ts';
import { parseJson } from './protocol/json.ts';
import type { News } from './protocol/news.ts';
import { deviceOf } from './protocol/thing.ts';
import { parseResponseTopic } from './protocol/topics.ts';
import { aborted, sleep } from './timing.ts';
import { createTransport } from './transports/create.ts';
import type { LinkTiming } from './transports/mqtt/link.ts';
import type { Access } from './transports/mqtt/options.ts';
import type { TransportState, WireMessage } from './transports/transport.ts';
import { confirm, endUnknown, unsettled } from './updates/confirm.ts';
import { type ConsentAnswer, type ConsentQuestion, ConsentQuestions } from './updates/consent.ts';
import { answerConsent } from './updates/consentSender.ts';
import { refreshManifest } from './updates/refresh.ts';
import { isOver, type Origin, type UpdateRun } from './updates/run.ts';
import { type SenderParts, sendUpdate } from './updates/sender.ts';
import { type Reported, UpdateTracker } from './updates/tracker.ts';

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
  /** The connection as it was when the user agreed: another broker under the same name, or new protection, was not asked about. */
  readonly agreedFor?: ConnectionProfile;
  /** What is sent, as the user calls it, where it came from, and what it was planned to do: kept in the run. */
  readonly subject?: string;
  readonly origin?: Origin;
  readonly plan?: Plan;
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
  /**
   * How what a device reports differs from the message that was sent to it, in sentences; undefined where nobody can
   * tell. The inventory holds secrets: it is not to be kept.
   */
  readonly differences?: (
    sent: UpdateRun['envelope'],
    inventory: JsonObject,
  ) => Promise<readonly string[] | undefined>;
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
   * The inventory as the device reports it now, after a {@link Engine.refresh}; in direct mode, where that can hold the
   * device up for a minute, as it last reported it. It holds the values of environment
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
  /**
   * The run once the device has reported what it runs after an apply that went well: `confirmed` holds the
   * differences. Resolves with the run as it is where that does not come within so many milliseconds.
   */
  confirmed(id: string, timeout: number): Promise<UpdateRun | undefined>;
  /** Asks every device of a connection that an update goes on for what it runs: messages may have been lost. */
  resynchronise(connection: string, timeout: number): Promise<void>;

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

/** Milliseconds for a device to tell its state after a reconnect: it may wait a minute for one of its agents. */
const resynchroniseWithin = 90_000;
/** Milliseconds after a connection is back in which the broker hands out what it has kept for this client. */
const handingOut = 1000;

class KantoEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #open = new Map<string, Connection>();
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
    this.#tracker.onReported((reported) => void this.#compare(reported));
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
    for (const { profile } of gone) this.#consents.closed(profile.name);
    await Promise.all(gone.map((it) => it.disconnect()));
  }

  #create(profile: ConnectionProfile): Connection {
    const connection = profile.name;
    const transport = createTransport(profile, this.#access(profile), this.#options.timing);
    const made = new Connection(profile, transport, {
      onStatus: () => this.#connectionChanges.fire(),
      onDevice: (id) => this.#deviceChanges.fire({ connection, id }),
      onNews: (news, message) => {
        // What a broker kept says nothing of now: it may be the end of an older update.
        if (message.retained) return;
        this.#news.fire({ connection, news });
        this.#tracker.hear(connection, news, message);
        this.#consents.hear(connection, news, message.time);
      },
      onWire: (message) => {
        this.#hearAnswer(connection, message);
        this.#wire.fire({ ...message, connection });
      },
    });
    this.#resynchroniseWhenBack(made);
    return made;
  }

  /** Answers to answers are heard in every window: that is how one learns that another has answered. */
  #hearAnswer(connection: string, { direction, address, raw }: WireMessage): void {
    if (direction === 'out' || !this.#consents.waits(connection) || !parseResponseTopic(address)) return;
    const envelope = parseEnvelope(parseJson(raw));
    if (!envelope || parseMessagePath(envelope.path)?.subject !== 'consent') return;
    const { status = 0 } = envelope;
    this.#consents.heardAnswer(connection, correlationIdOf(envelope) ?? '', status);
  }

  async #compare({ tracked, inventory, time }: Reported): Promise<void> {
    const differences = await this.#differences(tracked.run.envelope, inventory);
    // The device's own last word can have come meanwhile.
    tracked.become(differences ? confirm(tracked.run, { time, differences }) : endUnknown(tracked.run));
  }

  /** Undefined where nobody can tell. */
  async #differences(
    sent: UpdateRun['envelope'],
    inventory: JsonObject,
  ): Promise<readonly string[] | undefined> {
    try {
      return await this.#options.differences?.(sent, inventory);
    } catch {
      return undefined; // the manifest half has died or is closing: then nothing can be told
    }
  }

  async confirmed(id: string, timeout: number): Promise<UpdateRun | undefined> {
    const tracked = this.#tracker.find(id);
    if (!tracked || !this.#options.differences) return tracked?.run;
    const awaits = ({ operation, finished, confirmed }: UpdateRun) =>
      operation === 'apply' && finished !== undefined && confirmed === undefined;
    const over = new AbortController();
    const done = new Promise<void>((resolve) => {
      const listening = tracked.onChange((run) => !awaits(run) && resolve());
      over.signal.addEventListener('abort', () => listening.dispose(), { once: true });
    });
    if (awaits(tracked.run)) await Promise.race([done, sleep(timeout, over.signal)]);
    over.abort();
    return tracked.run;
  }

  async resynchronise(connection: string, timeout: number): Promise<void> {
    const devices = new Set(this.#tracker.applying(connection).map(({ run }) => run.device));
    const timeouts = { responseTimeout: timeout, updateTimeout: timeout };
    await Promise.all(
      [...devices].map(async (device) => {
        const inventory = await this.inventory({ connection, device, ...timeouts });
        const applies = this.#tracker.applying(connection, device);
        await Promise.all(applies.map(({ run }) => this.#concludeSame(run.id, inventory)));
      }),
    );
  }

  /** An apply whose last word may have been lost is over where the device runs what was sent; else it may go on. */
  async #concludeSame(id: string, inventory: JsonObject): Promise<void> {
    const tracked = this.#tracker.find(id);
    // One that was neither accepted nor begun may not even have reached the device.
    if (!tracked || (tracked.run.accepted ?? tracked.run.status) === undefined) return;
    const differences = await this.#differences(tracked.run.envelope, inventory);
    if (differences === undefined || isOver(tracked.run)) return;
    const same = differences.length === 0;
    tracked.become(same ? confirm(tracked.run, { time: Date.now(), differences }) : unsettled(tracked.run));
  }

  /** What a device says while the connection is lost is not heard: its runs are told, and it is asked afterwards. */
  #resynchroniseWhenBack({ profile, transport }: Connection): void {
    transport.onState((state) => {
      if (state.kind === 'offline') {
        this.#tracker.lost(profile.name, { since: state.since, reason: state.reason });
      } else if (state.kind === 'connected' && this.#tracker.back(profile.name)) {
        // The refresh is a run of its own and tells why it failed; the update itself goes on being followed.
        this.#askWhatWasMissed(profile.name).catch(() => undefined);
      }
    });
  }

  async #askWhatWasMissed(connection: string): Promise<void> {
    await sleep(handingOut, this.#closing.signal);
    if (!this.#closing.signal.aborted) await this.resynchronise(connection, resynchroniseWithin);
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
    const name = this.#consents.get(id)?.connection ?? '';
    return answerConsent(this.#consents, id, answer, this.#named(name), timeout, signal);
  }

  connect(name: string, signal?: AbortSignal): Promise<void> {
    return this.#named(name).connect(signal);
  }

  async disconnect(name: string): Promise<void> {
    await this.#named(name).disconnect();
    this.#consents.closed(name);
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
    const open = this.#open.get(connection);
    const features = open?.devices.get(device)?.features ?? [];
    const composed = open?.dialect.compose({ manifest, device, features, uuid: randomUUID });
    return composed && isComposed(composed) ? composed.contradictions : [];
  }

  async send(request: SendRequest): Promise<UpdateRun> {
    const connection = this.#named(request.connection);
    if (request.agreedFor && !connection.isAsAgreed(request.agreedFor)) {
      const changed = `The connection ${request.connection} has changed since it was agreed to send: nothing was sent.`;
      throw new FaultError(fault('connection-changed', changed));
    }
    return sendUpdate(request, {
      connect: (signal) => connection.connect(signal),
      transport: connection.transport,
      closed: connection.closed,
      dialect: connection.dialect,
      features: connection.devices.get(request.device)?.features ?? [],
      tracker: this.#tracker,
      describe: this.#options.describe,
    });
  }

  refresh(request: Omit<SendRequest, 'manifest' | 'contradictions'>): Promise<UpdateRun> {
    return this.send({ ...request, manifest: refreshManifest, contradictions: 'refuse' });
  }

  async inventory(request: Omit<SendRequest, 'manifest' | 'contradictions'>): Promise<JsonObject> {
    const last = await this.#lastState(request);
    if (last) return last;
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

  /** In direct mode only: the broker keeps the state and hands it out as soon as the connection stands. */
  async #lastState({
    connection,
    device,
    signal,
  }: Pick<SendRequest, 'connection' | 'device' | 'signal'>): Promise<JsonObject | undefined> {
    const open = this.#named(connection);
    if (open.profile.mode !== 'direct') return undefined;
    await open.connect(signal);
    if (open.lastState(device) !== undefined) return open.lastState(device);
    const over = new AbortController();
    const heard = new Promise<void>((resolve) => {
      const listening = open.devices.onChange(() => open.devices.get(device)?.inventory && resolve());
      over.signal.addEventListener('abort', () => listening.dispose(), { once: true });
    });
    await Promise.race([heard, sleep(handingOut, over.signal), aborted(signal)]);
    over.abort();
    return open.lastState(device);
  }

  async dispose(): Promise<void> {
    this.#closing.abort();
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map((it) => it.disconnect()));
    this.#connectionChanges.dispose();
    this.#deviceChanges.dispose();
    this.#news.dispose();
    this.#wire.dispose();
    this.#tracker.dispose();
    this.#consents.dispose();
  }

  #named(name: string): Connection {
    const connection = this.#open.get(name);
    if (!connection) throw new FaultError(fault('unknown-connection', `There is no connection "${name}".`));
    return connection;
  }
}
