/** Which secrets a connection has, and under which keys they are stored: bound to what they were typed for, no fall-back. */
import { t } from '@vscode/l10n';
import type { ConnectionProfile } from '../../connections/profile.ts';
import { hostOf } from '../../connections/url.ts';
import { registryHost } from '../../registry/profile.ts';
import { secretKeys } from './secretKeys.ts';

export interface Secret {
  readonly kind: 'password' | 'passphrase' | 'registryPassword';
  /** In the secret storage. */
  readonly key: string;
  /** As in "No password was given". */
  readonly word: string;
  /** As in "Password for lab". */
  readonly title: string;
  /** What it opens. */
  readonly of: string;
}

/**
 * The password where the connection names a user: bound to name, host with port, and user, so that a connection that
 * is aimed at another host does not take it there. The pass-phrase where it names a key file: bound to name and file.
 * The password of the device registry where that is named with a user: bound as the first, to a place of its own.
 */
export function secretsOf({
  name,
  url,
  username,
  tls,
  registry,
}: Pick<ConnectionProfile, 'name' | 'url' | 'username' | 'tls' | 'registry'>): Secret[] {
  const secrets: Secret[] = [];
  const key = (kind: Secret['kind'], ...binding: string[]) => `${secretKeys[kind]}${JSON.stringify(binding)}`;
  if (username !== undefined && username !== '') {
    const host = hostOf(url);
    secrets.push({
      kind: 'password',
      key: key('password', name, host, username),
      word: t('password'),
      title: t('Password'),
      of: t('User {0} at {1}', username, host),
    });
  }
  if (tls?.keyFile !== undefined) {
    secrets.push({
      kind: 'passphrase',
      key: key('passphrase', name, tls.keyFile),
      word: t('pass-phrase'),
      title: t('Pass-phrase'),
      of: t('Key file {0}', tls.keyFile),
    });
  }
  if (registry?.username !== undefined) {
    const host = registryHost(registry.url);
    secrets.push({
      kind: 'registryPassword',
      key: key('registryPassword', name, host, registry.username),
      word: t('password of the device registry'),
      title: t('Password of the device registry'),
      of: t('User {0} at the device registry {1}', registry.username, host),
    });
  }
  return secrets;
}
