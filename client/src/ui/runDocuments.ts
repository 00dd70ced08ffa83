/** Runs as read-only documents, kept up to date while they go on. */
import { t } from '@vscode/l10n';
import { Disposable, Uri, window } from 'vscode';
import type { UpdateRun } from '../updates/run.ts';
import { unreadableWords } from '../words/historyWords.ts';
import { runDocument, runTitle } from '../words/runDocument.ts';
import { createBatch } from './model/batch.ts';
import type { KnownRuns } from './model/knownRuns.ts';
import type { LiveRuns } from './model/liveRuns.ts';
import { type Address, ReadOnlyDocuments, titlePath } from './readOnlyDocuments.ts';

const scheme = 'kanto-run';
/** Milliseconds. */
const refreshInterval = 500;

export class RunDocuments implements Disposable {
  readonly #known: KnownRuns;
  readonly #documents = new ReadOnlyDocuments(scheme, ({ query }) => this.#text(query));
  readonly #subscriptions: Disposable;

  constructor(live: LiveRuns, known: KnownRuns) {
    this.#known = known;
    const changed = createBatch<string>(refreshInterval, (ids) => {
      for (const id of ids) {
        const run = known.own(id);
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
    const reading = await this.#known.read(id);
    if (reading.kind === 'found') await this.#documents.show(addressOf(reading.run));
    else void window.showInformationMessage(unreadableWords(reading));
  }

  async #text(id: string): Promise<string> {
    const reading = await this.#known.read(id);
    return reading.kind === 'found' ? runDocument(reading.run, Date.now()) : unreadableWords(reading);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** The id of the run that a document shows, as the menus of its tab hand it to commands; undefined for anything else. */
export function shownRun(subject: unknown): string | undefined {
  return subject instanceof Uri && subject.scheme === scheme ? subject.query : undefined;
}

function addressOf(run: UpdateRun): Address {
  return { path: titlePath(t('Run {0}.md', runTitle(run))), query: run.id };
}
