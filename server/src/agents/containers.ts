/**
 * What the update agent of Eclipse Kanto container management makes of a component's `config`
 * (container-management: updateagent/to_containers.go, util/containers.go, util/containers_validation.go).
 * Pure: the same input gives the same answer, in the order and with the words of the device.
 */
import {
  type DeviceMapping,
  type Mount,
  type PortMapping,
  parseDevice,
  parseMount,
  parsePort,
  type Unreadable,
} from './containerValues.ts';
import { parseBoolean, parseInteger } from './goValues.ts';

export const containersDomain = 'containers';

/** Keys of which every entry counts; of every other key the last one wins. */
export const repeatableKeys = ['device', 'port', 'host', 'mount', 'env', 'cmd'] as const;

export const booleanKeys = ['terminal', 'interactive', 'privileged'] as const;

/** All keys that the agent reads. Everything else is ignored without a word, not even in the log of the device. */
export const componentKeys: readonly string[] = [
  'image',
  ...repeatableKeys,
  'network',
  ...booleanKeys,
  'restartPolicy',
  'restartMaxRetries',
  'restartTimeout',
  'logDriver',
  'logMaxFiles',
  'logMaxSize',
  'logPath',
  'logMode',
  'logMaxBufferSize',
  'memory',
  'memorySwap',
  'memoryReservation',
];

/** What a device reports of a container but does not take (container-management: updateagent/from_containers.go). */
export const reportedOnlyKeys: readonly string[] = [
  'domainName',
  'hostName',
  'status',
  'finishedAt',
  'exitCode',
  'created',
  'restartCount',
  'manuallyStopped',
  'startedSuccessfullyBefore',
];

/** Keys of the domain's own `config`. */
export const domainKeys: readonly string[] = ['systemContainers'];

export const restartPolicies = ['always', 'no', 'on-failure', 'unless-stopped'] as const;
export const networkModes = ['bridge', 'host'] as const;
export const logDrivers = ['json-file', 'none'] as const;
export const logModes = ['blocking', 'non-blocking'] as const;

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** The container that the device would make, with the defaults that it fills in. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env: readonly string[];
  readonly cmd: readonly string[];
  readonly ports: readonly PortMapping[];
  readonly mounts: readonly Mount[];
  readonly devices: readonly DeviceMapping[];
  readonly hosts: readonly string[];
  readonly network: string;
  readonly privileged: boolean;
  readonly terminal: boolean;
  readonly interactive: boolean;
  readonly restartPolicy: string;
  /** Read with `on-failure` only, otherwise 0. */
  readonly restartMaxRetries: number;
  /** Seconds; read with `on-failure` only, otherwise 0. */
  readonly restartTimeout: number;
  readonly logDriver: string;
  readonly logMaxFiles: number;
  readonly logMaxSize: string;
  readonly logPath: string;
  readonly logMode: string;
  readonly logMaxBufferSize: string;
  readonly memory: string;
  readonly memorySwap: string;
  readonly memoryReservation: string;
}

/** A container and where in the config each part of it comes from. */
export interface ContainerReading {
  readonly container: Container;
  /** For each key that may stand once the index of the entry that counts: the last. */
  readonly single: ReadonlyMap<string, number>;
  /** For each entry of `ports`, `mounts`, `devices`, `hosts`, `env` of the container its index in the config. */
  readonly listed: Readonly<Record<'ports' | 'mounts' | 'devices' | 'hosts' | 'env', readonly number[]>>;
}

/** The container that the agent makes of a component: what it cannot read is left out, as on the device. */
export function readContainer(id: string, version: string, config: readonly KeyValue[]): ContainerReading {
  const single = singleEntries(config);
  const text = (key: string) => config[single.get(key) ?? -1]?.value ?? '';
  const flag = (key: string) => parseBoolean(text(key)) ?? false;
  const integer = (key: string) => parseInteger(text(key)) ?? 0;

  const ports = listed(config, 'port', parsePort);
  const mounts = listed(config, 'mount', parseMount);
  const devices = listed(config, 'device', parseDevice);
  const hosts = listed(config, 'host', (value) => value);
  const env = listed(config, 'env', (value) => value);
  const restartPolicy = single.has('restartPolicy') ? text('restartPolicy') : 'unless-stopped';
  const onFailure = restartPolicy === 'on-failure';
  const logDriver = text('logDriver') || 'json-file';
  const files = logDriver === 'json-file';
  const logMode = text('logMode') || 'blocking';
  const container: Container = {
    name: id,
    image: single.has('image') ? text('image') : `${id}:${version}`,
    env: env.values,
    cmd: listed(config, 'cmd', (value) => value).values,
    ports: ports.values,
    mounts: mounts.values,
    devices: devices.values,
    hosts: hosts.values,
    network: text('network') || 'bridge',
    privileged: flag('privileged'),
    terminal: flag('terminal'),
    interactive: flag('interactive'),
    restartPolicy,
    restartMaxRetries: onFailure ? integer('restartMaxRetries') : 0,
    restartTimeout: onFailure ? integer('restartTimeout') : 0,
    logDriver,
    logMaxFiles: files ? integer('logMaxFiles') || 2 : 0,
    logMaxSize: files ? text('logMaxSize') || '100M' : '',
    logPath: text('logPath'),
    logMode,
    logMaxBufferSize: logMode === 'blocking' ? '' : text('logMaxBufferSize') || '1M',
    memory: text('memory'),
    memorySwap: text('memorySwap'),
    memoryReservation: text('memoryReservation'),
  };
  return {
    container,
    single,
    listed: {
      ports: ports.entries,
      mounts: mounts.entries,
      devices: devices.entries,
      hosts: hosts.entries,
      env: env.entries,
    },
  };
}

function singleEntries(config: readonly KeyValue[]): ReadonlyMap<string, number> {
  const repeatable: readonly string[] = repeatableKeys;
  const result = new Map<string, number>();
  for (const [index, { key }] of config.entries()) if (!repeatable.includes(key)) result.set(key, index);
  return result;
}

function listed<T>(
  config: readonly KeyValue[],
  key: string,
  parse: (value: string) => T | Unreadable,
): { values: T[]; entries: number[] } {
  const values: T[] = [];
  const entries: number[] = [];
  for (const [index, entry] of config.entries()) {
    if (entry.key !== key) continue;
    const value = parse(entry.value);
    if (isUnreadable(value)) continue;
    values.push(value);
    entries.push(index);
  }
  return { values, entries };
}

function isUnreadable(value: unknown): value is Unreadable {
  return typeof value === 'object' && value !== null && 'wrong' in value;
}
