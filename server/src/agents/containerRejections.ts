/**
 * For what the update agent of Eclipse Kanto container management rejects a container, with its own words
 * (container-management: util/containers_validation.go). Pure.
 */
import { type ContainerReading, logDrivers, logModes, networkModes, restartPolicies } from './containers.ts';
import {
  isContainerName,
  isEnvironmentVariable,
  parseSize,
  propagationModes,
  usesHostIp,
} from './containerValues.ts';

export type RejectionFault =
  | 'image-empty'
  | 'name'
  | 'mount'
  | 'privileged-devices'
  | 'network'
  | 'host-network'
  | 'device'
  | 'log'
  | 'restart'
  | 'memory'
  | 'env';

/** Why the device rejects a container. */
export interface Rejection {
  /** Which fault, for the rule that tells of it. */
  readonly fault: RejectionFault;
  /** The device's own words, without what it puts in front of every message. */
  readonly message: string;
  /** Indices of the config entries that cause it, the one to look at first. Empty for the component's id. */
  readonly entries: readonly number[];
}

/**
 * Everything for which the device rejects the container, in the order in which it checks. It stops at the first and
 * answers with that one; the whole desired state then fails (`IDENTIFICATION_FAILED`).
 */
export function rejections(reading: ContainerReading): Rejection[] {
  return [
    ...imageAndName(reading),
    ...mountPoints(reading),
    ...privileges(reading),
    ...networking(reading),
    ...deviceMappings(reading),
    ...logging(reading),
    ...restarting(reading),
    ...resources(reading),
    ...environment(reading),
  ];
}

function* imageAndName(reading: ContainerReading): Iterable<Rejection> {
  const { image, name } = reading.container;
  if (image === '')
    yield reject('image-empty', 'the containers image configuration is invalid', entriesOf(reading, 'image'));
  if (!isContainerName(name)) yield reject('name', `invalid container name format : ${name}`, []);
}

function* mountPoints({ container, listed }: ContainerReading): Iterable<Rejection> {
  const modes: readonly string[] = propagationModes;
  for (const [at, mount] of container.mounts.entries()) {
    const entries = listed.mounts.slice(at, at + 1);
    if (mount.source === '' || mount.destination === '')
      yield reject('mount', 'source and destination must be set for a mount point', entries);
    else if (!modes.includes(mount.propagation))
      yield reject('mount', 'propagation mode must be set to one of the supported modes', entries);
  }
}

function* privileges(reading: ContainerReading): Iterable<Rejection> {
  if (reading.container.privileged && reading.container.devices.length > 0)
    yield reject(
      'privileged-devices',
      'cannot create the container as privileged and with specified devices at the same time - choose one of the options',
      [...entriesOf(reading, 'privileged'), ...reading.listed.devices],
    );
}

function* networking(reading: ContainerReading): Iterable<Rejection> {
  const modes: readonly string[] = networkModes;
  const { network, ports, hosts } = reading.container;
  const cause = entriesOf(reading, 'network');
  if (!modes.includes(network)) yield reject('network', `unsupported network mode ${network}`, cause);
  if (network !== 'host') return;
  if (ports.length > 0)
    yield reject('host-network', 'cannot use port mappings when in host network mode', [
      ...reading.listed.ports,
      ...cause,
    ]);
  const reserved = reading.listed.hosts.filter((_, at) => usesHostIp(hosts[at] ?? ''));
  if (reserved.length > 0)
    yield reject(
      'host-network',
      'cannot use the host_ip reserved key or any of its modifications when in host network mode',
      [...reserved, ...cause],
    );
}

function* deviceMappings({ container, listed }: ContainerReading): Iterable<Rejection> {
  for (const [at, device] of container.devices.entries())
    if (device.host === '' || device.container === '')
      yield reject(
        'device',
        'both path on the host and in the container must be specified for a device mapping',
        listed.devices.slice(at, at + 1),
      );
}

