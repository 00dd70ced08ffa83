/** Plans and drifts as read-only documents. They live in memory only: a tab that outlives its plan says so. */
import { t } from '@vscode/l10n';
import { Disposable } from 'vscode';
import { parseJson } from '../protocol/json.ts';
import { driftDocument, planDocument } from '../words/planWords.ts';
import { target as targetWords } from '../words/words.ts';
import type { ShownPlan, ShownPlans } from './model/shownPlans.ts';
import type { Target } from './model/targets.ts';
import { type Address, ReadOnlyDocuments, titlePath } from './readOnlyDocuments.ts';

export class PlanDocuments implements Disposable {
  readonly #shown: ShownPlans;
  readonly #documents = new ReadOnlyDocuments('kanto-plan', ({ query }) => this.#text(query));
  readonly #subscriptions: Disposable;

  constructor(shown: ShownPlans) {
    this.#shown = shown;
    this.#subscriptions = Disposable.from(
      this.#documents,
      shown.onChange(({ kind, ...target }) => this.#documents.changed(addressOf(kind, target))),
    );
  }

  /** Opens the document of what was shown last. */
  show(kind: ShownPlan['kind'], target: Target): Promise<void> {
    return this.#documents.show(addressOf(kind, target));
  }

  #text(query: string): string {
    const found = this.#find(query);
    if (!found) return gone();
    return found.kind === 'plan' ? planDocument(found) : driftDocument(found);
  }

  #find(query: string): ShownPlan | undefined {
    const [kind, connection, device] = words(parseJson(query));
    if ((kind !== 'plan' && kind !== 'drift') || connection === undefined || device === undefined)
      return undefined;
    return this.#shown.get(kind, { connection, device });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

const gone = () =>
  t(
    '# Closed\n\nPlans and drifts are kept in memory only, and this one is gone: *Plan on Device…* or *Show Drift* makes it again.\n',
  );

function addressOf(kind: ShownPlan['kind'], { connection, device }: Target): Address {
  const title = `${kind === 'plan' ? 'Plan' : 'Drift'} ${targetWords(device, connection)}.md`;
  return { path: titlePath(title), query: JSON.stringify([kind, connection, device]) };
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}
