/** A list that is open until something is taken from it. */
import { Disposable, type QuickPick, type QuickPickItem } from 'vscode';

/**
 * Shows it, and resolves with the answer; undefined where the user gives up. `answerOf`: undefined where what is selected is no
 * answer; then the list stays. `more`: what is to live as long as the list.
 */
export function answered<T extends QuickPickItem, A>(
  picker: QuickPick<T>,
  answerOf: (selected: readonly T[]) => A | undefined,
  ...more: readonly Disposable[]
): Promise<A | undefined> {
  return new Promise((resolve) => {
    const listeners = Disposable.from(
      ...more,
      picker.onDidAccept(() => {
        const answer = answerOf(picker.selectedItems);
        if (answer === undefined) return;
        resolve(answer);
        picker.hide();
      }),
      picker.onDidHide(() => {
        resolve(undefined);
        listeners.dispose();
        picker.dispose();
      }),
    );
    picker.show();
  });
}
