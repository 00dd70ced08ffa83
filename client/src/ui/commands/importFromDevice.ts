/** Import from Device…: what a device runs, as a manifest in a new document. Nothing is changed on the device, and no file. */
import { t } from '@vscode/l10n';
import { window, workspace } from 'vscode';
import type { Engine } from '../../engine.ts';
import { importDifference } from '../../words/importWords.ts';
import { target as targetWords } from '../../words/words.ts';
import type { Connector } from '../connector.ts';
import { fail } from '../manifestCommand.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { confirmed } from '../modal.ts';
import { manifestLanguage } from '../model/manifestFiles.ts';
import { isDeviceElement } from '../model/treeElements.ts';
import type { Planner } from '../planner.ts';
import { tellBriefly } from '../progress.ts';
import type { TargetPicker } from '../targetPicker.ts';
import { isTrusted } from '../trust.ts';

export interface ImportParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly server: ManifestServer;
  readonly targets: TargetPicker;
  readonly planner: Planner;
}

/** `subject`: a device of the tree, or nothing: then the user is asked. */
export async function importFromDevice(parts: ImportParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const picked = isDeviceElement(subject)
    ? subject
    : await parts.targets.pick(t('Import from Device'), 'nothing');
  if (picked === undefined || !(await parts.connector.open(picked.connection))) return;
  const target = { connection: picked.connection, device: picked.device };
  const where = targetWords(target.device, target.connection);
  if (parts.engine.busy(target.connection, target.device) && !(await wantsHalf(where))) return;
  const reported = await parts.planner.reported(target, t('Importing from {0}', where));
  if (reported === undefined) return;
  const { inventory, time } = reported;
  const imported = await parts.server.importManifest({
    inventory,
    source: { ...target, time },
    format: 'yaml',
  });
  if ('refused' in imported) {
    fail(imported.refused);
    return;
  }
  await parts.targets.remember(target);
  const difference = importDifference(imported, target.device);
  if (difference !== undefined) {
    const { message, detail } = difference;
    if (!(await confirmed(message, detail, t('Open with the Differences')))) return;
  }
  const document = await workspace.openTextDocument({
    language: manifestLanguage('yaml'),
    content: imported.text,
  });
  await window.showTextDocument(document, { preview: false });
  tellBriefly(t('Imported from {0}: {1}', where, imported.summary));
}

/** In the middle of an update a device runs what neither was nor will be. */
function wantsHalf(where: string): Promise<boolean> {
  return confirmed(
    t('{0} is in the middle of an update.', where),
    t(
      'What it reports now may be half of it: components that are replaced can be missing, and what is wanted can be there already. Import once the update has ended.',
    ),
    t('Import All the Same'),
    t('Do Not Import'),
  );
}
