/** A whole simulated device behind Hono's AMQP network. */
import { instantTiming } from '../../client/src/simulator/device.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { bridgeToHono } from './honoBridge.ts';
import type { Network } from './protonPeer.ts';

export interface BridgedDevice {
  stop(): Promise<void>;
}

/** Resolves when the device takes commands. */
export async function startBridgedDevice(network: Network): Promise<BridgedDevice> {
  const { url, deviceId, stop } = await startSimulator({ timing: instantTiming, tenantId: network.tenant });
  const bridge = await bridgeToHono(network, url, deviceId);
  return {
    stop: async () => {
      await bridge.stop();
      await stop();
    },
  };
}
