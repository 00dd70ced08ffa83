/** Writes each run down as it goes on, so that it is known after a restart, however VS Code was closed. */
import type { Disposable } from '../events.ts';
import { isOver, type UpdateRun } from '../updates/run.ts';

export interface RecorderParts {
  readonly write: (run: UpdateRun, owner: string | undefined) => Promise<void>;
  /** Whose devices the connection leads to now. */
  readonly owner: (connection: string) => string | undefined;
  /** For what cannot be written. */
  readonly fail: (error: unknown) => void;
}

/** Milliseconds in which changes are gathered. */
const usualInterval = 500;
/** Milliseconds after which a run that goes on is written again though nothing was heard: others see that it is followed. */
const signOfLife = 60_000;
/** Runs whose owners are remembered: more cannot change any more. */
const mostOwners = 1000;

export class RunRecorder implements Disposable {
  readonly #parts: RecorderParts;
  readonly #interval: number;
  /** By id, the latest snapshot of each that is not written yet. */
  readonly #pending = new Map<string, UpdateRun>();
  /** Of runs that go on. */
  readonly #live = new Map<string, UpdateRun>();
  /** Of the connection as it was when the run began: one of the same name can lead to others later. */
  readonly #owners = new Map<string, string | undefined>();
  #timer: NodeJS.Timeout | undefined;
  #signs: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: RecorderParts, interval: number = usualInterval) {
    this.#parts = parts;
    this.#interval = interval;
  }

  /** What only asks a device for its state changes nothing, and is not kept. */
  hear(run: UpdateRun): void {
    if (run.operation === 'refresh') return;
    if (!this.#owners.has(run.id)) this.#owners.set(run.id, this.#parts.owner(run.connection));
    const [oldest] = this.#owners.keys();
    if (this.#owners.size > mostOwners && oldest !== undefined) this.#owners.delete(oldest);
    if (isOver(run)) this.#live.delete(run.id);
    else this.#live.set(run.id, run);
    this.#add(run);
    this.#keepSigns();
  }

  /** Resolves once all that was heard is written. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#writeAll());
    await this.#writing;
  }

  #add(run: UpdateRun): void {
    this.#pending.set(run.id, run);
    this.#timer ??= setTimeout(() => void this.flush(), this.#interval);
  }

  async #writeAll(): Promise<void> {
    for (const [id, run] of [...this.#pending]) {
      if (this.#pending.get(id) === run) this.#pending.delete(id);
      try {
        await this.#parts.write(run, this.#owners.get(id));
      } catch (error) {
        this.#parts.fail(error);
      }
    }
  }

  #keepSigns(): void {
    const goesOn = this.#live.size > 0;
    if (goesOn === (this.#signs !== undefined)) return;
    clearInterval(this.#signs);
    this.#signs = goesOn ? setInterval(() => this.#giveSigns(), signOfLife) : undefined;
  }

  #giveSigns(): void {
    for (const run of this.#live.values()) this.#add(run);
  }

  dispose(): void {
    clearInterval(this.#signs);
    void this.flush();
  }
}
