/** Opens the document of a plan or a drift that was shown before: what a click on its row in the tree does. */
import { isTarget } from '../model/targets.ts';
import type { PlanDocuments } from '../planDocuments.ts';

export async function showPlan(
  { planDocuments }: { readonly planDocuments: PlanDocuments },
  kind: unknown,
  target: unknown,
): Promise<void> {
  if ((kind === 'plan' || kind === 'drift') && isTarget(target)) await planDocuments.show(kind, target);
}
