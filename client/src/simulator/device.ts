/** The simulated Kanto device: its daemons, put together. */
import type { Bus } from './bus.ts';

/** Milliseconds. */
export interface DeviceTiming {
  /** Pulling an image and creating the container. */
  readonly download: number;
  readonly update: number;
  readonly activate: number;
  readonly cleanup: number;
  /** `reportFeedbackInterval` of update-manager: RUNNING is told once at first, then at most this often. */
  readonly feedbackInterval: number;
  /** How long a crashed daemon stays away. */
  readonly restart: number;
}

export interface DeviceOptions {
  /** `namespace:name` of the root thing; default `edge:device`. */
  readonly deviceId?: string;
  /** Default `demo`. */
  readonly tenantId?: string;
  readonly timing?: Partial<DeviceTiming>;
  /** What a person should read of the device's log, one line a call. */
  readonly log?: (line: string) => void;
}

export interface SimulatedDevice {
  readonly deviceId: string;
  stop(): Promise<void>;
}

/** Connects the device's daemons to the bus; resolves when all of them listen. */
export async function startDevice(bus: Bus, options: DeviceOptions = {}): Promise<SimulatedDevice> {
  const deviceId = options.deviceId ?? 'edge:device';
  const tenantId = options.tenantId ?? 'demo';
  const connector = await bus.connect('suite-connector');
  await connector.subscribe('edge/thing/request', () => {
    connector.publish('edge/thing/response', JSON.stringify({ deviceId, tenantId }));
  });
  return { deviceId, stop: () => connector.close() };
}
