/**
 * Containers as the containers agent reports them: defaults are left out
 * (container-management: containerm/updateagent/from_containers.go, update_manager.go).
 */
import { durationText } from '../go/strconv.ts';
import type { Inventory } from '../updateManager/types.ts';
import type { Container, HostConfig, LogConfig } from './container.ts';
import { deviceText, mountText, portText } from './mappings.ts';

type Parameter = { readonly key: string; readonly value: string };

const domain = 'containers';

export function containersInventory(containers: readonly Container[]): Inventory {
  const agent = {
    id: `${domain}-update-agent`,
    version: '1.0.0',
    name: 'Eclipse Kanto Containers Update Agent',
    parameters: [{ key: 'domain', value: domain }],
    type: 'APPLICATION',
  };
  const nodes = containers.map((container) => ({
    id: `${domain}:${container.name}`,
    version: imageVersion(container.image.name),
    name: '',
    parameters: parameters(container),
    type: 'CONTAINER',
  }));
  return {
    hardwareNodes: null,
    softwareNodes: [agent, ...nodes],
    associations: nodes.map(({ id }) => ({ sourceId: agent.id, targetId: id })),
  };
}

/** Digest or tag of an image, `n/a` without either (update_manager_util.go, findContainerVersion). */
export function imageVersion(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  for (const separator of ['@', ':']) {
    const at = name.indexOf(separator);
    if (at !== -1 && at !== name.length - 1) return name.slice(at + 1);
  }
  return 'n/a';
}

function parameters(container: Container): Parameter[] {
  return [
    ...entry('image', container.image.name, ''),
    ...entry('domainName', container.domainName, `${container.name}-domain`),
    ...entry('hostName', container.hostName, `${container.name}-host`),
    ...entry('terminal', String(container.ioConfig?.tty ?? false), 'false'),
    ...entry('interactive', String(container.ioConfig?.openStdin ?? false), 'false'),
    ...(container.hostConfig === null ? [] : hostParameters(container.hostConfig)),
    ...each('mount', (container.mounts ?? []).map(mountText)),
    ...each('env', container.config?.env ?? []),
    ...each('cmd', container.config?.cmd ?? []),
    ...stateParameters(container),
  ];
}

function hostParameters(host: HostConfig): Parameter[] {
  const policy = host.restartPolicy;
  return [
    ...entry('privileged', String(host.privileged), 'false'),
    ...(policy === null
      ? []
      : [
          ...entry('restartPolicy', policy.type, 'unless-stopped'),
          ...entry('restartMaxRetries', String(policy.maximumRetryCount), '0'),
          ...entry('restartTimeout', durationText(policy.retryTimeout), '0s'),
        ]),
    ...each('device', (host.devices ?? []).map(deviceText)),
    ...each('port', (host.portMappings ?? []).map(portText)),
    ...entry('network', host.networkMode || 'bridge', 'bridge'),
    ...each('host', host.extraHosts ?? []),
    ...(host.logConfig === null ? [] : logParameters(host.logConfig)),
    ...entry('memory', host.resources?.memory ?? '', ''),
    ...entry('memoryReservation', host.resources?.memoryReservation ?? '', ''),
    ...entry('memorySwap', host.resources?.memorySwap ?? '', ''),
  ];
}

function logParameters({ driver, mode }: LogConfig): Parameter[] {
  const file = driver?.type === 'json-file' ? driver : undefined;
  return [
    ...entry('logDriver', driver?.type || 'json-file', 'json-file'),
    ...entry('logMaxFiles', String(file?.maxFiles ?? 2), '2'),
    ...entry('logMaxSize', file?.maxSize || '100M', '100M'),
    ...entry('logPath', file?.rootDir ?? '', ''),
    ...entry('logMode', mode?.mode || 'blocking', 'blocking'),
    ...(mode?.mode === 'non-blocking' ? entry('logMaxBufferSize', mode.maxBufferSize || '1M', '1M') : []),
  ];
}

function stateParameters({ state, created, startedSuccessfullyBefore }: Container): Parameter[] {
  const running = state?.status === 'Running';
  return [
    ...each('status', [state?.status ?? 'Creating']),
    ...(running ? [] : entry('finishedAt', state?.finishedAt ?? '', '')),
    ...each('created', [created]),
    ...(running ? [] : entry('startedSuccessfullyBefore', String(startedSuccessfullyBefore), 'false')),
  ];
}

/** One parameter, none where the value is the default. */
function entry(key: string, value: string, usual: string): Parameter[] {
  return value === usual ? [] : [{ key, value }];
}

function each(key: string, values: readonly string[]): Parameter[] {
  return values.map((value) => ({ key, value }));
}