function* logging(reading: ContainerReading): Iterable<Rejection> {
  const drivers: readonly string[] = logDrivers;
  const modes: readonly string[] = logModes;
  const { logDriver, logMaxFiles, logMaxSize, logMode, logMaxBufferSize } = reading.container;
  const log = (message: string, key: string) => reject('log', message, entriesOf(reading, key));
  if (logDriver === 'json-file') {
    if (logMaxFiles < 1) yield log('max log files cannot be < 1', 'logMaxFiles');
    if (parseSize(logMaxSize) === undefined)
      yield log(`invalid format of max logs size - ${logMaxSize}`, 'logMaxSize');
  } else if (!drivers.includes(logDriver)) {
    yield log('unsupported log driver configuration', 'logDriver');
  }
  if (logMode === 'non-blocking') {
    if (parseSize(logMaxBufferSize) === undefined)
      yield log(`invalid format of max buffer size - ${logMaxBufferSize}`, 'logMaxBufferSize');
  } else if (!modes.includes(logMode)) {
    yield log('unsupported log mode configuration', 'logMode');
  }
}

function* restarting(reading: ContainerReading): Iterable<Rejection> {
  const policies: readonly string[] = restartPolicies;
  const { restartPolicy, restartMaxRetries, restartTimeout } = reading.container;
  const restart = (message: string, key: string) => reject('restart', message, entriesOf(reading, key));
  if (!policies.includes(restartPolicy))
    yield restart(`unsupported restart policy type ${restartPolicy}`, 'restartPolicy');
  if (restartMaxRetries < 0)
    yield restart('restart policy max retry count cannot be negative', 'restartMaxRetries');
  if (BigInt.asIntN(64, BigInt(restartTimeout) * nanoseconds) < 0n)
    yield restart('restart policy retry timeout cannot be negative', 'restartTimeout');
}

/** In a second. The device keeps the timeout in 64 bits, in which more than 292 years become negative. */
const nanoseconds = 1_000_000_000n;

const minimumMemory = 3 * 1024 ** 2;

function* resources(reading: ContainerReading): Iterable<Rejection> {
  const { memory, memorySwap, memoryReservation } = reading.container;
  const refuse = (message: string, ...keys: string[]) =>
    reject(
      'memory',
      message,
      keys.flatMap((key) => entriesOf(reading, key)),
    );
  const sizeOf = (text: string) => (text === '' ? 0 : parseSize(text));
  const limit = sizeOf(memory);
  const reservation = sizeOf(memoryReservation);
  const swap = memorySwap === '-1' ? -1 : sizeOf(memorySwap);
  if (limit === undefined) yield refuse(`invalid format of memory - ${memory}`, 'memory');
  if (reservation === undefined)
    yield refuse(`invalid format of memory reservation - ${memoryReservation}`, 'memoryReservation');
  if (swap === undefined) yield refuse(`invalid format of swap memory - ${memorySwap}`, 'memorySwap');
  if (limit === undefined) return;
  if (limit > 0 && limit < minimumMemory) yield refuse('minimum memory allowed is 3M', 'memory');
  if (swap !== undefined && swap > 0) {
    if (memory === '') yield refuse(`swap memory - ${memorySwap}, memory must be set as well`, 'memorySwap');
    else if (limit > swap)
      yield refuse(`swap memory - ${memorySwap} is less than memory - ${memory}`, 'memorySwap', 'memory');
  }
  if (reservation !== undefined && reservation > 0 && memory !== '' && reservation > limit)
    yield refuse(
      `reservation memory - ${memoryReservation} must be lower than memory - ${memory}`,
      'memoryReservation',
      'memory',
    );
}

function* environment({ container, listed }: ContainerReading): Iterable<Rejection> {
  for (const [at, variable] of container.env.entries())
    if (!isEnvironmentVariable(variable))
      yield reject(
        'env',
        `invalid environmental variable declaration provided : ${variable}`,
        listed.env.slice(at, at + 1),
      );
}

function reject(fault: RejectionFault, message: string, entries: readonly number[]): Rejection {
  return { fault, message, entries };
}

/** The entry that counts for a key, as a list of one, or of none. */
function entriesOf(reading: ContainerReading, key: string): number[] {
  const entry = reading.single.get(key);
  return entry === undefined ? [] : [entry];
}
