/**
 * The plan before an apply: it is made, asked about, and looked at again before anything is sent. What the user has agreed
 * to is what happens: where the manifest or the device has changed in between, it is planned and asked again.
 */
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { ReportedInventory } from '../connections/connection.ts';
import { type DevicePlan, type Staleness, staleness } from './devicePlan.ts';

/** A plan, and the manifest that is sent if it is agreed to. */
export interface PlannedApply {
  readonly plan: DevicePlan;
  readonly manifest: ManifestDescription;
  /** What the device reported that it runs, where it did: what it can be brought back to. */
  readonly before?: ReportedInventory;
}

/** `unasked`: there was nothing to ask, so that no time has passed either. */
export type Consent = 'yes' | 'no' | 'unasked';

export interface ApplySteps {
  /** Reads the manifest, asks the device for what it runs, and plans; undefined where the user gives up. */
  readonly look: () => Promise<PlannedApply | undefined>;
  /** `changed`: what has changed since the user agreed; undefined at the first time. */
  readonly ask: (planned: PlannedApply, changed: Staleness) => Promise<Consent>;
}

/** What may be sent now, as it was agreed to; undefined where the user gives up. Rejects as `look` does. */
export async function agreedApply({ look, ask }: ApplySteps): Promise<PlannedApply | undefined> {
  let planned = await look();
  let changed: Staleness;
  while (planned) {
    const consent = await ask(planned, changed);
    if (consent === 'no') return undefined;
    if (consent === 'unasked') return planned;
    const now = await look();
    changed = now && staleness(planned.plan, now.plan);
    if (!changed) return now;
    planned = now;
  }
  return undefined;
}
