/** Remove Connection…: says what goes with it, asks, and takes all of it away. */
import { window } from 'vscode';
import { isOver } from '../../updates/run.ts';
import { count } from '../../words/words.ts';
import type { EditorParts } from '../connectionEditor.ts';
import { secretsOf } from '../model/passwords.ts';
import { isTrusted } from '../trust.ts';
import { chooseOwnConnection } from './connections.ts';

export async function removeConnection(parts: EditorParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const profile = await chooseOwnConnection(parts.profiles, subject, 'Connection to remove');
  if (profile === undefined) return;
  const { name } = profile;
  const state = parts.engine.connections.find((it) => it.profile.name === name)?.state.kind ?? 'disconnected';
  const following = parts.engine.runs.filter((run) => run.connection === name && !isOver(run));
  const goes = [
    `its entry in the user settings (${profile.url})`,
    ...secretsOf(profile).map(({ word, of }) => `the ${word}, where one is stored: ${lowerFirst(of)}`),
    ...(state === 'disconnected' ? [] : ['the open connection']),
    `${count(parts.engine.devices(name).length, 'device')} of the list`,
    ...(following.length === 0 ? [] : [`the following of ${count(following.length, 'update')} that go on`]),
  ];
  const detail = ['With it goes', ...goes.map((it) => `– ${it}`), 'Nothing is changed on a device.'].join(
    '\n',
  );
  const remove = 'Remove';
  const answer = await window.showWarningMessage(
    `Remove the connection ${name}?`,
    { modal: true, detail },
    remove,
  );
  if (answer !== remove) return;
  await parts.profiles.write(name, undefined);
  await parts.passwords.forget(profile);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
