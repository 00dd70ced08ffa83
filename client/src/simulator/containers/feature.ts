/** A container as the feature `Container:<id>` shows it (container-management: containerm/things/datatypes_*.go). */
import { omitEmpty } from '../updateManager/types.ts';
import type { Container, HostConfig, LogConfig, State } from './container.ts';

const definition = 'com.bosch.iot.suite.edge.containers:Container:1.5.0';

export function containerFeature(container: Container): unknown {
  return {
    definition: [definition],
    properties: {
      status: {
        name: container.name,
        imageRef: container.image.name,
        config: omitEmpty(configuration(container)),
        createdAt: container.created,
        state: container.state === null ? null : stateProperty(container.state),
      },
    },
  };
}

export function stateProperty({ status, pid, startedAt, finishedAt }: State): unknown {
  return { status: status.toUpperCase(), ...Object(omitEmpty({ pid, startedAt, finishedAt })) };
}

function configuration(container: Container): unknown {
  const { hostConfig, ioConfig, config, mounts, image } = container;
  return {
    domainName: container.domainName,
    mountPoints: (mounts ?? []).map((mount) => ({
      ...mount,
      propagationMode: upper(mount.propagationMode),
    })),
    hostName: container.hostName,
    env: config?.env ?? [],
    cmd: config?.cmd ?? [],
    decryption: image.decryptConfig,
    openStdin: ioConfig?.openStdin ?? false,
    tty: ioConfig?.tty ?? false,
    ...(hostConfig === null ? {} : hostConfiguration(hostConfig)),
  };
}

function hostConfiguration(host: HostConfig) {
  const { restartPolicy, logConfig } = host;
  return {
    devices: host.devices ?? [],
    privileged: host.privileged,
    restartPolicy: restartPolicy && {
      maxRetryCount: restartPolicy.maximumRetryCount,
      retryTimeout: restartPolicy.retryTimeout / 1e9,
      type: upper(restartPolicy.type),
    },
    extraHosts: host.extraHosts ?? [],
    extraCapabilities: host.privileged ? [] : (host.extraCapabilities ?? []),
    portMappings: (host.portMappings ?? []).map(({ hostIp, ...port }) => ({ ...port, hostIP: hostIp })),
    networkMode: upper(host.networkMode),
    log: logConfig && logConfiguration(logConfig),
    resources: host.resources,
  };
}

function logConfiguration({ driver, mode }: LogConfig) {
  return {
    type: upper(driver?.type ?? ''),
    maxFiles: driver?.maxFiles ?? 0,
    maxSize: driver?.maxSize ?? '',
    rootDir: driver?.rootDir ?? '',
    mode: upper(mode?.mode ?? ''),
    maxBufferSize: mode?.maxBufferSize ?? '',
  };
}

/** `unless-stopped` is `UNLESS_STOPPED` in the feature. */
function upper(word: string): string {
  return word.replaceAll('-', '_').toUpperCase();
}
