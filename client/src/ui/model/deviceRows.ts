/** What the tree Devices shows, as plain data: rows for connections, devices, their components and last update. */
import type { Device, InstalledComponent, LastUpdate } from '../../devices/device.ts';
import type { ConnectionStatus } from '../../engine.ts';
import type { TransportState } from '../../transports/transport.ts';
import { count, offlineWords, stateWords } from '../../words/words.ts';
import { type RowContext, rowContexts } from '../contributions.ts';

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
}

export function connectionRow(input: ConnectionRowInput): Row {
  const { profile, state, simulated, deviceCount } = input;
  const connected = state.kind === 'connected';
  const words = stateWords(state);
  const description = connected && deviceCount === 0 ? `${words} · no device heard yet` : brief(state);
  const user = profile.username === undefined ? '' : `  \nUser ${code(profile.username)}`;
  return {
    label: profile.name,
    description,
    tooltip: `**${plain(profile.name)}** ${plain(words)}  \n${code(profile.url)}${user}  \nAddressing ${code(profile.addressing)}`,
    icon: connectionIcon(input),
    context: connectionContext(input),
    children: deviceCount > 0 ? 'expanded' : 'none',
    spoken: `${simulated ? 'simulated device, ' : 'connection '}${profile.name}, ${words}, ${count(deviceCount, 'device')}`,
  };
}

/** The reason of being offline can be long: the tooltip has it. */
function brief(state: TransportState): string {
  return state.kind === 'offline' ? offlineWords(state) : stateWords(state);
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
  return state.kind === 'disconnected' ? rowContexts.disconnected : rowContexts.connected;
}

/** `hasRows`: another section has rows beneath the device. */
export function deviceRow(device: Device, connected: boolean, hasRows = false): Row {
  const parts = [
    ...(device.sync === 'unknown' ? [] : [device.sync]),
    device.components === undefined
      ? 'not reported yet'
      : count(installed(device).components.length, 'component'),
    ...(device.lastUpdate === undefined ? [] : [device.lastUpdate.status]),
  ];
  const description = connected || device.components !== undefined ? parts.join(' · ') : '';
  const update = device.lastUpdate;
  return {
    label: device.id,
    description,
    tooltip: [
      `**${plain(device.id)}** @ ${plain(device.connection)}`,
      ...(device.tenant === undefined ? [] : [`Tenant ${code(device.tenant)}`]),
      `${device.configured ? 'Known beforehand' : 'Found by what it publishes'}`,
      ...(device.domains.length === 0 ? [] : [`Domains ${device.domains.map(code).join(', ')}`]),
      ...featureLines(device),
      ...(device.lastHeard === undefined ? [] : [`Last heard ${time(device.lastHeard)}`]),
    ].join('  \n'),
    icon: update !== undefined && !update.terminal ? { id: 'sync~spin' } : { id: 'circuit-board' },
    context: connected ? rowContexts.deviceConnected : rowContexts.deviceDisconnected,
    children: hasRows || device.components !== undefined || update !== undefined ? 'collapsed' : 'none',
    spoken: `device ${device.id}${description === '' ? '' : `, ${description}`}`,
  };
}

function featureLines(device: Device): string[] {
  // One feature for each container says no more than the components do.
  return device.features
    .filter(({ feature }) => !feature.startsWith('Container:'))
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

/** The group of what SoftwareUpdatable reports: the same containers once more, under their container ids. */
export function softwareRow(software: readonly InstalledComponent[]): Row {
  return {
    label: 'Software',
    description: `${software.length} installed`,
    tooltip: 'What SoftwareUpdatable reports. To remove one, a manifest names it as it is named here.',
    icon: { id: 'layers' },
    children: 'collapsed',
    spoken: `software, ${software.length} installed`,
  };
}

export function componentRow(component: InstalledComponent): Row {
  const description = [component.version, component.status].filter((part) => part !== undefined).join(' · ');
  const kind = component.type === undefined ? '' : ` ${component.type.toLowerCase()}`;
  const from = component.domain === '' ? '' : ` of domain ${code(component.domain)}`;
  const parameters = component.parameters.map(({ key, value }) => `- ${code(key)} ${code(value)}`);
  return {
    label: component.id,
    description,
    tooltip: [`**${plain(component.id)}**${kind}${from}`, '', ...parameters].join('\n'),
    icon: componentIcon(component),
    context: rowContexts.component,
    children: 'none',
    spoken: `component ${component.id}${component.version === undefined ? '' : ` version ${component.version}`}${component.status === undefined ? '' : `, ${component.status}`}`,
  };
}

function componentIcon({ status }: InstalledComponent): RowIcon {
  switch (status?.toLowerCase()) {
    case 'running':
      return { id: 'package', color: good };
    case 'dead':
      return { id: 'package', color: bad };
    case 'exited':
    case 'stopped':
    case 'paused':
      return { id: 'package', color: uneasy };
    default:
      return { id: 'package' };
  }
}

export function lastUpdateRow(update: LastUpdate): Row {
  const message = update.message === undefined ? '' : `: ${update.message}`;
  return {
    label: 'Last update',
    description: `${update.status}${message}`,
    tooltip: [
      `**${plain(update.status)}** ${time(update.time)}`,
      `Activity ${code(update.activityId)}`,
      ...(update.message === undefined ? [] : [plain(update.message)]),
    ].join('  \n'),
    icon: lastUpdateIcon(update),
    context: rowContexts.lastUpdate,
    children: 'none',
    spoken: `last update ${update.status}${message}`,
  };
}

function lastUpdateIcon(update: LastUpdate): RowIcon {
  if (!update.terminal) return { id: 'sync~spin' };
  return wentWell(update.status) ? { id: 'pass', color: good } : { id: 'error', color: bad };
}

/** The device's own words for a good end (Update Manager and SoftwareUpdatable). */
function wentWell(status: string): boolean {
  return ['COMPLETED', 'COMPLETE', 'FINISHED_SUCCESS'].includes(status);
}

/** Text of a device inside Markdown: nothing in it may become a link, an image or markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~<>|&]/g, '\\$&').replace(/\s+/g, ' ');
}

function code(text: string): string {
  return `\`${text.replace(/`/g, "'").replace(/\s+/g, ' ')}\``;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString();
}
