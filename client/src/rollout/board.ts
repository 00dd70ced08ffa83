/** Where a rollout and each of its devices stand now. Tells every change. */
import { Emitter } from '../events.ts';
import {
  isOutcome,
  type Place,
  type RolloutDevice,
  type RolloutEvent,
  type RolloutState,
  type Sum,
} from './types.ts';

export class Board {
  readonly #devices = new Map<number, RolloutDevice>();
  /** Numbers by the latest activity. */
  readonly #activities = new Map<string, number>();
  readonly #events = new Emitter<RolloutEvent>();
  readonly onEvent = this.#events.event;
  #state: RolloutState;

  constructor(devices: readonly RolloutDevice[], state: RolloutState) {
    for (const device of devices) this.#put(device);
    this.#state = state;
  }

  get state(): RolloutState {
    return this.#state;
  }

  /** In the order of the selection. */
  get devices(): readonly RolloutDevice[] {
    return [...this.#devices.values()];
  }

  get(number: number): RolloutDevice | undefined {
    return this.#devices.get(number);
  }

  /** The device whose latest activity that is. */
  ofActivity(activityId: string): RolloutDevice | undefined {
    const device = this.#devices.get(this.#activities.get(activityId) ?? 0);
    return device?.activityId === activityId ? device : undefined;
  }

  #put(device: RolloutDevice): void {
    this.#devices.set(device.number, device);
    if (device.activityId !== undefined) this.#activities.set(device.activityId, device.number);
  }

  enter(state: RolloutState): void {
    this.#state = state;
    this.#events.fire({ kind: 'state', time: Date.now(), state });
  }

  /** What is undefined in the change is taken away. */
  change(number: number, change: DeviceChange): void {
    const before = this.#devices.get(number);
    if (before === undefined) return;
    const device = withChange(before, change);
    this.#put(device);
    this.#events.fire({ kind: 'device', time: Date.now(), device, before });
  }

  dispose(): void {
    this.#events.dispose();
  }
}

export type DeviceChange = {
  readonly [K in keyof Omit<RolloutDevice, 'number' | keyof Place>]?: RolloutDevice[K] | undefined;
};

function withChange(device: RolloutDevice, change: DeviceChange): RolloutDevice {
  const { phase = device.phase, attempt = device.attempt, components = device.components, ...rest } = change;
  const kept = Object.fromEntries(
    Object.entries({ ...device, ...rest }).filter(([, value]) => value !== undefined),
  );
  const { number, connection, device: id } = device;
  return { ...kept, number, connection, device: id, phase, attempt, components };
}

export function freshDevice(number: number, { connection, device }: Place): RolloutDevice {
  return { number, connection, device, phase: 'waiting', attempt: 0, components: [] };
}

export function sumOf(devices: readonly RolloutDevice[]): Sum {
  const sum = {
    open: 0,
    working: 0,
    succeeded: 0,
    failed: 0,
    unknown: 0,
    unreached: 0,
    held: 0,
    skipped: 0,
    unplanned: 0,
  };
  for (const { phase } of devices) {
    if (isOutcome(phase)) sum[phase] += 1;
    else if (phase === 'waiting' || phase === 'planned') sum.open += 1;
    else sum.working += 1;
  }
  return sum;
}
