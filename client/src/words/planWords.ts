/** How a plan reads: the sentence, a row, a whole document. Pure; says nothing that the plan does not say. */
import type { Plan, PlanAction, PlannedAction } from '../../../server/src/messages.ts';
import type { AfterApply } from '../updates/afterApply.ts';
import { type DevicePlan, isChange, type Staleness, type Unknown } from '../updates/devicePlan.ts';
import { code, prose } from './markdown.ts';
import { visible } from './visible.ts';
import { count, plainText, roughly, shortAddress, target as targetWords } from './words.ts';

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
  if (unknown.kind === 'refused') return `There is no plan. ${unknown.refusal.message}`;
  const { code, message } = unknown.fault;
  const isUnheard = code === 'events-not-received' || code === 'events-refused';
  return isUnheard
    ? `What it does is unknown. ${message}`
    : `What it does is unknown: ${device} does not report what it runs. ${shortAddress(message)}`;
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
  return `The plan is made from what ${device} reported at ${moment(reported)}, ${roughly(time - reported)} before. Refresh Device State asks it anew.`;
}

/** When something was made of what the device reported, and when that was. */
function madeWords({ reported, time, device }: Made, verb: 'Made' | 'Compared'): string {
  const from =
    reported === undefined
      ? `without a word of ${device} on what it runs`
      : `from what ${device} reported at ${moment(reported)} (${roughly(time - reported)} before)`;
  return prose(`${verb} at ${moment(time)}, ${from}.`);
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString();
}

/** `replace: image, env`, `destroy`, `keep?`: the action, the keys that decide, and a question mark where nobody can tell. */
export function actionWords({
  action,
  keys,
  certain,
}: Pick<PlanAction, 'action' | 'keys' | 'certain'>): string {
  const deciding = action === 'replace' || action === 'update' ? [...new Set(keys)] : [];
  return `${action}${certain ? '' : '?'}${deciding.length > 0 ? `: ${deciding.join(', ')}` : ''}`;
}

const longestName = 120;

/** The component's name in one line: devices and manifests write what they like. */
export function componentName({ component }: Pick<PlanAction, 'component'>): string {
  return visible(oneLine(component), longestName);
}

/** `containers:a, containers:b and 12 more` */
export function nameList(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

/** One to a line, at most so many, and then how many more there are. */
export function nameLines(names: readonly string[], most: number): readonly string[] {
  const shown = names.slice(0, most);
  return names.length > most ? [...shown, `and ${names.length - most} more`] : shown;
}

const headings: Readonly<Record<PlannedAction, string>> = {
  create: 'To create',
  // In the device's words: "Existing container will be destroyed and replaced by a new one."
  replace: 'To replace: destroyed, with all that is stored in it, and made anew',
  update: 'To update in place',
  keep: 'Kept as it is',
  destroy: 'To destroy',
  protected: 'Protected by systemContainers',
  ignored: 'Ignored by the device',
};

export interface PlanDocumentInput {
  readonly plan: DevicePlan;
  /** What the user calls the manifest. */
  readonly name: string;
  /** Why it no longer holds, if so. */
  readonly stale?: Staleness;
}

/** A plan as a Markdown document: readable as it is, and as a preview. */
export function planDocument({ plan, name, stale }: PlanDocumentInput): string {
  const { outcome, device, connection } = plan;
  return document(`Plan of ${name} for ${targetWords(device, connection)}`, [
    prose(planSentence(plan)),
    ...(stale ? [`**Stale:** ${changeWords(stale)} Plan again.`] : []),
    ...unknownAdvice(plan).map(prose),
    `${madeWords(plan, 'Made')} Nothing has been sent.`,
    ...('plan' in outcome ? sections(outcome.plan) : []),
  ]);
}

/** What the device runs, against the manifest that was last applied to it. */
export function driftDocument({ plan, name }: PlanDocumentInput): string {
  const { outcome, device, connection } = plan;
  return document(`Drift of ${targetWords(device, connection)}`, [
    prose(driftSentence(plan, name)),
    `${madeWords(plan, 'Compared')} By the device's own rule: what another apply of ${prose(name)} would change.`,
    ...('plan' in outcome ? [outcome.plan.summary, ...sections(outcome.plan)] : []),
  ]);
}

/** Whether a device is what was last applied to it. */
export function driftSentence(plan: Pick<DevicePlan, 'outcome' | 'device'>, name: string): string {
  const { outcome, device } = plan;
  if ('unknown' in outcome) return planSentence(plan);
  const changed = outcome.plan.actions.filter(isChange).length;
  return changed === 0
    ? `${device} is in sync: it runs what ${name} says.`
    : `${device} has drifted from ${name}: ${count(changed, 'component')} ${changed === 1 ? 'differs' : 'differ'}.`;
}

function document(title: string, blocks: readonly string[]): string {
  return `${[`# ${prose(oneLine(title))}`, ...blocks].join('\n\n')}\n`;
}

function sections({ actions }: Plan): readonly string[] {
  return actionsByWeight.flatMap((action) => {
    const rows = actions.filter((it) => it.action === action);
    return rows.length === 0 ? [] : [`## ${headings[action]}`, rows.map(row).join('\n')];
  });
}

function row(action: PlanAction): string {
  const reasons = action.reasons.map((reason) => `  ${prose(oneLine(plainText(reason)))}`);
  return [`- ${code(componentName(action))} ${prose(actionWords(action))}`, ...reasons].join('\n');
}

/** Said where something was planned and has changed since. */
export function changeWords(changed: NonNullable<Staleness>): string {
  switch (changed) {
    case 'manifest':
      return 'The manifest has changed since it was planned.';
    case 'device':
      return 'What the device runs has changed since it was planned.';
    case 'both':
      return 'The manifest and what the device runs have changed since it was planned.';
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
      return `${device} says that it is done, but what it reports is not what was planned. Still ${after.summary}: ${nameList(rows, mostDifferences)}.`;
    }
    case 'unknown':
      return `Whether ${device} is as it was planned cannot be told. ${after.reason}`;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
