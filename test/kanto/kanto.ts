/** A device of the real update-manager, our simulated agent for containers and our own client beside it. */
import type { Engine } from '../../client/src/engine.ts';
import type { DeviceOptions, SimulatedDevice } from '../../client/src/simulator/device.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import type { JsonObject, ManifestDescription } from '../../server/src/messages.ts';
import { type KantoBus, startBus } from './bus.ts';
import type { DaemonProcess } from './daemonProcess.ts';
import { described, kantoEngine } from './engine.ts';
import { startConnector, startContainersAgent } from './surroundings.ts';
import { startUpdateManager, type UpdateManagerOptions } from './updateManager.ts';

export interface Kanto {
  readonly bus: KantoBus;
  readonly connector: SimulatedDevice;
  readonly containers: SimulatedDevice | undefined;
  readonly updateManager: DaemonProcess;
  readonly engine: Engine;
}

export interface KantoOptions extends UpdateManagerOptions {
  /** Of our simulated agent; none where it is null. */
  readonly agent?: Pick<DeviceOptions, 'timing' | 'systemContainers'> | null;
  /** What the test itself hears on the bus. */
  readonly filters?: readonly string[];
  /** Starts what update-manager, which asks its agents at once, has to find. */
  readonly before?: (bus: KantoBus) => Promise<unknown>;
}

export async function startKanto({
  agent = {},
  filters,
  before,
  ...options
}: KantoOptions = {}): Promise<Kanto> {
  const bus = await startBus(filters);
  const connector = await startConnector(bus);
  const containers = agent === null ? undefined : await startContainersAgent(bus, agent);
  await before?.(bus);
  const updateManager = await startUpdateManager(bus, options);
  return { bus, connector, containers, updateManager, engine: await kantoEngine(bus) };
}

/** A desired state of containers, each with its domain where that is another: `{ web: '1.27' }`. */
export function desired(
  components: Readonly<Record<string, string>>,
  more: readonly JsonObject[] = [],
): ManifestDescription {
  const containers = Object.entries(components).map(([id, version]) => ({ id, version }));
  return described({ desiredState: { domains: [{ id: 'containers', components: containers }, ...more] } });
}

/** The first snapshot of a run that is wanted, from now on. */
export function nextRun(engine: Engine, wanted: (run: UpdateRun) => boolean): Promise<UpdateRun> {
  return new Promise((resolve) => {
    const listening = engine.onRun((run) => {
      if (!wanted(run)) return;
      listening.dispose();
      resolve(run);
    });
  });
}
