/** Modal questions, all of them: no word of a device or of a file can hide something in one. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import { visible, visibleLines } from '../words/visible.ts';

export interface ModalQuestion {
  readonly message: string;
  readonly detail?: string;
}

/** Characters of the sentence above everything else. */
const longestMessage = 500;

/** What the user presses, undefined where that is none of the answers. VS Code presses the first for who hits Enter. */
export function asked(
  { message, detail }: ModalQuestion,
  ...answers: string[]
): Thenable<string | undefined> {
  return window.showWarningMessage(visible(message, longestMessage), options(detail), ...answers);
}

/** The same of something that cannot be done at all. */
export function refused(message: string, ...answers: string[]): Thenable<string | undefined> {
  return window.showErrorMessage(visible(message, longestMessage), options(undefined), ...answers);
}

/**
 * True where the user presses `yes`; anything else is a no. `no`: to be given where a yes cannot be taken back; it is the first
 * then, which Enter presses, as VS Code's own Cancel never is.
 */
export async function confirmed(
  question: string,
  detail: string,
  yes: string,
  no?: string,
): Promise<boolean> {
  return (await asked({ message: question, detail }, ...(no === undefined ? [] : [no]), yes)) === yes;
}

/** Safe answers, for who hits Enter. */
export const keep = () => t('Keep');
export const doNotSend = () => t('Do Not Send');

function options(detail: string | undefined) {
  return { modal: true, ...(detail !== undefined && { detail: visibleLines(detail) }) };
}
