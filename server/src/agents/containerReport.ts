/**
 * How the update agent of Eclipse Kanto container management reports a container in the inventory
 * (container-management: updateagent/from_containers.go, util/containers_parse.go). Pure.
 */

import type { Container } from './containers.ts';
import type { DeviceMapping, Mount, PortMapping } from './containerValues.ts';
import { durationText } from './goValues.ts';

/** Keys that stand once, in the order of the report, with what it means where they are left out. */
const usualValues = {
  image: '',
  terminal: 'false',
  interactive: 'false',
  privileged: 'false',
  restartPolicy: 'unless-stopped',
  restartMaxRetries: '0',
  restartTimeout: '0s',
  network: 'bridge',
  logDriver: 'json-file',
  logMaxFiles: '2',
  logMaxSize: '100M',
  logPath: '',
  logMode: 'blocking',
  logMaxBufferSize: '1M',
  memory: '',
  memoryReservation: '',
  memorySwap: '',
} as const;

export type SingleKey = keyof typeof usualValues;
export type ListedKey = 'device' | 'port' | 'host' | 'mount' | 'env' | 'cmd';

/** What is reported of a container, the usual values included: the same whether the agent reports them or not. */
export interface ContainerReport {
  readonly single: Readonly<Record<SingleKey, string>>;
  readonly listed: Readonly<Record<ListedKey, readonly string[]>>;
}

/** What the device will report of a container that it makes. A swap limit that it fills in itself is not in it. */
export function reportOf(container: Container): ContainerReport {
  const files = container.logDriver === 'json-file';
  const buffered = container.logMode === 'non-blocking';
  return {
    single: {
      image: container.image,
      terminal: String(container.terminal),
      interactive: String(container.interactive),
      privileged: String(container.privileged),
      restartPolicy: container.restartPolicy,
      restartMaxRetries: String(container.restartMaxRetries),
      restartTimeout: durationText(container.restartTimeout),
      network: container.network,
      logDriver: container.logDriver,
      logMaxFiles: files ? String(container.logMaxFiles) : usualValues.logMaxFiles,
      logMaxSize: files ? container.logMaxSize : usualValues.logMaxSize,
      logPath: files ? container.logPath : usualValues.logPath,
      logMode: container.logMode,
      logMaxBufferSize: buffered ? container.logMaxBufferSize : usualValues.logMaxBufferSize,
      memory: container.memory,
      memoryReservation: container.memoryReservation,
      memorySwap: container.memorySwap,
    },
    listed: {
      device: container.devices.map(deviceText),
      port: container.ports.map(portText),
      host: container.hosts,
      mount: container.mounts.map(mountText),
      env: container.env,
      cmd: container.cmd,
    },
  };
}

/** The report that an inventory holds. */
export function readReport(
  parameters: readonly { readonly key: string; readonly value: string }[],
): ContainerReport {
  const single = (key: SingleKey) =>
    parameters.findLast((parameter) => parameter.key === key)?.value ?? usualValues[key];
  const listed = (key: ListedKey) =>
    parameters.filter((parameter) => parameter.key === key).map(({ value }) => value);
  return {
    single: {
      image: single('image'),
      terminal: single('terminal'),
      interactive: single('interactive'),
      privileged: single('privileged'),
      restartPolicy: single('restartPolicy'),
      restartMaxRetries: single('restartMaxRetries'),
      restartTimeout: single('restartTimeout'),
      network: single('network'),
      logDriver: single('logDriver'),
      logMaxFiles: single('logMaxFiles'),
      logMaxSize: single('logMaxSize'),
      logPath: single('logPath'),
      logMode: single('logMode'),
      logMaxBufferSize: single('logMaxBufferSize'),
      memory: single('memory'),
      memoryReservation: single('memoryReservation'),
      memorySwap: single('memorySwap'),
    },
    listed: {
      device: listed('device'),
      port: listed('port'),
      host: listed('host'),
      mount: listed('mount'),
      env: listed('env'),
      cmd: listed('cmd'),
    },
  };
}

function deviceText({ host, container, permissions }: DeviceMapping): string {
  return `${host}:${container}:${permissions}`;
}

function mountText({ source, destination, propagation }: Mount): string {
  return `${source}:${destination}:${propagation}`;
}

/** A host port of 0 is left out, and with it the range that it may begin. */
function portText({ hostIp, hostPort, hostPortEnd, containerPort, protocol }: PortMapping): string {
  const address = hostIp === '' || hostIp === '0.0.0.0' ? '' : `${hostIp}:`;
  const end = hostPortEnd === 0 || hostPortEnd === hostPort ? '' : `-${hostPortEnd}`;
  const host = hostPort === 0 ? '' : `${hostPort}${end}`;
  const container = containerPort === 0 ? '' : `:${containerPort}`;
  return `${address}${host}${container}/${protocol || 'tcp'}`;
}
