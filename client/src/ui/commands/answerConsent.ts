/** Answer Owner's Question…: a device waits for its owner; the person decides, having seen what it is about. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { Engine } from '../../engine.ts';
import type { ConsentQuestion } from '../../updates/consent.ts';
import {
  consentCount,
  consentDetails,
  consentEnd,
  consentEnds,
  consentQuestion,
  consentsDetails,
} from '../../words/consentWords.ts';
import { withoutIcons, withoutLinks } from '../../words/visible.ts';
import { asked } from '../modal.ts';
import { isTarget, type Target } from '../model/targets.ts';
import { tellBriefly } from '../progress.ts';
import { responseTimeout } from '../settings.ts';
import { isTrusted } from '../trust.ts';

/** `subject`: the device that asked; anything else takes the question that is open, or asks which, several at once if wished. */
export async function answerConsent(engine: Engine, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const questions = isTarget(subject) ? latestOf(engine, subject) : await pick(engine);
  const open = questions.filter(({ state }) => state === 'open');
  if (open.length === 0) {
    for (const question of questions) tell(consentEnd(question) ?? t('The answer is on its way.'));
    return;
  }
  const answer = await decide(open);
  if (answer === undefined) return;
  const done = await Promise.all(open.map(({ id }) => engine.answerConsent(id, answer, responseTimeout())));
  const [first, ...others] = done;
  const end = first !== undefined && others.length === 0 ? consentEnd(first) : consentEnds(done);
  // What goes as the user wanted is told by the update itself, which goes on.
  if (done.every(({ state }) => state === 'answered')) tellBriefly(end ?? '');
  else tell(end ?? '');
}

/** Undefined where the devices are to go on waiting. */
async function decide(questions: readonly ConsentQuestion[]): Promise<'APPROVED' | 'DENIED' | undefined> {
  const [first, ...others] = questions;
  if (first === undefined) return undefined;
  const isOne = others.length === 0;
  const question = isOne
    ? { message: consentQuestion(first), detail: consentDetails(first, Date.now()).join('\n') }
    : { message: consentCount(questions.length), detail: consentsDetails(questions).join('\n') };
  const approve = isOne ? t('Approve') : t('Approve for {0}', questions.length);
  const deny = isOne ? t('Deny') : t('Deny for {0}', questions.length);
  // Enter presses the first: the device goes on waiting.
  const answer = await asked(question, t('Decide Later'), approve, deny);
  if (answer === approve) return 'APPROVED';
  return answer === deny ? 'DENIED' : undefined;
}

function tell(text: string): void {
  void window.showInformationMessage(withoutLinks(text));
}

/** Of a device that has asked anew since it was told of, what it asks now. */
function latestOf({ consents }: Engine, { connection, device }: Target): readonly ConsentQuestion[] {
  const ofDevice = consents.filter((it) => it.connection === connection && it.device === device);
  const latest = ofDevice.find(({ state }) => state === 'open') ?? ofDevice.at(-1);
  return latest === undefined ? [] : [latest];
}

async function pick(engine: Engine): Promise<readonly ConsentQuestion[]> {
  const open = engine.consents.filter(({ state }) => state === 'open');
  if (open.length === 0) tell(t('No device waits for its owner.'));
  if (open.length < 2) return open;
  const items = open.map((question) => ({ label: withoutIcons(consentQuestion(question)), question }));
  const chosen = await window.showQuickPick(items, {
    title: t("Answer Owner's Question"),
    placeHolder: t('Choose the devices to answer alike'),
    canPickMany: true,
  });
  if (chosen?.length === 0) tellBriefly(t('Choose at least one device'));
  return chosen?.map(({ question }) => question) ?? [];
}
