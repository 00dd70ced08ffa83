/** The simulated device: a broker and a device inside this process, shown as one more connection while it runs. */
import type { ConnectionProfile } from '../connections/profile.ts';
import { Emitter } from '../events.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { simulatorConsent } from './settings.ts';

export class SimulatedDevice {
  readonly #changed = new Emitter<void>();
  readonly onChange = this.#changed.event;
  readonly #log: (line: string) => void;
  #running: { readonly simulator: Simulator; readonly profile: ConnectionProfile } | undefined;

  /** `log` takes what the device itself would write into its log. */
  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Its connection; undefined while it does not run. */
  get profile(): ConnectionProfile | undefined {
    return this.#running?.profile;
  }

  /** Starts it where it does not run. Resolves with its connection. */
  async start(): Promise<ConnectionProfile> {
    if (this.#running !== undefined) return this.#running.profile;
    const { startSimulator } = await import('../simulator/simulator.ts');
    const simulator = await startSimulator({ log: this.#log, ownerConsent: simulatorConsent() });
    const profile: ConnectionProfile = {
      name: 'simulated',
      url: simulator.url,
      devices: [simulator.deviceId],
      mode: 'things',
      addressing: 'auto',
      protocolVersion: 4,
      keepAlive: 30,
    };
    this.#running = { simulator, profile };
    this.#changed.fire();
    return profile;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    this.#changed.fire();
    await running.simulator.stop();
  }

  async dispose(): Promise<void> {
    this.#changed.dispose();
    await this.#running?.simulator.stop();
  }
}
