/** How a plan reads: the sentence, a row, a whole document. Pure; says nothing that the plan does not say. */
import { t } from '@vscode/l10n';
import type { Plan, PlanAction, PlannedAction } from '../../../server/src/messages.ts';
import type { AfterApply } from '../updates/afterApply.ts';
import { type DevicePlan, isChange, type Staleness, type Unknown } from '../updates/devicePlan.ts';
import { code, prose } from './markdown.ts';
import { dateAndTime } from './times.ts';
import { visible } from './visible.ts';
import { plainText, roughly, shortAddress, target as targetWords } from './words.ts';

/** Actions as people want to hear of them: what is lost first. */
const actionsByWeight: readonly PlannedAction[] = [
  'destroy',
  'replace',
  'update',
  'create',
  'ignored',
  'protected',
  'keep',
];

/** `1 to create, 1 to replace, 0 to update, 2 to destroy`, or why nobody can tell. */
export function planSentence({ outcome, device }: Pick<DevicePlan, 'outcome' | 'device'>): string {
  return 'plan' in outcome ? outcome.plan.summary : unknownSentence(outcome.unknown, device);
}

function unknownSentence(unknown: Unknown, device: string): string {
  const reason = unknownReason(unknown, device);
  return unknown.kind === 'refused' ? reason : t('What it does is unknown. {0}', reason);
}

/** Why there is no plan, for a reader who knows that there is none. */
export function unknownReason(unknown: Unknown, device: string): string {
  if (unknown.kind === 'refused') return t('There is no plan. {0}', unknown.refusal.message);
  const { code, message } = unknown.fault;
  const isUnheard = code === 'events-not-received' || code === 'events-refused';
  return isUnheard ? message : t('{0} does not report what it runs. {1}', device, shortAddress(message));
}

/** What to do where the device does not report; empty for any other plan. */
export function unknownAdvice({ outcome }: Pick<DevicePlan, 'outcome'>): readonly string[] {
  if ('plan' in outcome || outcome.unknown.kind === 'refused') return [];
  return [plainText(outcome.unknown.fault.advice)];
}

/** Milliseconds after which a device can well run something else than it has reported. */
const fresh = 60_000;

type Made = Pick<DevicePlan, 'reported' | 'time' | 'device'>;

/**
 * Said where the state that a plan was made from was not reported just then: in direct mode it is the last one that the
 * broker has kept. Undefined where it was, or where there is none.
 */
export function reportedWords({ reported, time, device }: Made): string | undefined {
  if (reported === undefined || time - reported < fresh) return undefined;
  return t(
    'The plan is made from what {0} reported at {1}, {2} before. Refresh Device State asks it anew.',
    device,
    dateAndTime(reported),
    roughly(time - reported),
  );
}

/** When something was made of what the device reported, and when that was. */
function madeWords({ reported, time, device }: Made): string {
  const at = dateAndTime(time);
  return prose(
    reported === undefined
      ? t('Made at {0}, without a word of {1} on what it runs.', at, device)
      : t(
          'Made at {0}, from what {1} reported at {2} ({3} before).',
          at,
          device,
          dateAndTime(reported),
          roughly(time - reported),
        ),
  );
}

function comparedWords({ reported, time, device }: Made): string {
  const at = dateAndTime(time);
  return prose(
    reported === undefined
      ? t('Compared at {0}, without a word of {1} on what it runs.', at, device)
      : t(
          'Compared at {0}, from what {1} reported at {2} ({3} before).',
          at,
          device,
          dateAndTime(reported),
          roughly(time - reported),
        ),
  );
}

/** `replace: image, env`, `destroy`, `keep?`: the action, the keys that decide, and a question mark where nobody can tell. */
export function actionWords({
  action,
  keys,
  certain,
}: Pick<PlanAction, 'action' | 'keys' | 'certain'>): string {
  const deciding = action === 'replace' || action === 'update' ? [...new Set(keys)] : [];
  return `${actionName(action)}${certain ? '' : '?'}${deciding.length > 0 ? `: ${deciding.join(', ')}` : ''}`;
}

/** What an apply does with a component, in a word. */
function actionName(action: PlannedAction): string {
  return {
    create: t('create'),
    replace: t('replace'),
    update: t('update'),
    keep: t('keep'),
    destroy: t('destroy'),
    protected: t('protected'),
    ignored: t('ignored'),
  }[action];
}

const longestName = 120;

/** The component's name in one line: devices and manifests write what they like. */
export function componentName({ component }: Pick<PlanAction, 'component'>): string {
  return visible(oneLine(component), longestName);
}

/** `containers:a (image, env)`: what is replaced, and the keys that force it. */
export function replacedWords(action: Pick<PlanAction, 'component' | 'keys'>): string {
  const keys = visible([...new Set(action.keys)].join(', '));
  return keys === '' ? componentName(action) : `${componentName(action)} (${keys})`;
}

