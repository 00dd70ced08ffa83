/**
 * The grammar of config values of the `containers` domain, parsed exactly as the agent does it
 * (container-management: containerm/util/containers_parse.go, bytes_size_conversion.go). Pure.
 *
 * A value that the agent cannot read gives `{ wrong }`: what is wrong with it, in plain words, as the end of the
 * sentence "Ignored by the device: …".
 */
import { t } from '@vscode/l10n';
import { isIpAddress, parseInteger32, trimSpace } from './goValues.ts';

export interface Unreadable {
  readonly wrong: string;
}

export interface PortMapping {
  /** Empty: all addresses. */
  readonly hostIp: string;
  readonly hostPort: number;
  /** Last port of the range; 0 where there is none. */
  readonly hostPortEnd: number;
  readonly containerPort: number;
  /** Empty: `tcp`. */
  readonly protocol: string;
  /** What stands in the text, before the agent cuts it to 16 bits. */
  readonly written: {
    readonly hostPort: number;
    readonly hostPortEnd: number;
    readonly containerPort: number;
  };
  /** True where there is a second `/`: the agent then takes no protocol at all. */
  readonly protocolDropped: boolean;
}

/** `[<host ip>:]<host port>[-<last host port>]:<container port>[/<protocol>]` */
export function parsePort(text: string): PortMapping | Unreadable {
  const withProtocol = trimSpace(text).split('/');
  const parts = trimSpace(withProtocol[0] ?? '').split(':');
  let hostIp = '';
  if (parts.length === 3) {
    hostIp = parts.shift() ?? '';
    if (!isIpAddress(hostIp))
      return {
        wrong: t(
          '`{0}` is no IP address; a name cannot stand there (leave it out for all addresses)',
          hostIp,
        ),
      };
  } else if (parts.length !== 2) {
    return {
      wrong:
        parts.length < 2
          ? t('the container port is missing, as in `8080:80`')
          : t('it has too many colons; an IPv6 address cannot be written here'),
    };
  }
  const [host = '', container = ''] = parts;
  const range = trimSpace(host).split('-');
  const ranged = range.length === 2;
  const hostPortEnd = ranged ? parseInteger32(range[1] ?? '') : 0;
  if (hostPortEnd === undefined) return { wrong: t('`{0}` is no port number', range[1] ?? '') };
  const hostPort = parseInteger32(ranged ? (range[0] ?? '') : host);
  if (hostPort === undefined)
    return { wrong: host === '' ? t('the host port is missing') : t('`{0}` is no host port', host) };
  const containerPort = parseInteger32(container);
  if (containerPort === undefined)
    return {
      wrong:
        container === ''
          ? t('the container port is missing')
          : container.includes('-')
            ? t(
                'a range stands on the side of the container (`{0}`): only the host side can have one',
                container,
              )
            : t('`{0}` is no container port', container),
    };
  return {
    hostIp,
    hostPort: hostPort & 0xffff,
    hostPortEnd: hostPortEnd & 0xffff,
    containerPort: containerPort & 0xffff,
    protocol: withProtocol.length === 2 ? (withProtocol[1] ?? '') : '',
    written: { hostPort, hostPortEnd, containerPort },
    protocolDropped: withProtocol.length > 2,
  };
}

export const propagationModes = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'] as const;

export interface Mount {
  readonly source: string;
  readonly destination: string;
  /** As written, `rprivate` where it is left out or empty; not checked here. */
  readonly propagation: string;
}

/** `<source>:<destination>[:<propagation>]` */
export function parseMount(text: string): Mount | Unreadable {
  const parts = trimSpace(text).split(':');
  if (parts.length < 2) return { wrong: t('the path in the container is missing, as in `/data:/data`') };
  if (parts.length > 3) return { wrong: t('it has more than three parts') };
  const [source = '', destination = '', propagation = ''] = parts;
  return { source, destination, propagation: propagation === '' ? 'rprivate' : propagation };
}

export interface DeviceMapping {
  readonly host: string;
  /** The same as on the host where it is empty. */
  readonly container: string;
  readonly permissions: string;
}

/** `<device on the host>:<device in the container>[:<permissions>]` */
export function parseDevice(text: string): DeviceMapping | Unreadable {
  const parts = trimSpace(text).split(':');
  const [host = '', container = '', permissions = 'rwm'] = parts;
  if (parts.length < 2)
    return { wrong: t('the device in the container is missing, as in `/dev/ttyUSB0:/dev/ttyUSB0`') };
  if (parts.length > 3) return { wrong: t('it has more than three parts') };
  if (!/^[rwm]{1,3}$/.test(permissions))
    return {
      wrong: t('`{0}` are no permissions: one to three of `r`, `w` and `m` are wanted', permissions),
    };
  return { host, container: container === '' ? host : container, permissions };
}

const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes; undefined where it is no size. `<number>[ ]<k|m|g>` in either letter case, 1024-based, the unit is mandatory. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([kKmMgG])$/.exec(text);
  const unit = units[match?.[2]?.toLowerCase() ?? ''];
  if (!match || !unit) return undefined;
  const number = Number(match[1]);
  return Number.isFinite(number) ? Math.trunc(number * unit) : undefined;
}

/** Is it `<name>` or `<name>=<value>`? A value holds no line break for the device. */
export function isEnvironmentVariable(text: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*(=[^\n]*)?$/.test(text);
}

/** Is it a container name? The empty one is made by the device. */
export function isContainerName(text: string): boolean {
  return text === '' || /^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$/.test(text);
}

/** Does the entry use the reserved key `host_ip` or `host_ip_<interface>`? */
export function usesHostIp(text: string): boolean {
  return /^[^\n]+:host_ip(_[^\n]+)?$/.test(text);
}

export interface ExtraHost {
  readonly name: string;
  /** The host name of another container, where the address is that of one. */
  readonly container: string | undefined;
}

export interface UnusableHost extends Unreadable {
  /** The container cannot start; otherwise it starts without the host. */
  readonly fatal: boolean;
}

/**
 * `<name>:<address>`, as it is read when the container starts
 * (container-management: network/libnet_mgr_internal_common_ctrs.go).
 */
export function parseExtraHost(text: string): ExtraHost | UnusableHost {
  const parts = trimSpace(text).split(':');
  const [name = '', address = ''] = parts;
  if (parts.length !== 2)
    return {
      wrong:
        parts.length < 2
          ? t('the address is missing, as in `db:10.0.0.1`')
          : t('it has more than one colon; an IPv6 address cannot be written here'),
      fatal: true,
    };
  if (name === '') return { wrong: t('the name is missing'), fatal: false };
  if (address === 'host_ip_')
    return { wrong: t('the name of an interface belongs behind `host_ip_`'), fatal: false };
  const container = /^container_([^\n]*)$/.exec(address)?.[1];
  if (container === undefined && !/^host_ip(_[^\n]+)?$/.test(address) && !isIpAddress(address))
    return { wrong: t('{0} is no IP address', address === '' ? 'nothing' : `\`${address}\``), fatal: false };
  return { name, container };
}

/**
 * The version that the agent reports for an image: digest, else tag; undefined where it reports `n/a`
 * (container-management: updateagent/update_manager_util.go, findContainerVersion).
 */
export function imageVersion(image: string): string | undefined {
  const name = image.slice(image.lastIndexOf('/') + 1);
  for (const separator of ['@', ':']) {
    const at = name.indexOf(separator);
    if (at >= 0 && at !== name.length - 1) return name.slice(at + 1);
  }
  return undefined;
}
