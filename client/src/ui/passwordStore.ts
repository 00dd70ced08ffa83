/** Passwords: in the editor's secret storage and nowhere else. */
import { type SecretStorage, window } from 'vscode';
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { hostOf, passwordKey } from './model/passwords.ts';

export class PasswordStore {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /**
   * The password for a connect: the stored one, else the one that the user types now. Undefined where the connection
   * names no user. Throws a FaultError `cancelled` where the user types none.
   */
  async forConnect(profile: ConnectionProfile): Promise<string | undefined> {
    const key = passwordKey(profile);
    if (key === undefined) return undefined;
    const password = (await this.#secrets.get(key)) ?? (await this.#ask(profile, key, ''));
    if (password === undefined) {
      throw new FaultError(fault('cancelled', `No password was given for ${profile.name}.`));
    }
    return password;
  }

  /** Asks for a new password and stores it; nothing typed removes the stored one. Resolves true where it was changed. */
  async change(profile: ConnectionProfile): Promise<boolean> {
    const key = passwordKey(profile);
    if (key === undefined) return false;
    return (await this.#ask(profile, key, '; leave empty to remove it')) !== undefined;
  }

  async #ask(profile: ConnectionProfile, key: string, hint: string): Promise<string | undefined> {
    const password = await window.showInputBox({
      title: `Password for ${profile.name}`,
      prompt: `User ${profile.username} at ${hostOf(profile.url)}. Kept in the secret storage of your system${hint}.`,
      password: true,
      ignoreFocusOut: true,
    });
    if (password === '') await this.#secrets.delete(key);
    else if (password !== undefined) await this.#secrets.store(key, password);
    return password;
  }
}
