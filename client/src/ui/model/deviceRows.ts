/** What the tree Devices shows, as plain data: rows for connections, devices, their components and last update. */
import { t } from '@vscode/l10n';
import type { ConnectionProfile, Mode } from '../../connections/profile.ts';
import { isHonoUrl } from '../../connections/url.ts';
import {
  type Device,
  type InstalledComponent,
  isHeard,
  isOnlyRegistered,
  type LastUpdate,
} from '../../devices/device.ts';
import { componentHealth, type HealthWord, healthOf, silenceWords } from '../../devices/health.ts';
import type { ConnectionStatus } from '../../engine.ts';
import { mask, maskedText } from '../../protocol/secrets.ts';
import { isOwnerDenial, type Parameter } from '../../protocol/updateManager.ts';
import type { TransportState } from '../../transports/transport.ts';
import { commandAddressWords, deafWords, receiveWords } from '../../words/honoWords.ts';
import { code, plain } from '../../words/markdown.ts';
import { isGone, presenceLines } from '../../words/presenceWords.ts';
import { registrationWords, registryTrouble, registryWords } from '../../words/registryWords.ts';
import { healthName, syncName } from '../../words/stateNames.ts';
import { clockTime, dateAndTime } from '../../words/times.ts';
import { count, plainText, stateWords } from '../../words/words.ts';
import { deviceContext, type RowContext, rowContexts } from '../contributions.ts';
import { waitsForPerson } from './rolloutTones.ts';
import type { ComponentElement, GroupElement } from './treeElements.ts';

/** A product icon and, where the state deserves one, a theme colour. */
export interface RowIcon {
  readonly id: string;
  readonly color?: string;
}

export interface Row {
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon: RowIcon;
  /** Absent where the row has no menu. */
  readonly context?: RowContext;
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** Read by screen readers instead of label and description. */
  readonly spoken: string;
}

const good = 'testing.iconPassed';
const bad = 'testing.iconFailed';
const uneasy = 'list.warningForeground';

export interface ConnectionRowInput extends ConnectionStatus {
  readonly simulated: boolean;
  readonly deviceCount: number;
  /** How many of them the filter leaves. */
  readonly shownCount: number;
}

export function connectionRow(input: ConnectionRowInput): Row {
  const { profile, state, simulated, deviceCount, shownCount } = input;
  const connected = state.kind === 'connected';
  const words = stateWords(state);
  const hidden = deviceCount - shownCount;
  const isHono = isHonoUrl(profile.url);
  const remarks = [
    isHono && connected ? deafWords(profile, state) : undefined,
    connected ? registryTrouble(input.registry) : undefined,
    input.leftOut === undefined ? undefined : t('{0} left out', input.leftOut),
  ].filter((it) => it !== undefined);
  const none = isHono ? t('no device known yet') : t('no device heard yet');
  const parts = [
    connected && deviceCount === 0 ? none : brief(state),
    ...remarks,
    ...(profile.protected ? [t('protected')] : []),
    ...(hidden > 0 ? [t('{0} hidden', hidden)] : []),
  ];
  const description = parts.join(' · ');
  const told = [words, ...remarks, count(deviceCount, 'device')].join(', ');
  return {
    label: profile.name,
    description,
    tooltip: connectionTooltip(input, words),
    icon: connectionIcon(input),
    context: connectionContext(input),
    // Also without a device: a row that had no children stays closed when the first one comes, which nobody would see.
    children: 'expanded',
    spoken: simulated
      ? t('simulated device, {0}, {1}', profile.name, told)
      : t('connection {0}, {1}', profile.name, told),
  };
}

function connectionTooltip(
  { profile, registry: listed, state: now, leftOut }: ConnectionStatus,
  state: string,
): string {
  const { name, url, username, registry } = profile;
  return [
    `**${plain(name)}** ${plain(state)}`,
    code(maskedText(url)),
    ...(username === undefined ? [] : [t('User {0}', code(username))]),
    ...waysTo(profile, now),
    ...(registry === undefined ? [] : [plain(plainText(registryWords(listed)))]),
    ...(leftOut === undefined ? [] : [leftOutWords(leftOut)]),
  ].join('  \n');
}

/** Of devices that were heard and are not listed. */
function leftOutWords(leftOut: number): string {
  return t(
    'More devices are heard than are kept: those that were silent for longest have gone, {0} times so far. A device comes back with its next word; pinned ones stay.',
    leftOut,
  );
}

