/** Every run that is known: those that this window follows or did, and those of the history. */
import type { Engine } from '../../engine.ts';
import type { History, Reading } from '../../history/history.ts';
import type { UpdateRun } from '../../updates/run.ts';

export class KnownRuns {
  readonly #engine: Pick<Engine, 'runs'>;
  readonly #history: Pick<History, 'read' | 'runs'>;

  constructor(engine: Pick<Engine, 'runs'>, history: Pick<History, 'read' | 'runs'>) {
    this.#engine = engine;
    this.#history = history;
  }

  /** As this window follows it; undefined for one of another window or of before a restart. */
  own(id: string): UpdateRun | undefined {
    return this.#engine.runs.find((run) => run.id === id);
  }

  async read(id: string): Promise<Reading> {
    const run = this.own(id);
    return run === undefined || this.#isSettledSince(run) ? this.#history.read(id) : { kind: 'found', run };
  }

  /** Its end was not heard here, and the device has been asked since. */
  #isSettledSince({ id, phase }: UpdateRun): boolean {
    if (phase !== 'abandoned') return false;
    const outcome = this.#history.runs.find((run) => run.id === id)?.outcome;
    return outcome === 'done' || outcome === 'differs';
  }
}
