/** Remove Connection…: says what goes with it, asks, and takes all of it away. */
import { t } from '@vscode/l10n';
import { isOver } from '../../updates/run.ts';
import { count } from '../../words/words.ts';
import type { EditorParts } from '../connectionEditor.ts';
import { confirmed, keep } from '../modal.ts';
import { secretsOf } from '../model/passwords.ts';
import { isTrusted } from '../trust.ts';
import { chooseOwnConnection } from './connections.ts';

export async function removeConnection(parts: EditorParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const profile = await chooseOwnConnection(parts.profiles, subject, t('Connection to remove'));
  if (profile === undefined) return;
  const { name } = profile;
  const state = parts.engine.connections.find((it) => it.profile.name === name)?.state.kind ?? 'disconnected';
  const following = parts.engine.runs.filter((run) => run.connection === name && !isOver(run));
  const goes = [
    t('its entry in the user settings ({0})', profile.url),
    ...secretsOf(profile).map(({ word, of }) => t('the {0}, where one is stored ({1})', word, of)),
    ...(state === 'disconnected' ? [] : [t('the open connection')]),
    t('{0} of the list', count(parts.engine.devices(name).length, 'device')),
    ...(following.length === 0
      ? []
      : [t('the following of {0} that go on', count(following.length, 'update'))]),
  ];
  const detail = [
    t('With it goes'),
    ...goes.map((it) => `– ${it}`),
    t('Nothing is changed on a device.'),
  ].join('\n');
  if (!(await confirmed(t('Remove the connection {0}?', name), detail, t('Remove'), keep()))) return;
  await parts.profiles.write(name, undefined);
  await parts.passwords.forget(profile);
}
