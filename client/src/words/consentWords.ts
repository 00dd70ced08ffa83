/** How the question of a device to its owner reads, and what became of it. */
import type { ConsentQuestion } from '../updates/consent.ts';
import { visible } from './visible.ts';
import { target } from './words.ts';

/** What each answer leads to (update-manager: updatem/orchestration/update_orchestrator_apply.go). */
const phases: Readonly<Record<string, { readonly does: string; readonly denied: string }>> = {
  DOWNLOAD: {
    does: 'download what the update needs',
    denied: 'Denied, the update ends there and nothing is changed.',
  },
  UPDATE: {
    does: 'make the update: stop what is replaced or removed',
    denied: 'Denied, the device takes back what it has prepared.',
  },
  ACTIVATE: {
    does: 'start what was updated',
    denied:
      'Denied, the device takes the update back. It does not tell how that ends, and says RUNNING until the time for a step is over, usually 10 minutes.',
  },
};

/** `edge:device @ lab asks its owner: may it download what the update needs?` */
export function consentQuestion({ device, connection, command }: ConsentQuestion): string {
  const does = phases[command]?.does ?? `go on with ${visible(command, longestId)}`;
  return `${target(device, connection)} asks its owner: may it ${does}?`;
}

/** The same for a notification, whatever the question is: one that is asked next takes the place of the one before. */
export function consentNotice({
  device,
  connection,
}: Pick<ConsentQuestion, 'device' | 'connection'>): string {
  return `${target(device, connection)} asks its owner before it goes on with its update.`;
}

/** Of more than fit on a screen. */
export function consentCount(waiting: number): string {
  return `${waiting} devices ask their owners before they go on with their updates.`;
}

/** What the answer is about, a line each; the time at the end. */
export function consentDetails(question: ConsentQuestion, now: number): readonly string[] {
  const { actions, activityId, command } = question;
  const shown = actions.slice(0, mostShown).map(({ component, version, message, status }) => {
    const name = version === undefined ? component : `${component} ${version}`;
    // A line each, whatever the device writes: it must neither add lines of its own nor push the buttons off the screen.
    return visible(`${name}: ${message ?? status}`);
  });
  const more = actions.length > mostShown ? [`… and ${actions.length - mostShown} more`] : [];
  const denied = phases[command]?.denied;
  return [
    ...shown,
    ...more,
    ...(actions.length === 0 ? ['It has not said which components.'] : []),
    ...(denied === undefined ? [] : [denied]),
    `Activity ${activityId === '' ? 'without an id' : visible(activityId, longestId)}. ${timeLeft(question, now)}`,
  ];
}

const mostShown = 12;
/** Characters of what is a word or an id. */
const longestId = 80;

/** The device does not tell how long it waits: what devices do that nobody has set otherwise. */
function timeLeft({ usualEnd }: ConsentQuestion, now: number): string {
  const left = usualEnd - now;
  if (left <= 0) return 'The usual 10 minutes are over: the device may no longer wait.';
  const words = left < 60_000 ? 'less than a minute' : `about ${Math.round(left / 60_000)} min`;
  return `${words[0]?.toUpperCase()}${words.slice(1)} left, if the device waits as long as usual.`;
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
        ? `${device} took the answer to ${command}: ${answer === 'DENIED' ? 'denied' : 'approved'}.`
        : `The answer to ${command} of ${device} was sent: ${answer === 'DENIED' ? 'denied' : 'approved'}. ${remark}`;
    case 'elsewhere':
    case 'over':
      return `${device} no longer waits for an answer to ${command}. ${remark}`.trimEnd();
  }
}
