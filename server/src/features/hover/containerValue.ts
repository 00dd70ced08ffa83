/**
 * A config value of the domain `containers` read out in words: what the device makes of it, by the device's own parse, so
 * that what it cuts, drops or rejects is said too.
 */
import { t } from '@vscode/l10n';
import { rejections } from '../../agents/containerRejections.ts';
import { type ContainerReading, readContainer } from '../../agents/containers.ts';
import {
  isEnvironmentVariable,
  type PortMapping,
  parseDevice,
  parseMount,
  parsePort,
} from '../../agents/containerValues.ts';
import { parseBoolean } from '../../agents/goValues.ts';
import type { Component } from '../../manifest/model.ts';
import { isSecret, maskedArguments } from '../../rules/secrets.ts';
import { code } from '../markdown.ts';
import { imageText } from './image.ts';
import { bufferText, logFilesText, memoryText, restartText } from './limits.ts';

/** What the device makes of the entry at `index` of the component's config, as Markdown; empty where the schema says it all. */
export function containerValueText(component: Component, index: number): string {
  const entry = component.config[index];
  if (entry === undefined) return '';
  const { key, value } = entry;
  const reading = readContainer(component.id, component.version, component.config);
  // Of a key that may stand once only the last entry counts.
  const counting = reading.single.get(key);
  if (counting !== undefined && counting !== index)
    return t('**Does not count**: {0} stands again further down, and the last one wins.', code(key));
  const rejected = rejections(reading).find(({ entries }) => entries[0] === index);
  const outcome = rejected && t('**The device rejects the update**: {0}.', code(rejected.message));
  const words = wordsOf(key, value, component, reading);
  return [words, outcome].filter((part) => part !== undefined && part !== '').join('\n\n');
}

function wordsOf(
  key: string,
  value: string,
  component: Component,
  reading: ContainerReading,
): string | undefined {
  switch (key) {
    case 'image':
      return imageText(value);
    case 'port':
      return portText(value);
    case 'mount':
      return mountText(value);
    case 'device':
      return deviceText(value);
    case 'host':
      return hostText(value);
    case 'env':
      return environmentText(value);
    case 'cmd':
      return commandText(reading);
    case 'privileged':
    case 'terminal':
    case 'interactive':
      return parseBoolean(value) === undefined
        ? t('{0} is no truth value: **the device takes it as** `false`.', code(value))
        : t('The device reads {0}.', code(String(parseBoolean(value))));
    case 'memory':
    case 'memorySwap':
    case 'memoryReservation':
      return memoryText(key, value, component);
    case 'restartPolicy':
    case 'restartMaxRetries':
    case 'restartTimeout':
      return restartText(key, value, reading.container);
    case 'logMaxFiles':
    case 'logMaxSize':
      return logFilesText(key, value, reading.container);
    case 'logMaxBufferSize':
      return bufferText(value, reading.container);
    default:
      return undefined;
  }
}

const protocols = ['tcp', 'udp', 'sctp'];

function portText(value: string): string {
  const port = parsePort(value);
  if ('wrong' in port) return ignored(port.wrong);
  const { hostIp, protocol } = port;
  const where =
    hostIp === '' || hostIp === '0.0.0.0' ? t('on all its addresses') : t('on the address {0}', code(hostIp));
  const by = protocol === '' ? 'TCP' : protocol.toUpperCase();
  return [
    t(
      '{0}, {1}, leads to port **{2}** of the container ({3}).',
      hostSide(port),
      where,
      port.containerPort,
      by,
    ),
    ...portSurprises(port),
  ].join('\n\n');
}

function hostSide({ hostPort, hostPortEnd }: PortMapping): string {
  return hostPortEnd === 0 || hostPortEnd === hostPort
    ? t('Port **{0}** of the device', hostPort)
    : t('A free port between **{0}** and **{1}** of the device', hostPort, hostPortEnd);
}

function* portSurprises(port: PortMapping): Iterable<string> {
  const { written, protocol, protocolDropped } = port;
  for (const name of ['hostPort', 'hostPortEnd', 'containerPort'] as const)
    if (written[name] !== port[name])
      yield t('There is no port {0}: **the device cuts it to {1}**.', written[name], port[name]);
  if (protocolDropped) yield t('There is more than one `/`: **the device drops the protocol**.');
  else if (protocol !== '' && !protocols.includes(protocol.toLowerCase()))
    yield t('{0} is no protocol that it could map: `tcp`, `udp` or `sctp`.', code(protocol));
}

