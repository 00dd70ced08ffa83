/** The runs of an engine: which of them a device's news belongs to, and what became of them. */
import { Emitter } from '../events.ts';
import type { News } from '../protocol/news.ts';
import type { Module } from '../protocol/softwareUpdatable.ts';
import { type Followed, follow, relationOf } from './follow.ts';
import type { UpdateRun } from './run.ts';

/** Ended runs that are kept for the history. */
const mostRuns = 200;

const unnamedRemark =
  'The device did not say which activity this is about; it was taken for this one, the only apply to it that was running.';

/** A run as its sender holds it: changes it, and waits for its end. */
export class Tracked {
  #followed: Followed;
  #lastActivity = Date.now();
  readonly #changes = new Emitter<UpdateRun>();
  readonly onChange = this.#changes.event;

  constructor(run: UpdateRun, modules: readonly Module[]) {
    this.#followed = { run, modules };
  }

  get followed(): Followed {
    return this.#followed;
  }

  get run(): UpdateRun {
    return this.#followed.run;
  }

  /** Time of the last sign of life of the device, ms since the epoch. */
  get lastActivity(): number {
    return this.#lastActivity;
  }

  alive(time: number): void {
    this.#lastActivity = time;
  }

  change(change: Partial<UpdateRun>): UpdateRun {
    return this.become({ ...this.run, ...change });
  }

  become(run: UpdateRun): UpdateRun {
    this.#followed = { ...this.#followed, run };
    this.#changes.fire(run);
    return run;
  }
}

export function isOver({ phase }: UpdateRun): boolean {
  return phase === 'finished' || phase === 'failed' || phase === 'abandoned';
}

export class UpdateTracker {
  /** Oldest first. */
  readonly #tracked: Tracked[] = [];
  readonly #runs = new Emitter<UpdateRun>();
  readonly onRun = this.#runs.event;

  /** Oldest first; the ended ones up to a number. */
  get runs(): readonly UpdateRun[] {
    return this.#tracked.map(({ run }) => run);
  }

  begin(run: UpdateRun, modules: readonly Module[]): Tracked {
    const tracked = new Tracked(run, modules);
    tracked.onChange((it) => this.#runs.fire(it));
    this.#tracked.push(tracked);
    const oldest = this.#tracked.findIndex((it) => isOver(it.run));
    if (this.#tracked.length > mostRuns && oldest >= 0) this.#tracked.splice(oldest, 1);
    this.#runs.fire(run);
    return tracked;
  }

  dispose(): void {
    this.#runs.dispose();
  }

  hear(connection: string, news: News, time: number): void {
    const live = this.#tracked.filter(({ run }) => run.connection === connection && !isOver(run));
    const related = live.map((tracked) => ({ tracked, relation: relationOf(tracked.followed, news) }));
    for (const { tracked, relation } of related) if (relation) tracked.alive(time);

    const mine = related.filter(({ relation }) => relation === 'mine');
    // Two runs of one manifest can carry the same activity; the device does one after the other.
    const own = news.kind === 'state' ? mine : mine.slice(0, 1);
    for (const { tracked } of own) tracked.become(follow(tracked.followed, news, time));

    const unnamed = related.filter(({ relation }) => relation === 'unnamed');
    const [only] = unnamed;
    if (only && unnamed.length === 1) {
      only.tracked.become({ ...follow(only.tracked.followed, news, time), remark: unnamedRemark });
    }
  }
}
