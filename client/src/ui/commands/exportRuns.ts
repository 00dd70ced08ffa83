/** Export… (JSON): a run, or those that the view shows, as a file without secrets. */
import { t } from '@vscode/l10n';
import { Uri, window, workspace } from 'vscode';
import { type ExportInput, exportedRuns } from '../../history/exported.ts';
import type { KeptRun } from '../../history/history.ts';
import { visible, withoutLinks } from '../../words/visible.ts';
import { count } from '../../words/words.ts';
import type { HistoryTree } from '../historyTree.ts';
import type { KeptRunParts } from '../keptRuns.ts';
import { isRunElement } from '../model/historyRows.ts';
import { dayOf } from '../model/runFilter.ts';

export interface ExportParts extends KeptRunParts {
  readonly historyTree: HistoryTree;
}

/** Characters. */
const longestPath = 300;

/** `subject`: a row of the view; anything else: all that the view shows. */
export async function exportRuns(parts: ExportParts, subject: unknown): Promise<void> {
  await parts.history.load();
  const chosen = isRunElement(subject) ? [subject.run] : parts.historyTree.shown;
  if (chosen.length === 0) {
    void window.showInformationMessage(t('There is no run to export.'));
    return;
  }
  const uri = await window.showSaveDialog({
    title: t('Export {0}, with secrets masked', count(chosen.length, 'run')),
    defaultUri: inWorkspace(`kanto-history-${dayOf(Date.now())}.json`),
    filters: { JSON: ['json'] },
  });
  if (uri === undefined) return;
  const runs: ExportInput[] = [];
  for (const kept of chosen) runs.push(await inputOf(parts, kept));
  await workspace.fs.writeFile(uri, Buffer.from(exportedRuns(runs, Date.now())));
  const open = t('Open');
  const told = t(
    '{0} exported to {1}. Secrets are masked; who needs them sends the run again from the history.',
    count(runs.length, 'run'),
    visible(workspace.asRelativePath(uri), longestPath),
  );
  if ((await window.showInformationMessage(withoutLinks(told), open)) === open)
    await window.showTextDocument(uri);
}

async function inputOf({ known }: ExportParts, kept: KeptRun): Promise<ExportInput> {
  const reading = await known.read(kept.id);
  return { kept, ...(reading.kind === 'found' && { run: reading.run }) };
}

function inWorkspace(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? Uri.file(name) : Uri.joinPath(folder, name);
}
