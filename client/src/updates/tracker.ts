/** The runs of an engine: which of them a device's news belongs to, and what became of them. */
import { t } from '@vscode/l10n';
import type { JsonObject } from '../../../server/src/messages.ts';
import { Emitter } from '../events.ts';
import type { News } from '../protocol/news.ts';
import type { Module } from '../protocol/softwareUpdatable.ts';
import { deviceOf } from '../protocol/thing.ts';
import type { Incoming } from '../transports/transport.ts';
import type { OwnerAsked } from './consent.ts';
import { UpdatesElsewhere } from './elsewhere.ts';
import { behind, type Followed, follow, interrupted, type Relation, relationOf } from './follow.ts';
import { withMissed } from './missedEnd.ts';
import { type Ahead, isOver, type Unreachable, type UpdateRun } from './run.ts';
import { noted } from './transcript.ts';

/** Ended runs that are kept for the history. */
const mostRuns = 200;

const unnamedRemark = () =>
  t(
    'The device did not say which activity this is about; it was taken for this one, the only apply to it that was running.',
  );

/** A run as its sender holds it: changes it, and waits for its end. */
export class Tracked {
  #followed: Followed;
  /** Both by a clock that nobody sets, and that stands still while the machine sleeps. */
  #lastActivity = performance.now();
  #lastWord: number | undefined;
  readonly #changes = new Emitter<UpdateRun>();
  readonly onChange = this.#changes.event;

  constructor(followed: Followed) {
    this.#followed = followed;
    if (followed.run.accepted !== undefined) this.#lastWord = performance.now();
  }

  get followed(): Followed {
    return this.#followed;
  }

  get run(): UpdateRun {
    return this.#followed.run;
  }

  /** Milliseconds since the last sign of life of the device. */
  get silence(): number {
    return performance.now() - this.#lastActivity;
  }

  /** Milliseconds since the device last spoke of this run, or took it; undefined where it did neither yet. */
  get silenceOnRun(): number | undefined {
    return this.#lastWord === undefined ? undefined : performance.now() - this.#lastWord;
  }

  /** The device has given a sign of life just now. */
  alive(): void {
    this.#lastActivity = performance.now();
  }

  change(change: Partial<UpdateRun>): UpdateRun {
    return this.become({ ...this.run, ...change });
  }

  become(run: UpdateRun): UpdateRun {
    const before = this.run;
    if (run === before) return run;
    const isWord = run.lastHeard !== before.lastHeard || run.accepted !== before.accepted;
    if (isWord) this.#lastWord = performance.now();
    this.#followed = { ...this.#followed, run };
    this.#changes.fire(run);
    return run;
  }
}

/** What was heard: the news in it, and the message itself for the record. */
export type Heard = Pick<Incoming, 'address' | 'raw' | 'time'>;

/** A device told what it runs, after or instead of the end of an apply. */
export interface Reported {
  readonly tracked: Tracked;
  readonly inventory: JsonObject;
  readonly time: number;
}

type Activity = Pick<UpdateRun, 'connection' | 'device' | 'activityId'>;

interface Related {
  readonly tracked: Tracked;
  readonly relation: Relation;
}

export class UpdateTracker {
  /** Oldest first. */
  readonly #tracked: Tracked[] = [];
  /** The same by device: what one device says is of no matter to the runs of all others. */
  readonly #byDevice = new Map<string, readonly Tracked[]>();
  readonly #elsewhere = new UpdatesElsewhere();
  readonly #runs = new Emitter<UpdateRun>();
  readonly #reported = new Emitter<Reported>();
  readonly onRun = this.#runs.event;
  /** Fired after the run has taken the message. */
  readonly onReported = this.#reported.event;

  /** Oldest first; the ended ones up to a number. */
  get runs(): readonly UpdateRun[] {
    return this.#tracked.map(({ run }) => run);
  }

