/** Show Drift: what a device runs against the manifest that was last applied to it from here. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { Engine } from '../../engine.ts';
import type { History } from '../../history/history.ts';
import { lastApplied } from '../../history/lastApplied.ts';
import { afterPlan } from '../../updates/afterApply.ts';
import { type AppliedManifest, type DriftWatch, syncOf } from '../../updates/drift.ts';
import { withoutLinks } from '../../words/visible.ts';
import { ownerIn } from '../driftWatch.ts';
import type { Target } from '../model/targets.ts';
import { isDeviceElement } from '../model/treeElements.ts';
import { isTrusted } from '../trust.ts';
import type { PlanParts } from './planOnDevice.ts';

export interface DriftCommandParts extends PlanParts {
  readonly engine: Engine;
  readonly drift: DriftWatch;
  readonly history: History;
}

/** `subject`: a device of the tree, or nothing: then the user is asked. */
export async function showDrift(parts: DriftCommandParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const picked = isDeviceElement(subject) ? subject : await parts.targets.pick(t('Show Drift'));
  if (picked === undefined) return;
  const target = { connection: picked.connection, device: picked.device };
  const applied = await manifestOf(parts, target);
  if (applied === undefined) return;
  if (!(await parts.connector.open(target.connection))) return;
  const plan = await parts.planner.of(target, applied.manifest, applied.name);
  if (plan === undefined) return;
  parts.engine.setSync(target.connection, target.device, syncOf(afterPlan(plan)));
  parts.plans.show({ kind: 'drift', name: applied.name, plan });
  await parts.planDocuments.show('drift', target);
}

/** What was applied from this workspace, also before it was opened; undefined where that cannot be told, which is then said. */
async function manifestOf(
  { engine, drift, history }: DriftCommandParts,
  target: Target,
): Promise<AppliedManifest | undefined> {
  const known = drift.lastApplied(target);
  if (known !== undefined) return known;
  const recalled = await lastApplied(history, target, ownerIn(engine, target.connection));
  if (recalled.kind === 'found') {
    drift.applied(target, recalled.applied);
    return recalled.applied;
  }
  const why =
    recalled.kind === 'none'
      ? t('The history of this workspace knows of nothing that was applied to {0}', target.device)
      : t(
          '{0} was applied to {1}, and the history cannot be read there any more',
          recalled.run.subject ?? t('A manifest'),
          target.device,
        );
  void window.showInformationMessage(
    withoutLinks(
      t(
        '{0}, so nobody can tell whether it has drifted. Plan on Device… compares it with a manifest that you choose.',
        why,
      ),
    ),
  );
  return undefined;
}
