/** Asks before something that cannot be undone. */
import { window } from 'vscode';

/** True where the user presses `yes`; anything else is a no. */
export async function confirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}
