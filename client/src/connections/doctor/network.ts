/** The first steps: from the settings to an encrypted way to something that may be a broker. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { IClientOptions } from 'mqtt';
import { type Fault, FaultError, fault } from '../../errors.ts';
import { sleep } from '../../timing.ts';
import { connectFault } from '../../transports/mqtt/faults.ts';
import type { BrokerUrl } from '../url.ts';
import { type Finding, failed, ok, skipped } from './finding.ts';
import { cancelled, within } from './patience.ts';

export interface Place {
  readonly url: string;
  readonly broker: BrokerUrl;
  /** Milliseconds for each step. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

export async function nameStep({ url, broker, patience, signal }: Place): Promise<Finding> {
  const { host } = broker;
  if (isIP(host) !== 0) return skipped('The url holds an address: there is no name to look up.');
  try {
    const found = await within(lookup(host, { all: true }), patience, signal);
    if (found !== 'late') return ok(`${host} is ${found.map(({ address }) => address).join(', ')}.`);
    return failed(
      fault('name-not-resolved', `The name ${host} could not be looked up within ${patience / 1000} s.`),
    );
  } catch (error) {
    return failed(connectFault(error, { url }));
  }
}

export async function portStep({ url, broker, patience, signal }: Place): Promise<Finding> {
  const { host, port } = broker;
  const began = performance.now();
  const socket = connect({ host, port });
  try {
    await settled(socket, 'connect', patience, signal);
    const time = Math.max(1, Math.round(performance.now() - began));
    return ok(`${socket.remoteAddress ?? host} accepts connections on port ${port}, within ${time} ms.`);
  } catch (error) {
    return failed(connectFault(error, { url }));
  } finally {
    socket.destroy();
  }
}

/** `options` as the MQTT client gets them, so that the same is trusted. */
export async function tlsStep(
  { url, broker, patience, signal }: Place,
  options: IClientOptions,
): Promise<Finding> {
  if (!broker.tls) return skipped(`The connection is not encrypted, as ${broker.scheme}:// says.`);
  const socket = openTls(broker, options);
  try {
    await settled(socket, 'secureConnect', patience, signal);
    await untilClientIsJudged(socket, signal);
    return certificateFinding(socket, new Date());
  } catch (error) {
    const told = connectFault(error, { url });
    return failed(told.code === 'connection-closed' ? hungUp(url) : told);
  } finally {
    socket.destroy();
  }
}

/** What a broker without TLS does, too: it cannot read the greeting. */
function hungUp(url: string): Fault {
  return fault(
    'tls-not-spoken',
    `Could not connect to ${url}: the other side hung up on the greeting of TLS.`,
  );
}

/** True where the port of a url without TLS speaks TLS: a common mistake. */
export async function speaksTls({ broker, patience, signal }: Place): Promise<boolean> {
  const socket = openTls(broker, {});
  try {
    await settled(socket, 'secureConnect', patience, signal);
    return true;
  } catch (error) {
    // Only what speaks TLS has a certificate to find fault with, or wants one.
    const { code } = connectFault(error, { url: '' });
    return code.startsWith('tls-') && code !== 'tls-not-spoken' && code !== 'tls-failed';
  } finally {
    socket.destroy();
  }
}

function openTls({ host, port }: BrokerUrl, options: IClientOptions): TLSSocket {
  const { ca, cert, key, servername } = options;
  const name = servername ?? (isIP(host) === 0 ? host : undefined);
  return connectTls({
    host,
    port,
    rejectUnauthorized: true,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(name !== undefined && { servername: name }),
  });
}

/** Resolves with the event. Rejects with the socket's error, or with a FaultError where it is late or cancelled. */
async function settled(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  patience: number,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) throw cancelled();
  // An error after this step is nobody's any more: the step after it meets it again.
  socket.on('error', () => undefined);
  const what = event === 'connect' ? 'The port did not answer' : 'The other side did not answer to TLS';
  if ((await within(once(socket, event), patience, signal)) === 'late') {
    throw new FaultError(fault('connection-timeout', `${what} within ${patience / 1000} s.`));
  }
}

/** Milliseconds after which a broker that gives no tickets for a session is taken to be content with this client. */
const judgement = 300;

/** With TLS 1.3 a broker looks at the client's certificate after the client has taken the handshake for done. */
async function untilClientIsJudged(socket: TLSSocket, signal: AbortSignal): Promise<void> {
  if (socket.getProtocol() !== 'TLSv1.3') return;
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const refused = new Promise<never>((_, reject) => socket.once('error', reject));
  const accepted = new Promise<void>((resolve) => socket.once('session', () => resolve()));
  try {
    await Promise.race([accepted, refused, sleep(judgement, ended)]);
  } finally {
    over.abort();
  }
  if (signal.aborted) throw cancelled();
}

const day = 86_400_000;
/** Days before its end at which a certificate is spoken of. */
const soon = 14;

function certificateFinding(socket: TLSSocket, now: Date): Finding {
  const { subject, issuer, valid_to } = socket.getPeerCertificate();
  const end = new Date(valid_to);
  const parties = `${nameOf(subject)}, signed by ${nameOf(issuer)}`;
  const message = `${socket.getProtocol()}; certificate of ${parties}, valid until ${dateOf(end)}.`;
  const left = Math.floor((end.getTime() - now.getTime()) / day);
  return left < soon
    ? ok(message, `Renew the certificate of the broker: it ends in ${left} days.`)
    : ok(message);
}

function nameOf(
  holder: { readonly CN?: string | string[]; readonly O?: string | string[] } | undefined,
): string {
  const name = holder?.CN ?? holder?.O;
  return `"${(Array.isArray(name) ? name[0] : name) ?? 'nobody named'}"`;
}

function dateOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10);
}