/** How devices are spoken to. */
function waysTo(profile: ConnectionProfile, state: TransportState): readonly string[] {
  const { url, mode, prefix, addressing, tenant } = profile;
  if (mode === 'direct') return [t('Direct mode, on {0}', code(`${prefix}/…`))];
  if (isHonoUrl(url)) return [commandAddressWords(profile, code), receiveWords(profile, state, code)];
  return [
    t('Addressing {0}', code(addressing)),
    ...(tenant === undefined ? [] : [t('Tenant {0}: devices of others are not heard', code(tenant))]),
  ];
}

/** What a narrow side bar has room for, what matters first; the tooltip has the reason. */
function brief(state: TransportState): string {
  if (state.kind !== 'offline') return stateWords(state);
  const since = t('offline since {0}', clockTime(state.since));
  return isGivenUp(state) ? t('given up, {0}', since) : since;
}

/** Only a person can mend it: it is not tried again. */
function isGivenUp(state: TransportState): boolean {
  return state.kind === 'offline' && state.retry === undefined;
}

function connectionIcon({ state, simulated }: ConnectionRowInput): RowIcon {
  switch (state.kind) {
    case 'connected':
      return { id: simulated ? 'vm-running' : 'broadcast', color: good };
    case 'connecting':
      return { id: 'loading~spin' };
    case 'offline':
      return { id: 'warning', color: uneasy };
    case 'disconnected':
      return { id: 'debug-disconnect' };
  }
}

function connectionContext({ state, simulated }: ConnectionRowInput): RowContext {
  if (simulated) return rowContexts.simulated;
  return state.kind === 'disconnected' || isGivenUp(state) ? rowContexts.disconnected : rowContexts.connected;
}

/** The devices of one state, where they are grouped by it. */
export function stateRow(word: HealthWord, devices: number): Row {
  return {
    label: healthName(word),
    description: count(devices, 'device'),
    tooltip: stateMeanings()[word],
    icon: healthIcon(word, 'circle-large-filled'),
    context: rowContexts.state,
    children: 'expanded',
    spoken: t('state {0}, {1}', healthName(word), count(devices, 'device')),
  };
}

const stateMeanings = (): Readonly<Record<HealthWord, string>> => ({
  failed: t('A component died or ended with an error, or the last update did not succeed.'),
  updating: t('An update goes on.'),
  stopped: t('Nothing failed, but not every component runs.'),
  running: t('Every component that tells its status runs.'),
  unknown: t('Nothing was reported that tells.'),
});

export interface DeviceSurroundings {
  readonly connected: boolean;
  readonly mode: Mode;
  /** It is one that runs inside VS Code. */
  readonly simulated: boolean;
  readonly pinned: boolean;
  /** Another section has rows beneath the device. */
  readonly hasRows: boolean;
  /** It stands beneath its state, not beneath its connection. */
  readonly namesConnection: boolean;
}

export function deviceRow(device: Device, around: DeviceSurroundings): Row {
  const { connected, mode, simulated, pinned, hasRows, namesConnection } = around;
  const health = healthOf(device);
  const isWaiting = health.word === 'updating' && device.lastUpdate?.ownerAsked !== undefined;
  const isQuiet = health.word === 'updating' && device.lastUpdate?.silence === 'quiet';
  const known = device.components !== undefined;
  const words = [
    ...(device.registration?.enabled === false ? [t('disabled')] : []),
    ...(isGone(device.presence, Date.now()) ? [t('not connected')] : []),
    ...(health.word === 'unknown' ? [] : [updateWords(health.word, isWaiting, isQuiet)]),
  ];
  const sync = device.sync === 'unknown' ? [] : [syncName(device.sync)];
  // The group that it stands in says how it is; that what is compared runs is nothing to say beside how it compares.
  const isUsual = health.word === 'running' && words.length === 1 && sync.length > 0;
  const states = (namesConnection && !isWaiting) || isUsual ? sync : [...words, ...sync];
  const size = known ? [componentCount(device)] : unreportedWords(device, connected);
  const gateway = device.registration?.via[0];
  const where = [
    ...(gateway === undefined ? [] : [t('behind {0}', gateway)]),
    ...(namesConnection ? [device.connection] : []),
  ];
  const spoken = [...words, ...sync, ...size, ...where].join(' · ');
  return {
    label: device.id,
    // At its usual width the side bar has room for two short words, beside its buttons for one; how many components there are is seen beneath.
    description: [...(states.length > 0 || words.length > 0 ? states : size), ...where].join(' · '),
    // Costs more than all the rest, and hardly any is read.
    get tooltip() {
      return deviceTooltip(device, simulated);
    },
    icon: isWaiting ? waitsForPerson : healthIcon(health.word, pinned ? 'pinned' : 'circuit-board'),
    context: deviceContext({ connected, pinned, configured: isLasting(device), mode }),
    children: hasRows || known || device.lastUpdate !== undefined ? 'collapsed' : 'none',
    spoken: [
      pinned ? t('pinned device {0}', device.id) : t('device {0}', device.id),
      ...(spoken === '' ? [] : [spoken]),
    ].join(', '),
  };
}

