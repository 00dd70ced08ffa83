/** What a user types for a new connection, checked as it is typed. Undefined means that there is nothing to say. */
import { isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import { parseThingId } from '../../protocol/thing.ts';

export function nameProblem(text: string, taken: readonly string[]): string | undefined {
  if (text === '') return 'A name is needed, for instance lab.';
  return taken.includes(text) ? `There is a connection ${text} already.` : undefined;
}

export function urlProblem(text: string): string | undefined {
  if (text === '') return 'An address is needed, for instance mqtt://localhost:1883.';
  const parsed = parseBrokerUrl(text);
  return isBrokerUrl(parsed) ? undefined : `${parsed.message} ${parsed.advice}`;
}

export function deviceIdProblem(text: string): string | undefined {
  return parseThingId(text) === undefined
    ? `Wanted: namespace:name, for instance edge:device; found ${text === '' ? 'nothing' : `"${text}"`}.`
    : undefined;
}

/** Ids between commas or blanks. */
function deviceIds(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((id) => id !== ''))];
}

export function deviceIdsProblem(text: string): string | undefined {
  return deviceIds(text)
    .map(deviceIdProblem)
    .find((problem) => problem !== undefined);
}

/** The entry for the setting `kanto.connections`; what was left empty is left out. */
export function connectionEntry(name: string, url: string, devices: string, username: string): object {
  const ids = deviceIds(devices);
  return {
    name,
    url,
    ...(ids.length === 0 ? {} : { devices: ids }),
    ...(username === '' ? {} : { username }),
  };
}
