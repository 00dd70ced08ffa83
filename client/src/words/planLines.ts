/** A plan line by line, for the terminal and the log. */
import type { Plan, PlanAction, PlannedAction } from '../../../server/src/messages.ts';
import { type DevicePlan, isChange } from '../updates/devicePlan.ts';
import { planSentence, reportedWords } from './planWords.ts';
import { plainText, target as targetWords } from './words.ts';

const signs: Readonly<Record<PlannedAction, string>> = {
  create: '+',
  replace: '-/+',
  update: '~',
  keep: '=',
  destroy: '-',
  protected: '!',
  ignored: '.',
};

/** The sentence, then a row each. A question mark stands behind what the inventory cannot tell for certain. */
export function planLines({ summary, actions }: Pick<Plan, 'summary' | 'actions'>): readonly string[] {
  return [summary, ...planRows(actions)];
}

/** What the log keeps of the plan before an apply: what would change. */
export function planLog(plan: DevicePlan): readonly string[] {
  const { outcome, device, connection } = plan;
  const changes = 'plan' in outcome ? planRows(outcome.plan.actions.filter(isChange)) : [];
  const old = reportedWords(plan);
  return [
    `? plan ${targetWords(device, connection)}  ${plainText(planSentence(plan))}`,
    ...(old === undefined ? [] : [`  ${old}`]),
    ...changes.map((row) => `  ${row}`),
  ];
}

export function planRows(actions: readonly PlanAction[]): readonly string[] {
  const width = Math.max(0, ...actions.map(({ component }) => component.length));
  return actions.map(({ component, action, reasons, certain }) =>
    [
      signs[action].padEnd(3),
      component.padEnd(width),
      `${action}${certain ? '' : '?'}`.padEnd('protected'.length),
      reasons.join(' '),
    ].join('  '),
  );
}
