/** Plans and drifts as read-only documents. They live in memory only: a tab that outlives its plan says so. */
import { Disposable, EventEmitter, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import { parseJson } from '../protocol/json.ts';
import { driftDocument, planDocument } from '../words/planWords.ts';
import { target as targetWords } from '../words/words.ts';
import type { ShownPlan, ShownPlans } from './model/shownPlans.ts';
import type { Target } from './model/targets.ts';

const scheme = 'kanto-plan';

export class PlanDocuments implements TextDocumentContentProvider, Disposable {
  readonly #shown: ShownPlans;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: Disposable;

  constructor(shown: ShownPlans) {
    this.#shown = shown;
    this.#subscriptions = Disposable.from(
      this.#changed,
      workspace.registerTextDocumentContentProvider(scheme, this),
      shown.onChange(({ kind, ...target }) => this.#changed.fire(uriOf(kind, target))),
    );
  }

  provideTextDocumentContent(uri: Uri): string {
    const found = this.#find(uri);
    if (!found) return '# No plan\n\nPlans are kept in memory only, and this one is gone. Plan again.\n';
    return found.kind === 'plan' ? planDocument(found) : driftDocument(found);
  }

  #find(uri: Uri): ShownPlan | undefined {
    const [kind, connection, device] = words(parseJson(uri.query));
    if ((kind !== 'plan' && kind !== 'drift') || connection === undefined || device === undefined)
      return undefined;
    return this.#shown.get(kind, { connection, device });
  }

  /** Opens the document of what was shown last. */
  async open(kind: ShownPlan['kind'], target: Target): Promise<void> {
    const document = await workspace.openTextDocument(uriOf(kind, target));
    await window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** The path is the title of the tab, the query what is shown. */
function uriOf(kind: ShownPlan['kind'], { connection, device }: Target): Uri {
  const title = `${kind === 'plan' ? 'Plan' : 'Drift'} ${targetWords(device, connection)}`;
  return Uri.from({
    scheme,
    path: `/${title.replace(/[\\/]/g, '-')}.md`,
    query: JSON.stringify([kind, connection, device]),
  });
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}
