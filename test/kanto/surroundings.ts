/** What real daemons find around them on a device: who they are, and agents. */
import { type DeviceOptions, instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { forThisTest } from '../integration/forThisTest.ts';
import type { KantoBus } from './bus.ts';

/** Tells who the device is, as suite-connector does: `edge:device` of the tenant `demo`. */
export function startConnector(bus: KantoBus) {
  return forThisTest(startDevice(bus.url, { daemons: [] }));
}

/** Our simulated update agent for containers. Stopped it is gone at once, and a new one has no containers. */
export function startContainersAgent(
  bus: KantoBus,
  options: Pick<DeviceOptions, 'timing' | 'systemContainers'> = {},
) {
  return forThisTest(
    startDevice(bus.url, {
      ...options,
      timing: { ...instantTiming, ...options.timing },
      mode: 'direct',
      daemons: ['container-management'],
    }),
  );
}
