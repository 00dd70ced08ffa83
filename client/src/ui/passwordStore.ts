/** Passwords and pass-phrases: in the editor's secret storage and nowhere else. */
import { type Memento, type SecretStorage, window } from 'vscode';
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { isSecretKey, type Secret, secretsOf } from './model/passwords.ts';

/** Tells whether what was typed is kept for the next time. */
type Keep = 'store' | 'use once';

export class PasswordStore {
  readonly #secrets: SecretStorage;
  readonly #memory: Memento;

  /** `memory` holds which secrets there are, one entry each and no secret: the secret storage cannot list them. */
  constructor(secrets: SecretStorage, memory: Memento) {
    this.#secrets = secrets;
    this.#memory = memory;
  }

  /**
   * A secret for a connect: the stored one, else the one that the user types now. Undefined where the connection has no
   * such secret. Throws a FaultError `cancelled` where the user types none.
   */
  async forConnect(
    profile: ConnectionProfile,
    kind: Secret['kind'],
    keep: Keep = 'store',
  ): Promise<string | undefined> {
    const secret = secretsOf(profile).find((it) => it.kind === kind);
    if (secret === undefined) return undefined;
    const value = (await this.#secrets.get(secret.key)) ?? (await this.#ask(profile, secret, keep));
    if (value === undefined) {
      throw new FaultError(fault('cancelled', `No ${secret.word} was given for ${profile.name}.`));
    }
    return value;
  }

  /** Asks for a new one and stores it; nothing typed removes the stored one. Resolves true where it was changed. */
  async change(profile: ConnectionProfile, secret: Secret): Promise<boolean> {
    return (await this.#ask(profile, secret, 'store', '; leave empty to remove it')) !== undefined;
  }

  async #ask(profile: ConnectionProfile, secret: Secret, keep: Keep, hint = ''): Promise<string | undefined> {
    const value = await window.showInputBox({
      title: `${secret.title} for ${profile.name}`,
      prompt: `${secret.of}. Kept in the secret storage of your system${hint}.`,
      password: true,
      ignoreFocusOut: true,
    });
    if (value !== undefined && keep === 'store') await this.store(secret.key, value);
    return value;
  }

  /** Nothing removes what is stored. */
  async store(key: string, value: string): Promise<void> {
    if (value === '') return this.#forget(key);
    await this.#memory.update(key, true);
    await this.#secrets.store(key, value);
  }

  /** Deletes what belongs to no connection any more: it is gone, or has another host, user or key file. */
  async keepOnly(profiles: readonly ConnectionProfile[]): Promise<void> {
    const wanted = new Set(profiles.flatMap((profile) => secretsOf(profile).map(({ key }) => key)));
    const stale = this.#memory.keys().filter((key) => isSecretKey(key) && !wanted.has(key));
    for (const key of stale) await this.#forget(key);
  }

  async #forget(key: string): Promise<void> {
    await this.#secrets.delete(key);
    await this.#memory.update(key, undefined);
  }
}
