/** A device asks its owner: told once by a notification, and in the status bar as long as it waits. */
import { Disposable, commands as editorCommands, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Engine } from '../engine.ts';
import { consentDetails, consentEnd, consentQuestion } from '../words/consentWords.ts';
import { withoutIcons, withoutLinks } from '../words/visible.ts';
import { commands } from './contributions.ts';

const answer = 'Answer…';
/** Milliseconds: the time that is left is told in minutes. */
const tick = 15_000;

export function watchConsents(engine: Engine): Disposable {
  const item = window.createStatusBarItem('kanto.consent', StatusBarAlignment.Left, 1);
  item.name = 'Kanto Owner Consent';
  item.command = commands.answerConsent;
  item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
  const update = () => {
    const open = engine.consents.filter(({ state }) => state === 'open');
    const [first] = open;
    if (first === undefined) {
      item.hide();
      return;
    }
    const more = open.length > 1 ? ` (+${open.length - 1})` : '';
    item.text = `$(question) ${withoutIcons(`${first.device} asks: ${first.command}?`)}${more}`;
    item.tooltip = open
      .map((it) => `${consentQuestion(it)}\n${consentDetails(it, Date.now()).at(-1) ?? ''}`)
      .join('\n\n');
    item.show();
  };
  const timer = setInterval(update, tick);
  const announced = new Set<string>();
  return Disposable.from(
    item,
    { dispose: () => clearInterval(timer) },
    engine.onConsent((question) => {
      update();
      const { id, state } = question;
      if (state === 'open' && !announced.has(id)) {
        announced.add(id);
        void announce(id, withoutLinks(consentQuestion(question)));
      }
      const closed = state === 'elsewhere' || state === 'over';
      if (closed && announced.delete(id))
        void window.showInformationMessage(withoutLinks(consentEnd(question) ?? ''));
    }),
  );
}

async function announce(id: string, text: string): Promise<void> {
  const picked = await window.showWarningMessage(text, answer);
  if (picked === answer) await editorCommands.executeCommand(commands.answerConsent, id);
}