/** Bind propagation as the kernel does it (mount_namespaces(7)); the `r` speaks of what is mounted below, too. */
const propagations = (): Readonly<Record<string, string>> => ({
  rprivate: t('what is mounted below it later, on either side, is not seen on the other'),
  private: t('what is mounted below it later, on either side, is not seen on the other'),
  rshared: t('what is mounted below it later, on either side, is seen on the other'),
  shared: t('what is mounted below it later, on either side, is seen on the other'),
  rslave: t('what the device mounts below it later is seen in the container, but not the other way round'),
  slave: t('what the device mounts below it later is seen in the container, but not the other way round'),
});

function mountText(value: string): string | undefined {
  const mount = parseMount(value);
  if ('wrong' in mount) return ignored(mount.wrong);
  const { source, destination, propagation } = mount;
  const meaning = propagations()[propagation];
  if (source === '' || destination === '' || meaning === undefined) return undefined;
  const isDefault = value.trim().split(':')[2] === undefined;
  return t(
    '{0} of the device is {1} in the container, to read and to write.\n\nPropagation {2}{3}: {4}.',
    code(source),
    code(destination),
    code(propagation),
    isDefault ? t(' (the default)') : '',
    meaning,
  );
}

const permissionNames = (): Readonly<Record<string, string>> => ({
  r: t('read'),
  w: t('write'),
  m: t('create nodes (mknod)'),
});

function deviceText(value: string): string | undefined {
  const device = parseDevice(value);
  if ('wrong' in device) return ignored(device.wrong);
  if (device.host === '') return undefined;
  const rights = [...new Set(device.permissions)].map((letter) => permissionNames()[letter] ?? letter);
  return t(
    '{0} of the device is {1} in the container, which may {2}.',
    code(device.host),
    code(device.container),
    listed(rights),
  );
}

function hostText(value: string): string {
  const [name = '', address = '', ...more] = value.split(':');
  if (address === '' || name === '' || more.length > 0)
    return t('It does not have the two parts of `<name>:<ip>`: **the container does not start**.');
  return t('In the container the name {0} leads to {1}.', code(name), addressText(address));
}

/** The reserved words for addresses (container-management: things and network documentation, `extra_hosts`). */
function addressText(address: string): string {
  if (address === 'host_ip') return t('the device, by its address on the default bridge');
  const interfaceName = /^host_ip_(.+)$/.exec(address)?.[1];
  if (interfaceName !== undefined)
    return t('the device, by its address on the interface {0}', code(interfaceName));
  const other = /^container_(.+)$/.exec(address)?.[1];
  if (other === undefined) return code(address);
  const id = /^(.+)-host$/.exec(other)?.[1];
  return id === undefined
    ? t('the container whose host name is {0}', code(other))
    : t('the container {0} on the same bridge', code(id));
}

function environmentText(value: string): string | undefined {
  if (!isEnvironmentVariable(value)) return undefined;
  const at = value.indexOf('=');
  if (at < 0) return t('Takes the variable {0} of the image away: without `=` it is unset.', code(value));
  const name = value.slice(0, at);
  if (isSecret(name, value.slice(at + 1)))
    return t(
      'The variable {0} is set in the container. It looks like a secret: the device reports it in clear.',
      code(name),
    );
  return at === value.length - 1
    ? t('The variable {0} is empty in the container.', code(name))
    : t('The variable {0} is {1} in the container.', code(name), code(value.slice(at + 1)));
}

/** So many arguments are shown. */
const shownArguments = 12;

function commandText({ container: { cmd } }: ContainerReading): string {
  const words = maskedArguments(cmd.slice(0, shownArguments)).map((word) =>
    // Escaped: one letter beyond Latin 1 doubles what the text of the whole program takes in memory.
    /^[\w./:=@%+,\u2026-]+$/.test(word) ? word : JSON.stringify(word),
  );
  const more = cmd.length > shownArguments ? ' …' : '';
  return t('All `cmd` entries together are the command, in this order:\n\n{0}', code(words.join(' ') + more));
}

function ignored(wrong: string): string {
  return t('**Ignored by the device**: {0}.', wrong);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : words.slice(0, -1).join(', ') + t(' and ') + words.at(-1);
}
