/** Keeps the engine's connections the same as the settings and the simulated device say. */
import { Disposable, type LogOutputChannel, workspace } from 'vscode';
import { parseProfiles } from '../connections/profiles.ts';
import type { Engine } from '../engine.ts';
import { settings } from './contributions.ts';
import { connectionsSetting } from './settings.ts';
import type { SimulatedDevice } from './simulatedDevice.ts';

export class Profiles implements Disposable {
  readonly #engine: Engine;
  readonly #simulated: SimulatedDevice;
  readonly #log: LogOutputChannel;
  readonly #subscriptions: Disposable;
  /** One take-over after the other, so that the last word of the settings is the last one taken. */
  #settled: Promise<void> = Promise.resolve();

  constructor(engine: Engine, simulated: SimulatedDevice, log: LogOutputChannel) {
    this.#engine = engine;
    this.#simulated = simulated;
    this.#log = log;
    this.#subscriptions = Disposable.from(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.connections.key)) this.takeOver();
      }),
      workspace.onDidGrantWorkspaceTrust(() => this.takeOver()),
      simulated.onChange(() => this.takeOver()),
    );
  }

  /** Resolves once the engine has what the settings say now. */
  takeOver(): Promise<void> {
    this.#settled = this.#settled
      .then(() => this.#engine.configure(this.#read()))
      .catch((error: unknown) => this.#log.error(error instanceof Error ? error : String(error)));
    return this.#settled;
  }

  /** Nothing in a workspace that is not trusted. */
  #read() {
    if (!workspace.isTrusted) return [];
    const { profiles, faults } = parseProfiles(connectionsSetting());
    for (const fault of faults) this.#log.error(`${fault.message} ${fault.advice}`);
    const simulated = this.#simulated.profile;
    if (simulated === undefined) return profiles;
    return [...profiles.filter((profile) => profile.name !== simulated.name), simulated];
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
