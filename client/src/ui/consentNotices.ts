/** A device asks its owner: told by a notification, and in the status bar as long as it waits. */
import { t } from '@vscode/l10n';
import { Disposable, commands as editorCommands, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Engine } from '../engine.ts';
import type { ConsentQuestion } from '../updates/consent.ts';
import { consentDetails, consentQuestion } from '../words/consentWords.ts';
import { visible, withoutIcons } from '../words/visible.ts';
import { count } from '../words/words.ts';
import { commands } from './contributions.ts';
import { createBatch } from './model/batch.ts';
import { type Announcement, ConsentAnnouncements } from './model/consentAnnouncements.ts';
import { tellUnasked } from './unasked.ts';

const answer = () => t('Answer…');
const showAll = () => t('Show All…');
/** Milliseconds: the time that is left is told in minutes. */
const tick = 15_000;
/** Milliseconds in which questions are gathered: many devices that are updated together ask together. */
const gathering = 300;
/** Questions in the tooltip of the status bar. */
const mostTold = 10;

export function watchConsents(engine: Engine): Disposable {
  const item = window.createStatusBarItem('kanto.consent', StatusBarAlignment.Left, 1);
  item.name = t('Kanto Owner Consent');
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
    item.text = `$(question) ${withoutIcons(t('{0} asks: {1}?', first.device, first.command))}${more}`;
    item.tooltip = [
      ...open
        .slice(0, mostTold)
        .map((it) => `${visible(consentQuestion(it))}\n${consentDetails(it, Date.now()).at(-1) ?? ''}`),
      ...(open.length > mostTold ? [t('and {0}', count(open.length - mostTold, 'more device'))] : []),
    ].join('\n\n');
    item.show();
  };
  const timer = setInterval(update, tick);
  const announcements = new ConsentAnnouncements();
  const changed = new Map<string, ConsentQuestion>();
  const batch = createBatch<'changed'>(gathering, () => {
    update();
    const told = announcements.after([...changed.values()], engine.consents);
    changed.clear();
    for (const it of told) void announce(it);
  });
  return Disposable.from(
    item,
    batch,
    { dispose: () => clearInterval(timer) },
    engine.onConsent((question) => {
      changed.set(question.id, question);
      batch.add('changed');
    }),
  );
}

async function announce({ text, answers }: Announcement): Promise<void> {
  if (answers === undefined) {
    await tellUnasked('ownerConsent', 'information', text);
    return;
  }
  const isAll = answers === 'all';
  const picked = await tellUnasked('ownerConsent', 'warning', text, isAll ? showAll() : answer());
  if (picked !== undefined)
    await editorCommands.executeCommand(commands.answerConsent, isAll ? undefined : answers);
}
