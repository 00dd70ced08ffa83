/** Updates as a person follows them: each change, and while one goes on a tick, since silence tells something too. */
import type { Engine } from '../../engine.ts';
import { type Disposable, Emitter } from '../../events.ts';
import { isOver, type UpdateRun } from '../../updates/run.ts';
import { keyOf } from './targets.ts';

/** Milliseconds. */
const usualTick = 5000;

export class LiveRuns implements Disposable {
  readonly #engine: Pick<Engine, 'runs' | 'onRun'>;
  readonly #tick: number;
  readonly #changes = new Emitter<UpdateRun>();
  readonly #listening: Disposable;
  /** Those that go on, by device and id: a tree of thousands asks for those of each device. */
  readonly #byDevice = new Map<string, Map<string, UpdateRun>>();
  /** One for all of them, and none while nothing goes on. */
  #timer: NodeJS.Timeout | undefined;
  readonly onRun = this.#changes.event;

  constructor(engine: Pick<Engine, 'runs' | 'onRun'>, tick = usualTick) {
    this.#engine = engine;
    this.#tick = tick;
    this.#listening = engine.onRun((run) => {
      this.#take(run);
      this.#keepTime();
      this.#changes.fire(run);
    });
    for (const run of this.runs) this.#take(run);
    this.#keepTime();
  }

  get runs(): readonly UpdateRun[] {
    return this.#engine.runs;
  }

  /** Those that go on, oldest first; to ask a device what it runs is no update. */
  get live(): readonly UpdateRun[] {
    return this.runs.filter(isLive);
  }

  /** Those of a device that go on, oldest first. */
  liveOf(connection: string, device: string): readonly UpdateRun[] {
    return [...(this.#byDevice.get(keyOf({ connection, device }))?.values() ?? [])];
  }

  #take(run: UpdateRun): void {
    const key = keyOf(run);
    const ofDevice = this.#byDevice.get(key) ?? new Map<string, UpdateRun>();
    if (isLive(run)) ofDevice.set(run.id, run);
    else ofDevice.delete(run.id);
    if (ofDevice.size > 0) this.#byDevice.set(key, ofDevice);
    else this.#byDevice.delete(key);
  }

  #keepTime(): void {
    const goesOn = this.#byDevice.size > 0;
    if (goesOn === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = goesOn ? setInterval(() => this.#tell(), this.#tick) : undefined;
  }

  #tell(): void {
    for (const run of this.live) this.#changes.fire(run);
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#listening.dispose();
    this.#changes.dispose();
  }
}

function isLive(run: UpdateRun): boolean {
  return !isOver(run) && run.operation !== 'refresh';
}
