/** What was sent in a run, as read-only documents: alone, or with how it went, to be compared. Secrets are masked. */
import { t } from '@vscode/l10n';
import { commands as editorCommands, type Uri } from 'vscode';
import type { Disposable } from '../events.ts';
import { maskedManifest } from '../history/maskedRun.ts';
import type { UpdateRun } from '../updates/run.ts';
import { unreadableWords } from '../words/historyWords.ts';
import { comparisonText } from '../words/runComparison.ts';
import { clockTime } from '../words/times.ts';
import type { KnownRuns } from './model/knownRuns.ts';
import type { LiveRuns } from './model/liveRuns.ts';
import { type Address, ReadOnlyDocuments, titlePath } from './readOnlyDocuments.ts';

export class SentDocuments implements Disposable {
  readonly #known: KnownRuns;
  readonly #documents = new ReadOnlyDocuments('kanto-sent', (address) => this.#text(address));

  readonly #following: Disposable;

  /** `live`: what is compared while it goes on is drawn anew. */
  constructor(known: KnownRuns, live: Pick<LiveRuns, 'onRun'>) {
    this.#known = known;
    this.#following = live.onRun((run) => this.#documents.changed(addressOf(run, 'jsonc')));
  }

  async show(run: UpdateRun): Promise<void> {
    await this.#documents.show(addressOf(run, 'json'));
  }

  /** The earlier one on the left. */
  async compare(...runs: readonly [UpdateRun, UpdateRun]): Promise<void> {
    const [one, other] = runs;
    const [earlier, later] = one.started <= other.started ? [one, other] : [other, one];
    const [left, right] = [earlier, later].map((run) => this.#documents.uri(addressOf(run, 'jsonc')));
    const title = t('Compare {0} ↔ {1}', nameOf(earlier), nameOf(later));
    await editorCommands.executeCommand('vscode.diff', left, right, title);
  }

  async #text({ path, query }: Uri): Promise<string> {
    const reading = await this.#known.read(query);
    if (reading.kind !== 'found') return unreadableWords(reading);
    return path.endsWith('.jsonc') ? comparisonText(reading.run) : `${maskedManifest(reading.run)}\n`;
  }

  dispose(): void {
    this.#following.dispose();
    this.#documents.dispose();
  }
}

function nameOf({ subject, operation }: UpdateRun): string {
  return subject ?? operation;
}

/** The end of the path decides the language: comments stand in the one that is compared. */
function addressOf(run: UpdateRun, kind: 'json' | 'jsonc'): Address {
  const when = clockTime(run.started);
  return { path: titlePath(`${t('{0} as sent {1}', nameOf(run), when)}.${kind}`), query: run.id };
}
