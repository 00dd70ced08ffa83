/** Port mappings, step by step: address, port of the device, port of the container, protocol. */
import { t } from '@vscode/l10n';
import { parsePort } from '../../agents/containerValues.ts';
import type { Proposal } from './containerValues.ts';
import { hostPortOf, type Neighbours, portsOf } from './neighbours.ts';

/** What services commonly listen on. */
const commonPorts = [80, 443, 8080, 1883, 8883];

/** Proposals that begin with what is typed. A port of the device that is taken is in none of them. */
export function portProposals(typed: string, around: Neighbours): Proposal[] {
  return allProposals(typed, around).filter(({ text, open }) => open || isSound(text));
}

/** Whether the device takes it as it is written: all ports from 1 to 65535, a range that begins before it ends. */
function isSound(text: string): boolean {
  const port = parsePort(text);
  if ('wrong' in port) return false;
  const { hostPort, hostPortEnd, containerPort } = port.written;
  const isPort = (it: number) => it > 0 && it <= 0xffff;
  return (
    isPort(hostPort) &&
    isPort(containerPort) &&
    (hostPortEnd === 0 || (isPort(hostPortEnd) && hostPortEnd >= hostPort))
  );
}

function allProposals(typed: string, around: Neighbours): Proposal[] {
  const match = /^((?:\d{1,3}\.){3}\d{1,3}:)?(\d+(?:-\d+)?)?(?::(\d*)(\/\w*)?)?$/.exec(typed);
  if (match === null) return typed === '' || /^[\d.]+$/.test(typed) ? addresses(typed) : [];
  const [, address = '', host = '', container, protocol] = match;
  if (host === '') return fresh(address, around);
  const first = Number(host.split('-')[0]);
  if (container !== undefined && container !== '')
    return protocols(`${address}${host}`, container, protocol !== undefined, around).filter(({ text }) => {
      const port = parsePort(text);
      return !('wrong' in port) && (port.hostPortEnd !== 0 || isFree(port.hostPort, port.protocol, around));
    });
  const pairs = containerPorts(around, first).map((port) => ({
    text: `${address}${host}:${port}`,
    detail: port === first ? t('the same port in the container') : t('port {0} of the container', port),
  }));
  const longer = container === undefined ? fresh(address, around) : [];
  const more = container === undefined && address === '' ? addresses(typed) : [];
  return [...(host.includes('-') || isFree(first, '', around) ? pairs : []), ...longer, ...more];
}

function addresses(typed: string): Proposal[] {
  return [
    { text: '127.0.0.1:', detail: t('only for programs on the device itself'), open: true },
    { text: '0.0.0.0:', detail: t('all addresses, as without one'), open: true },
  ].filter(({ text }) => text.startsWith(typed));
}

/** Whole mappings, each to a port of the device that nobody has. */
function fresh(address: string, around: Neighbours): Proposal[] {
  const pairs = containerPorts(around, undefined).map((port) => {
    const host = around.freePort(port);
    const note = host === port ? '' : t('; {0} of the device is taken', port);
    return { text: `${address}${host}:${port}`, detail: t('port {0} of the container{1}', port, note) };
  });
  return [...pairs, ...(address === '' ? addresses('') : [])];
}

function protocols(before: string, container: string, isBegun: boolean, around: Neighbours): Proposal[] {
  const base = `${before}:${container}`;
  const longer = containerPorts(around, undefined)
    .filter((port) => `${port}`.startsWith(container) && `${port}` !== container)
    .map((port) => ({ text: `${before}:${port}`, detail: t('port {0} of the container', port) }));
  return [
    ...(isBegun ? [] : [{ text: base, detail: 'TCP (default)' }]),
    { text: `${base}/tcp`, detail: 'TCP (default)' },
    { text: `${base}/udp`, detail: 'UDP' },
    { text: `${base}/sctp`, detail: 'SCTP' },
    ...(isBegun ? [] : longer),
  ];
}

/** Ports of containers that come into question, the likeliest first; none that this component has already. */
function containerPorts(
  { entries, few, siblings, repository }: Neighbours,
  same: number | undefined,
): number[] {
  const known = knownPorts[repository.slice(repository.lastIndexOf('/') + 1)] ?? [];
  const own = new Set(portsOf(entries).map(({ containerPort }) => containerPort));
  const found = new Set([
    ...(same === undefined ? [] : [same]),
    ...siblings.flatMap((it) => it.containerPorts),
    ...known,
    ...few.flatMap((it) => it.containerPorts),
    ...commonPorts,
  ]);
  return [...found].filter((port) => port > 0 && !own.has(port)).slice(0, 12);
}

/** Where the usual images of devices listen, by the last part of their name (the images' own documentation). */
const knownPorts: Readonly<Record<string, readonly number[]>> = {
  influxdb: [8086],
  grafana: [3000],
  nginx: [80],
  httpd: [80],
  redis: [6379],
  postgres: [5432],
  'eclipse-mosquitto': [1883],
  mosquitto: [1883],
  'node-red': [1880],
  prometheus: [9090],
  databroker: [55555],
};

function isFree(hostPort: number, protocol: string, around: Neighbours): boolean {
  return !around.isTaken(hostPortOf({ hostPort, protocol }));
}
