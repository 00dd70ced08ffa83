/** Port mappings, step by step: address, port of the device, port of the container, protocol. */
import { parsePort } from '../../agents/containerValues.ts';
import type { Component, ConfigEntry } from '../../manifest/model.ts';
import type { Proposal } from './containerValues.ts';
import type { Neighbours } from './neighbours.ts';

/** What services commonly listen on. */
const commonPorts = [80, 443, 8080, 1883, 8883];

/** Proposals that begin with what is typed. A port of the device that is taken is in none of them. */
export function portProposals(typed: string, around: Neighbours): Proposal[] {
  const match = /^((?:\d{1,3}\.){3}\d{1,3}:)?(\d+(?:-\d+)?)?(?::(\d*)(\/\w*)?)?$/.exec(typed);
  if (match === null) return typed === '' || /^[\d.]+$/.test(typed) ? addresses(typed) : [];
  const [, address = '', host = '', container, protocol] = match;
  const taken = takenPorts(around);
  if (host === '') return fresh(address, taken, around);
  const first = Number(host.split('-')[0]);
  if (container !== undefined && container !== '')
    return protocols(
      `${address}${host}:${container}`,
      container,
      protocol !== undefined,
      around,
      `${address}${host}`,
    );
  const pairs = containerPorts(around, first).map((port) => ({
    text: `${address}${host}:${port}`,
    detail: port === first ? 'the same port in the container' : `port ${port} of the container`,
  }));
  const isFree = host.includes('-') || !taken.has(first);
  const longer = container === undefined ? fresh(address, taken, around) : [];
  const more = container === undefined && address === '' ? addresses(typed) : [];
  return [...(isFree ? pairs : []), ...longer, ...more];
}

function addresses(typed: string): Proposal[] {
  return [
    { text: '127.0.0.1:', detail: 'only for programs on the device itself', open: true },
    { text: '0.0.0.0:', detail: 'all addresses, as without one', open: true },
  ].filter(({ text }) => text.startsWith(typed));
}

/** Whole mappings, each to a port of the device that nobody has. */
function fresh(address: string, taken: ReadonlySet<number>, around: Neighbours): Proposal[] {
  const pairs = containerPorts(around, undefined).map((port) => {
    const host = nextFree(port, taken);
    const note = host === port ? '' : `; ${port} of the device is taken`;
    return { text: `${address}${host}:${port}`, detail: `port ${port} of the container${note}` };
  });
  return [...pairs, ...(address === '' ? addresses('') : [])];
}

function protocols(
  base: string,
  container: string,
  isBegun: boolean,
  around: Neighbours,
  before: string,
): Proposal[] {
  const longer = containerPorts(around, undefined)
    .filter((port) => `${port}`.startsWith(container) && `${port}` !== container)
    .map((port) => ({ text: `${before}:${port}`, detail: `port ${port} of the container` }));
  return [
    ...(isBegun ? [] : [{ text: base, detail: 'TCP (default)' }]),
    { text: `${base}/tcp`, detail: 'TCP (default)' },
    { text: `${base}/udp`, detail: 'UDP' },
    { text: `${base}/sctp`, detail: 'SCTP' },
    ...(isBegun ? [] : longer),
  ];
}

/** Ports of containers that come into question, the likeliest first; none that this component has already. */
function containerPorts({ entries, others, id }: Neighbours, same: number | undefined): number[] {
  const portsOf = (config: readonly ConfigEntry[]) =>
    config.flatMap(({ key, value }) => {
      const port = key === 'port' ? parsePort(value) : undefined;
      return port === undefined || 'wrong' in port ? [] : [port.containerPort];
    });
  const image = repository(entries.findLast(({ key }) => key === 'image')?.value ?? id);
  const siblings: Component[] = [];
  const rest: Component[] = [];
  for (const other of others) {
    const name = repository(other.config.findLast(({ key }) => key === 'image')?.value ?? other.id);
    (name === image ? siblings : rest).push(other);
  }
  const known = knownPorts[image.slice(image.lastIndexOf('/') + 1)] ?? [];
  const own = new Set(portsOf(entries));
  const found = new Set([
    ...(same === undefined ? [] : [same]),
    ...siblings.slice(0, 20).flatMap(({ config }) => portsOf(config)),
    ...known,
    ...rest.slice(0, 20).flatMap(({ config }) => portsOf(config)),
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

function repository(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

/** Ports of the device that a mapping of this or another component has; of a range the device takes a free one itself. */
function takenPorts({ entries, others }: Neighbours): Set<number> {
  const taken = new Set<number>();
  for (const config of [entries, ...others.map((other) => other.config)])
    for (const { key, value } of config) {
      const port = key === 'port' ? parsePort(value) : undefined;
      if (port !== undefined && !('wrong' in port) && port.hostPortEnd === 0) taken.add(port.hostPort);
    }
  return taken;
}

function nextFree(port: number, taken: ReadonlySet<number>): number {
  for (let candidate = port; candidate <= 0xffff; candidate++) if (!taken.has(candidate)) return candidate;
  return port;
}
