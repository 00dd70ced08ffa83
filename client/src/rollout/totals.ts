/** The plans of all devices, added up. Pure. */
import type { RolloutDevice } from './types.ts';

export interface PlanTotals {
  /** Components, on all devices that get the command. */
  readonly create: number;
  readonly replace: number;
  readonly update: number;
  readonly destroy: number;
  /** Devices that get the command. */
  readonly targets: number;
  /** Of those, the ones that already run what the manifest says. */
  readonly targetsInSync: number;
  readonly skipped: number;
  readonly unreached: number;
  readonly unplanned: number;
  /** What is lost, by component, where most is lost first. */
  readonly destroyed: readonly ComponentLoss[];
  readonly replaced: readonly ComponentLoss[];
  /** Devices of which nothing is left. */
  readonly emptied: readonly RolloutDevice[];
}

interface ComponentLoss {
  readonly component: string;
  /** What forces its replacement, on any of the devices; empty for what is destroyed. */
  readonly keys: readonly string[];
  readonly devices: readonly RolloutDevice[];
}

/** Of devices that were planned and are not begun. */
export function totalsOf(devices: readonly RolloutDevice[]): PlanTotals {
  const targets = devices.flatMap((device) =>
    device.phase === 'planned' && device.plan ? [{ device, plan: device.plan }] : [],
  );
  const sum = (of: (plan: (typeof targets)[number]['plan']) => number) =>
    targets.reduce((total, { plan }) => total + of(plan), 0);
  const number = (phase: RolloutDevice['phase']) => devices.filter((it) => it.phase === phase).length;
  const lost = (of: 'destroyed' | 'replaced') =>
    byComponent(targets.flatMap(({ device, plan }) => plan[of].map((component) => ({ component, device }))));
  return {
    create: sum(({ create }) => create),
    replace: sum(({ replaced }) => replaced.length),
    update: sum(({ update }) => update),
    destroy: sum(({ destroyed }) => destroyed.length),
    targets: targets.length,
    targetsInSync: targets.filter(({ plan }) => plan.inSync).length,
    skipped: number('skipped'),
    unreached: number('unreached'),
    unplanned: number('unplanned'),
    destroyed: lost('destroyed'),
    replaced: lost('replaced'),
    emptied: targets.filter(({ plan }) => plan.empties).map(({ device }) => device),
  };
}

function byComponent(
  losses: readonly { readonly component: string; readonly device: RolloutDevice }[],
): readonly ComponentLoss[] {
  const found = new Map<string, RolloutDevice[]>();
  for (const { component, device } of losses) {
    const devices = found.get(component);
    if (devices) devices.push(device);
    else found.set(component, [device]);
  }
  return [...found]
    .map(([component, devices]) => ({ component, devices, keys: keysOf(component, devices) }))
    .sort((a, b) => b.devices.length - a.devices.length);
}

function keysOf(component: string, devices: readonly RolloutDevice[]): readonly string[] {
  const replacements = devices.flatMap(({ plan }) => plan?.replacements ?? []);
  return [...new Set(replacements.flatMap((it) => (it.component === component ? it.keys : [])))];
}