/** `containers:a, containers:b and 12 more` */
export function nameList(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0 ? t('{0} and {1} more', names.slice(0, most).join(', '), more) : names.join(', ');
}

/** One to a line, at most so many, and then how many more there are. */
export function nameLines(names: readonly string[], most: number): readonly string[] {
  const shown = names.slice(0, most);
  return names.length > most ? [...shown, t('and {0} more', names.length - most)] : shown;
}

const headings = (): Readonly<Record<PlannedAction, string>> => ({
  create: t('To create'),
  // In the device's words: "Existing container will be destroyed and replaced by a new one."
  replace: t('To replace: destroyed, with all that is stored in it, and made anew'),
  update: t('To update in place'),
  keep: t('Kept as it is'),
  destroy: t('To destroy'),
  protected: t('Protected by systemContainers'),
  ignored: t('Ignored by the device'),
});

export interface PlanDocumentInput {
  readonly plan: DevicePlan;
  /** What the user calls the manifest. */
  readonly name: string;
  /** Why it no longer holds, if so. */
  readonly stale?: Staleness;
  /** The device has taken an apply since. */
  readonly applied?: true;
}

/** A plan as a Markdown document: readable as it is, and as a preview. */
export function planDocument({ plan, name, stale, applied }: PlanDocumentInput): string {
  const { outcome, device, connection } = plan;
  return document(t('Plan of {0} for {1}', name, targetWords(device, connection)), [
    prose(planSentence(plan)),
    ...(stale && !applied ? [t('**Stale:** {0} Plan again.', changeWords(stale))] : []),
    ...unknownAdvice(plan).map(prose),
    applied
      ? t(
          '{0} The device has taken an apply since then: another plan tells what one more would do.',
          madeWords(plan),
        )
      : t('{0} Nothing has been sent.', madeWords(plan)),
    ...('plan' in outcome ? sections(outcome.plan) : []),
  ]);
}

/** What the device runs, against the manifest that was last applied to it. */
export function driftDocument({ plan, name }: PlanDocumentInput): string {
  const { outcome, device, connection } = plan;
  return document(t('Drift of {0}', targetWords(device, connection)), [
    prose(driftSentence(plan, name)),
    t(
      "{0} By the device's own rule: what another apply of {1} would change.",
      comparedWords(plan),
      prose(name),
    ),
    ...('plan' in outcome ? [outcome.plan.summary, ...sections(outcome.plan)] : []),
  ]);
}

/** Whether a device is what was last applied to it. */
export function driftSentence(plan: Pick<DevicePlan, 'outcome' | 'device'>, name: string): string {
  const { outcome, device } = plan;
  if ('unknown' in outcome) return planSentence(plan);
  const changed = outcome.plan.actions.filter(isChange).length;
  return changed === 0
    ? t('{0} is in sync: it runs what {1} says.', device, name)
    : changed === 1
      ? t('{0} has drifted from {1}: 1 component differs.', device, name)
      : t('{0} has drifted from {1}: {2} components differ.', device, name, changed);
}

function document(title: string, blocks: readonly string[]): string {
  return `${[`# ${prose(oneLine(title))}`, ...blocks].join('\n\n')}\n`;
}

function sections({ actions }: Plan): readonly string[] {
  return actionsByWeight.flatMap((action) => {
    const rows = actions.filter((it) => it.action === action);
    return rows.length === 0 ? [] : [`## ${headings()[action]}`, rows.map(row).join('\n')];
  });
}

function row(action: PlanAction): string {
  const reasons = action.reasons.map((reason) => `  ${reasonProse(reason)}`);
  return [`- ${code(componentName(action))} ${prose(actionWords(action))}`, ...reasons].join('\n');
}

/** A reason of a plan in one line of Markdown. */
export function reasonProse(reason: string): string {
  return prose(oneLine(plainText(reason)));
}

/** Said where something was planned and has changed since. */
export function changeWords(changed: NonNullable<Staleness>): string {
  switch (changed) {
    case 'manifest':
      return t('The manifest has changed since it was planned.');
    case 'device':
      return t('What the device runs has changed since it was planned.');
    case 'both':
      return t('The manifest and what the device runs have changed since it was planned.');
  }
}

const mostDifferences = 5;

/** What is to be said of a completed apply; undefined where the device is as it was planned. */
export function afterApplyWords(after: AfterApply, device: string): string | undefined {
  switch (after.kind) {
    case 'same':
      return undefined;
    case 'differs': {
      const rows = after.rows.map((action) => `${componentName(action)} (${actionWords(action)})`);
      return t(
        '{0} says that it is done, but what it reports is not what was planned. Still {1}: {2}.',
        device,
        after.summary,
        nameList(rows, mostDifferences),
      );
    }
    case 'unknown':
      return t('Whether {0} is as it was planned cannot be told. {1}', device, after.reason);
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
