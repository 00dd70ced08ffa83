/** Passwords and pass-phrases: in the editor's secret storage and nowhere else. */
import { t } from '@vscode/l10n';
import { type Memento, type SecretStorage, window } from 'vscode';
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { withoutLinks } from '../words/visible.ts';
import { type Secret, secretsOf } from './model/passwords.ts';
import { isSecretKey } from './model/secretKeys.ts';

export class PasswordStore {
  readonly #secrets: SecretStorage;
  readonly #memory: Memento;

  /** `memory` holds which secrets there are, one entry each and no secret: the secret storage cannot list them. */
  constructor(secrets: SecretStorage, memory: Memento) {
    this.#secrets = secrets;
    this.#memory = memory;
  }

  /**
   * A secret for a connect: the stored one, else the one that the user types now, which is stored. Undefined where the
   * connection has no such secret. Throws a FaultError `cancelled` where the user types none.
   */
  async forConnect(profile: ConnectionProfile, kind: Secret['kind']): Promise<string | undefined> {
    const secret = secretOf(profile, kind);
    if (secret === undefined) return undefined;
    const stored = await this.#secrets.get(secret.key);
    if (stored !== undefined) return stored;
    const typed = await this.ask(profile, kind);
    if (typed !== undefined) await this.store(secret.key, typed);
    return typed;
  }

  /** Undefined where none is stored, or the connection has no such secret. */
  async stored(profile: ConnectionProfile, kind: Secret['kind']): Promise<string | undefined> {
    const secret = secretOf(profile, kind);
    return secret && this.#secrets.get(secret.key);
  }

  /**
   * Asks and stores nothing. Undefined where the connection has no such secret. Throws a FaultError `cancelled` where
   * the user types none.
   */
  async ask(profile: ConnectionProfile, kind: Secret['kind']): Promise<string | undefined> {
    const secret = secretOf(profile, kind);
    if (secret === undefined) return undefined;
    const typed = await this.#prompt(profile, secret, '');
    if (typed !== undefined) return typed;
    throw new FaultError(fault('cancelled', t('No {0} was given for {1}.', secret.word, profile.name)));
  }

  /** Asks for a new one and stores it; nothing typed removes the stored one. Resolves true where it was changed. */
  async change(profile: ConnectionProfile, secret: Secret): Promise<boolean> {
    const typed = await this.#prompt(profile, secret, t('; leave empty to remove it'));
    if (typed !== undefined) await this.store(secret.key, typed);
    return typed !== undefined;
  }

  async #prompt(profile: ConnectionProfile, secret: Secret, hint: string): Promise<string | undefined> {
    return window.showInputBox({
      title: t('{0} for {1}', secret.title, profile.name),
      prompt: withoutLinks(t('{0}. Kept in the secret storage of your system{1}.', secret.of, hint)),
      password: true,
      ignoreFocusOut: true,
    });
  }

  /** An empty value removes what is stored. */
  async store(key: string, value: string): Promise<void> {
    if (value === '') return this.#delete(key);
    await this.#memory.update(key, true);
    await this.#secrets.store(key, value);
  }

  /** Deletes all that is stored for a connection. */
  async forget(profile: ConnectionProfile): Promise<void> {
    for (const { key } of secretsOf(profile)) await this.#delete(key);
  }

  /** Deletes what belongs to no connection any more: it is gone, or has another host, user or key file. */
  async keepOnly(profiles: readonly ConnectionProfile[]): Promise<void> {
    const wanted = new Set(profiles.flatMap((profile) => secretsOf(profile).map(({ key }) => key)));
    const stale = this.#memory.keys().filter((key) => isSecretKey(key) && !wanted.has(key));
    for (const key of stale) await this.#delete(key);
  }

  async #delete(key: string): Promise<void> {
    await this.#secrets.delete(key);
    await this.#memory.update(key, undefined);
  }
}

function secretOf(profile: ConnectionProfile, kind: Secret['kind']): Secret | undefined {
  return secretsOf(profile).find((it) => it.kind === kind);
}
