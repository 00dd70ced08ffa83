/**
 * One manifest to many devices: planned first, agreed to as a whole, sent in waves. It pauses where a person wants that, where
 * too much goes wrong, and between waves; and goes on from its journal after a restart.
 */
import type { ManifestDescription } from '../../../server/src/messages.ts';
import { type ConnectionProfile, ownerOf } from '../connections/profile.ts';
import type { Engine } from '../engine.ts';
import { faultOf } from '../errors.ts';
import type { Disposable, Listen } from '../events.ts';
import { aborted, sharedAbort, sleep } from '../timing.ts';
import { type AskPlan, manifestText } from '../updates/devicePlan.ts';
import { type Origin, ownerWait, type UpdateRun } from '../updates/run.ts';
import { agreedDevices } from './agreed.ts';
import { type Board, sumOf } from './board.ts';
import { agreedTarget } from './connected.ts';
import { eachOf } from './eachOf.ts';
import type { BeginRecord, Journal } from './journal.ts';
import { look } from './look.ts';
import { markOf } from './manifestMark.ts';
import { writtenOptions } from './options.ts';
import { componentsOf, type End } from './outcome.ts';
import { isExceeded, isFailure, thresholdText } from './threshold.ts';
import { resolveSent, type TurnParts, takeTurn } from './turn.ts';
import {
  isOutcome,
  mayBeRetried,
  type PauseReason,
  type RolloutDevice,
  type RolloutEvent,
  type RolloutOptions,
  type RolloutState,
  type RolloutSummary,
} from './types.ts';

export interface RolloutParts {
  readonly engine: TurnParts['engine'] & Pick<Engine, 'onRun' | 'keepSecret'>;
  /** The manifest half's request `kanto/plan`. */
  readonly plan: AskPlan;
  /** Of an apply. */
  readonly manifest: ManifestDescription;
  /** What the user calls it. */
  readonly name: string;
  readonly origin?: Origin;
}

/** Makes the journal's file, with its first record. */
export type CreateJournal = (begin: BeginRecord) => Promise<Journal>;

export class Rollout {
  readonly id: string;
  readonly name: string;
  readonly onEvent: Listen<RolloutEvent>;
  readonly #parts: RolloutParts;
  readonly #board: Board;
  readonly #listening: Disposable;
  #options: RolloutOptions;
  #journal: Journal | undefined;
  /** The last wave that was begun; 0 before the first. */
  #wave = 0;
  /** Connections as they were when the devices were planned, which is what the person agrees to; or when it was resumed. */
  #agreedFor: ReadonlyMap<string, ConnectionProfile>;
  #pausing = sharedAbort();
  #leaving = sharedAbort();
  #why: PauseReason = { kind: 'person' };
  /** Devices whose outcomes count as failures, since it was last gone on with. */
  #failed = new Set<number>();
  /** The wave that a person has agreed to by going on from a pause before it. */
  #agreedWave: number | undefined;
  /** Ends the waiting between two waves. */
  #goOn: (() => void) | undefined;
  #working: Promise<RolloutState> | undefined;

  /** Use `newRollout` or `resumedRollout` (create.ts). */
  constructor(
    id: string,
    board: Board,
    options: RolloutOptions,
    parts: RolloutParts,
    agreed?: { readonly journal: Journal; readonly wave: number },
  ) {
    this.id = id;
    this.name = parts.name;
    this.#board = board;
    this.#options = options;
    this.#parts = parts;
    this.onEvent = board.onEvent;
    this.#agreedFor = this.#connectionsNow();
    this.#listening = parts.engine.onRun((run) => this.#show(run));
    for (const connection of new Set(board.devices.map((it) => it.connection)))
      parts.engine.keepSecret(connection, parts.manifest.content ?? null);
    if (agreed) this.#agreed(agreed.journal, agreed.wave);
  }

  get state(): RolloutState {
    return this.#board.state;
  }

  get options(): RolloutOptions {
    return this.#options;
  }

  /** In the order of the selection. A snapshot each; a new list at each call. */
  get devices(): readonly RolloutDevice[] {
    return this.#board.devices;
  }

  /** By its number. */
  device(number: number): RolloutDevice | undefined {
    return this.#board.get(number);
  }

  get summary(): RolloutSummary {
    const { devices } = this;
    const waves = devices.reduce((last, { wave = 0 }) => Math.max(last, wave), 0);
    return { total: devices.length, sum: sumOf(devices), waves };
  }

