/** Show Run…: one of the updates that were sent, as a document. */
import { t } from '@vscode/l10n';
import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Engine } from '../../engine.ts';
import type { UpdateRun } from '../../updates/run.ts';
import { progressWords } from '../../words/runWords.ts';
import { dateAndTime } from '../../words/times.ts';
import { withoutIcons } from '../../words/visible.ts';
import { target } from '../../words/words.ts';
import type { DeviceDocuments } from '../deviceDocuments.ts';
import { isRunElement } from '../model/historyRows.ts';
import { runChoices, runOfLastUpdate } from '../model/runChoices.ts';
import type { Target } from '../model/targets.ts';
import { isTreeElement } from '../model/treeElements.ts';
import type { RunDocuments } from '../runDocuments.ts';

export interface ShowRunParts {
  readonly engine: Engine;
  readonly runDocuments: RunDocuments;
  readonly documents: DeviceDocuments;
}

/** `subject`: the id of a run, its row in the history, or the row of a device's last update; anything else asks for one. */
export async function showRun(parts: ShowRunParts, subject: unknown): Promise<void> {
  const { engine, runDocuments } = parts;
  if (typeof subject === 'string') return runDocuments.show(subject);
  if (isRunElement(subject)) return runDocuments.show(subject.run.id);
  if (isTreeElement(subject) && subject.kind === 'lastUpdate') return showLastUpdate(parts, subject.device);
  const { updates, refreshes } = runChoices(engine.runs);
  const items: RunItem[] = updates.map(itemOf);
  if (refreshes.length > 0)
    items.push({ label: 'refreshes', kind: QuickPickItemKind.Separator }, ...refreshes.map(itemOf));
  if (items.length === 0) {
    void window.showInformationMessage(t('Nothing was sent since VS Code was started.'));
    return;
  }
  const picked = await window.showQuickPick(items, { title: t('Show Run'), matchOnDescription: true });
  if (picked?.id !== undefined) await runDocuments.show(picked.id);
}

/** Of an update that another window or program has sent there is no record: what the device told of it is in its details. */
async function showLastUpdate(
  { engine, runDocuments, documents }: ShowRunParts,
  { connection, device }: Target,
): Promise<void> {
  const known = engine.device(connection, device);
  const run = known && runOfLastUpdate(engine.runs, known);
  await (run ? runDocuments.show(run.id) : documents.show({ connection, device, about: 'details' }));
}

interface RunItem extends QuickPickItem {
  /** Absent of a line between items. */
  readonly id?: string;
}

function itemOf(run: UpdateRun): RunItem {
  return {
    label: withoutIcons(run.subject ?? run.operation),
    description: withoutIcons(target(run.device, run.connection)),
    detail: withoutIcons(`${dateAndTime(run.started)}  ${progressWords(run)}`),
    id: run.id,
  };
}
