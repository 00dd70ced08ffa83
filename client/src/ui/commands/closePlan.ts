/** Close Plan: takes a plan or a drift away from the tree and the manifest. Nothing is sent, and it can be planned again. */
import { planOfRow } from '../model/planRows.ts';
import type { ShownPlans } from '../model/shownPlans.ts';

/** `subject`: the row of the plan or drift in the tree. */
export function closePlan({ plans }: { readonly plans: ShownPlans }, subject: unknown): void {
  const row = planOfRow(subject);
  if (row) plans.close(row.kind, row);
}
