/** The address of a broker. */
import { isIPv4 } from 'node:net';
import { t } from '@vscode/l10n';
import { type Fault, fault } from '../errors.ts';

const protocols = {
  mqtt: 'mqtt',
  mqtts: 'mqtt',
  ws: 'mqtt',
  wss: 'mqtt',
  amqp: 'amqp',
  amqps: 'amqp',
  kafka: 'kafka',
  kafkas: 'kafka',
} as const;
type Scheme = keyof typeof protocols;
/** `amqp` (1.0) and `kafka`: as the northbound side of Eclipse Hono speaks them. */
export type Protocol = (typeof protocols)[Scheme];

export interface BrokerAddress {
  /** Without brackets, also for IPv6. */
  readonly host: string;
  readonly port: number;
}

export interface BrokerUrl extends BrokerAddress {
  readonly scheme: Scheme;
  readonly protocol: Protocol;
  /** The brokers of the same cluster that are named behind the first one; over Kafka only. */
  readonly others: readonly BrokerAddress[];
  /** For WebSocket only: path and query. */
  readonly path: string;
  readonly tls: boolean;
  /** The broker is on this machine: what is sent does not leave it. */
  readonly loopback: boolean;
}

const defaultPorts = {
  mqtt: 1883,
  mqtts: 8883,
  ws: 80,
  wss: 443,
  amqp: 5672,
  amqps: 5671,
  kafka: 9092,
  kafkas: 9093,
} as const;

/** The port is the one that its protocol uses where a url names none. */
export function isUsualPort({ scheme, port }: BrokerUrl): boolean {
  return port === defaultPorts[scheme];
}

/** Taken apart, or the fault in it. A user or password in it is a fault, and the message does not repeat it. */
export function parseBrokerUrl(text: string): BrokerUrl | Fault {
  const several = /^(kafkas?:\/\/)([^/?#,]*),([^/?#]*)(.*)$/i.exec(text);
  if (several === null) return parseOne(text);
  const [, scheme, first = '', others = '', rest] = several;
  const [parsed, ...more] = [first, ...others.split(',')].map((it) => parseOne(`${scheme}${it}${rest}`));
  if (parsed === undefined || !isBrokerUrl(parsed)) return parsed ?? parseOne(text);
  const wrong = more.find((it) => !isBrokerUrl(it));
  if (wrong !== undefined) return wrong;
  const brokers = more.filter(isBrokerUrl);
  return {
    ...parsed,
    others: brokers.map(({ host, port }) => ({ host, port })),
    loopback: [parsed, ...brokers].every((it) => it.loopback),
  };
}

function parseOne(text: string): BrokerUrl | Fault {
  if (/^[\w.-]+(:\d+)?$/.test(text)) {
    // What a person types first; the parser would take the host for a scheme.
    return fault('url-malformed', t('The url "{0}" does not begin with a scheme, such as mqtt://.', text));
  }
  if (!URL.canParse(text)) {
    return fault(
      'url-malformed',
      text.includes('@') ? t('The url cannot be read.') : t('The url "{0}" cannot be read.', text),
    );
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return fault('url-with-credentials', t('The url holds a user or a password.'));
  }
  const scheme = schemeOf(url.protocol);
  if (!scheme) return fault('url-malformed', t('"{0}//" is no scheme that this tool speaks.', url.protocol));
  if (url.hostname === '') return fault('url-malformed', t('The url "{0}" names no host.', text));
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    scheme,
    protocol: protocols[scheme],
    host,
    port: url.port === '' ? defaultPorts[scheme] : Number(url.port),
    others: [],
    path: `${url.pathname === '' ? '/' : url.pathname}${url.search}`,
    tls: scheme === 'mqtts' || scheme === 'wss' || scheme === 'amqps' || scheme === 'kafkas',
    loopback: isLoopbackHost(host),
  };
}

export function isBrokerUrl(result: BrokerUrl | Fault): result is BrokerUrl {
  return 'scheme' in result;
}

/** What is spoken at an address; MQTT where it is none. */
export function protocolOf(url: string): Protocol {
  const parsed = parseBrokerUrl(url);
  return isBrokerUrl(parsed) ? parsed.protocol : 'mqtt';
}

/** The other side is an Eclipse Hono: what is spoken there is spoken to no broker of a device. False where it is no url. */
export function isHonoUrl(url: string): boolean {
  return protocolOf(url) !== 'mqtt';
}

/** Every broker of the url, the first one first. */
export function brokersOf({ host, port, others }: BrokerUrl): readonly BrokerAddress[] {
  return [{ host, port }, ...others];
}

/** True where the url is good and the broker is on this machine. */
export function isLoopback(url: string): boolean {
  const parsed = parseBrokerUrl(url);
  return isBrokerUrl(parsed) && parsed.loopback;
}

/** The fault of sending a user's name and password there; undefined where they may go: over TLS, or on this machine. */
export function exposedCredentials(
  { scheme, host, tls, loopback }: BrokerUrl,
  username: string | undefined,
): Fault | undefined {
  if (tls || loopback || username === undefined) return undefined;
  return fault(
    'insecure-credentials',
    t(
      'User and password would go over the network to {0} in the clear, because {1}:// is not encrypted.',
      host,
      scheme,
    ),
  );
}

function schemeOf(protocol: string): Scheme | undefined {
  const scheme = protocol.slice(0, -1);
  const isKnown = (text: string): text is Scheme => Object.hasOwn(protocols, text);
  return isKnown(scheme) ? scheme : undefined;
}

/** Only what no name server is asked for: `a.localhost`, or `127.0.0.999`, may be looked up in the network. */
export function isLoopbackHost(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * `broker.example.com:8883`, always with the port; of several brokers each of them, in one order however they are written.
 * The text itself where it is no address of a broker.
 */
export function hostOf(url: string): string {
  const parsed = parseBrokerUrl(url);
  if (!isBrokerUrl(parsed)) return url;
  const hosts = brokersOf(parsed).map(({ host, port }) => `${host.toLowerCase()}:${port}`);
  return [...new Set(hosts)].sort().join(',');
}