  /**
   * Asks every device what it runs, and plans. Resolves in the state `planned`; or as before where {@link Rollout.pause} ends
   * it. What was planned before is planned anew; nothing is sent.
   * @throws FaultError where no device can be asked: a connection that cannot be opened
   */
  async plan(): Promise<RolloutState> {
    const { state } = this;
    if (state.kind !== 'new' && state.kind !== 'planned') return state;
    this.#pausing = sharedAbort();
    const { signal } = this.#pausing;
    this.#agreedFor = this.#connectionsNow();
    this.#board.enter({ kind: 'planning' });
    try {
      await eachOf(this.devices, this.#options.concurrency, (device) => this.#planOne(device, signal));
    } catch (error) {
      this.#pausing.abort();
      this.#board.enter({ kind: 'new' });
      throw error;
    }
    this.#board.enter({ kind: signal.aborted ? 'new' : 'planned' });
    return this.state;
  }

  async #planOne({ number, ...place }: RolloutDevice, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { responseTimeout, skipInSync } = this.#options;
    const { engine, plan, manifest } = this.#parts;
    this.#board.change(number, { phase: 'planning', plan: undefined, message: undefined });
    const { connection, device } = place;
    // Nothing was begun yet that would have to be followed.
    const parts = { engine, plan, manifest, responseTimeout, patience: responseTimeout };
    const looked = await look({ connection, device }, parts, signal);
    if (looked === undefined) this.#board.change(number, { phase: 'waiting' });
    else if (looked.kind !== 'plan')
      this.#board.change(number, { phase: looked.kind, message: looked.message, ended: Date.now() });
    else {
      const skip = skipInSync && looked.changes.inSync;
      this.#board.change(number, { phase: skip ? 'skipped' : 'planned', plan: looked.changes });
    }
  }

