/** What the tree Devices shows, as plain data: rows for connections, devices, their components and last update. */
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
import type { Parameter } from '../../protocol/updateManager.ts';
import type { TransportState } from '../../transports/transport.ts';
import { commandAddressWords, deafWords, receiveWords } from '../../words/honoWords.ts';
import { code, plain } from '../../words/markdown.ts';
import { isGone, presenceLines } from '../../words/presenceWords.ts';
import { registrationWords, registryTrouble, registryWords } from '../../words/registryWords.ts';
import { clockTime, count, plainText, stateWords } from '../../words/words.ts';
import { deviceContext, type RowContext, rowContexts } from '../contributions.ts';
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
  ].filter((it) => it !== undefined);
  const none = isHono ? 'no device known yet' : 'no device heard yet';
  const parts = [
    connected && deviceCount === 0 ? none : brief(state),
    ...remarks,
    ...(profile.protected ? ['protected'] : []),
    ...(hidden > 0 ? [`${hidden} hidden`] : []),
  ];
  const description = parts.join(' · ');
  return {
    label: profile.name,
    description,
    tooltip: connectionTooltip(input, words),
    icon: connectionIcon(input),
    context: connectionContext(input),
    // Also without a device: a row that had no children stays closed when the first one comes, which nobody would see.
    children: 'expanded',
    spoken: `${simulated ? 'simulated device, ' : 'connection '}${profile.name}, ${[words, ...remarks].join(', ')}, ${count(deviceCount, 'device')}`,
  };
}

function connectionTooltip(
  { profile, registry: listed, state: now }: ConnectionStatus,
  state: string,
): string {
  const { name, url, username, registry } = profile;
  return [
    `**${plain(name)}** ${plain(state)}`,
    code(maskedText(url)),
    ...(username === undefined ? [] : [`User ${code(username)}`]),
    ...waysTo(profile, now),
    ...(registry === undefined ? [] : [plain(plainText(registryWords(listed)))]),
  ].join('  \n');
}

/** How devices are spoken to. */
function waysTo(profile: ConnectionProfile, state: TransportState): readonly string[] {
  const { url, mode, prefix, addressing, tenant } = profile;
  if (mode === 'direct') return [`Direct mode, on ${code(`${prefix}/…`)}`];
  if (isHonoUrl(url)) return [commandAddressWords(profile, code), receiveWords(profile, state, code)];
  return [
    `Addressing ${code(addressing)}`,
    ...(tenant === undefined ? [] : [`Tenant ${code(tenant)}: devices of others are not heard`]),
  ];
}

/** What a narrow side bar has room for, what matters first; the tooltip has the reason. */
function brief(state: TransportState): string {
  if (state.kind !== 'offline') return stateWords(state);
  const since = `offline since ${clockTime(state.since)}`;
  return isGivenUp(state) ? `given up, ${since}` : since;
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
    label: word,
    description: count(devices, 'device'),
    tooltip: stateMeanings[word],
    icon: healthIcon(word, 'circle-large-filled'),
    children: 'expanded',
    spoken: `state ${word}, ${count(devices, 'device')}`,
  };
}

const stateMeanings: Readonly<Record<HealthWord, string>> = {
  failed: 'A component died or ended with an error, or the last update did not succeed.',
  updating: 'An update goes on.',
  stopped: 'Nothing failed, but not every component runs.',
  running: 'Every component that tells its status runs.',
  unknown: 'Nothing was reported that tells.',
};

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
  const isQuiet = health.word === 'updating' && device.lastUpdate?.silence === 'quiet';
  const known = device.components !== undefined;
  const words = [
    ...(device.registration?.enabled === false ? ['disabled'] : []),
    ...(isGone(device.presence, Date.now()) ? ['not connected'] : []),
    ...(health.word === 'unknown' ? [] : [isQuiet ? `${health.word}, quiet` : health.word]),
  ];
  const sync = device.sync === 'unknown' ? [] : [device.sync];
  // The group that it stands in says how it is.
  const states = namesConnection ? sync : [...words, ...sync];
  const size = known ? [componentCount(device)] : unreportedWords(device, connected);
  const gateway = device.registration?.via[0];
  const where = [
    ...(gateway === undefined ? [] : [`behind ${gateway}`]),
    ...(namesConnection ? [device.connection] : []),
  ];
  const spoken = [...words, ...sync, ...size, ...where].join(' · ');
  return {
    label: device.id,
    // At its usual width the side bar has room for two words; how many components there are is seen beneath.
    description: [...(states.length > 0 || words.length > 0 ? states : size), ...where].join(' · '),
    // Costs more than all the rest, and hardly any is read.
    get tooltip() {
      return deviceTooltip(device, simulated);
    },
    icon: healthIcon(health.word, pinned ? 'pinned' : 'circuit-board'),
    context: deviceContext({ connected, pinned, configured: isLasting(device), mode }),
    children: hasRows || known || device.lastUpdate !== undefined ? 'collapsed' : 'none',
    spoken: `${pinned ? 'pinned ' : ''}device ${device.id}${spoken === '' ? '' : `, ${spoken}`}`,
  };
}

/** There is nothing of it to forget. */
function isLasting(device: Device): boolean {
  return device.configured || isOnlyRegistered(device);
}

/** Of a device that has not reported what it runs. */
function unreportedWords(device: Device, connected: boolean): string[] {
  if (isOnlyRegistered(device)) return ['only registered'];
  return connected ? ['not reported yet'] : [];
}

