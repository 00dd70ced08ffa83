/** What a user types for a connection, checked as it is typed. Undefined means that there is nothing to say. */
import { t } from '@vscode/l10n';
import { knownHonoAdapter } from '../../connections/honoAdapter.ts';
import { parseFingerprint } from '../../connections/profile.ts';
import { parseProfile } from '../../connections/profiles.ts';
import { exposedCredentials, isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import { parseThingId } from '../../protocol/thing.ts';

export function nameProblem(text: string, taken: readonly string[]): string | undefined {
  if (text === '') return t('A name is needed, for instance lab.');
  return taken.includes(text) ? t('There is a connection {0} already.', text) : undefined;
}

export function urlProblem(text: string): string | undefined {
  if (text === '') return t('An address is needed, for instance mqtt://localhost:1883.');
  const parsed = parseBrokerUrl(text);
  const wrong = isBrokerUrl(parsed) ? knownHonoAdapter(parsed) : parsed;
  return wrong && `${wrong.message} ${wrong.advice}`;
}

export function deviceIdProblem(text: string): string | undefined {
  return parseThingId(text) === undefined
    ? t(
        'Wanted: namespace:name, for instance edge:device; found {0}.',
        text === '' ? t('nothing') : `"${text}"`,
      )
    : undefined;
}

/** Ids between commas or blanks. */
export function deviceIds(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((id) => id !== ''))];
}

export function deviceIdsProblem(text: string): string | undefined {
  return deviceIds(text)
    .map(deviceIdProblem)
    .find((problem) => problem !== undefined);
}

/** A user whose name and password would go over the network for all to read. */
export function usernameProblem(text: string, url: string): string | undefined {
  const parsed = parseBrokerUrl(url);
  if (text === '' || !isBrokerUrl(parsed)) return undefined;
  const exposed = exposedCredentials(parsed, text);
  return exposed && `${exposed.message} ${exposed.advice}`;
}

export function fingerprintProblem(text: string): string | undefined {
  if (text === '' || parseFingerprint(text) !== undefined) return undefined;
  return t('Wanted: 64 hexadecimal digits, with or without colons.');
}

/** What the reader of the settings has against one property of an entry. */
export function propertyProblem(key: string, value: unknown): string | undefined {
  const { faults } = parseProfile({ name: 'name', url: 'mqtt://localhost', [key]: value }, 'It');
  return faults[0] && `${faults[0].message} ${faults[0].advice}`;
}

/** The name, or with a number behind it where it is taken. */
export function freeName(wish: string, taken: readonly string[]): string {
  if (!taken.includes(wish)) return wish;
  for (let number = 2; ; number += 1) {
    const name = `${wish} ${number}`;
    if (!taken.includes(name)) return name;
  }
}
