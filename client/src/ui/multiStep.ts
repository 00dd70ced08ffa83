/** Questions one after the other in the same place, with the way back. */
import { t } from '@vscode/l10n';
import {
  Disposable,
  type InputBox,
  type QuickInput,
  QuickInputButtons,
  type QuickPickItem,
  ThemeIcon,
  Uri,
  window,
} from 'vscode';
import { withoutLinks } from '../words/visible.ts';

export interface Choice {
  /** What the answer is where it is chosen. */
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

export interface Question {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** A secret: not shown while it is typed, and its blanks count. A file: can be chosen in a dialog. */
  readonly kind?: 'secret' | 'file';
  /** One of these is the answer, and nothing is typed. */
  readonly choices?: readonly Choice[];
  /** What is wrong with the text; undefined where it may be taken. Asked at each key. */
  readonly validate: (text: string) => string | undefined;
}

export const back = Symbol('back');

/** Where a question stands among others. */
interface Place {
  readonly title: string;
  readonly step?: number;
  readonly steps?: number;
  readonly canGoBack: boolean;
}

/**
 * Asks each question in turn. A question may depend on the answers before it, and not be asked at all: then its answer
 * is empty. Resolves with one answer for each, or undefined where the user gives up. `further` steps come afterwards.
 */
export async function ask(
  title: string,
  questions: readonly ((answers: readonly string[]) => Question | undefined)[],
  further = 0,
): Promise<string[] | undefined> {
  const answers: string[] = [];
  const given: string[] = [];
  /** Indices of the questions that were asked, the last one last. */
  const asked: number[] = [];
  while (answers.length < questions.length) {
    const index = answers.length;
    const question = questions[index]?.(answers);
    if (question === undefined) {
      answers.push('');
      continue;
    }
    const ahead = questions.slice(index + 1).filter((it) => it(answers) !== undefined).length;
    const answer = await askOne(
      { ...question, value: given[index] ?? question.value ?? '' },
      {
        title,
        step: asked.length + 1,
        steps: asked.length + 1 + ahead + further,
        canGoBack: asked.length > 0,
      },
    );
    if (answer === undefined) return undefined;
    if (answer === back) {
      answers.length = asked.pop() ?? 0;
    } else {
      given[index] = answer;
      answers.push(answer);
      asked.push(index);
    }
  }
  return answers;
}

const browse = () => ({ iconPath: new ThemeIcon('folder-opened'), tooltip: t('Choose a File…') });

/** Resolves with the answer, {@link back}, or undefined where the user gives up. */
export function askOne(question: Question, place: Place): Promise<string | typeof back | undefined> {
  return question.choices === undefined
    ? askText(question, place)
    : askChoice(question, question.choices, place);
}

function askChoice(
  { prompt, value }: Question,
  choices: readonly Choice[],
  place: Place,
): Promise<string | typeof back | undefined> {
  const picker = window.createQuickPick<QuickPickItem & Choice>();
  setPlace(picker, place);
  picker.placeholder = prompt;
  picker.items = choices;
  // An empty list would leave none active: Enter would then take nothing, and end the question.
  const current = choices.filter((it) => it.value === value);
  picker.activeItems = current.length > 0 ? current : choices.slice(0, 1);
  picker.buttons = place.canGoBack ? [QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const end = (answer: string | typeof back | undefined) => {
      resolve(answer);
      picker.hide();
    };
    const listeners = Disposable.from(
      picker.onDidAccept(() => {
        const [chosen] = picker.selectedItems;
        if (chosen !== undefined) end(chosen.value);
      }),
      picker.onDidTriggerButton(() => end(back)),
      picker.onDidHide(() => {
        resolve(undefined);
        listeners.dispose();
        picker.dispose();
      }),
    );
    picker.show();
  });
}

function setPlace(input: QuickInput, { title, step, steps }: Place): void {
  input.title = title;
  input.step = step;
  input.totalSteps = steps;
  input.ignoreFocusOut = true;
}

function askText(question: Question, place: Place): Promise<string | typeof back | undefined> {
  const box = boxFor(question, place);
  const text = () => (question.kind === 'secret' ? box.value : box.value.trim());
  const problem = () => {
    const told = question.validate(text());
    return told && withoutLinks(told);
  };
  return new Promise((resolve) => {
    const listeners = Disposable.from(
      box.onDidChangeValue(() => {
        box.validationMessage = text() === '' ? undefined : problem();
      }),
      box.onDidAccept(() => {
        box.validationMessage = problem();
        if (box.validationMessage !== undefined) return;
        resolve(text());
        box.hide();
      }),
      box.onDidTriggerButton(async (button) => {
        if (button !== QuickInputButtons.Back) {
          box.value = (await chooseFile(text())) ?? box.value;
          return;
        }
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

function boxFor(question: Question, place: Place): InputBox {
  const box = window.createInputBox();
  setPlace(box, place);
  box.prompt = withoutLinks(question.prompt);
  box.placeholder = question.placeholder;
  box.value = question.value ?? '';
  box.password = question.kind === 'secret';
  box.buttons = [
    ...(place.canGoBack ? [QuickInputButtons.Back] : []),
    ...(question.kind === 'file' ? [browse()] : []),
  ];
  return box;
}

async function chooseFile(current: string): Promise<string | undefined> {
  const [chosen] =
    (await window.showOpenDialog({
      canSelectMany: false,
      ...(current.startsWith('/') && { defaultUri: Uri.file(current) }),
    })) ?? [];
  return chosen?.fsPath;
}
