/** Broker and device together: what "Start Simulated Device" and `simulate` start. */
import { type Broker, startBroker } from './broker.ts';
import { mqttBus } from './bus.ts';
import { type DeviceOptions, startDevice } from './device.ts';

export interface SimulatorOptions extends DeviceOptions {
  /** TCP port on loopback; 0 (default) takes a free one. */
  readonly port?: number;
}

export interface Simulator {
  /** `mqtt://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  readonly deviceId: string;
  stop(): Promise<void>;
}

/** Milliseconds in which the device waits for its agents before it tells its state in direct mode. A real one's usual minute is longer than a person who tries it waits. */
const readTimeout = 3000;

/**
 * Starts a broker on loopback and a simulated device on it; resolves when the device answers.
 * @throws FaultError where the port cannot be used
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const broker: Broker = await startBroker(options.port ?? 0);
  try {
    const device = await startDevice(mqttBus(broker.url), {
      ...options,
      timing: { readTimeout, ...options.timing },
    });
    return {
      url: broker.url,
      port: broker.port,
      deviceId: device.deviceId,
      stop: async () => {
        await device.stop();
        await broker.stop();
      },
    };
  } catch (error) {
    await broker.stop();
    throw error;
  }
}
