/** How the question of a device to its owner reads, and what became of it. */
import { t } from '@vscode/l10n';
import type { ConsentQuestion, OwnerAsked } from '../updates/consent.ts';
import { changedNothing, type UpdateRun } from '../updates/run.ts';
import { clockMinute } from './times.ts';
import { visible } from './visible.ts';
import { target } from './words.ts';

/** What each answer leads to (update-manager: updatem/orchestration/update_orchestrator_apply.go). */
const phases = (
  asker: string,
): Readonly<Record<string, { readonly asks: string; readonly denied: string }>> => ({
  DOWNLOAD: {
    asks: t('{0} asks its owner: may it download what the update needs?', asker),
    denied: t('Denied, the update ends there and nothing is changed.'),
  },
  UPDATE: {
    asks: t('{0} asks its owner: may it make the update: stop what is replaced or removed?', asker),
    denied: t('Denied, the device takes back what it has prepared.'),
  },
  ACTIVATE: {
    asks: t('{0} asks its owner: may it start what was updated?', asker),
    denied: t(
      'Denied, the device takes the update back. It does not tell how that ends, and says RUNNING until the time for a step is over, usually 10 minutes.',
    ),
  },
});

/** `edge:device @ lab asks its owner: may it download what the update needs?` */
export function consentQuestion({ device, connection, command }: ConsentQuestion): string {
  const asker = target(device, connection);
  return (
    phases(asker)[command]?.asks ??
    t('{0} asks its owner: may it go on with {1}?', asker, visible(command, longestId))
  );
}

/** Of an update that stands still until then: `waits for its owner: DOWNLOAD`; what a narrow place has room for. */
export function shortOwnerWait({ command }: OwnerAsked): string {
  return t('waits for its owner: {0}', visible(command, longestId));
}

/** The same, and until when: the device does not tell how long it waits. */
export function ownerWaitWords({ command, usualEnd }: OwnerAsked): string {
  return t('waits for its owner: {0}, usually until {1}', visible(command, longestId), clockMinute(usualEnd));
}

/** How an update that its owner has denied has ended, in a sentence. */
export function deniedWords(run: Pick<UpdateRun, 'finished' | 'ownerAsked'>): string {
  const step = run.ownerAsked === undefined ? t('the update') : visible(run.ownerAsked.command, longestId);
  return changedNothing(run)
    ? t('The owner denied {0}; nothing was changed.', step)
    : t('The owner denied {0}; the device takes the update back.', step);
}

/** The same for a notification, whatever the question is: one that is asked next takes the place of the one before. */
export function consentNotice({
  device,
  connection,
}: Pick<ConsentQuestion, 'device' | 'connection'>): string {
  return t('{0} asks its owner before it goes on with its update.', target(device, connection));
}

/** Of more than fit on a screen. */
export function consentCount(waiting: number): string {
  return t('{0} devices ask their owners before they go on with their updates.', waiting);
}

/** What the answer is about, a line each; the time at the end. */
export function consentDetails(question: ConsentQuestion, now: number): readonly string[] {
  const { actions, activityId, command } = question;
  const shown = actions.slice(0, mostShown).map(({ component, version, message, status }) => {
    const name = version === undefined ? component : `${component} ${version}`;
    // A line each, whatever the device writes: it must neither add lines of its own nor push the buttons off the screen.
    return visible(`${name}: ${message ?? status}`);
  });
  const more = actions.length > mostShown ? [t('… and {0} more', actions.length - mostShown)] : [];
  const denied = phases('')[command]?.denied;
  return [
    ...shown,
    ...more,
    ...(actions.length === 0 ? [t('It has not said which components.')] : []),
    ...(denied === undefined ? [] : [denied]),
    activityId === ''
      ? t('Activity without an id. {0}', timeLeft(question, now))
      : t('Activity {0}. {1}', visible(activityId, longestId), timeLeft(question, now)),
  ];
}

/** What an answer to several questions at once is about: who asks for what, a line each, and what a no leads to. */
export function consentsDetails(questions: readonly ConsentQuestion[]): readonly string[] {
  const denied = new Set(questions.map(({ command }) => phases('')[command]?.denied));
  return [
    ...questions.slice(0, mostShown).map(consentQuestion),
    ...(questions.length > mostShown ? [t('… and {0} more', questions.length - mostShown)] : []),
    ...[...denied].filter((it) => it !== undefined),
  ];
}

/** What became of several answers, in a line: of those that did not reach their device each by itself, as far as there is room. */
export function consentEnds(questions: readonly ConsentQuestion[]): string {
  const taken = questions.filter(({ state }) => state === 'answered');
  const others = questions.filter(({ state }) => state !== 'answered').map((it) => consentEnd(it) ?? '');
  return [
    t('Answered for {0} of {1} devices.', taken.length, questions.length),
    ...others.slice(0, mostEnds),
    ...(others.length > mostEnds ? [t('… and {0} more', others.length - mostEnds)] : []),
  ].join(' ');
}

const mostShown = 12;
/** Sentences of a notification. */
const mostEnds = 3;
/** Characters of what is a word or an id. */
const longestId = 80;

/** The device does not tell how long it waits: what devices do that nobody has set otherwise. */
function timeLeft({ usualEnd }: ConsentQuestion, now: number): string {
  const left = usualEnd - now;
  if (left <= 0) return t('The usual 10 minutes are over: the device may no longer wait.');
  return left < 60_000
    ? t('Less than a minute left, if the device waits as long as usual.')
    : t('About {0} min left, if the device waits as long as usual.', Math.round(left / 60_000));
}

/** What became of a question, in a sentence; undefined while it is open. */
export function consentEnd(question: ConsentQuestion): string | undefined {
  const { device, answer, remark = '' } = question;
  const command = visible(question.command, longestId);
  switch (question.state) {
    case 'open':
    case 'answering':
      return undefined;
    case 'answered':
      return remark === ''
        ? t('{0} took the answer to {1}: {2}.', device, command, answerWord(answer))
        : t('The answer to {0} of {1} was sent: {2}. {3}', command, device, answerWord(answer), remark);
    case 'elsewhere':
    case 'over':
      return t('{0} no longer waits for an answer to {1}. {2}', device, command, remark).trimEnd();
  }
}

function answerWord(answer: ConsentQuestion['answer']): string {
  return answer === 'DENIED' ? t('denied') : t('approved');
}
