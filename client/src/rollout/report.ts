/** What became of a rollout, for programs. Pure. */
import type { RolloutComponent, RolloutDevice, RolloutState, RolloutSummary } from './types.ts';

export interface RolloutReport extends RolloutSummary {
  readonly rollout: string;
  /** What the user calls the manifest. */
  readonly manifest: string;
  readonly state: RolloutState;
  readonly devices: readonly DeviceReport[];
}

export interface DeviceReport {
  readonly device: string;
  readonly connection: string;
  readonly phase: RolloutDevice['phase'];
  readonly wave?: number;
  readonly attempt: number;
  readonly activityId?: string;
  readonly status?: string;
  readonly message?: string;
  readonly components: readonly RolloutComponent[];
  /** ISO 8601. */
  readonly started?: string;
  readonly ended?: string;
}

interface Reported {
  readonly id: string;
  readonly name: string;
  readonly state: RolloutState;
  readonly devices: readonly RolloutDevice[];
  readonly summary: RolloutSummary;
}

export function rolloutReport({ id, name, state, devices, summary }: Reported): RolloutReport {
  return { rollout: id, manifest: name, state, ...summary, devices: devices.map(deviceReport) };
}

export function deviceReport(device: RolloutDevice): DeviceReport {
  const { phase, connection, wave, attempt, activityId, status, message, components } = device;
  const { started, ended } = device;
  return {
    device: device.device,
    connection,
    phase,
    ...(wave !== undefined && { wave }),
    attempt,
    ...(activityId !== undefined && { activityId }),
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
    components,
    ...(started !== undefined && { started: new Date(started).toISOString() }),
    ...(ended !== undefined && { ended: new Date(ended).toISOString() }),
  };
}
