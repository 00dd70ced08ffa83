/**
 * The artifact of a container: its description as JSON (container-management: containerm/containers/types), read as
 * the device reads it.
 */
import {
  type Decoded,
  flag,
  int,
  integer,
  pointer,
  slice,
  struct,
  text,
  uint16,
  unmarshal,
} from '../go/decode.ts';
import { type Container, ContainerError, type HostConfig } from './container.ts';

const duration = integer('time.Duration', -(2n ** 63n), 2n ** 63n - 1n);

const hostConfig = struct('types.HostConfig', {
  devices: slice(
    struct('types.DeviceMapping', {
      path_on_host: text(),
      path_in_container: text(),
      cgroup_permissions: text(),
    }),
  ),
  network_mode: text('types.NetworkMode'),
  privileged: flag,
  restart_policy: pointer(
    struct('types.RestartPolicy', {
      maximum_retry_count: int,
      retry_timeout: duration,
      type: text('types.PolicyType'),
    }),
  ),
  runtime: text('types.Runtime'),
  extra_hosts: slice(text()),
  extra_capabilities: slice(text()),
  port_mappings: slice(
    struct('types.PortMapping', {
      proto: text(),
      container_port: uint16,
      host_ip: text(),
      host_port: uint16,
      host_port_end: uint16,
    }),
  ),
  log_config: pointer(
    struct('types.LogConfiguration', {
      driver_config: pointer(
        struct('types.LogDriverConfiguration', {
          type: text('types.LogDriver'),
          max_files: int,
          max_size: text(),
          root_dir: text(),
        }),
      ),
      mode_config: pointer(
        struct('types.LogModeConfiguration', { mode: text('types.LogMode'), max_buffer_size: text() }),
      ),
    }),
  ),
  resources: pointer(
    struct('types.Resources', { memory: text(), memory_reservation: text(), memory_swap: text() }),
  ),
});

const container = struct('types.Container', {
  container_id: text(),
  container_name: text(),
  image: struct('types.Image', {
    name: text(),
    decrypt_config: pointer(
      struct('types.DecryptConfig', { keys: slice(text()), recipients: slice(text()) }),
    ),
  }),
  domain_name: text(),
  host_name: text(),
  mount_points: slice(
    struct('types.MountPoint', { destination: text(), source: text(), propagation_mode: text() }),
  ),
  hooks: slice(
    struct('types.Hook', {
      path: text(),
      args: slice(text()),
      env: slice(text()),
      timeout: int,
      type: integer('types.HookType', -(2n ** 63n), 2n ** 63n - 1n),
    }),
  ),
  config: pointer(struct('types.ContainerConfiguration', { env: slice(text()), cmd: slice(text()) })),
  host_config: pointer(hostConfig),
  io_config: pointer(
    struct('types.IOConfig', {
      attach_stderr: flag,
      attach_stdin: flag,
      attach_stdout: flag,
      open_stdin: flag,
      stdin_once: flag,
      tty: flag,
    }),
  ),
});

/** The container that a description asks for, without defaults. @throws ContainerError with Go's message */
export function readDescriptor(json: string): Container {
  const read = unmarshal(json, container);
  if (!read.ok) throw new ContainerError(read.error);
  const { value } = read;
  const image = { name: value.image.name };
  return {
    id: value.container_id,
    name: value.container_name,
    image:
      value.image.decrypt_config === null ? image : { ...image, decryptConfig: value.image.decrypt_config },
    domainName: value.domain_name,
    hostName: value.host_name,
    mounts:
      value.mount_points?.map((mount) => ({
        destination: mount.destination,
        source: mount.source,
        propagationMode: mount.propagation_mode,
      })) ?? null,
    config: value.config,
    hostConfig: value.host_config === null ? null : readHostConfig(value.host_config),
    ioConfig: value.io_config && { openStdin: value.io_config.open_stdin, tty: value.io_config.tty },
    state: null,
    created: '',
    startedSuccessfullyBefore: false,
  };
}

function readHostConfig(host: Decoded<typeof hostConfig>): HostConfig {
  const { restart_policy: policy, log_config: log, resources } = host;
  return {
    devices:
      host.devices?.map((device) => ({
        pathOnHost: device.path_on_host,
        pathInContainer: device.path_in_container,
        cgroupPermissions: device.cgroup_permissions,
      })) ?? null,
    networkMode: host.network_mode,
    privileged: host.privileged,
    restartPolicy: policy && {
      maximumRetryCount: policy.maximum_retry_count,
      retryTimeout: policy.retry_timeout,
      type: policy.type,
    },
    runtime: host.runtime,
    extraHosts: host.extra_hosts,
    extraCapabilities: host.extra_capabilities,
    portMappings:
      host.port_mappings?.map((port) => ({
        proto: port.proto,
        containerPort: port.container_port,
        hostIp: port.host_ip,
        hostPort: port.host_port,
        hostPortEnd: port.host_port_end,
      })) ?? null,
    logConfig: log && {
      driver: log.driver_config && {
        type: log.driver_config.type,
        maxFiles: log.driver_config.max_files,
        maxSize: log.driver_config.max_size,
        rootDir: log.driver_config.root_dir,
      },
      mode: log.mode_config && { mode: log.mode_config.mode, maxBufferSize: log.mode_config.max_buffer_size },
    },
    resources: resources && {
      memory: resources.memory,
      memoryReservation: resources.memory_reservation,
      memorySwap: resources.memory_swap,
    },
  };
}
