/** Which rights on the broker are needed, as lines of a Mosquitto ACL file (the reference's tested list). */
import { t } from '@vscode/l10n';

/** What everything else stands on. */
const answers = 'command//+/res/#';
/** Where an update's progress and the state of a device come. */
const events = 'e/#';

const whatIsLost = (): Readonly<Record<string, string>> => ({
  [answers]: t('the answers of devices'),
  [events]: t('the progress of updates and what is installed'),
  'edge/thing/response': t('who the gateway is'),
  'edge/connection/remote/status': t('whether the gateway reaches its cloud'),
});

/** By the last level, in direct mode. */
const whatIsLostDirectly = (): Readonly<Record<string, string>> => ({
  desiredstatefeedback: t('the progress of updates'),
  currentstate: t('what is installed'),
  ownerconsent: t('what the device asks its owner'),
});

/** What this user misses with the refused filters; the rest of them are other spellings of the same. */
export function missed(refused: readonly string[]): readonly string[] {
  return refused.flatMap((filter) => whatIsLost()[filter] ?? whatIsLostDirectly()[lastLevel(filter)] ?? []);
}

export function isEssential(filter: string): boolean {
  const level = lastLevel(filter);
  return [answers, events].includes(filter) || ['desiredstatefeedback', 'currentstate'].includes(level);
}

function lastLevel(filter: string): string {
  return filter.slice(filter.lastIndexOf('/') + 1);
}

/** The advice to give these rights: `read e/#`, `write command///req/+/refresh`. */
export function grant(username: string | undefined, rights: readonly string[]): string {
  const who = username === undefined ? '' : `user ${username}, `;
  return t(
    "Give the right on the broker; in Mosquitto's acl_file: {0}{1}.",
    who,
    rights.map((it) => `topic ${it}`).join(', '),
  );
}
