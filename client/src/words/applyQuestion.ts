/** What is asked before an apply: in which cases, and in which words. Pure. */
import type { PlanAction } from '../../../server/src/messages.ts';
import type { DevicePlan, Staleness, Unknown } from '../updates/devicePlan.ts';
import type { Ahead } from '../updates/run.ts';
import {
  changeWords,
  componentName,
  nameLines,
  planSentence,
  reportedWords,
  unknownAdvice,
} from './planWords.ts';
import { count, target as targetWords } from './words.ts';

/** When an apply asks although its connection is not protected (setting `kanto.apply.ask`). */
export const askLevels = ['destroy', 'replace', 'always'] as const;
export type AskLevel = (typeof askLevels)[number];

export interface ApplyQuestionInput {
  readonly plan: DevicePlan;
  /** What the user calls the manifest. */
  readonly name: string;
  /** The connection is one of those that always ask. */
  readonly isProtected: boolean;
  readonly level: AskLevel;
  /** The apply that the device does now, as far as it is known. */
  readonly busy?: Ahead | undefined;
  /** The manifest lists no component. */
  readonly emptiesDevice: boolean;
  /** What has changed since the user agreed to another plan. */
  readonly changed: Staleness;
  /** The user has been told the errors of this very manifest, and insists on sending it. */
  readonly insists: boolean;
}

export interface ApplyQuestion {
  readonly message: string;
  readonly detail: string;
  /** What the user presses to go on. */
  readonly yes: string;
  /** The device is empty afterwards: its id is to be typed, besides. */
  readonly empties: boolean;
}

/** Undefined where nothing is lost and nobody wants to be asked. */
export function applyQuestion(input: ApplyQuestionInput): ApplyQuestion | undefined {
  const { plan, name, isProtected, level } = input;
  const where = targetWords(plan.device, plan.connection);
  const old = reportedWords(plan);
  const notes = [
    ...(input.changed ? [`${changeWords(input.changed)} This is the plan made again.`] : []),
    ...(isProtected ? [`The connection ${plan.connection} is protected: it asks before each apply.`] : []),
    ...(input.busy ? [busyWords(plan.device, input.busy)] : []),
    ...(old === undefined ? [] : [old]),
  ];
  if ('unknown' in plan.outcome) {
    const isAnswered = input.insists && isRejected(plan.outcome.unknown);
    if (isAnswered && !isProtected && level !== 'always' && !input.emptiesDevice) return undefined;
    return {
      message: `What ${name} does to ${where} is unknown.`,
      detail: paragraphs(notes, [planSentence(plan)], unknownAdvice(plan), [total]),
      yes: 'Apply Without a Plan',
      empties: input.emptiesDevice,
    };
  }

  const { actions } = plan.outcome.plan;
  const lost = actions.filter(({ action }) => action === 'destroy');
  const replaced = actions.filter(({ action }) => action === 'replace');
  const empties = input.emptiesDevice || (lost.length > 0 && !actions.some(isLeft));
  const wanted =
    lost.length > 0 ||
    empties ||
    isProtected ||
    level === 'always' ||
    (level === 'replace' && replaced.length > 0);
  if (!wanted) return undefined;
  return {
    message:
      lost.length > 0
        ? `${name} destroys ${count(lost.length, 'component')} of ${where}.`
        : `Apply ${name} to ${where}?`,
    detail: paragraphs(
      notes,
      [plan.outcome.plan.summary],
      section('Destroyed, with all that is stored in them:', lost.map(lostWords)),
      section('Destroyed too, with all that is stored in them, and made anew:', replaced.map(replacedWords)),
      empties ? [`Nothing is left of what ${plan.device} runs.`] : [],
    ),
    yes: lost.length > 0 ? `Apply and Destroy ${lost.length}` : 'Apply',
    empties,
  };
}

/** What the other update does is not in the plan. */
function busyWords(device: string, { activityId, own }: Ahead): string {
  const what = own ? 'another update' : 'an update that was not started here';
  const activity = activityId === '' ? 'without an activity id' : `activity ${activityId}`;
  return `${device} is busy with ${what} (${activity}): this one waits for its end, when it may destroy something else.`;
}

/** There is no plan because of the errors of the manifest, and for no other reason. */
function isRejected(unknown: Unknown): boolean {
  return unknown.kind === 'refused' && unknown.refusal.code === 'rejected';
}

const total =
  'A desired state is total: whatever it does not list is destroyed. What that would be here cannot be told.';

/** A modal is no place to scroll: the plan has the rest. */
const mostListed = 12;

function section(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [title, ...nameLines(names, mostListed).map((line) => `  ${line}`)];
}

function lostWords(action: PlanAction): string {
  return action.certain ? componentName(action) : `${componentName(action)} (perhaps)`;
}

function replacedWords(action: PlanAction): string {
  const keys = [...new Set(action.keys)].join(', ');
  return keys === '' ? componentName(action) : `${componentName(action)} (${keys})`;
}

function isLeft({ action }: PlanAction): boolean {
  return action !== 'destroy' && action !== 'ignored';
}

function paragraphs(...blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
