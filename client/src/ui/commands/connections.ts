/** Connect, Disconnect, Set Password…: on the connection of a tree row, one named, or one that the user picks. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { ConnectionProfile } from '../../connections/profile.ts';
import type { ConnectionStatus, Engine } from '../../engine.ts';
import type { Connector } from '../connector.ts';
import { type Secret, secretsOf } from '../model/passwords.ts';
import type { Notices } from '../notices.ts';
import type { PasswordStore } from '../passwordStore.ts';
import type { Profiles } from '../profiles.ts';
import { pickConnection } from '../targetPicker.ts';
import { isTrusted } from '../trust.ts';
import { connectionsWithRegistry, listRegistered } from './listRegistered.ts';

export async function connect(engine: Engine, connector: Connector, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const status = await chooseConnection(
    engine,
    subject,
    t('Connection to open'),
    ({ state }) => state.kind !== 'connected',
  );
  if (status !== undefined) await connector.open(status.profile.name);
}

export async function disconnect(engine: Engine, subject: unknown): Promise<void> {
  const open = ({ state }: ConnectionStatus) => state.kind !== 'disconnected';
  const status = await chooseConnection(engine, subject, t('Connection to close'), open);
  if (status !== undefined) await engine.disconnect(status.profile.name);
}

export interface PasswordParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly notices: Notices;
  readonly passwords: PasswordStore;
}

/** Afterwards the connection is opened, or its registry asked, anew: a password is set to be used. */
export async function setPassword(parts: PasswordParts, subject: unknown): Promise<void> {
  const { engine, connector, passwords } = parts;
  const status = await chooseConnection(engine, subject, t('Connection to set the password of'), () => true);
  if (status === undefined) return;
  const { profile } = status;
  const secret = await chooseSecret(profile);
  if (secret === undefined || !(await passwords.change(profile, secret)) || !isTrusted()) return;
  if (secret.kind === 'registryPassword' && connectionsWithRegistry(engine).includes(profile.name))
    return listRegistered(parts, [profile.name]);
  await engine.disconnect(profile.name);
  await connector.open(profile.name);
}

/** Asks only where there is a choice. */
async function chooseSecret(profile: ConnectionProfile): Promise<Secret | undefined> {
  const secrets = secretsOf(profile);
  if (secrets.length === 0) {
    await window.showInformationMessage(
      t(
        '{0} has no secret: it names neither a user nor a key file. Edit Connection… adds them.',
        profile.name,
      ),
    );
  }
  if (secrets.length < 2) return secrets[0];
  const items = secrets.map((secret) => ({ label: secret.title, description: secret.of, secret }));
  return (await window.showQuickPick(items, { placeHolder: t('Secret of {0} to set', profile.name) }))
    ?.secret;
}

/** The connection of a row of the tree, one named, or one that the user picks; undefined where none is picked. */
export async function chooseConnection(
  engine: Engine,
  subject: unknown,
  placeHolder: string,
  fits: (status: ConnectionStatus) => boolean,
): Promise<ConnectionStatus | undefined> {
  const named = typeof subject === 'string' ? subject : connectionOf(subject);
  const name =
    named ??
    (await pickConnection(
      engine.connections.filter(fits).map(({ profile }) => profile.name),
      placeHolder,
    ));
  return engine.connections.find(({ profile }) => profile.name === name);
}

/** As {@link chooseConnection}, of those of the user's settings. */
export async function chooseOwnConnection(
  profiles: Profiles,
  subject: unknown,
  placeHolder: string,
): Promise<ConnectionProfile | undefined> {
  const { own } = profiles;
  const named = typeof subject === 'string' ? subject : connectionOf(subject);
  const name =
    named ??
    (await pickConnection(
      own.map((it) => it.name),
      placeHolder,
    ));
  return own.find((it) => it.name === name);
}

/** The connection of a row of the tree. */
function connectionOf(subject: unknown): string | undefined {
  return typeof subject === 'object' &&
    subject !== null &&
    'connection' in subject &&
    typeof subject.connection === 'string'
    ? subject.connection
    : undefined;
}
