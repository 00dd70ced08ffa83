/** A container as the device's container manager keeps it (container-management: containerm/containers/types). */

export interface Container {
  id: string;
  name: string;
  image: { name: string; decryptConfig?: { keys: string[] | null; recipients: string[] | null } };
  domainName: string;
  hostName: string;
  /** Null is not the same as empty in some checks; so it is for the other lists. */
  mounts: MountPoint[] | null;
  config: { env: string[] | null; cmd: string[] | null } | null;
  hostConfig: HostConfig | null;
  ioConfig: IoConfig | null;
  state: State | null;
  /** RFC 3339, UTC. */
  created: string;
  startedSuccessfullyBefore: boolean;
}

export interface HostConfig {
  devices: DeviceMapping[] | null;
  networkMode: string;
  privileged: boolean;
  restartPolicy: RestartPolicy | null;
  runtime: string;
  extraHosts: string[] | null;
  extraCapabilities: string[] | null;
  portMappings: PortMapping[] | null;
  logConfig: LogConfig | null;
  resources: Resources | null;
}

export interface IoConfig {
  openStdin: boolean;
  tty: boolean;
}

export interface MountPoint {
  destination: string;
  source: string;
  propagationMode: string;
}

export interface DeviceMapping {
  pathOnHost: string;
  pathInContainer: string;
  cgroupPermissions: string;
}

/** Numbers are 16 bits wide; a port end of 0 is not set. */
export interface PortMapping {
  proto: string;
  containerPort: number;
  hostIp: string;
  hostPort: number;
  hostPortEnd: number;
}

export interface RestartPolicy {
  maximumRetryCount: number;
  /** Nanoseconds. */
  retryTimeout: number;
  type: string;
}

export interface LogConfig {
  driver: { type: string; maxFiles: number; maxSize: string; rootDir: string } | null;
  mode: { mode: string; maxBufferSize: string } | null;
}

/** Sizes as written: `200M`; `-1` is no limit. */
export interface Resources {
  memory: string;
  memoryReservation: string;
  memorySwap: string;
}

export type ContainerStatus = 'Creating' | 'Created' | 'Running' | 'Stopped';

export interface State {
  status: ContainerStatus;
  pid: number;
  startedAt: string;
  finishedAt: string;
}

/** A command or a configuration that the device refuses, in its own words. */
export class ContainerError extends Error {}
