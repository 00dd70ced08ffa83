/** Questions one after the other in the same place, with the way back. */
import { Disposable, type InputBox, QuickInputButtons, window } from 'vscode';

export interface Question {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** What is wrong with the text; undefined where it may be taken. Asked at each key. */
  readonly validate: (text: string) => string | undefined;
}

const back = Symbol('back');

/**
 * Asks each question in turn. A question may depend on the answers before it. Resolves with one answer for each, or
 * undefined where the user gives up.
 */
export async function ask(
  title: string,
  questions: readonly ((answers: readonly string[]) => Question)[],
): Promise<string[] | undefined> {
  const answers: string[] = [];
  const given: string[] = [];
  while (answers.length < questions.length) {
    const step = answers.length;
    const question = questions[step]?.(answers);
    if (question === undefined) return undefined;
    const answer = await askOne({ ...question, value: given[step] ?? question.value ?? '' }, (box) => {
      box.title = title;
      box.step = step + 1;
      box.totalSteps = questions.length;
    });
    if (answer === undefined) return undefined;
    if (answer === back) {
      answers.pop();
    } else {
      given[step] = answer;
      answers.push(answer);
    }
  }
  return answers;
}

function askOne(
  question: Question,
  place: (box: InputBox) => void,
): Promise<string | typeof back | undefined> {
  const box = window.createInputBox();
  place(box);
  box.prompt = question.prompt;
  box.placeholder = question.placeholder;
  box.value = question.value ?? '';
  box.ignoreFocusOut = true;
  if ((box.step ?? 1) > 1) box.buttons = [QuickInputButtons.Back];
  return new Promise((resolve) => {
    const listeners = Disposable.from(
      box.onDidChangeValue((text) => {
        box.validationMessage = text === '' ? undefined : question.validate(text.trim());
      }),
      box.onDidAccept(() => {
        const text = box.value.trim();
        box.validationMessage = question.validate(text);
        if (box.validationMessage !== undefined) return;
        resolve(text);
        box.hide();
      }),
      box.onDidTriggerButton(() => {
        resolve(back);
        box.hide();
      }),
      box.onDidHide(() => {
        resolve(undefined);
        listeners.dispose();
        box.dispose();
      }),
    );
    box.show();
  });
}
