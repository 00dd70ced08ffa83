/** A plan of what is sent, with the places of the document that it was written in. */
import type { Plan } from '../../../server/src/messages.ts';

/**
 * `inDocument` is the plan of the document's text, by the same inventory. Where it tells the same, the plan has its places,
 * else none: those of the message that is sent are nowhere to be seen.
 */
export function placedIn(plan: Plan, inDocument: Plan | undefined): Plan {
  if (inDocument !== undefined && tellsTheSame(plan, inDocument)) return inDocument;
  return { ...plan, actions: plan.actions.map(({ range: _, ...action }) => action), domains: [] };
}

function tellsTheSame(one: Plan, other: Plan): boolean {
  return (
    one.actions.length === other.actions.length &&
    one.actions.every(({ component, action }, index) => {
      const match = other.actions[index];
      return match?.component === component && match.action === action;
    })
  );
}
