/**
 * The rollouts of a workspace: those that go on here, and those of which only their journals tell. A rollout of before a
 * restart stands where its journal ends, and does nothing until a person resumes it.
 */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { type FaultCode, FaultError, fault } from '../../errors.ts';
import { Emitter } from '../../events.ts';
import { isObject, parseJson } from '../../protocol/json.ts';
import { sumOf } from '../../rollout/board.ts';
import { resumedRollout } from '../../rollout/create.ts';
import { createJournal, openJournal } from '../../rollout/journalFile.ts';
import { readJournal } from '../../rollout/journalRead.ts';
import { isHeld, lock } from '../../rollout/lock.ts';
import { replay } from '../../rollout/replay.ts';
import type { Rollout, RolloutParts } from '../../rollout/rollout.ts';
import {
  isOutcome,
  mayBeRetried,
  type RolloutDevice,
  type RolloutOptions,
  type RolloutState,
  type RolloutSummary,
} from '../../rollout/types.ts';

/** Where its manifest was written. */
export interface RolloutOrigin {
  readonly uri: string;
  /** Of several manifests in the document this one, counted from 1. */
  readonly number?: number;
}

/** A rollout as it stands; a snapshot. */
export interface KnownRollout {
  readonly id: string;
  /** What the user calls its manifest. */
  readonly name: string;
  /** When it was agreed to, ms since the epoch. */
  readonly began: number;
  readonly options: RolloutOptions;
  readonly state: RolloutState;
  readonly devices: readonly RolloutDevice[];
  /** Another window or program works with its journal. */
  readonly isElsewhere: boolean;
}

/** A journal that tells nothing: it is damaged, or cannot be read. */
export interface UnreadableRollout {
  readonly id: string;
  readonly fault: string;
}

export type ListedRollout = KnownRollout | UnreadableRollout;

export function isReadable(listed: ListedRollout): listed is KnownRollout {
  return !('fault' in listed);
}

/** `device`: this one only; absent where the whole has changed, came or went. */
export interface RolloutChange {
  readonly id: string;
  readonly device?: RolloutDevice;
  readonly state?: RolloutState;
}

interface Live {
  readonly rollout: Rollout;
  readonly began: number;
}

/** More are of no use in a view; the latest are read. */
const mostListed = 100;
const ending = '.jsonl';