  /**
   * A person has agreed to the plans: they are written down, and it begins. Resolves once nothing more happens by itself:
   * `paused` or `ended`.
   * @throws FaultError as {@link CreateJournal} does, and `other-target` where a connection is gone or leads elsewhere than when
   * it was planned; then nothing was sent
   */
  async begin(create: CreateJournal): Promise<RolloutState> {
    if (this.state.kind !== 'planned') return this.state;
    const agreed = agreedDevices(this.devices, this.#options);
    const names = new Set(agreed.map(({ connection }) => connection));
    const owners = [...names].map((name): [string, string] => [name, this.#ownerAsPlanned(name)]);
    const journal = await create({
      kind: 'begin',
      journal: 1,
      id: this.id,
      time: Date.now(),
      manifest: await markOf(manifestText(this.#parts.manifest), this.name),
      owners: Object.fromEntries(owners),
      options: writtenOptions(this.#options),
      devices: agreed,
    });
    for (const { number, wave, losses } of agreed) this.#board.change(number, { wave, agreed: losses });
    this.#agreed(journal, 0);
    return this.#work();
  }

  #agreed(journal: Journal, wave: number): void {
    this.#journal = journal;
    this.#wave = wave;
  }

  #connectionsNow(): ReadonlyMap<string, ConnectionProfile> {
    return new Map(this.#parts.engine.connections.map(({ profile }) => [profile.name, profile]));
  }

  #ownerAsPlanned(connection: string): string {
    return ownerOf(agreedTarget(this.#parts.engine, connection, this.#agreedFor.get(connection)));
  }

  /** What does not change where a connection leads, such as another certificate, is agreed to by going on, as after a restart. */
  #agreeAnew(): void {
    const open = this.devices.filter(({ phase }) => !isOutcome(phase));
    for (const connection of new Set(open.map((it) => it.connection))) this.#ownerAsPlanned(connection);
    this.#agreedFor = this.#connectionsNow();
  }

  /**
   * No further device is begun; those that were are followed to their end. Where it waits between waves it pauses at once.
   * `leave`: nothing is waited for, since the program ends: what was sent is found out when it is resumed.
   */
  pause(why: PauseReason = { kind: 'person' }): void {
    const { kind } = this.state;
    if (why.kind === 'leave') {
      this.#why = why;
      this.#leaving.abort();
    }
    if (!this.#pausing.signal.aborted) {
      this.#why = why;
      this.#pausing.abort();
      if (kind === 'running') this.#board.enter({ kind: 'pausing', why });
    }
  }

  /**
   * Goes on: with the next wave where it waits for a person, or from a pause. From one between two waves it is the word for
   * exactly the next wave; from one in a wave, for what is left of that. Failures of before no longer count towards the
   * threshold: a person has seen them. `options` change how it goes from here. Resolves as {@link Rollout.begin}.
   * @throws FaultError `journal-unwritten`, and `other-target` as {@link Rollout.begin}; then it stays as it is
   */
  async goOn(options: Partial<Omit<RolloutOptions, 'waves'>> = {}): Promise<RolloutState> {
    if (this.state.kind === 'waiting') this.#goOn?.();
    if (this.#working) return this.#working;
    if (this.state.kind !== 'paused' || !this.#journal) return this.state;
    this.#agreeAnew();
    this.#options = { ...this.#options, ...options };
    await this.#journal.append({
      kind: 'resumed',
      options: writtenOptions(this.#options),
      time: Date.now(),
    });
    this.#agreedWave = this.#isBetweenWaves() ? this.#nextWave() : undefined;
    return this.#work();
  }

  /** Nothing of the waves that were begun is left: how they went can be known to who goes on. */
  #isBetweenWaves(): boolean {
    return this.devices.every(
      ({ phase, wave = 0 }) => isOutcome(phase) || (phase === 'planned' && wave > this.#wave),
    );
  }

  /**
   * Wants devices to be tried once more that failed, were not reached, or of which nobody knows what became: each gets a new
   * activity, as the person knows. Only where it has paused or ended, and only what was agreed to; then it is paused. Returns how
   * many that are.
   * @throws FaultError `journal-unwritten`
   */
  async retry(numbers: readonly number[]): Promise<number> {
    const { kind } = this.state;
    if (!this.#journal || (kind !== 'paused' && kind !== 'ended')) return 0;
    const again = numbers.flatMap((it) => this.#board.get(it) ?? []).filter(mayBeRetried);
    if (again.length === 0) return 0;
    await this.#journal.append({
      kind: 'retry',
      numbers: again.map(({ number }) => number),
      time: Date.now(),
    });
    for (const { number } of again) {
      this.#board.change(number, {
        phase: 'planned',
        message: undefined,
        status: undefined,
        ended: undefined,
        components: [],
      });
    }
    if (kind === 'ended') this.#board.enter({ kind: 'paused', why: { kind: 'person' } });
    return again.length;
  }

  /** Lets go of the journal. What goes on is left as it is; see {@link Rollout.pause} with `leave`. */
  async dispose(): Promise<void> {
    this.pause({ kind: 'leave' });
    await this.#working?.catch(() => undefined); // whoever began it was told
    this.#listening.dispose();
    this.#board.dispose();
    await this.#journal?.close();
    this.#journal = undefined;
  }

  #work(): Promise<RolloutState> {
    this.#pausing = sharedAbort();
    this.#leaving = sharedAbort();
    this.#failed = new Set();
    this.#working = this.#allWaves().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #allWaves(): Promise<RolloutState> {
    try {
      await this.#resolveAll();
      while (!this.#pausing.signal.aborted) {
        const wave = this.#nextWave();
        if (wave === undefined) break;
        if (wave > this.#wave && !(await this.#mayBegin(wave))) break;
        await this.#oneWave(wave);
      }
    } catch (error) {
      this.pause({ kind: 'fault', fault: faultOf(error, 'unexpected') });
    }
    if (this.devices.every(({ phase }) => isOutcome(phase))) this.#board.enter({ kind: 'ended' });
    else this.#board.enter({ kind: 'paused', why: this.#why });
    return this.state;
  }

  /** Those of before a restart come first: until it is known what became of them nobody can tell how it goes. */
  async #resolveAll(): Promise<void> {
    const open = this.devices.filter(({ phase }) => !isOutcome(phase) && phase !== 'planned');
    if (open.length === 0) return;
    this.#board.enter({ kind: 'running', wave: Math.max(1, this.#wave) });
    await this.#each(open, async (device, parts) =>
      this.#pausing.signal.aborted ? undefined : resolveSent(device, parts),
    );
  }

  #nextWave(): number | undefined {
    const waves = this.devices.flatMap(({ phase, wave }) => (phase === 'planned' && wave ? [wave] : []));
    return waves.length === 0 ? undefined : waves.reduce((least, it) => Math.min(least, it));
  }

  /** Waits between two waves. False where it pauses. */
  async #mayBegin(wave: number): Promise<boolean> {
    const { pause } = this.#options;
    const { signal } = this.#pausing;
    const isAgreed = pause.kind === 'ask' && wave === this.#agreedWave;
    if (this.#wave > 0 && pause.kind !== 'none' && !isAgreed) {
      const over = new AbortController();
      const stop = AbortSignal.any([over.signal, signal]);
      this.#goOn = () => over.abort();
      const timed = pause.kind === 'time';
      const until = timed ? Date.now() + pause.milliseconds : undefined;
      this.#board.enter({ kind: 'waiting', wave, ...(until !== undefined && { until }) });
      if (timed) await sleep(pause.milliseconds, stop);
      else await aborted(stop);
      this.#goOn = undefined;
    }
    if (signal.aborted) return false;
    await this.#journal?.append({ kind: 'wave', wave, time: Date.now() });
    this.#wave = wave;
    return true;
  }

