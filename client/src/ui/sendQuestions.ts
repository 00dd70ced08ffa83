/** What is asked before a manifest is sent: whether it may be, whether this connection may, and what contradicts the device. */
import { commands, type TextDocument, window } from 'vscode';
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { Engine } from '../engine.ts';
import { readinessOf } from '../words/readiness.ts';
import { plainText, target as targetWords } from '../words/words.ts';
import { isProtected } from './applySteps.ts';
import { confirmed } from './confirmed.ts';
import type { Target } from './model/targets.ts';

/** A manifest, and what the user calls it. */
export interface Named {
  readonly name: string;
  readonly manifest: ManifestDescription;
  /** Where its problems are; absent where no document holds it. */
  readonly document?: TextDocument;
}

const sendAnyway = 'Send Anyway';
const showProblems = 'Show Problems';

export async function mayBeSent({ manifest, name, document }: Named): Promise<boolean> {
  const readiness = readinessOf(manifest, name);
  if (readiness.kind === 'ready') return true;
  const ways = document && manifest.problems.length > 0 ? [showProblems] : [];
  const answer =
    readiness.kind === 'refused'
      ? await window.showErrorMessage(plainText(readiness.reason), { modal: true }, ...ways)
      : await window.showWarningMessage(
          readiness.question,
          { modal: true, detail: plainText(readiness.detail) },
          // Enter presses the first: it sends nothing where there is something to see.
          ...ways,
          sendAnyway,
        );
  if (document && answer === showProblems) {
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.actions.view.problems');
  }
  return answer === sendAnyway;
}

/** On a protected connection everything that changes a device is asked about. */
export async function mayReach(engine: Engine, { manifest, name }: Named, target: Target): Promise<boolean> {
  if (!isProtected(engine, target)) return true;
  return confirmed(
    `Send ${name} to ${targetWords(target.device, target.connection)}?`,
    `${manifest.summary}\n\nThe connection ${target.connection} is protected: it asks before anything is changed.`,
    'Send',
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
    .map(({ field, written, wanted }) => `${field}\n  written: ${written}\n  for this device: ${wanted}`)
    .join('\n');
  const agreed = await confirmed(
    `What ${name} says does not fit ${targetWords(target.device, target.connection)}.`,
    `${detail}\nThe file stays as it is; only the message is corrected.`,
    'Send to the Chosen Device',
  );
  return agreed ? 'correct' : undefined;
}
