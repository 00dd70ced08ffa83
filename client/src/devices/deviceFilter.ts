/** Which devices the tree shows: a few words, each of which has to be found in the device. Pure. */

import { registeredStates } from '../words/registryWords.ts';
import type { Device } from './device.ts';
import { healthOf, healthWords } from './health.ts';

/** What a word can be aimed at: `state:failed`, `component:influx`. */
const fields = ['id', 'state', 'component', 'domain', 'connection', 'gateway'] as const;
type Field = (typeof fields)[number];

interface Term {
  readonly field?: Field;
  /** In lower case. */
  readonly text: string;
}

/** Every term has to match. */
export type DeviceFilter = readonly Term[];

/** Quotes keep what has spaces together: `state:"in sync"`. A word before a colon that is no field belongs to the text. */
export function parseFilter(text: string): DeviceFilter {
  const words = text.toLowerCase().match(/(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? [];
  return words.map(termOf).filter((term) => term.text !== '');
}

function termOf(word: string): Term {
  const colon = word.indexOf(':');
  const field = fields.find((it) => it === word.slice(0, colon));
  const text = (field === undefined ? word : word.slice(colon + 1)).replaceAll('"', '');
  return { ...(field !== undefined && { field }), text };
}

export function matches(device: Device, filter: DeviceFilter): boolean {
  return filter.every(({ field, text }) =>
    (field === undefined ? fields : [field]).some((it) =>
      valuesOf(device, it).some((value) => value.toLowerCase().includes(text)),
    ),
  );
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

export interface Suggestion {
  /** The filter that it stands for. */
  readonly filter: string;
  /** Devices that it would show. */
  readonly devices: number;
}

const mostSuggestions = 200;

/** What there is to filter by, the most useful first: states, domains, gateways, components by how many devices have them, ids. */
export function suggestions(devices: readonly Device[]): readonly Suggestion[] {
  const counted = (field: Field) => {
    const counts = new Map<string, number>();
    for (const device of devices)
      for (const value of new Set(offeredBy(device, field))) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts]
      .map(([value, count]) => ({ filter: `${field}:${quoted(value)}`, devices: count }))
      .sort((a, b) => b.devices - a.devices)
      .slice(0, mostSuggestions);
  };
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

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}
