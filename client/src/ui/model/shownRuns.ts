/** Which update a manifest shows: the last one that it was sent with, until its text changes. */
import { Emitter } from '../../events.ts';
import type { UpdateRun } from '../../updates/run.ts';

/** Of more, the oldest are forgotten. */
const mostShown = 100;

export class ShownRuns {
  /** By the address of the document. */
  readonly #shown = new Map<string, UpdateRun>();
  /** Of documents that have changed since: the runs that no longer fit. */
  readonly #outdated = new Set<string>();
  readonly #changes = new Emitter<void>();
  readonly onChange = this.#changes.event;

  hear(run: UpdateRun): void {
    const uri = run.origin?.uri;
    if (uri === undefined || this.#outdated.has(run.id)) return;
    const before = this.#shown.get(uri);
    // One that was sent to another device before may still go on: the later one is shown.
    if (before !== undefined && before.id !== run.id && before.started > run.started) return;
    this.#shown.set(uri, run);
    const [oldest] = this.#shown.keys();
    if (this.#shown.size > mostShown && oldest !== undefined) this.#shown.delete(oldest);
    this.#changes.fire();
  }

  of(uri: string): UpdateRun | undefined {
    return this.#shown.get(uri);
  }

  /** The text of a document has changed: nobody knows any more where its components stand. */
  manifestChanged(uri: string, runs: readonly UpdateRun[]): void {
    const kept = new Set(runs.map(({ id }) => id));
    for (const id of this.#outdated) if (!kept.has(id)) this.#outdated.delete(id);
    for (const { id, origin } of runs) if (origin?.uri === uri) this.#outdated.add(id);
    if (this.#shown.delete(uri)) this.#changes.fire();
  }

  dispose(): void {
    this.#shown.clear();
    this.#changes.dispose();
  }
}