function updateWords(word: HealthWord, isWaiting: boolean, isQuiet: boolean): string {
  if (isWaiting) return t('waits for its owner');
  return isQuiet ? t('{0}, quiet', healthName(word)) : healthName(word);
}

/** There is nothing of it to forget. */
function isLasting(device: Device): boolean {
  return device.configured || isOnlyRegistered(device);
}

/** Of a device that has not reported what it runs. */
function unreportedWords(device: Device, connected: boolean): string[] {
  if (isOnlyRegistered(device)) return [t('only registered')];
  return connected ? [t('not reported yet')] : [];
}

function componentCount(device: Device): string {
  return count(installed(device).components.length, 'component');
}

function deviceTooltip(device: Device, simulated: boolean): string {
  const { word, reason } = healthOf(device);
  return [
    `**${plain(device.id)}** @ ${plain(device.connection)}`,
    t('Health: {0}{1}', healthName(word), reason === undefined ? '' : ` (${plain(reason)})`),
    t('Sync: {0}', syncName(device.sync)),
    device.components === undefined
      ? t('Not reported yet what it runs: *Refresh Device State* asks it')
      : componentCount(device),
    ...(device.tenant === undefined ? [] : [t('Tenant {0}', code(device.tenant))]),
    originWords(device, simulated),
    ...(device.registration ? registrationWords(device.registration).map(plain) : []),
    ...(device.domains.length === 0
      ? []
      : [t('Domains {0}', device.domains.slice(0, 20).map(code).join(', '))]),
    ...featureLines(device),
    ...(device.inventoryTime === undefined
      ? []
      : [t('State reported {0}', dateAndTime(device.inventoryTime))]),
    ...(device.lastHeard === undefined ? [] : [t('Last heard {0}', dateAndTime(device.lastHeard))]),
    ...presenceLines(device.presence, Date.now()),
  ].join('  \n');
}

/** Why the device is listed. */
export function originWords(device: Device, simulated: boolean): string {
  const { configured, registration } = device;
  if (configured && simulated) return t('Simulated, inside VS Code');
  const isRegistered = registration !== undefined;
  if (configured)
    return isRegistered
      ? t('Named in the settings, listed by the device registry')
      : t('Named in the settings');
  if (isRegistered)
    return isHeard(device)
      ? t('Listed by the device registry and heard')
      : t('Listed by the device registry, nothing heard of it yet');
  return isHeard(device) ? t('Found by what it publishes') : t('Pinned, not heard yet');
}

/** What a tooltip has room for. */
const mostLines = 20;

function featureLines(device: Device): string[] {
  // One feature for each container says no more than the components do.
  return device.features
    .filter(({ feature }) => !feature.startsWith('Container:'))
    .slice(0, mostLines)
    .map(({ thing, feature }) => t('Feature {0} of {1}', code(feature), code(thing)));
}

/** The device's components in two parts: what an apply is about, and what install and remove are about. */
export function installed({ components = [] }: Device): {
  readonly components: readonly InstalledComponent[];
  readonly software: readonly InstalledComponent[];
} {
  return {
    components: components.filter(({ domain }) => domain !== ''),
    software: components.filter(({ domain }) => domain === ''),
  };
}

/** The hardware of the inventory, shaped as components. */
export function hardwareComponents({ inventory }: Device): readonly InstalledComponent[] {
  return (inventory?.hardware ?? []).map(({ addressable: _, ...node }) => ({ domain: '', ...node }));
}

/** A group beneath a device. SoftwareUpdatable reports the same containers once more, under their container ids. */
export function groupRow(kind: GroupElement['kind'], size: number): Row {
  const software = kind === 'software';
  return {
    label: software ? t('Software') : t('Hardware'),
    description: software ? t('{0} installed', size) : count(size, 'node'),
    tooltip: software
      ? t(
          'What SoftwareUpdatable reports. To remove one, a manifest names it by the id that its tooltip tells.',
        )
      : t('The hardware nodes of the inventory.'),
    icon: { id: software ? 'layers' : 'server' },
    children: 'collapsed',
    spoken: software ? t('software, {0} installed', size) : t('hardware, {0}', count(size, 'node')),
  };
}

