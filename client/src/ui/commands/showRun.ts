/** Show Run…: one of the updates that were sent, as a document. */
import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Engine } from '../../engine.ts';
import type { UpdateRun } from '../../updates/run.ts';
import { progressWords } from '../../words/runWords.ts';
import { target } from '../../words/words.ts';
import { runChoices } from '../model/runChoices.ts';
import type { RunDocuments } from '../runDocuments.ts';

export interface ShowRunParts {
  readonly engine: Engine;
  readonly runDocuments: RunDocuments;
}

/** `subject`: the id of a run; anything else asks for one. */
export async function showRun({ engine, runDocuments }: ShowRunParts, subject: unknown): Promise<void> {
  if (typeof subject === 'string') return runDocuments.show(subject);
  const { updates, refreshes } = runChoices(engine.runs);
  const items: RunItem[] = updates.map(itemOf);
  if (refreshes.length > 0)
    items.push({ label: 'refreshes', kind: QuickPickItemKind.Separator }, ...refreshes.map(itemOf));
  if (items.length === 0) {
    void window.showInformationMessage('Nothing was sent since VS Code was started.');
    return;
  }
  const picked = await window.showQuickPick(items, { title: 'Show Run', matchOnDescription: true });
  if (picked?.id !== undefined) await runDocuments.show(picked.id);
}

interface RunItem extends QuickPickItem {
  /** Absent of a line between items. */
  readonly id?: string;
}

function itemOf(run: UpdateRun): RunItem {
  return {
    label: run.subject ?? run.operation,
    description: target(run.device, run.connection),
    detail: `${new Date(run.started).toLocaleString()}  ${progressWords(run)}`,
    id: run.id,
  };
}
