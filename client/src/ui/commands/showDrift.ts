/** Show Drift: what a device runs against the manifest that was last applied to it from here. */
import { window } from 'vscode';
import type { Engine } from '../../engine.ts';
import { afterPlan } from '../../updates/afterApply.ts';
import { type DriftWatch, syncOf } from '../../updates/drift.ts';
import { isDeviceElement } from '../model/treeElements.ts';
import { isTrusted } from '../trust.ts';
import type { PlanParts } from './planOnDevice.ts';

export interface DriftCommandParts extends PlanParts {
  readonly engine: Engine;
  readonly drift: DriftWatch;
}

/** `subject`: a device of the tree, or nothing: then the user is asked. */
export async function showDrift(parts: DriftCommandParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const picked = isDeviceElement(subject) ? subject : await parts.targets.pick('Show Drift');
  if (picked === undefined) return;
  const target = { connection: picked.connection, device: picked.device };
  const applied = parts.drift.lastApplied(target);
  if (applied === undefined) {
    void window.showInformationMessage(
      `Nothing has been applied to ${target.device} since VS Code was started, so there is nothing to compare it with. Manifests are never written down, since they can hold secrets. Plan on Device… compares it with a manifest that you choose.`,
    );
    return;
  }
  if (!(await parts.connector.open(target.connection))) return;
  const plan = await parts.planner.of(target, applied.manifest, applied.name);
  if (plan === undefined) return;
  parts.engine.setSync(target.connection, target.device, syncOf(afterPlan(plan)));
  parts.plans.show({ kind: 'drift', name: applied.name, plan });
  await parts.planDocuments.show('drift', target);
}
