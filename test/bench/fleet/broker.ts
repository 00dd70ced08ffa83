/** A process of its own: the broker of the simulated device, where there is no Mosquitto. */
import { startBroker } from '../../../client/src/simulator/broker.ts';

const { url } = await startBroker(0);
process.send?.(url);
