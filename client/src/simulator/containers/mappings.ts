/**
 * Values of the config entries `port`, `mount` and `device`, and how the inventory writes them
 * (container-management: containerm/util/containers_parse.go).
 */
import { isIPv4 } from 'node:net';
import { parseInteger, trimSpace } from '../go/strconv.ts';
import type { DeviceMapping, MountPoint, PortMapping } from './container.ts';

/** The value, or the reason for which the device ignores the entry. */
export type Parsed<T> = T | { readonly ignored: string };

export function isIgnored(parsed: object): parsed is { readonly ignored: string } {
  return 'ignored' in parsed;
}

/** `<host>:<container>[:<permissions>]` */
export function parseDevice(device: string): Parsed<DeviceMapping> {
  const parts = trimSpace(device).split(':');
  const [pathOnHost = '', pathInContainer = '', cgroupPermissions = 'rwm'] = parts;
  if (parts.length !== 2 && parts.length !== 3) {
    return { ignored: `incorrect configuration value for device mapping ${device}` };
  }
  if (!/^[rwm]{1,3}$/.test(cgroupPermissions)) {
    return { ignored: `incorrect cgroup permissions format for device mapping ${device}` };
  }
  return { pathOnHost, pathInContainer, cgroupPermissions };
}

/** `<source>:<destination>[:<propagation>]`; the propagation mode is checked later. */
export function parseMount(mount: string): Parsed<MountPoint> {
  const parts = trimSpace(mount).split(':');
  const [source = '', destination = '', propagationMode = 'rprivate'] = parts;
  if (parts.length !== 2 && parts.length !== 3) {
    return { ignored: `Incorrect number of parameters of the mount point ${mount}` };
  }
  return { destination, source, propagationMode };
}

/** `[<host-ip>:]<host-port>[-<end>]:<container-port>[/<protocol>]`; numbers wrap to 16 bits. */
export function parsePort(mapping: string): Parsed<PortMapping> {
  const [ports = '', ...protocols] = trimSpace(mapping).split('/');
  const proto = protocols.length === 1 ? (protocols[0] ?? '') : '';
  const parts = trimSpace(ports).split(':');
  if (parts.length !== 2 && parts.length !== 3) {
    return { ignored: `Incorrect port mapping configuration ${mapping}` };
  }
  const [container = '', host = '', hostIp = ''] = [...parts].reverse();
  if (parts.length === 3 && !isIPv4(hostIp)) {
    return { ignored: `Incorrect host ip port mapping configuration ${mapping}` };
  }
  const range = trimSpace(host).split('-');
  const ranged = range.length === 2;
  const hostPortEnd = ranged ? parseInteger(range[1] ?? '', 32) : 0;
  if (hostPortEnd === undefined) {
    return { ignored: `Incorrect host range port mapping configuration ${mapping}` };
  }
  const hostPort = parseInteger(ranged ? (range[0] ?? '') : host, 32);
  if (hostPort === undefined) return { ignored: `Incorrect host port mapping configuration ${mapping}` };
  const containerPort = parseInteger(container, 32);
  if (containerPort === undefined) {
    return { ignored: `Incorrect container port mapping configuration ${mapping}` };
  }
  return {
    proto,
    containerPort: containerPort & 0xffff,
    hostIp,
    hostPort: hostPort & 0xffff,
    hostPortEnd: hostPortEnd & 0xffff,
  };
}

export function deviceText(device: DeviceMapping): string {
  return [device.pathOnHost, device.pathInContainer, device.cgroupPermissions]
    .filter((it) => it !== '')
    .join(':');
}

export function mountText(mount: MountPoint): string {
  return `${mount.source}:${mount.destination}:${mount.propagationMode}`;
}

export function portText(port: PortMapping): string {
  const address = port.hostIp !== '' && port.hostIp !== '0.0.0.0' ? `${port.hostIp}:` : '';
  const end = port.hostPortEnd !== 0 && port.hostPort !== port.hostPortEnd ? `-${port.hostPortEnd}` : '';
  const host = port.hostPort === 0 ? '' : `${port.hostPort}${end}`;
  const container = port.containerPort === 0 ? '' : `:${port.containerPort}`;
  return `${address}${host}${container}${port.proto === '' ? '' : `/${port.proto}`}`;
}
