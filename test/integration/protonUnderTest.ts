/** What the tests against Proton share. */
import { onTestFinished } from 'vitest';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { device } from './engineUnderTest.ts';
import { type Network, type NetworkOptions, startNetwork } from './protonPeer.ts';
import type { HonoScript } from './scriptedHonoDevice.ts';

/** A network that ends with the test. */
export async function network(options?: NetworkOptions): Promise<Network> {
  const started = await startNetwork(options);
  onTestFinished(() => started.kill());
  return started;
}

/** Of a connection that hears answers only. */
export const overHono = { tenant: 'demo' } satisfies Partial<ConnectionProfile>;

/** Of one that also takes events from the tenant's other consumers. */
export const withEvents = { ...overHono, receive: ['events'] } satisfies Partial<ConnectionProfile>;

/** A request that changes nothing on the device, with times that a noisy machine keeps. */
export const refreshing = { connection: 'lab', device, responseTimeout: 15_000, updateTimeout: 15_000 };

/** As Hono's MQTT adapter: what is written to a device that subscribed with QoS 0 is delivered. */
export const answering: HonoScript = (command) => {
  command.settle('accepted');
  command.answer(204);
};
