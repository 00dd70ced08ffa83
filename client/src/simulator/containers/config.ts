/**
 * A component of the desired state turned into a container: entries that cannot be read are dropped with a line in
 * the device's log, unknown keys without a word (container-management: containerm/updateagent/to_containers.go).
 */
import { Panic } from '../daemon.ts';
import { parseBool, parseInteger } from '../go/strconv.ts';
import type { ComponentWithConfig, KeyValuePair } from '../updateManager/types.ts';
import { type Container, ContainerError, type HostConfig, type RestartPolicy } from './container.ts';
import { fillDefaults } from './defaults.ts';
import { isIgnored, type Parsed, parseDevice, parseMount, parsePort } from './mappings.ts';
import { validateContainer } from './validation.ts';

export interface Conversion {
  /** Makes container ids. */
  readonly newId: () => string;
  /** Hears what the device drops or replaces. */
  readonly warn: (line: string) => void;
}

/** @throws ContainerError where the device refuses a component; Panic where a component or an entry is null */
export function toContainers(
  components: readonly (ComponentWithConfig | null)[],
  conversion: Conversion,
): Container[] {
  return components.map((component) => {
    if (component === null) throw new Panic('a null in "components" (nil dereference in toContainers).');
    try {
      return toContainer(component, conversion);
    } catch (error) {
      if (!(error instanceof ContainerError)) throw error;
      throw new ContainerError(`invalid configuration for container ${component.id}: ${error.message}`);
    }
  });
}

function toContainer(component: ComponentWithConfig, { newId, warn }: Conversion): Container {
  const entries = (component.config ?? []).map((entry): KeyValuePair => {
    if (entry === null)
      throw new Panic('a null in a component\'s "config" (nil dereference in toContainer).');
    return entry;
  });
  const listed = <T>(values: readonly T[]): T[] | null => (values.length === 0 ? null : [...values]);
  const all = (key: string) =>
    listed(entries.filter((entry) => entry.key === key).map((entry) => entry.value));
  const lists: Pick<HostConfig, 'devices' | 'portMappings'> & Pick<Container, 'mounts'> = {
    devices: null,
    portMappings: null,
    mounts: null,
  };
  const append = <T extends object>(list: T[] | null, parsed: Parsed<T>, what: string): T[] | null => {
    if (!isIgnored(parsed)) return [...(list ?? []), parsed];
    warn(`Ignoring invalid ${what}: ${parsed.ignored}`);
    return list;
  };
  for (const { key, value } of entries) {
    if (key === 'device') lists.devices = append(lists.devices, parseDevice(value), 'device mapping');
    if (key === 'port') lists.portMappings = append(lists.portMappings, parsePort(value), 'port mapping');
    if (key === 'mount') lists.mounts = append(lists.mounts, parseMount(value), 'mount point');
  }
  // Of a key that may stand once the last wins.
  const single = new Map(entries.map((entry) => [entry.key, entry.value]));
  const value = (key: string) => single.get(key) ?? '';
  const bool = (key: string) => {
    const written = single.get(key);
    if (written === undefined) return false;
    const read = parseBool(written);
    if (read === undefined) warn(`Unknown boolean value for key ${key} = ${written}`);
    return read ?? false;
  };
  const integer = (key: string) => {
    const written = single.get(key);
    if (written === undefined) return 0;
    const read = parseInteger(written, 64);
    if (read === undefined) warn(`Unknown integer value for key ${key} = ${written}`);
    return read ?? 0;
  };

  const env = all('env');
  const cmd = all('cmd');
  const limits = {
    memory: value('memory'),
    memoryReservation: value('memoryReservation'),
    memorySwap: value('memorySwap'),
  };
  const container = fillDefaults(
    {
      id: '',
      name: component.id,
      image: { name: single.get('image') ?? `${component.id}:${component.version}` },
      domainName: '',
      hostName: '',
      ioConfig: { tty: bool('terminal'), openStdin: bool('interactive') },
      mounts: lists.mounts,
      hostConfig: {
        privileged: bool('privileged'),
        networkMode: value('network'),
        devices: lists.devices,
        extraHosts: all('host'),
        extraCapabilities: null,
        portMappings: lists.portMappings,
        runtime: '',
        logConfig: {
          driver: {
            type: value('logDriver'),
            maxFiles: integer('logMaxFiles'),
            maxSize: value('logMaxSize'),
            rootDir: value('logPath'),
          },
          mode: { mode: value('logMode'), maxBufferSize: value('logMaxBufferSize') },
        },
        resources: Object.values(limits).some((limit) => limit !== '') ? limits : null,
        restartPolicy: restartPolicy(single.get('restartPolicy'), integer),
      },
      config: env === null && cmd === null ? null : { env, cmd },
      state: null,
      created: '',
      startedSuccessfullyBefore: false,
    },
    newId,
  );
  validateContainer(container);
  return container;
}

/** Retries and timeout are read with `on-failure` only. */
function restartPolicy(type: string | undefined, integer: (key: string) => number): RestartPolicy | null {
  if (type === undefined) return null;
  if (type !== 'on-failure') return { type, maximumRetryCount: 0, retryTimeout: 0 };
  const maximumRetryCount = integer('restartMaxRetries');
  const seconds = BigInt(integer('restartTimeout'));
  // A Go duration wraps at 64 bits.
  return { type, maximumRetryCount, retryTimeout: Number(BigInt.asIntN(64, seconds * 1_000_000_000n)) };
}
