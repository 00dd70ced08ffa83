/** Modal questions, all of them: no word of a device or of a file can hide something in one. */
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

/** Asks before something that cannot be undone. True where the user presses `yes`; anything else is a no. */
export async function confirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await asked({ message: question, detail }, yes)) === yes;
}

function options(detail: string | undefined) {
  return { modal: true, ...(detail !== undefined && { detail: visibleLines(detail) }) };
}
