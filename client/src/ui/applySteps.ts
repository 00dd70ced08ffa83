/** The plan before an apply, as the user meets it: what is asked, and what is shown. When it is asked is plain code. */
import { t } from '@vscode/l10n';
import { type Disposable, type LogOutputChannel, StatusBarAlignment, window } from 'vscode';
import type { Engine } from '../engine.ts';
import { type DevicePlan, manifestText } from '../updates/devicePlan.ts';
import type { ApplySteps, Consent, PlannedApply } from '../updates/plannedApply.ts';
import { type ApplyQuestion, applyQuestion, type Undo } from '../words/applyQuestion.ts';
import { planLog } from '../words/planLines.ts';
import { visible, withoutIcons, withoutLinks } from '../words/visible.ts';
import { target as targetWords } from '../words/words.ts';
import { type ManifestToSend, manifestNow, writtenText } from './manifestChoice.ts';
import type { ManifestServer } from './manifestServer.ts';
import { asked, doNotSend } from './modal.ts';
import type { ShownPlans } from './model/shownPlans.ts';
import type { Target } from './model/targets.ts';
import type { PlanDocuments } from './planDocuments.ts';
import type { Planner } from './planner.ts';
import { askLevel } from './settings.ts';

export interface PlannedApplyParts {
  readonly engine: Engine;
  readonly server: ManifestServer;
  readonly planner: Planner;
  readonly plans: ShownPlans;
  readonly planDocuments: PlanDocuments;
  readonly log: LogOutputChannel;
}

/** `undo`: the manifest brings a device back, and what of it. */
export function applySteps(
  parts: PlannedApplyParts,
  chosen: ManifestToSend,
  target: Target,
  undo?: Undo,
): ApplySteps {
  const { name } = chosen;
  return {
    look: async () => {
      const manifest = await manifestNow(parts.server, chosen);
      parts.engine.keepSecret(target.connection, manifest.content ?? null);
      const planned = await parts.planner.ofMessage(target, manifest, name, writtenText(chosen));
      if (planned === undefined) return undefined;
      for (const line of planLog(planned.plan)) parts.log.info(line);
      return { ...planned, manifest };
    },
    ask: async (planned, changed) => {
      const question = applyQuestion({
        plan: planned.plan,
        name,
        isProtected: isProtected(parts.engine, target),
        level: askLevel(),
        busy: parts.engine.busy(target.connection, target.device),
        emptiesDevice: planned.manifest.emptiesDevice,
        changed,
        ...(undo && { undo }),
        // It was asked about its errors when it was chosen; what it has become since then was not.
        insists: planned.plan.manifest.text === manifestText(chosen.manifest).text,
      });
      return question ? ask(parts, question, planned, chosen) : 'unasked';
    },
  };
}

export function isProtected(engine: Engine, { connection }: Target): boolean {
  return engine.connections.some(({ profile }) => profile.name === connection && profile.protected === true);
}

export const showPlan = () => t('Show Plan');
export const goOn = () => t('Go On…');

/**
 * Who looks at the plan first is asked again afterwards: a modal question lets nothing be read behind it. VS Code presses the
 * first button for who hits Enter: that shows the plan, and nothing is sent or destroyed by it.
 */
async function ask(
  parts: PlannedApplyParts,
  question: ApplyQuestion,
  { plan }: PlannedApply,
  chosen: ManifestToSend,
): Promise<Consent> {
  const { message, detail, yes, empties } = question;
  const answered = () => asked({ message, detail }, showPlan(), yes);
  let answer = await answered();
  while (answer === showPlan()) {
    if (!(await hasRead(parts, plan, chosen))) return 'no';
    answer = await answered();
  }
  if (answer !== yes) return 'no';
  return !empties || (await typed(plan)) ? 'yes' : 'no';
}

/** Shows the plan; true where the user then wants to be asked again. */
async function hasRead(
  { plans, planDocuments }: PlannedApplyParts,
  plan: DevicePlan,
  { name, document }: ManifestToSend,
): Promise<boolean> {
  plans.show({ kind: 'plan', name, plan, ...(document && { uri: document.uri.toString() }) });
  await planDocuments.show('plan', plan);
  const where = targetWords(plan.device, plan.connection);
  const message = t('{0} has not been sent to {1} yet: this is its plan.', name, where);
  const way = wayBack(name, message);
  try {
    return (await window.showInformationMessage(withoutLinks(message), goOn(), doNotSend())) === goOn();
  } finally {
    way.dispose();
  }
}

/** VS Code takes a notification off the screen after some seconds: reading a plan takes longer. */
export function wayBack(name: string, message: string): Disposable {
  const item = window.createStatusBarItem('kanto.unsent', StatusBarAlignment.Left, 0);
  item.name = t('Kanto: Not Sent Yet');
  item.text = t('$(debug-pause) {0} is not sent: go on…', withoutIcons(name));
  item.tooltip = t('{0} Click for what to do with it.', visible(message));
  item.command = 'notifications.showList';
  item.show();
  return item;
}

/** What leaves nothing is not to be pressed away: the device is to be named. */
async function typed({ device, connection }: Target): Promise<boolean> {
  const answer = await window.showInputBox({
    title: visible(t('Empty {0}', targetWords(device, connection))),
    prompt: withoutLinks(t('Nothing is left on the device. Type its id, {0}, to go on.', device)),
    placeHolder: visible(device),
    ignoreFocusOut: true,
    validateInput: (text) =>
      ['', device].includes(text.trim()) ? undefined : withoutLinks(t('The id is {0}.', device)),
  });
  return answer?.trim() === device;
}
