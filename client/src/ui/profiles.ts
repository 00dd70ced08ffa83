/** Keeps the engine's connections the same as the settings and the simulated devices say. */
import { t } from '@vscode/l10n';
import { ConfigurationTarget, Disposable, workspace } from 'vscode';
import type { JsonObject } from '../../../server/src/messages.ts';
import type { ConnectionProfile } from '../connections/profile.ts';
import { parseProfiles } from '../connections/profiles.ts';
import type { Engine } from '../engine.ts';
import { type Fault, FaultError, fault } from '../errors.ts';
import { isObject } from '../protocol/json.ts';
import { plainText } from '../words/words.ts';
import { settings } from './contributions.ts';
import type { Notices } from './notices.ts';
import type { PasswordStore } from './passwordStore.ts';
import { connectionsSetting } from './settings.ts';
import type { SimulatedDevices } from './simulatedDevices.ts';

export class Profiles implements Disposable {
  readonly #engine: Engine;
  readonly #simulated: SimulatedDevices;
  readonly #notices: Notices;
  readonly #passwords: PasswordStore;
  readonly #showFaults: (faults: readonly Fault[]) => void;
  readonly #subscriptions: Disposable;
  /** What the settings' faults were when they were last told. */
  #told = '';
  /** One take-over after the other, so that the last word of the settings is the last one taken. */
  #settled: Promise<void> = Promise.resolve();

  constructor(
    engine: Engine,
    simulated: SimulatedDevices,
    notices: Notices,
    passwords: PasswordStore,
    showFaults: (faults: readonly Fault[]) => void,
  ) {
    this.#engine = engine;
    this.#simulated = simulated;
    this.#notices = notices;
    this.#passwords = passwords;
    this.#showFaults = showFaults;
    this.#subscriptions = Disposable.from(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.connections.key)) this.takeOver();
      }),
      simulated.onChange(() => this.takeOver()),
    );
  }

  /** Those that the user's settings name and that can be used. */
  get own(): readonly ConnectionProfile[] {
    return parseProfiles(connectionsSetting()).profiles;
  }

  /** Every name that a connection has, also one that cannot be used, and those of the simulated devices. */
  get names(): readonly string[] {
    const simulated = this.#simulated.profiles.map(({ name }) => name);
    return [...entries().flatMap((it) => nameOf(it) ?? []), ...simulated];
  }

  /**
   * Puts an entry into the user's settings in place of the one of that name, or at the end; no entry takes it out.
   * Resolves once it is in force. Throws a FaultError where the setting is no list.
   */
  async write(name: string | undefined, entry: JsonObject | undefined): Promise<void> {
    const known = entries();
    const at = name === undefined ? -1 : known.findIndex((it) => nameOf(it) === name);
    const replaced = entry === undefined ? [] : [entry];
    const changed =
      at === -1 ? [...known, ...replaced] : [...known.slice(0, at), ...replaced, ...known.slice(at + 1)];
    await workspace.getConfiguration().update(settings.connections.key, changed, ConfigurationTarget.Global);
    await this.takeOver();
  }

  /** From now on the broker of this connection may show this certificate and no other. */
  async accept(name: string, fingerprint: string): Promise<void> {
    const entry = entries().find((it) => nameOf(it) === name);
    if (!isObject(entry))
      throw new FaultError(fault('unknown-connection', t('There is no connection "{0}".', name)));
    await this.write(name, { ...entry, tls: { ...(isObject(entry['tls']) && entry['tls']), fingerprint } });
  }

  /** Resolves once the engine has what the settings say now. */
  takeOver(): Promise<void> {
    this.#settled = this.#settled
      .then(() => this.#take())
      .catch((error: unknown) => this.#notices.log(error));
    return this.#settled;
  }

  /** Nothing in a workspace that is not trusted. */
  async #take(): Promise<void> {
    if (!workspace.isTrusted) return this.#engine.configure([]);
    const { profiles, faults } = parseProfiles(connectionsSetting());
    this.#tellFaults(faults);
    const others = profiles.filter(({ name }) => !this.#simulated.isSimulated(name));
    await this.#engine.configure([...others, ...this.#simulated.profiles]);
    // An entry that cannot be read may be one that is just being typed: its secrets are not gone.
    if (faults.length === 0) await this.#passwords.keepOnly(profiles);
  }

  #tellFaults(faults: readonly Fault[]): void {
    const lines = faults.map((fault) => plainText(`${fault.message} ${fault.advice}`));
    if (lines.join('\n') === this.#told) return;
    this.#told = lines.join('\n');
    for (const line of lines) this.#notices.log(line);
    this.#showFaults(faults);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** The entries of the user's settings as they stand there. */
function entries(): readonly unknown[] {
  const written = connectionsSetting() ?? [];
  if (Array.isArray(written)) return written;
  throw new FaultError(fault('settings-malformed', t('The setting kanto.connections is no list.')));
}

function nameOf(entry: unknown): string | undefined {
  const name = isObject(entry) ? entry['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
