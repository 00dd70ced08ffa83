/** The first steps: from the settings to an encrypted way to something that may be a broker. */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { t } from '@vscode/l10n';
import { type Fault, FaultError, fault } from '../../errors.ts';
import { maskedText } from '../../protocol/secrets.ts';
import { sleep } from '../../timing.ts';
import { connectFault } from '../../transports/mqtt/faults.ts';
import { openSecureSocket, type SecureAddress, type SecureSocket } from '../../transports/secureSocket.ts';
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
  if (isIP(host) !== 0) return skipped(t('The url holds an address: there is no name to look up.'));
  try {
    const found = await within(lookup(host, { all: true }), patience, signal);
    if (found !== 'late') return ok(t('{0} is {1}.', host, found.map(({ address }) => address).join(', ')));
    return failed(
      fault(
        'name-not-resolved',
        t('The name {0} could not be looked up within {1} s.', host, patience / 1000),
      ),
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
    await connected(socket, patience, signal);
    const time = Math.max(1, Math.round(performance.now() - began));
    return ok(
      t('{0} accepts connections on port {1}, within {2} ms.', socket.remoteAddress ?? host, port, time),
    );
  } catch (error) {
    return failed(connectFault(error, { url }));
  } finally {
    socket.destroy();
  }
}

/** `address` as the MQTT client gets it, so that the same is trusted; absent where the connection is not encrypted. */
export async function tlsStep(
  { url, broker, patience, signal }: Place,
  address: SecureAddress | undefined,
): Promise<Finding> {
  if (address === undefined)
    return skipped(t('The connection is not encrypted, as {0}:// says.', broker.scheme));
  let socket: TLSSocket | undefined;
  try {
    const opened = await openSecureSocket(address, patience, signal);
    socket = opened.socket;
    // An error after this step is nobody's any more: the step after it meets it again.
    socket.on('error', () => undefined);
    await untilClientIsJudged(socket, signal);
    return certificateFinding(opened, address, new Date());
  } catch (error) {
    if (signal.aborted) throw cancelled();
    const told = connectFault(error, { url });
    return failed(told.code === 'connection-closed' ? hungUp(url) : told);
  } finally {
    socket?.destroy();
  }
}

/** What a broker without TLS does, too: it cannot read the greeting. */
function hungUp(url: string): Fault {
  return fault(
    'tls-not-spoken',
    t('Could not connect to {0}: the other side hung up on the greeting of TLS.', maskedText(url)),
  );
}

/** True where the port of a url without TLS speaks TLS: a common mistake. */
export async function speaksTls({ broker, patience, signal }: Place): Promise<boolean> {
  const { host, port } = broker;
  try {
    const { socket } = await openSecureSocket({ host, port, files: {} }, patience, signal);
    socket.on('error', () => undefined);
    socket.destroy();
    return true;
  } catch (error) {
    if (signal.aborted) throw cancelled();
    // Only what speaks TLS has a certificate to find fault with, or wants one.
    const { code } = connectFault(error, { url: '' });
    return code.startsWith('tls-') && code !== 'tls-not-spoken' && code !== 'tls-failed';
  }
}

/** Resolves once the socket is connected. Rejects with its error, or with a FaultError where it is late or cancelled. */
async function connected(socket: Socket, patience: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw cancelled();
  // An error after this step is nobody's any more: the step after it meets it again.
  socket.on('error', () => undefined);
  if ((await within(once(socket, 'connect'), patience, signal)) === 'late') {
    throw new FaultError(
      fault('connection-timeout', t('The port did not answer within {0} s.', patience / 1000)),
    );
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

function certificateFinding(
  { socket, certificate }: SecureSocket,
  { fingerprint }: SecureAddress,
  now: Date,
): Finding {
  const end = new Date(certificate.validTo);
  const parties = t('{0}, signed by {1}', nameOf(certificate.subject), nameOf(certificate.issuer));
  const accepted =
    fingerprint === undefined ? '' : t(' It is the one that was accepted for this connection.');
  const message = t(
    '{0}; certificate of {1}, valid until {2}.{3}',
    socket.getProtocol() ?? 'TLS',
    parties,
    dateOf(end),
    accepted,
  );
  const left = Math.floor((end.getTime() - now.getTime()) / day);
  if (left < 0) return ok(message, t('Renew the certificate of the broker: it has ended.'));
  return left < soon ? ok(message, endsSoon(left)) : ok(message);
}

function endsSoon(days: number): string {
  if (days === 0) return t('Renew the certificate of the broker: it ends in less than a day.');
  return days === 1
    ? t('Renew the certificate of the broker: it ends in 1 day.')
    : t('Renew the certificate of the broker: it ends in {0} days.', days);
}

/** The common name of `CN=…, O=…`, else the organisation. */
function nameOf(holder: string): string {
  const part = (key: string) => new RegExp(`(?:^|, )${key}=([^,]*)`).exec(holder)?.[1];
  return `"${part('CN') ?? part('O') ?? t('nobody named')}"`;
}

function dateOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? t('an unknown day') : date.toISOString().slice(0, 10);
}
