/** Show Message to Be Sent…: what Apply to Device would publish, with all that is filled in. Nothing is sent. */

import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import { isComposed } from '../../protocol/compose.ts';
import { dialectOf } from '../../protocol/dialects.ts';
import { chosenManifest, fail } from '../manifestCommand.ts';
import { askForDevice, type ConvertParts, showBeside } from './convert.ts';

export async function showMessage(parts: ConvertParts, subject: unknown): Promise<void> {
  const document = await chosenManifest(subject);
  if (document === undefined) return;
  const manifest = await parts.server.describe(document);
  const device = await askForDevice(
    parts,
    t('Show Message to Be Sent'),
    t('Device that it would be sent to'),
  );
  if (device === undefined) return;
  const { engine } = parts;
  const connection = engine.connections.find(({ profile }) => engine.device(profile.name, device));
  const features = (connection && engine.device(connection.profile.name, device)?.features) ?? [];
  const { compose } = dialectOf(connection?.profile ?? { mode: 'things' });
  const composed = compose({ manifest, device, features, uuid: randomUUID });
  if (!isComposed(composed)) {
    const fault = manifest.problems.find(({ severity }) => severity === 'error');
    const reason = fault && manifest.content === undefined ? fault.message : composed.message;
    fail(t('There is no message to be sent. {0}', reason));
    return;
  }
  await showBeside(`${JSON.stringify(composed.envelope, undefined, 2)}\n`, 'json');
}
