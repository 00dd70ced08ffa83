/** Broker and device together: what "Start Simulated Device" and `simulate` start. */
import { type Broker, startBroker } from './broker.ts';
import { mqttBus } from './bus.ts';
import { type DeviceOptions, type SimulatedDevice, startDevice } from './device.ts';
import { startGateway } from './gateway.ts';
import { LocalBus } from './localBus.ts';

export interface SimulatorOptions extends DeviceOptions {
  /** TCP port on loopback; 0 (default) takes a free one. */
  readonly port?: number;
  /** How many devices; default 1. Several are behind a gateway each, in the mode `things`: `<deviceId>-1`, `-2`, … */
  readonly devices?: number;
}

export interface Simulator {
  /** `mqtt://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  /** Of the first device. */
  readonly deviceId: string;
  readonly deviceIds: readonly string[];
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
  const running: SimulatedDevice[] = [];
  const stop = async () => {
    await Promise.all(running.map((device) => device.stop()));
    await broker.stop();
  };
  const own = { ...options, timing: { readTimeout, ...options.timing } };
  try {
    const { devices = 1 } = options;
    if (devices === 1) running.push(await startDevice(mqttBus(broker.url), own));
    else
      for (let number = 1; number <= devices; number++)
        running.push(await startBehindGateway(broker.url, own, number));
    const deviceIds = running.map(({ deviceId }) => deviceId);
    const [deviceId = ''] = deviceIds;
    return { url: broker.url, port: broker.port, deviceId, deviceIds, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** With a bus of its own: on one bus its daemons would hear those of the others. */
async function startBehindGateway(
  url: string,
  options: DeviceOptions,
  number: number,
): Promise<SimulatedDevice> {
  const { deviceId: first = 'edge:device', tenantId = 'demo', log } = options;
  const deviceId = `${first}-${number}`;
  const local = new LocalBus();
  const gateway = await startGateway(mqttBus(url), local, deviceId, tenantId);
  const named = log && ((line: string) => log(`${deviceId}: ${line}`));
  const device = await startDevice(local, { ...options, deviceId, ...(named && { log: named }) });
  return {
    deviceId,
    stop: async () => {
      await device.stop();
      await gateway.stop();
    },
  };
}
