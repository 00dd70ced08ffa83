/** Runs as read-only documents, kept up to date while they go on. */
import { t } from '@vscode/l10n';
import { Disposable, window } from 'vscode';
import type { UpdateRun } from '../updates/run.ts';
import { runDocument, runTitle } from '../words/runDocument.ts';
import { createBatch } from './model/batch.ts';
import type { LiveRuns } from './model/liveRuns.ts';
import { type Address, ReadOnlyDocuments, titlePath } from './readOnlyDocuments.ts';

const gone = () => t('Runs are kept in memory only, the latest of them; this one is gone.');
/** Milliseconds. */
const refreshInterval = 500;

export class RunDocuments implements Disposable {
  readonly #live: LiveRuns;
  readonly #documents = new ReadOnlyDocuments('kanto-run', ({ query }) => this.#text(query));
  readonly #subscriptions: Disposable;

  constructor(live: LiveRuns) {
    this.#live = live;
    const changed = createBatch<string>(refreshInterval, (ids) => {
      for (const id of ids) {
        const run = this.#find(id);
        if (run) this.#documents.changed(addressOf(run));
      }
    });
    this.#subscriptions = Disposable.from(
      this.#documents,
      changed,
      live.onRun(({ id }) => changed.add(id)),
    );
  }

  async show(id: string): Promise<void> {
    const run = this.#find(id);
    if (run === undefined) void window.showInformationMessage(gone());
    else await this.#documents.show(addressOf(run));
  }

  #text(id: string): string {
    const run = this.#find(id);
    return run === undefined ? gone() : runDocument(run, Date.now());
  }

  #find(id: string): UpdateRun | undefined {
    return this.#live.runs.find((run) => run.id === id);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function addressOf(run: UpdateRun): Address {
  return { path: titlePath(`Run ${runTitle(run)}.md`), query: run.id };
}
