/** What is asked before a manifest is sent: whether it may be, whether this connection may, and what contradicts the device. */
import { t } from '@vscode/l10n';
import { commands, type TextDocument, window } from 'vscode';
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { Engine } from '../engine.ts';
import { readinessOf } from '../words/readiness.ts';
import { visible } from '../words/visible.ts';
import { plainText, target as targetWords } from '../words/words.ts';
import { isProtected } from './applySteps.ts';
import { asked, confirmed, doNotSend, refused } from './modal.ts';
import type { Target } from './model/targets.ts';

/** A manifest, and what the user calls it. */
export interface Named {
  readonly name: string;
  readonly manifest: ManifestDescription;
  /** Where its problems are; absent where no document holds it. */
  readonly document?: TextDocument;
}

const sendAnyway = () => t('Send Anyway');
const showProblems = () => t('Show Problems');

export async function mayBeSent({ manifest, name, document }: Named): Promise<boolean> {
  const readiness = readinessOf(manifest, name);
  if (readiness.kind === 'ready') return true;
  const ways = document && manifest.problems.length > 0 ? [showProblems()] : [];
  const answer =
    readiness.kind === 'refused'
      ? await refused(plainText(readiness.reason), ...ways)
      : await asked(
          { message: readiness.question, detail: plainText(readiness.detail) },
          // Enter presses the first: it sends nothing.
          ...(ways.length > 0 ? ways : [doNotSend()]),
          sendAnyway(),
        );
  if (document && answer === showProblems()) {
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.actions.view.problems');
  }
  return answer === sendAnyway();
}

/** On a protected connection everything that changes a device is asked about. */
export async function mayReach(engine: Engine, { manifest, name }: Named, target: Target): Promise<boolean> {
  if (!isProtected(engine, target)) return true;
  return confirmed(
    t('Send {0} to {1}?', name, targetWords(target.device, target.connection)),
    t(
      '{0}\n\nThe connection {1} is protected: it asks before anything is changed.',
      manifest.summary,
      target.connection,
    ),
    t('Send'),
    doNotSend(),
  );
}

/** How to treat an envelope that names something else than the target; undefined where the user gives up. */
export async function mayCorrect(
  engine: Engine,
  { manifest, name }: Named,
  target: Target,
): Promise<'refuse' | 'correct' | undefined> {
  const contradictions = engine.contradictions({ ...target, manifest });
  if (contradictions.length === 0) return 'refuse';
  const detail = contradictions
    .map(({ field, written, wanted }) =>
      t('{0}\n  written: {1}\n  for this device: {2}', field, visible(written), visible(wanted)),
    )
    .join('\n');
  const agreed = await confirmed(
    t('What {0} says does not fit {1}.', name, targetWords(target.device, target.connection)),
    t('{0}\nThe file stays as it is; only the message is corrected.', detail),
    t('Send to the Chosen Device'),
    doNotSend(),
  );
  return agreed ? 'correct' : undefined;
}
