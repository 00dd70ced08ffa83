/** The one question before a rollout: all plans are made first, and what they destroy is named. Enter never destroys. */
import { t } from '@vscode/l10n';
import { type Disposable, window } from 'vscode';
import { parseJson } from '../protocol/json.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { isOutcome } from '../rollout/types.ts';
import { rolloutPlanDocument } from '../words/rolloutPlan.ts';
import { type RolloutQuestion, rolloutQuestion } from '../words/rolloutQuestion.ts';
import { sumWords } from '../words/rolloutWords.ts';
import { withoutLinks } from '../words/visible.ts';
import { goOn, showPlan, wayBack } from './applySteps.ts';
import { asked as askModal, doNotSend } from './modal.ts';
import { shownWhile } from './progress.ts';
import { type Address, ReadOnlyDocuments, titlePath } from './readOnlyDocuments.ts';

/** The plans that were shown; in memory only. */
export class RolloutPlans implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #documents = new ReadOnlyDocuments('kanto-rollout-plan', ({ query }) => {
    const id = parseJson(query);
    return (typeof id === 'string' ? this.#texts.get(id) : undefined) ?? closed();
  });

  async show(rollout: Rollout): Promise<void> {
    const { id, name } = rollout;
    this.#texts.set(id, rolloutPlanDocument(rollout));
    const address: Address = {
      path: titlePath(t('Rollout of {0}', name).concat('.md')),
      query: JSON.stringify(id),
    };
    await this.#documents.show(address);
    this.#documents.changed(address);
  }

  dispose(): void {
    this.#documents.dispose();
  }
}

const closed = () => t('# Closed\n\nPlans of rollouts are kept in memory only, and this one is gone.\n');

/** Plans all devices while the user sees how far that is. False where the user cancels. */
export async function planAll(rollout: Rollout): Promise<boolean> {
  const total = rollout.devices.length;
  const state = await shownWhile(t('Planning {0}', rollout.name), async (signal, report) => {
    let planned = 0;
    signal.addEventListener('abort', () => rollout.pause());
    const listening = rollout.onEvent((event) => {
      if (event.kind !== 'device' || (event.device.phase !== 'planned' && !isOutcome(event.device.phase)))
        return;
      planned += 1;
      report(t('{0} of {1} devices', planned, total), 100 / total);
    });
    try {
      return await rollout.plan();
    } finally {
      listening.dispose();
    }
  });
  return state.kind === 'planned';
}

export interface Asked {
  readonly protectedConnections: readonly string[];
  /** In sentences, what the message would change of the author's words. */
  readonly corrections: readonly string[];
}

/** True where the user agrees to what is planned. */
export async function mayBegin(rollout: Rollout, plans: RolloutPlans, asked: Asked): Promise<boolean> {
  const { devices, name, options } = rollout;
  const question = rolloutQuestion({ devices, name, options, ...asked });
  if (question === undefined) {
    await tellNothing(rollout, plans);
    return false;
  }
  const { message, detail, yes } = question;
  // VS Code presses the first button for who hits Enter: it shows the plan.
  const answered = () => askModal({ message, detail }, showPlan(), yes);
  let answer = await answered();
  while (answer === showPlan()) {
    if (!(await hasRead(rollout, plans))) return false;
    answer = await answered();
  }
  return answer === yes && typed(question);
}

async function tellNothing(rollout: Rollout, plans: RolloutPlans): Promise<void> {
  const { name, summary } = rollout;
  const words = t('No device gets {0}: {1}. Nothing was sent.', name, sumWords(summary));
  const answer = await window.showInformationMessage(withoutLinks(words), showPlan());
  if (answer === showPlan()) await plans.show(rollout);
}

/** A modal question lets nothing be read behind it: who has read is asked again. */
async function hasRead(rollout: Rollout, plans: RolloutPlans): Promise<boolean> {
  await plans.show(rollout);
  const message = t('{0} has not been rolled out yet: this is the plan of all devices.', rollout.name);
  const way = wayBack(rollout.name, message);
  try {
    return (await window.showInformationMessage(withoutLinks(message), goOn(), doNotSend())) === goOn();
  } finally {
    way.dispose();
  }
}

/** What leaves nothing of a device is not to be pressed away. */
async function typed({ typed: wanted }: RolloutQuestion): Promise<boolean> {
  if (wanted === undefined) return true;
  const answer = await window.showInputBox({
    title: t('Nothing is left on some devices'),
    prompt: withoutLinks(t('Type “{0}” to go on.', wanted)),
    placeHolder: wanted,
    ignoreFocusOut: true,
    validateInput: (text) => (['', wanted].includes(text.trim()) ? undefined : t('Type “{0}”.', wanted)),
  });
  return answer?.trim() === wanted;
}