  async #oneWave(wave: number): Promise<void> {
    this.#board.enter({ kind: 'running', wave });
    const open = this.devices.filter((it) => it.wave === wave && it.phase === 'planned');
    await this.#each(open, async (device, parts) =>
      this.#pausing.signal.aborted ? undefined : takeTurn(device, parts),
    );
  }

  async #each(
    devices: readonly RolloutDevice[],
    work: (device: RolloutDevice, parts: TurnParts) => Promise<End | undefined>,
  ): Promise<void> {
    const journal = this.#journal;
    if (!journal) return;
    const { engine, plan, manifest, name, origin } = this.#parts;
    const parts: TurnParts = {
      engine,
      plan,
      manifest,
      name,
      ...(origin && { origin }),
      id: this.id,
      board: this.#board,
      journal,
      options: this.#options,
      responseTimeout: this.#options.responseTimeout,
      agreedFor: (connection) => this.#agreedFor.get(connection),
      pausing: this.#pausing.signal,
      leaving: this.#leaving.signal,
    };
    await eachOf(devices, this.#options.concurrency, async (device) => {
      try {
        const end = await work(device, parts);
        if (end) await this.#ended(device, end, journal);
      } catch (error) {
        // The others are followed to their end: their commands have left.
        this.pause({ kind: 'fault', fault: faultOf(error, 'unexpected') });
      }
    });
  }

  async #ended({ number }: RolloutDevice, { outcome, message }: End, journal: Journal): Promise<void> {
    const device = this.#board.get(number);
    const time = Date.now();
    await journal.append({
      kind: 'outcome',
      number,
      outcome,
      ...(message !== undefined && { message }),
      ...(device?.status !== undefined && { status: device.status }),
      ...(device && device.components.length > 0 && { components: device.components }),
      time,
    });
    this.#board.change(number, { phase: outcome, message, ownerAsked: undefined, ended: time });
    if (!isFailure(outcome)) return;
    this.#failed.add(number);
    this.#checkFailures(device?.wave);
  }

  #checkFailures(wave: number | undefined): void {
    const { maxFailures } = this.#options;
    const inWave = this.devices.filter((it) => it.wave === wave);
    const failures = {
      all: this.#failed.size,
      inWave: inWave.filter(({ number }) => this.#failed.has(number)).length,
      waveSize: inWave.length,
    };
    if (isExceeded(maxFailures, failures))
      this.pause({ kind: 'failures', failures: failures.all, allowed: thresholdText(maxFailures) });
  }

  /** How the run of a device goes on, while nothing else is known of the device. */
  #show(run: UpdateRun): void {
    if (run.rollout !== this.id) return;
    const device = this.#board.ofActivity(run.activityId);
    if (!device || isOutcome(device.phase)) return;
    const { phase, finished, remark } = run;
    const isShown = phase === 'sending' || phase === 'sent' || phase === 'accepted' || phase === 'running';
    const isResolved = device.phase === 'resolving' && phase !== 'running';
    const status = finished?.status ?? run.status;
    this.#board.change(device.number, {
      ...(isShown && !isResolved && { phase }),
      runId: run.id,
      ...(status !== undefined && { status }),
      message: remark,
      ownerAsked: ownerWait(run),
      components: componentsOf(run),
    });
  }
}
