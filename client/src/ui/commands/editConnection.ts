/** Edit Connection…, Duplicate Connection…: the form of one that there is, tested again before it is saved. */
import { t } from '@vscode/l10n';
import { type EditorParts, editConnectionForm } from '../connectionEditor.ts';
import { draftOf } from '../model/connectionForm.ts';
import { freeName } from '../model/newConnection.ts';
import { isTrusted } from '../trust.ts';
import { chooseOwnConnection } from './connections.ts';

export async function editConnection(parts: EditorParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const profile = await chooseOwnConnection(parts.profiles, subject, t('Connection to edit'));
  if (profile === undefined) return;
  await editConnectionForm(parts, {
    title: t('Edit Connection {0}', profile.name),
    draft: draftOf(profile),
    original: profile,
  });
}

/** Without the client id, which two connections cannot share, and without secrets: they are bound to the name. */
export async function duplicateConnection(parts: EditorParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const profile = await chooseOwnConnection(parts.profiles, subject, t('Connection to duplicate'));
  if (profile === undefined) return;
  await editConnectionForm(parts, {
    title: t('Duplicate Connection {0}', profile.name),
    draft: { ...draftOf(profile), name: freeName(profile.name, parts.profiles.names), clientId: '' },
  });
}
