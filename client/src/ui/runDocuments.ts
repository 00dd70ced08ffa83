/** Runs as read-only documents, kept up to date while they go on. */
import { Disposable, EventEmitter, languages, Uri, window, workspace } from 'vscode';
import type { UpdateRun } from '../updates/run.ts';
import { runDocument, runTitle } from '../words/runDocument.ts';
import { createBatch } from './model/batch.ts';
import type { LiveRuns } from './model/liveRuns.ts';

const scheme = 'kanto-run';
const gone = 'Runs are kept in memory only, the latest of them; this one is gone.';
/** Milliseconds. */
const refreshInterval = 500;

export class RunDocuments implements Disposable {
  readonly #live: LiveRuns;
  readonly #changed = new EventEmitter<Uri>();
  readonly #subscriptions: Disposable;

  constructor(live: LiveRuns) {
    this.#live = live;
    const changed = createBatch<string>(refreshInterval, (ids) => {
      for (const id of ids) {
        const run = this.#find(id);
        if (run) this.#changed.fire(uriOf(run));
      }
    });
    this.#subscriptions = Disposable.from(
      this.#changed,
      changed,
      live.onRun(({ id }) => changed.add(id)),
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: ({ query }) => {
          const run = this.#find(query);
          return run === undefined ? gone : runDocument(run, Date.now());
        },
      }),
    );
  }

  #find(id: string): UpdateRun | undefined {
    return this.#live.runs.find((run) => run.id === id);
  }

  async show(id: string): Promise<void> {
    const run = this.#find(id);
    if (run === undefined) {
      void window.showInformationMessage(gone);
      return;
    }
    const document = await workspace.openTextDocument(uriOf(run));
    await languages.setTextDocumentLanguage(document, 'markdown');
    await window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** The path is the title of the tab, the query what is shown. */
function uriOf(run: UpdateRun): Uri {
  return Uri.from({ scheme, path: `/Run ${runTitle(run).replace(/[\\/]/g, '-')}.md`, query: run.id });
}
