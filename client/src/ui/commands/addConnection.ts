/** Add Connection…: asks for what a connection needs and writes it into the user's settings. */
import { ConfigurationTarget, workspace } from 'vscode';
import type { Engine } from '../../engine.ts';
import type { Connector } from '../connector.ts';
import { settings } from '../contributions.ts';
import { connectionEntry, deviceIdsProblem, nameProblem, urlProblem } from '../model/newConnection.ts';
import { ask } from '../multiStep.ts';
import type { Profiles } from '../profiles.ts';
import { connectionsSetting } from '../settings.ts';

/** Afterwards the new connection is opened, so that the user sees at once whether it is right. */
export async function addConnection(engine: Engine, connector: Connector, profiles: Profiles): Promise<void> {
  const name = await askAndWrite(engine.connections.map(({ profile }) => profile.name));
  if (name === undefined || !workspace.isTrusted) return;
  await profiles.takeOver();
  await connector.open(name);
}

/** Resolves with the name of the new connection, or undefined where the user gave up. */
async function askAndWrite(taken: readonly string[]): Promise<string | undefined> {
  const answers = await ask('Add Connection', [
    () => ({
      prompt: 'Address of the MQTT broker: mqtt://, mqtts://, ws:// or wss://, without user and password',
      placeholder: 'mqtt://localhost:1883',
      validate: urlProblem,
    }),
    ([url = '']) => ({
      prompt: 'Name, shown in the tree and in every question',
      value: freeName(new URL(url).hostname, taken),
      validate: (text) => nameProblem(text, taken),
    }),
    () => ({
      prompt: 'Ids of devices that you know, between commas. Others are found by what they publish.',
      placeholder: 'edge:device',
      validate: deviceIdsProblem,
    }),
    () => ({
      prompt: 'User at the broker; empty for none. The password is asked for at the first connect.',
      validate: () => undefined,
    }),
  ]);
  if (answers === undefined) return undefined;
  const [url = '', name = '', devices = '', username = ''] = answers;
  const written = connectionsSetting();
  const entries: unknown[] = Array.isArray(written) ? written : [];
  await workspace
    .getConfiguration()
    .update(
      settings.connections.key,
      [...entries, connectionEntry(name, url, devices, username)],
      ConfigurationTarget.Global,
    );
  return name;
}

function freeName(wish: string, taken: readonly string[]): string {
  if (!taken.includes(wish)) return wish;
  for (let number = 2; ; number += 1) {
    const name = `${wish} ${number}`;
    if (!taken.includes(name)) return name;
  }
}
