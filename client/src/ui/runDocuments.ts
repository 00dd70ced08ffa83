/** Runs as read-only documents, kept up to date while they go on. */
import { Disposable, EventEmitter, languages, Uri, window, workspace } from 'vscode';
import type { Engine } from '../engine.ts';
import { runDocument } from '../words/runDocument.ts';
import { createBatch } from './model/batch.ts';

const scheme = 'kanto-run';
/** Milliseconds. */
const refreshInterval = 500;

export class RunDocuments implements Disposable {
  readonly #engine: Engine;
  readonly #changed = new EventEmitter<Uri>();
  readonly #subscriptions: Disposable;

  constructor(engine: Engine) {
    this.#engine = engine;
    const changed = createBatch<string>(refreshInterval, (ids) => {
      for (const id of ids) this.#changed.fire(uriOf(id));
    });
    this.#subscriptions = Disposable.from(
      this.#changed,
      changed,
      engine.onRun(({ id }) => changed.add(id)),
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: ({ query }) => {
          const run = this.#engine.runs.find(({ id }) => id === query);
          return run === undefined ? 'This run is no longer kept.' : runDocument(run, Date.now());
        },
      }),
    );
  }

  async show(id: string): Promise<void> {
    const document = await workspace.openTextDocument(uriOf(id));
    await languages.setTextDocumentLanguage(document, 'markdown');
    await window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function uriOf(id: string): Uri {
  return Uri.from({ scheme, path: '/Update Run.md', query: id });
}
