/** Start and Stop Simulated Device. */
import type { Engine } from '../../engine.ts';
import { openConnection } from '../connector.ts';
import { showError } from '../notices.ts';
import type { Profiles } from '../profiles.ts';
import type { SimulatedDevice } from '../simulatedDevice.ts';
import { isTrusted } from '../trust.ts';

/** Resolves once the device is there and connected, or the user has been told why not. */
export async function startSimulator(
  engine: Engine,
  simulated: SimulatedDevice,
  profiles: Profiles,
): Promise<void> {
  if (!isTrusted()) return;
  try {
    const profile = await simulated.start();
    await profiles.takeOver();
    await openConnection(engine, profile.name);
  } catch (error) {
    await showError(error);
  }
}

export async function stopSimulator(simulated: SimulatedDevice, profiles: Profiles): Promise<void> {
  try {
    await simulated.stop();
    await profiles.takeOver();
  } catch (error) {
    await showError(error);
  }
}
