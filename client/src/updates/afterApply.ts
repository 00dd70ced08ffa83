/** Whether a completed apply has done what was planned: the device's own report is what counts. */
import type { JsonObject, Plan, PlanAction } from '../../../server/src/messages.ts';
import { type AskPlan, type DevicePlan, isChange, type ManifestText } from './devicePlan.ts';

/**
 * - `same`: planned again, nothing would change
 * - `differs`: the device says COMPLETED and reports something else; `rows` are what another apply would change
 * - `unknown`: it cannot be told, and why, in one sentence
 */
export type AfterApply =
  | { readonly kind: 'same' }
  | { readonly kind: 'differs'; readonly summary: string; readonly rows: readonly PlanAction[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Compares the plan of an apply that the device has COMPLETED with the inventory that it reports afterwards, by planning the
 * same manifest again.
 *
 * At the end of a run: take the inventory from `engine.inventory(…)` (or the state that the device sends by itself after an
 * update), and call this with the {@link DevicePlan} that the run was sent with, or with `manifestText(description)` where it
 * was sent without; `ask` is the request `kanto/plan` (`ManifestServer.plan`, `LanguageService.plan`). The words for the
 * answer are `afterApplyWords` of words/planWords.ts.
 *
 * What the device would do at each apply of this manifest is no difference. What the inventory cannot tell for certain is
 * none either: then nobody knows.
 */
export async function differenceFrom(
  { manifest }: { readonly manifest: ManifestText },
  inventory: JsonObject,
  ask: AskPlan,
): Promise<AfterApply> {
  const answer = await ask({ ...manifest, inventory });
  return 'plan' in answer ? differenceIn(answer.plan) : { kind: 'unknown', reason: answer.refusal.message };
}

/** The same of a plan that was made after the apply. */
export function afterPlan({ outcome }: Pick<DevicePlan, 'outcome'>): AfterApply {
  if ('plan' in outcome) return differenceIn(outcome.plan);
  const { unknown } = outcome;
  return {
    kind: 'unknown',
    reason: unknown.kind === 'refused' ? unknown.refusal.message : unknown.fault.message,
  };
}

function differenceIn({ actions, summary }: Plan): AfterApply {
  const changes = actions.filter((it) => isChange(it) && !it.recurs);
  const rows = changes.filter(({ certain }) => certain);
  if (rows.length > 0) return { kind: 'differs', summary, rows };
  const [doubtful] = changes;
  return doubtful
    ? { kind: 'unknown', reason: `${doubtful.component}: ${doubtful.reasons.join(' ')}` }
    : { kind: 'same' };
}
