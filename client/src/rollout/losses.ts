/** What an apply takes away, and whether that is more than was agreed to. Pure. */
import { t } from '@vscode/l10n';
import type { Plan, PlannedAction } from '../../../server/src/messages.ts';
import { afterPlan } from '../updates/afterApply.ts';
import { nameList } from '../words/planWords.ts';
import type { Losses, PlannedChanges } from './types.ts';

/** `emptiesDevice`: the manifest lists no component. */
export function plannedChanges(plan: Plan, emptiesDevice: boolean): PlannedChanges {
  const of = (action: PlannedAction) => plan.actions.filter((it) => it.action === action);
  const named = (action: PlannedAction) => of(action).map(({ component }) => component);
  const destroyed = named('destroy');
  const isSomethingLeft = plan.actions.some(({ action }) => action !== 'destroy' && action !== 'ignored');
  return {
    destroyed,
    replaced: named('replace'),
    replacements: of('replace').map(({ component, keys, reasons }) => ({ component, keys, reasons })),
    empties: destroyed.length > 0 && (emptiesDevice || !isSomethingLeft),
    create: named('create').length,
    update: named('update').length,
    inSync: afterPlan({ outcome: { plan } }).kind === 'same',
    summary: plan.summary,
  };
}

export function lossesOf({ destroyed, replaced, empties }: Losses): Losses {
  return { destroyed, replaced, empties };
}

const mostNamed = 5;

/** In a sentence, what a device would lose beyond what was agreed to; undefined where that is nothing. */
export function beyondAgreed(now: Losses, agreed: Losses): string | undefined {
  const destroyed = now.destroyed.filter((it) => !agreed.destroyed.includes(it));
  const mayGo = new Set([...agreed.destroyed, ...agreed.replaced]);
  const replaced = now.replaced.filter((it) => !mayGo.has(it));
  const words = [
    ...(destroyed.length > 0 ? [t('destroy {0}', nameList(destroyed, mostNamed))] : []),
    ...(replaced.length > 0 ? [t('replace {0}', nameList(replaced, mostNamed))] : []),
    ...(now.empties && !agreed.empties ? [t('leave nothing of what it runs')] : []),
  ];
  return words.length === 0 ? undefined : t('It would {0}, which was not agreed to.', words.join(t(' and ')));
}
