/** Answer Owner's Question…: a device waits for its owner; the person decides, having seen what it is about. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { Engine } from '../../engine.ts';
import type { ConsentQuestion } from '../../updates/consent.ts';
import { consentDetails, consentEnd, consentQuestion } from '../../words/consentWords.ts';
import { withoutIcons, withoutLinks } from '../../words/visible.ts';
import { asked } from '../modal.ts';
import { isTarget, type Target } from '../model/targets.ts';
import { tellBriefly } from '../progress.ts';
import { responseTimeout } from '../settings.ts';
import { isTrusted } from '../trust.ts';

const approve = () => t('Approve');
const deny = () => t('Deny');

/** `subject`: the device that asked; anything else takes the question that is open, or asks which. */
export async function answerConsent(engine: Engine, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const question = isTarget(subject) ? latestOf(engine, subject) : await pick(engine);
  if (question === undefined) return;
  if (question.state !== 'open') {
    void window.showInformationMessage(withoutLinks(consentEnd(question) ?? t('The answer is on its way.')));
    return;
  }
  const detail = consentDetails(question, Date.now()).join('\n');
  // Enter presses the first: the device goes on waiting.
  const answers = [t('Decide Later'), approve(), deny()];
  const answer = await asked({ message: consentQuestion(question), detail }, ...answers);
  if (answer !== approve() && answer !== deny()) return;
  const done = await engine.answerConsent(
    question.id,
    answer === approve() ? 'APPROVED' : 'DENIED',
    responseTimeout(),
  );
  const end = consentEnd(done) ?? '';
  // What goes as the user wanted is told by the update itself, which goes on.
  if (done.state === 'answered') tellBriefly(end);
  else void window.showInformationMessage(withoutLinks(end));
}

/** Of a device that has asked anew since it was told of, what it asks now. */
function latestOf({ consents }: Engine, { connection, device }: Target): ConsentQuestion | undefined {
  const ofDevice = consents.filter((it) => it.connection === connection && it.device === device);
  return ofDevice.find(({ state }) => state === 'open') ?? ofDevice.at(-1);
}

async function pick(engine: Engine): Promise<ConsentQuestion | undefined> {
  const open = engine.consents.filter(({ state }) => state === 'open');
  if (open.length === 0) void window.showInformationMessage(t('No device waits for its owner.'));
  if (open.length < 2) return open[0];
  const items = open.map((question) => ({ label: withoutIcons(consentQuestion(question)), question }));
  return (await window.showQuickPick(items, { title: t("Answer Owner's Question") }))?.question;
}
