/** How the device registry reads for people. */
import { t } from '@vscode/l10n';
import { type Device, isOnlyRegistered, type Registration } from '../devices/device.ts';
import type { RegistryState } from '../registry/registry.ts';
import { clockTime, dateAndTime } from './times.ts';
import { count } from './words.ts';

/** Where the devices stand, in a word or two; undefined where nothing is amiss. */
export function registryTrouble(state: RegistryState | undefined): string | undefined {
  if (state?.kind !== 'failed')
    return state?.kind === 'listed' && state.leftOut > 0 ? t('too many devices') : undefined;
  switch (state.fault.code) {
    case 'registry-unreachable':
      return t('registry unreachable');
    case 'registry-refused':
    case 'registry-user-required':
      return t('registry refuses');
    default:
      return t('registry not listed');
  }
}

/** What the registry said last, in sentences. */
export function registryWords(state: RegistryState | undefined): string {
  switch (state?.kind) {
    case undefined:
      return t('The device registry is asked at the next connect.');
    case 'asking':
      return t('The device registry is being asked.');
    case 'failed': {
      const { code, message, advice } = state.fault;
      const mend = code === 'cancelled' ? [] : [advice];
      return [message, ...mend, t('"Kanto: List Registered Devices" asks again.')].join(' ');
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
    return t(
      'The device registry lists none ({0}): the tenant has no such device there, or is not known there.',
      clockTime(time),
    );
  return [
    t('The device registry lists {0} ({1}).', count(devices, 'device'), clockTime(time)),
    ...(strangers === 0
      ? []
      : [
          strangers === 1
            ? t('1 entry there has an id that no device of Kanto has (namespace:name).')
            : t('{0} entries there have ids that no device of Kanto has (namespace:name).', strangers),
        ]),
    ...(leftOut === 0
      ? []
      : [
          leftOut === 1
            ? t(
                '1 entry of {0} is left out: narrow them down with `registry.filter` of the connection.',
                total,
              )
            : t(
                '{0} entries of {1} are left out: narrow them down with `registry.filter` of the connection.',
                leftOut,
                total,
              ),
        ]),
  ].join(' ');
}

export type RegisteredState = 'disabled' | 'only registered';

/** How a device stands that a registry lists. Empty where neither is so. */
export function registeredStates(device: Device): readonly RegisteredState[] {
  return [
    ...(device.registration?.enabled === false ? (['disabled'] as const) : []),
    ...(isOnlyRegistered(device) ? (['only registered'] as const) : []),
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
    ...(enabled ? [] : [t('Disabled in the registry: Hono lets it neither connect nor get commands')]),
    ...(via.length === 0
      ? []
      : [
          via.length === 1
            ? t('Behind gateway {0}, which gets its commands', list(via))
            : t('Behind gateways {0}, one of which gets its commands', list(via)),
        ]),
    ...(viaGroups.length === 0
      ? []
      : [
          viaGroups.length === 1
            ? t('Behind gateway group {0}', list(viaGroups))
            : t('Behind gateway groups {0}', list(viaGroups)),
        ]),
    ...(devicesBehind === 0 ? [] : [t('Gateway of {0}', count(devicesBehind, 'device'))]),
    ...(memberOf.length === 0
      ? []
      : [
          memberOf.length === 1
            ? t('Member of gateway group {0}', list(memberOf))
            : t('Member of gateway groups {0}', list(memberOf)),
        ]),
    ...(created === undefined ? [] : [t('Registered {0}', dateAndTime(created))]),
  ];
}

/** What a line has room for. */
const mostNames = 5;

function list(names: readonly string[]): string {
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(', ');
  return more > 0 ? t('{0} and {1} more', shown, more) : shown;
}
