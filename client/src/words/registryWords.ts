/** How the device registry reads for people. */
import { type Device, isOnlyRegistered, type Registration } from '../devices/device.ts';
import type { RegistryState } from '../registry/registry.ts';
import { clockTime, count } from './words.ts';

/** Where the devices stand, in a word or two; undefined where nothing is amiss. */
export function registryTrouble(state: RegistryState | undefined): string | undefined {
  if (state?.kind !== 'failed')
    return state?.kind === 'listed' && state.leftOut > 0 ? 'too many devices' : undefined;
  switch (state.fault.code) {
    case 'registry-unreachable':
      return 'registry unreachable';
    case 'registry-refused':
    case 'registry-user-required':
      return 'registry refuses';
    default:
      return 'registry not listed';
  }
}

/** What the registry said last, in sentences. */
export function registryWords(state: RegistryState | undefined): string {
  switch (state?.kind) {
    case undefined:
      return 'The device registry is asked at the next connect.';
    case 'asking':
      return 'The device registry is being asked.';
    case 'failed': {
      const { code, message, advice } = state.fault;
      const mend = code === 'cancelled' ? [] : [advice];
      return [message, ...mend, '"Kanto: List Registered Devices" asks again.'].join(' ');
    }
    case 'listed':
      return listedWords(state);
  }
}

function listedWords({
  time,
  devices,
  total,
  leftOut,
  strangers,
}: Extract<RegistryState, { kind: 'listed' }>): string {
  if (total === 0)
    return `The device registry lists none (${clockTime(time)}): the tenant has no such device there, or is not known there.`;
  return [
    `The device registry lists ${count(devices, 'device')} (${clockTime(time)}).`,
    ...(strangers === 0
      ? []
      : [
          `${entries(strangers)} there ${strangers === 1 ? 'has an id' : 'have ids'} that no device of Kanto has (namespace:name).`,
        ]),
    ...(leftOut === 0
      ? []
      : [
          `${entries(leftOut)} of ${total} ${leftOut === 1 ? 'is' : 'are'} left out: narrow them down with \`registry.filter\` of the connection.`,
        ]),
  ].join(' ');
}

/** How a device stands that a registry lists: `disabled`, `only registered`. Empty where neither is so. */
export function registeredStates(device: Device): readonly string[] {
  return [
    ...(device.registration?.enabled === false ? ['disabled'] : []),
    ...(isOnlyRegistered(device) ? ['only registered'] : []),
  ];
}

/** What the registry says of a device, a clause each; the most important first. */
export function registrationWords({
  enabled,
  via,
  viaGroups,
  memberOf,
  devicesBehind,
  created,
}: Registration): readonly string[] {
  return [
    ...(enabled ? [] : ['Disabled in the registry: Hono lets it neither connect nor get commands']),
    ...(via.length === 0
      ? []
      : [`Behind ${list('gateway', via)}, ${via.length === 1 ? 'which' : 'one of which'} gets its commands`]),
    ...(viaGroups.length === 0 ? [] : [`Behind ${list('gateway group', viaGroups)}`]),
    ...(devicesBehind === 0 ? [] : [`Gateway of ${count(devicesBehind, 'device')}`]),
    ...(memberOf.length === 0 ? [] : [`Member of ${list('gateway group', memberOf)}`]),
    ...(created === undefined ? [] : [`Registered ${new Date(created).toLocaleString()}`]),
  ];
}

function entries(number: number): string {
  return `${number} ${number === 1 ? 'entry' : 'entries'}`;
}

/** What a line has room for. */
const mostNames = 5;

function list(noun: string, names: readonly string[]): string {
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(', ');
  return `${noun}${names.length === 1 ? '' : 's'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}
