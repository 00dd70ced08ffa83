/** Show Manifest As Sent, and Compare with…: what was sent, masked, alone or beside that of another run. */
import { t } from '@vscode/l10n';
import { type KeptRunParts, meantRun } from '../keptRuns.ts';
import type { SentDocuments } from '../sentDocuments.ts';

export interface SentParts extends KeptRunParts {
  readonly sentDocuments: SentDocuments;
}

/** `subject`: a run, see {@link meantRun}. */
export async function showSentManifest(parts: SentParts, subject: unknown): Promise<void> {
  const run = await meantRun(parts, subject, t('Show Manifest As Sent'));
  if (run !== undefined) await parts.sentDocuments.show(run);
}

/** `subject`: a run, see {@link meantRun}; the other one is asked for. */
export async function compareRuns(parts: SentParts, subject: unknown): Promise<void> {
  const run = await meantRun(parts, subject, t('Compare Runs'));
  if (run === undefined) return;
  const title = t('Compare {0} with', run.subject ?? run.operation);
  const none = t(
    'There is no other run to compare with yet: this is the only one that the history can read.',
  );
  const other = await meantRun(parts, undefined, title, ({ id }) => id !== run.id, none);
  if (other !== undefined) await parts.sentDocuments.compare(run, other);
}