function componentCount(device: Device): string {
  return count(installed(device).components.length, 'component');
}

function deviceTooltip(device: Device, simulated: boolean): string {
  const { word, reason } = healthOf(device);
  return [
    `**${plain(device.id)}** @ ${plain(device.connection)}`,
    `Health: ${word}${reason === undefined ? '' : ` (${plain(reason)})`}`,
    `Sync: ${device.sync}`,
    device.components === undefined
      ? 'Not reported yet what it runs: *Refresh Device State* asks it'
      : componentCount(device),
    ...(device.tenant === undefined ? [] : [`Tenant ${code(device.tenant)}`]),
    originWords(device, simulated),
    ...(device.registration ? registrationWords(device.registration).map(plain) : []),
    ...(device.domains.length === 0 ? [] : [`Domains ${device.domains.slice(0, 20).map(code).join(', ')}`]),
    ...featureLines(device),
    ...(device.inventoryTime === undefined ? [] : [`State reported ${time(device.inventoryTime)}`]),
    ...(device.lastHeard === undefined ? [] : [`Last heard ${time(device.lastHeard)}`]),
    ...presenceLines(device.presence, Date.now()),
  ].join('  \n');
}

/** Why the device is listed. */
export function originWords(device: Device, simulated: boolean): string {
  const { configured, registration } = device;
  if (configured && simulated) return 'Simulated, inside VS Code';
  const registered = registration === undefined ? '' : 'listed by the device registry';
  if (configured) return `Named in the settings${registered && `, ${registered}`}`;
  if (registered)
    return `Listed by the device registry${isHeard(device) ? ' and heard' : ', nothing heard of it yet'}`;
  return isHeard(device) ? 'Found by what it publishes' : 'Pinned, not heard yet';
}

/** What a tooltip has room for. */
const mostLines = 20;

function featureLines(device: Device): string[] {
  // One feature for each container says no more than the components do.
  return device.features
    .filter(({ feature }) => !feature.startsWith('Container:'))
    .slice(0, mostLines)
    .map(({ thing, feature }) => `Feature ${code(feature)} of ${code(thing)}`);
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
    label: software ? 'Software' : 'Hardware',
    description: software ? `${size} installed` : count(size, 'node'),
    tooltip: software
      ? 'What SoftwareUpdatable reports. To remove one, a manifest names it by the id that its tooltip tells.'
      : 'The hardware nodes of the inventory.',
    icon: { id: software ? 'layers' : 'server' },
    children: 'collapsed',
    spoken: software ? `software, ${size} installed` : `hardware, ${count(size, 'node')}`,
  };
}

/** Characters of an id that stands beside a name: enough to tell two apart. */
const shortId = 8;

export function componentRow(component: InstalledComponent, list: ComponentElement['list']): Row {
  const { id, name, version, status, parameters } = component;
  const hasName = name !== undefined && name !== '' && name !== id;
  const label = hasName ? name : id;
  const parts = [version, status, hasName ? id.slice(0, shortId) : undefined].filter((it) => it);
  const word = list === 'hardware' ? 'hardware' : 'component';
  return {
    label,
    description: parts.join(' · '),
    tooltip: componentTooltip(component, label),
    icon: list === 'hardware' ? { id: 'server' } : healthIcon(componentHealth(component), 'package'),
    context: rowContexts.component,
    children: parameters.length > 0 ? 'collapsed' : 'none',
    spoken: `${word} ${label}${version ? ` version ${version}` : ''}${status ? `, ${status}` : ''}`,
  };
}

function componentTooltip({ id, domain, type, parameters }: InstalledComponent, label: string): string {
  const kind = type === undefined ? '' : ` ${plain(type.toLowerCase())}`;
  const from = domain === '' ? '' : ` of domain ${code(domain)}`;
  const lines = parameters.slice(0, mostLines).map(({ key, value }) => `- ${code(key)} ${code(value)}`);
  const more = parameters.length - lines.length;
  return [
    `**${plain(label)}**${kind}${from}`,
    '',
    ...(label === id ? [] : [`- id ${code(id)}`]),
    ...lines,
    ...(more > 0 ? ['', `and ${count(more, 'parameter')} more`] : []),
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
    spoken: `parameter ${key}, ${value.replaceAll(mask, 'hidden')}`,
  };
}

/** Stands for rows that are not drawn yet; a click draws the next ones. */
export function moreRow(hidden: number, page: number): Row {
  return {
    label: `${count(hidden, 'row')} more…`,
    description: '',
    tooltip: `Shows the next ${Math.min(hidden, page)}. A filter finds what is not shown, too.`,
    icon: { id: 'ellipsis' },
    children: 'none',
    spoken: `${count(hidden, 'row')} more, not shown`,
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
    label: 'Last update',
    description: `${update.status}${message}${silenceWords(update)}`,
    tooltip: [
      `**${plain(update.status)}** ${time(update.time)}`,
      `Activity ${code(update.activityId)}`,
      ...(update.message === undefined ? [] : [plain(update.message)]),
    ].join('  \n'),
    icon: lastUpdateIcon(update),
    context: rowContexts.lastUpdate,
    children: 'none',
    spoken: `last update ${update.status}${message}${silenceWords(update)}`,
  };
}

function lastUpdateIcon(update: LastUpdate): RowIcon {
  if (update.silence !== undefined) return { id: 'question' };
  if (!update.terminal) return { id: 'sync~spin' };
  return update.ok ? { id: 'pass', color: good } : { id: 'error', color: bad };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString();
}
