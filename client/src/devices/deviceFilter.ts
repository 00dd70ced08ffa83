/** Which devices the tree shows: a few words, each of which has to be found in the device. Pure. */

import { fits, parseWords, type Suggestion, suggestionsOf, type WordFilter } from '../wordFilter.ts';
import { registeredStates } from '../words/registryWords.ts';
import type { Device } from './device.ts';
import { healthOf, healthWords } from './health.ts';

/** What a word can be aimed at: `state:failed`, `component:influx`. */
const fields = ['id', 'state', 'component', 'domain', 'connection', 'gateway'] as const;
type Field = (typeof fields)[number];

export type DeviceFilter = WordFilter<Field>;

export function parseFilter(text: string): DeviceFilter {
  return parseWords(text, fields);
}

export function matches(device: Device, filter: DeviceFilter): boolean {
  return fits(filter, fields, (field) => valuesOf(device, field));
}

function valuesOf(device: Device, field: Field): readonly string[] {
  switch (field) {
    case 'id':
      return [device.id];
    case 'connection':
      return [device.connection];
    case 'state':
      // One `unknown` is enough.
      return [
        healthOf(device).word,
        ...(device.sync === 'unknown' ? [] : [device.sync]),
        ...registeredStates(device),
      ];
    case 'domain':
      return device.domains;
    case 'gateway':
      return device.registration?.via ?? [];
    case 'component':
      return (device.components ?? []).flatMap(({ id, name }) => (name === undefined ? [id] : [id, name]));
  }
}

/** What there is to filter by, the most useful first: states, domains, gateways, components by how many devices have them, ids. */
export function suggestions(devices: readonly Device[]): readonly Suggestion[] {
  const counted = (field: Field) => suggestionsOf(devices, field, offeredBy);
  const rank = ({ filter }: Suggestion) =>
    healthWords.findIndex((word) => filter === `state:${word}`) + (filter === 'state:unknown' ? 10 : 0);
  const states = counted('state').toSorted((a, b) => rank(a) - rank(b));
  return [...states, ...counted('domain'), ...counted('gateway'), ...counted('component'), ...counted('id')];
}

/** An id stands for nothing where there is a name. */
function offeredBy(device: Device, field: Field): readonly string[] {
  if (field !== 'component') return valuesOf(device, field);
  return (device.components ?? []).map(({ id, name }) => name ?? id);
}
