/**
 * The runs of a workspace over restarts. What is kept is bounded, and what was dropped is told. Nothing here throws at who
 * only looks: what cannot be read is said.
 */
import { t } from '@vscode/l10n';
import { Emitter } from '../events.ts';
import type { UpdateRun } from '../updates/run.ts';
import { HistoryFiles, headOf, nameOf } from './files.ts';
import { leftAlone, runOfText, textOfRun } from './keptRun.ts';
import { isKey, nameOfKey, newKey, seal, unseal } from './seal.ts';
import { type RunSummary, type Session, summaryOf } from './summary.ts';

/** Where keys are kept: the secret storage of the editor. */
export interface KeyPlace {
  readonly get: () => PromiseLike<string | undefined>;
  readonly store: (key: string) => PromiseLike<void>;
}

export interface Bounds {
  readonly runs: number;
  /** Bytes of all files. */
  readonly bytes: number;
}

export interface HistoryParts {
  readonly folder: string;
  readonly key: KeyPlace;
  readonly session: Session;
  /** True for a process of this machine that runs. */
  readonly isRunning: (process: number) => boolean;
  readonly bounds?: Bounds;
  readonly now?: () => number;
}

/**
 * Why a run cannot be shown:
 * - `locked`: its key is lost: the secret storage was emptied, or belongs to another user
 * - `damaged`: its file was changed or is cut off
 * - `gone`: there is no such run any more
 */
export type Reading =
  | { readonly kind: 'found'; readonly run: UpdateRun }
  | { readonly kind: 'locked' | 'gone' }
  | { readonly kind: 'damaged'; readonly reason: string };

export interface KeptRun extends RunSummary {
  /** Its key is lost, so that its summary is all there is. */
  readonly locked: boolean;
  /** Another window follows it. */
  readonly elsewhere: boolean;
}

const usualBounds: Bounds = { runs: 2000, bytes: 100 * 1024 * 1024 };
/** Milliseconds: who follows a run writes it down more often. */
const goesOnWithin = 180_000;

