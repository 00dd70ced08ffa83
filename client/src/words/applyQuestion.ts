/** What is asked before an apply: in which cases, and in which words. Pure. */
import { t } from '@vscode/l10n';
import type { PlanAction } from '../../../server/src/messages.ts';
import type { DevicePlan, Staleness, Unknown } from '../updates/devicePlan.ts';
import type { Ahead } from '../updates/run.ts';
import {
  changeWords,
  componentName,
  nameLines,
  replacedWords,
  reportedWords,
  unknownAdvice,
  unknownReason,
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
  /** The manifest brings the device back to the state before something that was applied: that is always asked about. */
  readonly undo?: Undo;
}

export interface Undo {
  /** What is undone, as the user calls it. */
  readonly of: string;
  /** What cannot come back, a sentence each. */
  readonly limits: (plan: DevicePlan) => readonly string[];
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
  const { plan, name, isProtected, level, undo } = input;
  const where = targetWords(plan.device, plan.connection);
  const old = reportedWords(plan);
  const limits = undo ? section(t('What does not come back:'), undo.limits(plan)) : [];
  const notes = [
    ...(undo ? [t('To undo {0}, this is applied: {1}.', undo.of, name)] : []),
    ...(input.changed ? [t('{0} This is the plan made again.', changeWords(input.changed))] : []),
    ...(isProtected
      ? [t('The connection {0} is protected: it asks before each apply.', plan.connection)]
      : []),
    ...(input.busy ? [busyWords(plan.device, input.busy)] : []),
    ...(old === undefined ? [] : [old]),
  ];
  if ('unknown' in plan.outcome) {
    const isAnswered = input.insists && isRejected(plan.outcome.unknown);
    if (isAnswered && !undo && !isProtected && level !== 'always' && !input.emptiesDevice) return undefined;
    return {
      message: t('What {0} does to {1} is unknown.', name, where),
      detail: paragraphs(
        notes,
        [unknownReason(plan.outcome.unknown, plan.device)],
        unknownAdvice(plan),
        [total()],
        limits,
      ),
      yes: t('Apply Without a Plan'),
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
    undo !== undefined ||
    isProtected ||
    level === 'always' ||
    (level === 'replace' && replaced.length > 0);
  if (!wanted) return undefined;
  return {
    message: [headline(input, where, lost.length), ...emptiedWords(replaced.length)].join(' '),
    detail: paragraphs(
      notes,
      [plan.outcome.plan.summary],
      section(t('Destroyed, with all that is stored there:'), lost.map(lostWords)),
      section(t('Destroyed too, with all that is stored there, and made anew:'), replaced.map(replacedWords)),
      empties ? [t('Nothing is left of what {0} runs.', plan.device)] : [],
      limits,
    ),
    yes: undo ? undoYes(lost.length) : applyYes(lost.length, replaced.length),
    empties,
  };
}

function headline({ name, undo }: ApplyQuestionInput, where: string, lost: number): string {
  if (undo !== undefined) {
    return lost > 0
      ? t('To undo {0} destroys {1} of {2}.', undo.of, count(lost, 'component'), where)
      : t('Undo {0} on {1}?', undo.of, where);
  }
  return lost > 0
    ? t('{0} destroys {1} of {2}.', name, count(lost, 'component'), where)
    : t('Apply {0} to {1}?', name, where);
}

/** What is made anew loses as much as what is destroyed. */
function emptiedWords(replaced: number): readonly string[] {
  return replaced > 0
    ? [t('Made anew, and what is stored there lost: {0}.', count(replaced, 'component'))]
    : [];
}

function applyYes(lost: number, replaced: number): string {
  if (lost === 0) return t('Apply');
  return replaced > 0
    ? t('Apply and Destroy {0}, Remake {1}', lost, replaced)
    : t('Apply and Destroy {0}', lost);
}

function undoYes(lost: number): string {
  return lost > 0 ? t('Undo and Destroy {0}', lost) : t('Undo');
}

/** What the other update does is not in the plan. */
function busyWords(device: string, { activityId, own }: Ahead): string {
  const activity = activityId === '' ? t('without an activity id') : t('activity {0}', activityId);
  return own
    ? t(
        '{0} is busy with another update ({1}): this one waits for its end, when it may destroy something else.',
        device,
        activity,
      )
    : t(
        '{0} is busy with an update that was not started here ({1}): this one waits for its end, when it may destroy something else.',
        device,
        activity,
      );
}

/** There is no plan because of the errors of the manifest, and for no other reason. */
function isRejected(unknown: Unknown): boolean {
  return unknown.kind === 'refused' && unknown.refusal.code === 'rejected';
}

const total = () =>
  t(
    'A desired state is total: whatever it does not list is destroyed. What that would be here cannot be told.',
  );

/** A modal is no place to scroll: the plan has the rest. */
const mostListed = 12;

function section(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [title, ...nameLines(names, mostListed).map((line) => `  ${line}`)];
}

function lostWords(action: PlanAction): string {
  return action.certain ? componentName(action) : t('{0} (perhaps)', componentName(action));
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
