/** What the device fills in (container-management: containerm/util/containers.go, FillDefaults). */
import type { Container, HostConfig, LogConfig } from './container.ts';
import { doubledSize } from './sizes.ts';

/** Fills in what is missing; `newId` makes an id where there is none. */
export function fillDefaults(
  container: Container,
  newId: () => string,
): Container & { hostConfig: HostConfig } {
  const id = container.id === '' ? newId() : container.id;
  const name = container.name === '' ? id : container.name;
  return {
    ...container,
    id,
    name,
    domainName: container.domainName === '' ? `${name}-domain` : container.domainName,
    hostName: container.hostName === '' ? `${name}-host` : container.hostName,
    hostConfig: fillHostConfig(container.hostConfig ?? emptyHostConfig()),
    ioConfig: container.ioConfig ?? { openStdin: false, tty: false },
    mounts:
      container.mounts?.map((mount) => ({
        ...mount,
        propagationMode: mount.propagationMode || 'rprivate',
      })) ?? null,
  };
}

export function emptyHostConfig(): HostConfig {
  return {
    devices: null,
    networkMode: '',
    privileged: false,
    restartPolicy: null,
    runtime: '',
    extraHosts: null,
    extraCapabilities: null,
    portMappings: null,
    logConfig: null,
    resources: null,
  };
}

function fillHostConfig(host: HostConfig): HostConfig {
  return {
    ...host,
    logConfig: fillLogConfig(host.logConfig ?? { driver: null, mode: null }),
    restartPolicy: host.restartPolicy ?? { type: 'unless-stopped', maximumRetryCount: 0, retryTimeout: 0 },
    networkMode: host.networkMode || 'bridge',
    runtime: host.runtime || 'io.containerd.runc.v2',
    devices:
      host.devices?.map((device) => ({
        ...device,
        pathInContainer: device.pathInContainer || device.pathOnHost,
        cgroupPermissions: device.cgroupPermissions || 'rwm',
      })) ?? null,
    portMappings:
      host.portMappings?.map((port) => ({
        ...port,
        hostIp: port.hostIp || '0.0.0.0',
        hostPortEnd: port.hostPortEnd || port.hostPort,
        proto: port.proto || 'tcp',
      })) ?? null,
  };
}

function fillLogConfig(log: LogConfig): LogConfig {
  return { driver: fillLogDriver(log.driver), mode: fillLogMode(log.mode) };
}

function fillLogDriver(driver: LogConfig['driver']): NonNullable<LogConfig['driver']> {
  const given = driver ?? { type: '', maxFiles: 0, maxSize: '', rootDir: '' };
  const type = given.type || 'json-file';
  if (type === 'json-file') {
    return { ...given, type, maxFiles: given.maxFiles || 2, maxSize: given.maxSize || '100M' };
  }
  return type === 'none' ? { ...given, type, maxFiles: 0, maxSize: '' } : { ...given, type };
}

function fillLogMode(logMode: LogConfig['mode']): NonNullable<LogConfig['mode']> {
  const mode = logMode?.mode || 'blocking';
  const maxBufferSize = logMode?.maxBufferSize ?? '';
  if (mode === 'blocking') return { mode, maxBufferSize: '' };
  return { mode, maxBufferSize: mode === 'non-blocking' ? maxBufferSize || '1M' : maxBufferSize };
}

/**
 * The swap limit, filled in once when the container is created: twice the memory where it is not set, none where it is
 * `-1`. So the next comparison with the same desired state finds a difference.
 */
export function fillMemorySwap(container: Container): void {
  const resources = container.hostConfig?.resources;
  if (!resources) return;
  if (resources.memory !== '' && resources.memorySwap === '')
    resources.memorySwap = doubledSize(resources.memory);
  else if (resources.memorySwap === '-1') resources.memorySwap = '';
}