export class History {
  readonly #parts: HistoryParts;
  readonly #files: HistoryFiles;
  readonly #bounds: Bounds;
  readonly #now: () => number;
  #runs = new Map<string, KeptRun & { readonly size: number }>();
  #damaged: ReadonlyMap<string, string> = new Map();
  #droppedUntil: number | undefined;
  /** What the user has deleted is not written again, whatever comes of it. */
  readonly #deleted = new Set<string>();
  /** One after the other: what is dropped depends on what was written. */
  #queue: Promise<unknown> = Promise.resolve();
  #loading: Promise<void> | undefined;
  readonly #changes = new Emitter<void>();
  readonly onChange = this.#changes.event;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.#files = new HistoryFiles(parts.folder);
    this.#bounds = parts.bounds ?? usualBounds;
    this.#now = parts.now ?? Date.now;
  }

  /** Oldest first. Empty until {@link load}. */
  get runs(): readonly KeptRun[] {
    return [...this.#runs.values()].sort((a, b) => a.started - b.started);
  }

  /** Names of files that are no run any more, and why. */
  get damaged(): ReadonlyMap<string, string> {
    return this.#damaged;
  }

  /** When the latest run was started that was dropped for want of room, ms since the epoch; undefined where none was. */
  get droppedUntil(): number | undefined {
    return this.#droppedUntil;
  }

  get bounds(): Bounds {
    return this.#bounds;
  }

  /** Reads what there is, once. Rejects as {@link reload}; then it is tried again when it is asked for next. */
  load(): Promise<void> {
    this.#loading ??= this.reload().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /** Reads anew what other windows have written. Rejects where the folder or the secret storage cannot be read at all. */
  reload(): Promise<void> {
    return this.#inTurn(() => this.#read());
  }

  async #read(): Promise<void> {
    const key = await this.#key();
    const { files, damaged } = await this.#files.list();
    this.#runs = new Map(
      files.map(({ summary, key: sealedWith, size }) => [
        summary.id,
        { ...this.#stateOf(summary), locked: sealedWith === undefined || sealedWith !== key, size },
      ]),
    );
    this.#damaged = damaged;
    this.#droppedUntil = latest(this.#droppedUntil, await this.#files.droppedUntil());
    this.#changes.fire();
  }

  #stateOf(summary: RunSummary): RunSummary & { readonly elsewhere: boolean } {
    const { session, outcome, written } = summary;
    if (outcome !== 'going' || session.id === this.#parts.session.id) return { ...summary, elsewhere: false };
    // What was written in the future was written before the clock was set back: that tells nothing of now.
    const isRecent = Math.abs(this.#now() - written) < goesOnWithin;
    const elsewhere = isRecent && this.#parts.isRunning(session.process);
    return elsewhere ? { ...summary, elsewhere } : { ...summary, elsewhere, outcome: 'unheard' };
  }

  /** The name of the present key; undefined where there is none yet. */
  async #key(): Promise<string | undefined> {
    const key = await this.#parts.key.get();
    return key !== undefined && isKey(key) ? nameOfKey(key) : undefined;
  }

  /** The whole of a run; it never rejects. */
  async read(id: string): Promise<Reading> {
    await this.load();
    const kept = this.#runs.get(id);
    if (kept === undefined) return { kind: 'gone' };
    try {
      const file = await this.#files.read(nameOf(kept));
      if (file === undefined) return { kind: 'gone' };
      const key = await this.#parts.key.get();
      if (key === undefined || kept.locked) return { kind: 'locked' };
      const run = runOfText(await unseal(file.sealed, key, file.head));
      if (run?.id !== id)
        return { kind: 'damaged', reason: t('It is of another version of this extension.') };
      return { kind: 'found', run: kept.elsewhere || this.#isOwn(kept) ? run : leftAlone(run) };
    } catch {
      // Which part of a file is wrong helps nobody: it was changed, or only half of it is there.
      return { kind: 'damaged', reason: t('Its file was changed, or is cut off.') };
    }
  }

  #isOwn({ session }: RunSummary): boolean {
    return session.id === this.#parts.session.id;
  }

  /** Writes a run down as it stands. Rejects where it cannot be written. `owner`: see {@link RunSummary.owner}. */
  write(run: UpdateRun, owner: string | undefined): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#deleted.has(run.id)) return;
      await this.#write(run, owner);
      await this.#dropOldest();
      this.#changes.fire();
    });
  }

  async #write(run: UpdateRun, owner: string | undefined): Promise<void> {
    const { session } = this.#parts;
    const summary = summaryOf(run, { owner, session, written: this.#now() });
    const key = await this.#keyToSeal();
    const name = key === undefined ? undefined : nameOfKey(key);
    const sealed =
      key === undefined || name === undefined
        ? undefined
        : { key: name, text: await seal(textOfRun(run), key, headOf(summary, name)) };
    const size = await this.#files.write({ summary, ...(sealed && { sealed }) });
    this.#runs.set(run.id, { ...summary, elsewhere: false, locked: sealed === undefined, size });
  }

  /** Undefined where the secret storage keeps nothing: then only the summary can be kept. */
  async #keyToSeal(): Promise<string | undefined> {
    const { get, store } = this.#parts.key;
    const kept = await get();
    if (kept !== undefined && isKey(kept)) return kept;
    await store(newKey());
    // Another window can have made one as well: the last counts for both.
    const made = await get();
    return made !== undefined && isKey(made) ? made : undefined;
  }

  /** What goes on is never dropped. */
  async #dropOldest(): Promise<void> {
    let bytes = [...this.#runs.values()].reduce((sum, { size }) => sum + size, 0);
    const isWithin = () => this.#runs.size <= this.#bounds.runs && bytes <= this.#bounds.bytes;
    if (isWithin()) return;
    for (const run of this.runs) {
      if (isWithin()) break;
      if (run.outcome === 'going') continue;
      bytes -= this.#runs.get(run.id)?.size ?? 0;
      await this.#files.remove(nameOf(run));
      this.#runs.delete(run.id);
      this.#droppedUntil = latest(this.#droppedUntil, run.started);
    }
    if (this.#droppedUntil !== undefined) await this.#files.setDroppedUntil(this.#droppedUntil);
  }

  /** Deletes runs; those that go on stay. Resolves with how many are gone. */
  delete(ids: readonly string[]): Promise<number> {
    return this.#inTurn(async () => {
      let deleted = 0;
      for (const id of ids) {
        const run = this.#runs.get(id);
        if (run === undefined || run.outcome === 'going') continue;
        this.#deleted.add(id);
        await this.#files.remove(nameOf(run));
        this.#runs.delete(id);
        deleted += 1;
      }
      this.#changes.fire();
      return deleted;
    });
  }

  /** Deletes the files that are no run any more. */
  deleteDamaged(): Promise<void> {
    return this.#inTurn(async () => {
      for (const name of this.#damaged.keys()) await this.#files.remove(name);
      this.#damaged = new Map();
      this.#changes.fire();
    });
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(step);
    this.#queue = turn.catch(() => undefined); // who asked for the step is told
    return turn;
  }

  dispose(): void {
    this.#changes.dispose();
  }
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}
