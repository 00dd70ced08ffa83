/** Start and Stop Simulated Device. */
import type { Engine } from '../../engine.ts';
import type { Connector } from '../connector.ts';
import type { Profiles } from '../profiles.ts';
import { responseTimeout, updateTimeout } from '../settings.ts';
import type { SimulatedDevice } from '../simulatedDevice.ts';
import { isTrusted } from '../trust.ts';

export interface SimulatorParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly simulated: SimulatedDevice;
  readonly profiles: Profiles;
}

/** Resolves once the device is there, connected, and has said what it runs. */
export async function startSimulator(parts: SimulatorParts): Promise<void> {
  if (!isTrusted()) return;
  const { engine, connector, simulated, profiles } = parts;
  const { name, devices } = await simulated.start();
  await profiles.takeOver();
  if (!(await connector.open(name))) return;
  const timeouts = { responseTimeout: responseTimeout(), updateTimeout: updateTimeout() };
  for (const device of devices) await engine.refresh({ connection: name, device, ...timeouts });
}

export async function stopSimulator({ simulated, profiles }: SimulatorParts): Promise<void> {
  await simulated.stop();
  await profiles.takeOver();
}