/** Characters of an id that stands beside a name: enough to tell two apart. */
const shortId = 8;

export function componentRow(component: InstalledComponent, list: ComponentElement['list']): Row {
  const { id, name, version, status, parameters } = component;
  const hasName = name !== undefined && name !== '' && name !== id;
  const label = hasName ? name : id;
  const parts = [version, status, hasName ? id.slice(0, shortId) : undefined].filter((it) => it);
  const named = list === 'hardware' ? t('hardware {0}', label) : t('component {0}', label);
  return {
    label,
    description: parts.join(' · '),
    tooltip: componentTooltip(component, label),
    icon: list === 'hardware' ? { id: 'server' } : healthIcon(componentHealth(component), 'package'),
    context: rowContexts.component,
    children: parameters.length > 0 ? 'collapsed' : 'none',
    spoken: [version ? t('{0} version {1}', named, version) : named, ...(status ? [status] : [])].join(', '),
  };
}

function componentTooltip({ id, domain, type, parameters }: InstalledComponent, label: string): string {
  const kind = type === undefined ? '' : ` ${plain(type.toLowerCase())}`;
  const from = domain === '' ? '' : t(' of domain {0}', code(domain));
  const lines = parameters.slice(0, mostLines).map(({ key, value }) => `- ${code(key)} ${code(value)}`);
  const more = parameters.length - lines.length;
  return [
    `**${plain(label)}**${kind}${from}`,
    '',
    ...(label === id ? [] : [t('- id {0}', code(id))]),
    ...lines,
    ...(more > 0 ? ['', t('and {0} more', count(more, 'parameter'))] : []),
  ].join('\n');
}

/** What a component reports of itself. Of a secret only the name is there: there is nothing to copy. */
export function parameterRow({ key, value }: Parameter): Row {
  return {
    label: key,
    description: value,
    tooltip: `${code(key)} ${code(value)}`,
    icon: { id: 'symbol-property' },
    ...(!value.includes(mask) && { context: rowContexts.parameter }),
    children: 'none',
    spoken: t('parameter {0}, {1}', key, value.replaceAll(mask, t('hidden'))),
  };
}

/** Stands for rows that are not drawn yet; a click draws the next ones. */
export function moreRow(hidden: number, page: number): Row {
  return {
    label: t('{0} more…', count(hidden, 'row')),
    description: '',
    tooltip: t('Shows the next {0}. A filter finds what is not shown, too.', Math.min(hidden, page)),
    icon: { id: 'ellipsis' },
    children: 'none',
    spoken: t('{0} more, not shown', count(hidden, 'row')),
  };
}

/** `usual` is the icon where nothing special is to be seen. */
function healthIcon(word: HealthWord, usual: string): RowIcon {
  switch (word) {
    case 'running':
      return { id: usual, color: good };
    case 'failed':
      return { id: usual, color: bad };
    case 'stopped':
      return { id: usual, color: uneasy };
    case 'updating':
      return { id: 'sync~spin' };
    case 'unknown':
      return { id: usual };
  }
}

export function lastUpdateRow(update: LastUpdate): Row {
  const message = update.message === undefined ? '' : `: ${update.message}`;
  return {
    label: t('Last update'),
    description: `${update.status}${message}${silenceWords(update)}`,
    tooltip: [
      `**${plain(update.status)}** ${dateAndTime(update.time)}`,
      t('Activity {0}', code(update.activityId)),
      ...(update.message === undefined ? [] : [plain(update.message)]),
    ].join('  \n'),
    icon: lastUpdateIcon(update),
    context: rowContexts.lastUpdate,
    children: 'none',
    spoken: t('last update {0}{1}{2}', update.status, message, silenceWords(update)),
  };
}

function lastUpdateIcon(update: LastUpdate): RowIcon {
  if (update.ownerAsked && update.silence !== 'lost') return waitsForPerson;
  if (update.silence !== undefined) return { id: 'question' };
  if (!update.terminal) return { id: 'sync~spin' };
  if (isOwnerDenial(update.message)) return { id: 'circle-slash' };
  return update.ok ? { id: 'pass', color: good } : { id: 'error', color: bad };
}
