/** The simulated devices: a broker and a device inside this process, each shown as one more connection while it runs. */
import type { ConnectionProfile, Mode } from '../connections/profile.ts';
import { Emitter } from '../events.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { simulatorConsent } from './settings.ts';

const names: Readonly<Record<Mode, string>> = { things: 'simulated', direct: 'simulated direct' };

export class SimulatedDevices {
  readonly #changed = new Emitter<void>();
  readonly onChange = this.#changed.event;
  readonly #log: (line: string) => void;
  readonly #running = new Map<Mode, { readonly simulator: Simulator; readonly profile: ConnectionProfile }>();

  /** `log` takes what the devices themselves would write into their logs. */
  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** The connections of those that run. */
  get profiles(): readonly ConnectionProfile[] {
    return [...this.#running.values()].map(({ profile }) => profile);
  }

  runs(mode: Mode): boolean {
    return this.#running.has(mode);
  }

  isSimulated(connection: string): boolean {
    return this.profiles.some(({ name }) => name === connection);
  }

  /** Starts the one of this mode where it does not run. Resolves with its connection. */
  async start(mode: Mode): Promise<ConnectionProfile> {
    const running = this.#running.get(mode);
    if (running !== undefined) return running.profile;
    const { startSimulator } = await import('../simulator/simulator.ts');
    const simulator = await startSimulator({ mode, log: this.#log, ownerConsent: simulatorConsent() });
    const profile: ConnectionProfile = {
      name: names[mode],
      url: simulator.url,
      // In direct mode the device is the prefix of its topics.
      ...(mode === 'direct'
        ? { devices: [], prefix: simulator.deviceId }
        : { devices: [simulator.deviceId] }),
      mode,
      addressing: 'auto',
      protocolVersion: 4,
      keepAlive: 30,
      simulated: true,
    };
    this.#running.set(mode, { simulator, profile });
    this.#changed.fire();
    return profile;
  }

  /** The one whose connection has this name. */
  async stop(connection: string): Promise<void> {
    const found = [...this.#running].find(([, { profile }]) => profile.name === connection);
    if (found === undefined) return;
    const [mode, { simulator }] = found;
    this.#running.delete(mode);
    this.#changed.fire();
    await simulator.stop();
  }

  async dispose(): Promise<void> {
    this.#changed.dispose();
    await Promise.all([...this.#running.values()].map(({ simulator }) => simulator.stop()));
  }
}