export class Rollouts {
  readonly #folder: string;
  readonly #live = new Map<string, Live>();
  /** What journals tell of those that do not go on here. */
  #kept = new Map<string, ListedRollout>();
  readonly #changes = new Emitter<RolloutChange>();
  readonly onChange = this.#changes.event;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The latest first. */
  get all(): readonly ListedRollout[] {
    const live = [...this.#live.values()].map(snapshotOf);
    const kept = [...this.#kept.values()].filter(({ id }) => !this.#live.has(id));
    const began = (it: ListedRollout) => (isReadable(it) ? it.began : 0);
    return [...live, ...kept].sort((a, b) => began(b) - began(a));
  }

  get(id: string): ListedRollout | undefined {
    const live = this.#live.get(id);
    return live ? snapshotOf(live) : this.#kept.get(id);
  }

  /** Cheap, however many devices there are. */
  device(id: string, number: number): RolloutDevice | undefined {
    const live = this.#live.get(id);
    if (live) return live.rollout.device(number);
    const kept = this.#kept.get(id);
    return kept && isReadable(kept) ? kept.devices.find((it) => it.number === number) : undefined;
  }

  /** The one of this session that can be paused, gone on with, and so on. */
  live(id: string): Rollout | undefined {
    return this.#live.get(id)?.rollout;
  }

  /** Reads the journals; those that go on here are left as they are. Never rejects: what cannot be read is listed as such. */
  async load(): Promise<void> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((it) => it.endsWith(ending));
    // An id begins with the time at which it was made.
    const ids = names.map((it) => it.slice(0, -ending.length)).sort();
    const listed = await Promise.all(ids.slice(-mostListed).map((id) => this.#read(id)));
    const before = this.#kept.keys();
    this.#kept = new Map(listed.map((it) => [it.id, it]));
    // Another window can have forgotten some.
    for (const id of new Set([...before, ...this.#kept.keys()])) this.#changes.fire({ id });
  }

  async #read(id: string): Promise<ListedRollout> {
    const file = this.#file(id);
    try {
      // Who opened a pipe would wait without end.
      if (!(await stat(file)).isFile())
        throw new FaultError(fault('journal-unreadable', t('{0} is no file.', file)));
      const text = readJournal(await readFile(file), file);
      const replayed = replay(text);
      if (!replayed)
        throw new FaultError(fault('journal-damaged', t('The options in {0} cannot be read.', file)));
      const { devices, options } = replayed;
      const { manifest, time } = text.begin;
      const isOver = devices.every(({ phase }) => isOutcome(phase));
      const state: RolloutState = isOver ? { kind: 'ended' } : { kind: 'paused', why: { kind: 'leave' } };
      const isElsewhere = !this.#live.has(id) && (await isHeld(file));
      return { id, name: manifest.name, began: time, options, state, devices, isElsewhere };
    } catch (error) {
      return { id, fault: error instanceof Error ? error.message : String(error) };
    }
  }

  /**
   * Begins what a person has agreed to. Resolves as {@link Rollout.begin}.
   * @throws FaultError where its journal cannot be made; then nothing was sent
   */
  async begin(rollout: Rollout, origin: RolloutOrigin): Promise<RolloutState> {
    const { id } = rollout;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(this.#originFile(id), JSON.stringify(origin), { mode: 0o600 });
    } catch (error) {
      throw unwritten(this.#folder, error);
    }
    this.#follow(rollout, Date.now());
    try {
      return await rollout.begin((record) => createJournal(this.#file(id), record));
    } catch (error) {
      this.#live.delete(id);
      await rm(this.#originFile(id), { force: true });
      this.#changes.fire({ id });
      throw error;
    }
  }

  /** Where the manifest of a rollout was written; undefined where that is not known any more. */
  async origin(id: string): Promise<RolloutOrigin | undefined> {
    const text = await readFile(this.#originFile(id), 'utf8').catch(() => undefined);
    const value = text === undefined ? undefined : parseJson(text);
    if (!isObject(value)) return undefined;
    const { uri, number } = value;
    if (typeof uri !== 'string') return undefined;
    return { uri, ...(typeof number === 'number' && { number }) };
  }

  /**
   * The rollout of before, paused; it goes on where that is said.
   * @throws FaultError `journal-in-use`, `journal-damaged`, `journal-unreadable`, `other-manifest`, `other-target`
   */
  async open(id: string, parts: RolloutParts): Promise<Rollout> {
    const known = this.#live.get(id);
    if (known) return known.rollout;
    const opened = await openJournal(this.#file(id));
    try {
      const rollout = await resumedRollout(opened, parts);
      this.#follow(rollout, opened.text.begin.time);
      return rollout;
    } catch (error) {
      await opened.journal.close();
      throw error;
    }
  }

  #follow(rollout: Rollout, began: number): void {
    const { id } = rollout;
    this.#live.set(id, { rollout, began });
    rollout.onEvent((event) => {
      if (event.kind === 'device') this.#changes.fire({ id, device: event.device });
      else this.#changes.fire({ id, state: event.state });
    });
    this.#changes.fire({ id });
  }

  /** Waits for nothing that it has begun, and gives its journal back: it can be resumed, here or by another program. */
  async stop(id: string): Promise<void> {
    const live = this.#live.get(id);
    if (!live) return;
    await live.rollout.dispose();
    this.#live.delete(id);
    this.#kept.set(id, await this.#read(id));
    this.#changes.fire({ id });
  }

  /**
   * Forgets what does not go on.
   * @throws FaultError `journal-in-use` where another program works with it
   */
  async delete(id: string): Promise<void> {
    await this.stop(id);
    const unlock = await lock(this.#file(id));
    try {
      await rm(this.#file(id), { force: true });
      await rm(this.#originFile(id), { force: true });
    } finally {
      await unlock();
    }
    this.#kept.delete(id);
    this.#changes.fire({ id });
  }

  #file(id: string): string {
    return join(this.#folder, `${id}${ending}`);
  }

  #originFile(id: string): string {
    return join(this.#folder, `${id}.origin.json`);
  }

  /** The program ends: what was sent is found out when it is resumed. */
  async dispose(): Promise<void> {
    this.#changes.dispose();
    await Promise.all([...this.#live.values()].map(({ rollout }) => rollout.dispose()));
    this.#live.clear();
  }
}

function snapshotOf({ rollout, began }: Live): KnownRollout {
  const { id, name, options, state, devices } = rollout;
  return { id, name, began, options, state, devices, isElsewhere: false };
}

export function summaryOf({ devices }: Pick<KnownRollout, 'devices'>): RolloutSummary {
  const waves = devices.reduce((last, { wave = 0 }) => Math.max(last, wave), 0);
  return { total: devices.length, sum: sumOf(devices), waves };
}

/** Something can still be done about it. */
export function isUnfinished(listed: ListedRollout): boolean {
  return isReadable(listed) && listed.state.kind !== 'ended';
}

/** One of its devices may be tried once more. */
export function hasToRetry(listed: ListedRollout): boolean {
  return isReadable(listed) && listed.devices.some(mayBeRetried);
}

function unwritten(folder: string, error: unknown): FaultError {
  const code: FaultCode = 'journal-unwritten';
  const why = error instanceof Error ? error.message : String(error);
  return new FaultError(fault(code, t('The folder for journals, {0}, cannot be written: {1}', folder, why)), {
    cause: error,
  });
}