  find(id: string): Tracked | undefined {
    return this.#tracked.find(({ run }) => run.id === id);
  }

  begin(run: UpdateRun, modules: readonly Module[], wereInstalled = false): Tracked {
    const tracked = new Tracked({ run, modules, wereInstalled });
    tracked.onChange((it) => this.#runs.fire(it));
    this.#tracked.push(tracked);
    this.#keepOf(run, [...this.#of(run.connection, run.device), tracked]);
    if (this.#tracked.length > mostRuns) this.#forgetOldest();
    this.#runs.fire(run);
    return tracked;
  }

  /** Oldest first. */
  #of(connection: string, device: string): readonly Tracked[] {
    return this.#byDevice.get(JSON.stringify([connection, device])) ?? [];
  }

  #keepOf({ connection, device }: UpdateRun, tracked: readonly Tracked[]): void {
    const key = JSON.stringify([connection, device]);
    if (tracked.length === 0) this.#byDevice.delete(key);
    else this.#byDevice.set(key, tracked);
  }

  /** Of those that are over. */
  #forgetOldest(): void {
    const oldest = this.#tracked.findIndex((it) => isOver(it.run));
    for (const gone of oldest < 0 ? [] : this.#tracked.splice(oldest, 1)) {
      const { connection, device } = gone.run;
      const others = this.#of(connection, device).filter((it) => it !== gone);
      this.#keepOf(gone.run, others);
    }
  }

  /** An apply that the device has taken before this one and not yet ended, from here or not: it does one after the other. */
  behind({ id, connection, device, operation }: UpdateRun): Ahead | undefined {
    if (operation !== 'apply') return undefined;
    const runs = this.#of(connection, device).map(({ run }) => run);
    const before = runs.findIndex((it) => it.id === id);
    return takenFirst(runs.slice(0, before)) ?? this.#startedElsewhere(connection, device);
  }

  /** The apply that the device does now, from here or not: what is sent now has to wait for it. */
  busy(connection: string, device: string): Ahead | undefined {
    const runs = this.#of(connection, device).map(({ run }) => run);
    return this.#startedElsewhere(connection, device) ?? takenFirst(runs);
  }

  #startedElsewhere(connection: string, device: string): Ahead | undefined {
    const activityId = this.#elsewhere.goingOn(connection, device);
    return activityId === undefined ? undefined : { activityId, own: false };
  }

  /** The applies to a device that go on, as far as it is known. */
  applying(connection: string, device?: string): readonly Tracked[] {
    return this.#tracked.filter(
      ({ run }) =>
        run.connection === connection &&
        run.operation === 'apply' &&
        !isOver(run) &&
        (device === undefined || run.device === device),
    );
  }

  /** The device has asked its owner about an apply, or what it has asked was answered or no longer waits. */
  ownerAsked({ connection, device, activityId }: Activity, asked: OwnerAsked): void {
    const tracked = this.#of(connection, device).filter(({ run }) => run.activityId === activityId);
    // Two runs of one manifest can carry the same activity; the device does one after the other.
    const own = tracked.find(({ run }) => run.operation === 'apply' && !isOver(run));
    own?.change({ ownerAsked: asked });
  }

  /** The connection is lost. */
  lost(connection: string, unreachable: Unreachable): void {
    for (const tracked of this.#tracked) {
      const { run } = tracked;
      if (run.connection !== connection || isOver(run)) continue;
      if (run.unreachable?.since !== unreachable.since) tracked.change({ unreachable });
    }
  }

  /** The connection is back. True where updates go on of which something may have been missed. */
  back(connection: string): boolean {
    const waiting = this.#tracked.filter(
      ({ run }) => run.connection === connection && run.unreachable !== undefined,
    );
    for (const tracked of waiting) {
      const { unreachable: _, ...run } = tracked.run;
      tracked.become(withMissed(run));
    }
    return waiting.some(({ run }) => !isOver(run));
  }

  dispose(): void {
    this.#runs.dispose();
    this.#reported.dispose();
  }

  hear(connection: string, news: News, heard: Heard): void {
    const related: readonly Related[] = this.#of(connection, deviceOf(news.thing)).map((tracked) => ({
      tracked,
      relation: relationOf(tracked.followed, news, tracked.silenceOnRun),
    }));
    const live = related.filter(({ tracked }) => !isOver(tracked.run));
    const isOwn = related.some(isMine);
    for (const { tracked, relation } of live) if (relation) tracked.alive();
    for (const { tracked, relation } of live) {
      if (relation === 'busy') tracked.become(behind(tracked.run, news, isOwn));
    }
    const isTaken = isOwn || live.some(({ relation }) => relation === 'unnamed');
    this.#elsewhere.hear(connection, news, isTaken);
    if (news.kind === 'state') this.#hearState(related, news.state.inventory, news, heard);
    else this.#hearProgress(related, live, news, heard);
  }

  #hearProgress(related: readonly Related[], live: readonly Related[], news: News, heard: Heard): void {
    // Two runs of one manifest can carry the same activity; the device does one after the other.
    const mine = live.find(isMine) ?? related.findLast((it) => isMine(it) && mayGoOn(it.tracked.run));
    if (mine) take(mine.tracked, follow(mine.tracked.followed, news, heard.time), heard);

    const unnamed = live.filter(({ relation }) => relation === 'unnamed');
    const [only] = unnamed;
    if (only && unnamed.length === 1) {
      const next = follow(only.tracked.followed, news, heard.time);
      take(only.tracked, { ...next, remark: unnamedRemark() }, heard);
    }
  }

  #hearState(related: readonly Related[], inventory: JsonObject, news: News, heard: Heard): void {
    const { time } = heard;
    const mine = related.filter(isMine);
    for (const { tracked } of mine.filter(({ tracked: { run } }) => run.operation !== 'apply')) {
      if (!isOver(tracked.run)) take(tracked, follow(tracked.followed, news, time), heard);
    }
    // A device tells its state after the end of each apply; of two with one activity the first that has ended waits for it.
    const applies = mine.filter(({ tracked: { run } }) => run.operation === 'apply');
    const own =
      applies.find(({ tracked: { run } }) => run.phase === 'finished' && run.confirmed === undefined) ??
      applies.find(({ tracked }) => !isOver(tracked.run)) ??
      applies.findLast(({ tracked }) => mayGoOn(tracked.run));
    if (own) {
      take(own.tracked, follow(own.tracked.followed, news, time), heard);
      this.#reported.fire({ tracked: own.tracked, inventory, time });
    }
    for (const { tracked, relation } of related) {
      if (relation !== 'restarted' || isOver(tracked.run)) continue;
      take(tracked, interrupted(tracked.run), heard);
      this.#reported.fire({ tracked, inventory, time });
    }
  }
}

function isMine({ relation }: Related): boolean {
  return relation === 'mine';
}

/** The first of a device's runs that it has taken and not yet ended: it does one after the other. */
function takenFirst(runs: readonly UpdateRun[]): Ahead | undefined {
  const first = runs.find(isTakenApply);
  return first && { activityId: first.activityId, own: true };
}

function isTakenApply(run: UpdateRun): boolean {
  return run.operation === 'apply' && (run.phase === 'accepted' || run.phase === 'running');
}

/** A run that is over only for us: the device may have gone on with it, and tell of it later. */
function mayGoOn({ phase, finished, accepted }: UpdateRun): boolean {
  if (phase === 'finished') return finished?.concluded === true;
  return phase === 'abandoned' || (phase === 'failed' && (accepted === undefined || accepted.status < 300));
}

function take(tracked: Tracked, run: UpdateRun, { address, raw, time }: Heard): void {
  const transcript = noted(run.transcript, { time, direction: 'in', address, raw });
  tracked.become({ ...run, transcript });
}
