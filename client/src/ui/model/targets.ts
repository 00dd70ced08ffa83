/** Which devices a command can go to, in the order in which they are offered. */
import { t } from '@vscode/l10n';
import type { Device } from '../../devices/device.ts';
import type { ConnectionStatus, Engine } from '../../engine.ts';
import type { TransportState } from '../../transports/transport.ts';
import { registeredStates } from '../../words/registryWords.ts';
import { registeredName } from '../../words/stateNames.ts';
import { count, stateWords } from '../../words/words.ts';
import { installed } from './deviceRows.ts';

export interface Target {
  readonly connection: string;
  readonly device: string;
}

export interface TargetChoice extends Target {
  readonly group: 'recent' | 'connected' | 'other';
  readonly description: string;
}

export interface TargetInput {
  readonly connections: readonly ConnectionStatus[];
  readonly devices: readonly Device[];
  /** Latest first. */
  readonly recent: readonly Target[];
}

/** Recent targets first, then the devices of open connections, then what would have to be connected. Each once. */
export function targetChoices({ connections, devices, recent }: TargetInput): TargetChoice[] {
  const statuses = new Map(connections.map((status) => [status.profile.name, status]));
  const known = new Map(
    devices.map((device) => [keyOf({ connection: device.connection, device: device.id }), device]),
  );
  const choices = new Map<string, TargetChoice>();
  const offer = (target: Target, group: TargetChoice['group']) => {
    const status = statuses.get(target.connection);
    const key = keyOf(target);
    if (status === undefined || choices.has(key)) return;
    choices.set(key, { ...target, group, description: describe(status, known.get(key)) });
  };
  for (const target of recent) offer(target, 'recent');
  const byState = (connected: boolean) =>
    devices.filter((device) => (statuses.get(device.connection)?.state.kind === 'connected') === connected);
  for (const device of byState(true))
    offer({ connection: device.connection, device: device.id }, 'connected');
  for (const device of byState(false)) offer({ connection: device.connection, device: device.id }, 'other');
  return [...choices.values()];
}

/** One line has no room for the reason of being offline; the tree has it. */
export function briefState(state: TransportState): string {
  return state.kind === 'offline' ? t('offline') : stateWords(state);
}

function describe({ profile, state }: ConnectionStatus, device: Device | undefined): string {
  const name = profile.protected ? t('{0} (protected)', profile.name) : profile.name;
  const where = state.kind === 'connected' ? name : `${name}, ${briefState(state)}`;
  if (device === undefined) return where;
  const size =
    device.components === undefined ? [] : [count(installed(device).components.length, 'component')];
  return [where, ...registeredStates(device).map(registeredName), ...size].join(' · ');
}

const remembered = 10;

/** The recent targets after one more use. */
export function withRecent(recent: readonly Target[], used: Target): Target[] {
  const others = recent.filter((target) => keyOf(target) !== keyOf(used));
  return [{ connection: used.connection, device: used.device }, ...others].slice(0, remembered);
}

/** The targets that were stored, whatever an older version left there. */
export function readRecent(stored: unknown): Target[] {
  return Array.isArray(stored) ? stored.filter(isTarget) : [];
}

export function isTarget(value: unknown): value is Target {
  return (
    typeof value === 'object' &&
    value !== null &&
    'connection' in value &&
    typeof value.connection === 'string' &&
    'device' in value &&
    typeof value.device === 'string'
  );
}

export function keyOf({ connection, device }: Target): string {
  return JSON.stringify([connection, device]);
}

/** Devices that a list of choices has at once: of thousands it would take seconds to open. */
const mostListed = 200;

/** Those in which what was typed is found, as many as are listed at once, and how many more there are. */
export function narrowed<Choice extends Target & { readonly description: string }>(
  choices: readonly Choice[],
  typed: string,
): { readonly listed: readonly Choice[]; readonly unlisted: number } {
  if (choices.length <= mostListed) return { listed: choices, unlisted: 0 };
  const text = typed.trim().toLowerCase();
  const found = choices.filter(
    ({ device, description }) =>
      device.toLowerCase().includes(text) || description.toLowerCase().includes(text),
  );
  const listed = found.slice(0, mostListed);
  return { listed, unlisted: found.length - listed.length };
}

export function unlistedWords(unlisted: number): string {
  return t('{0} not listed: type a part of the id', count(unlisted, 'more device'));
}

/** What the status bar names: the latest target among the connected devices, else the only one there is. */
export function currentTarget(
  engine: Pick<Engine, 'connections' | 'devices' | 'device' | 'deviceCount'>,
  recent: readonly Target[],
): Target | undefined {
  const names = engine.connections
    .filter(({ state }) => state.kind === 'connected')
    .map(({ profile }) => profile.name);
  const latest = recent.find(
    ({ connection, device }) => names.includes(connection) && engine.device(connection, device),
  );
  if (latest !== undefined) return latest;
  const [name, ...others] = names.filter((it) => engine.deviceCount(it) > 0);
  if (name === undefined || others.length > 0 || engine.deviceCount(name) > 1) return undefined;
  const [only] = engine.devices(name);
  return only && { connection: name, device: only.id };
}
