/** Keeps the engine's connections the same as the settings and the simulated device say. */
import { Disposable, workspace } from 'vscode';
import { parseProfiles } from '../connections/profiles.ts';
import type { Engine } from '../engine.ts';
import type { Fault } from '../errors.ts';
import { plainText } from '../words/words.ts';
import { settings } from './contributions.ts';
import type { Notices } from './notices.ts';
import type { PasswordStore } from './passwordStore.ts';
import { connectionsSetting } from './settings.ts';
import type { SimulatedDevice } from './simulatedDevice.ts';

export class Profiles implements Disposable {
  readonly #engine: Engine;
  readonly #simulated: SimulatedDevice;
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
    simulated: SimulatedDevice,
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
    const simulated = this.#simulated.profile;
    const others = profiles.filter((profile) => profile.name !== simulated?.name);
    await this.#engine.configure(simulated === undefined ? profiles : [...others, simulated]);
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
