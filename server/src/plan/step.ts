/** One row of a plan while it is made. */
import type { Component } from '../manifest/model.ts';
import type { PlanAction } from '../messages.ts';

export interface Step extends Omit<PlanAction, 'component' | 'range'> {
  /** Without the domain. */
  readonly id: string;
  /** The component in the manifest; absent for what only the device has. */
  readonly component?: Component;
}

/** A step that is certain and has no key that decides, where nothing else is said. */
export function step(
  id: string,
  action: PlanAction['action'],
  reasons: readonly string[],
  more: Partial<Pick<Step, 'keys' | 'certain' | 'component' | 'recurs'>> = {},
): Step {
  return { id, action, reasons, keys: [], certain: true, ...more };
}
