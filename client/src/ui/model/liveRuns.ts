/** Updates as a person follows them: each change, and while one goes on a tick, since silence tells something too. */
import type { Engine } from '../../engine.ts';
import { type Disposable, Emitter } from '../../events.ts';
import { isOver, type UpdateRun } from '../../updates/run.ts';

/** Milliseconds. */
const usualTick = 5000;

export class LiveRuns implements Disposable {
  readonly #engine: Pick<Engine, 'runs' | 'onRun'>;
  readonly #tick: number;
  readonly #changes = new Emitter<UpdateRun>();
  readonly #listening: Disposable;
  /** One for all of them, and none while nothing goes on. */
  #timer: NodeJS.Timeout | undefined;
  readonly onRun = this.#changes.event;

  constructor(engine: Pick<Engine, 'runs' | 'onRun'>, tick = usualTick) {
    this.#engine = engine;
    this.#tick = tick;
    this.#listening = engine.onRun((run) => {
      this.#keepTime();
      this.#changes.fire(run);
    });
    this.#keepTime();
  }

  get runs(): readonly UpdateRun[] {
    return this.#engine.runs;
  }

  /** Those that go on, oldest first; to ask a device what it runs is no update. */
  get live(): readonly UpdateRun[] {
    return this.runs.filter((run) => !isOver(run) && run.operation !== 'refresh');
  }

  #keepTime(): void {
    const goesOn = this.live.length > 0;
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
