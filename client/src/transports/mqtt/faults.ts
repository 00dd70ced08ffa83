/** What the socket, TLS or the broker said, as a fault that a person understands. */
import { adviceForApplication } from '../../connections/honoAdapter.ts';
import { type Fault, type FaultCode, FaultError, fault } from '../../errors.ts';
import { maskedText } from '../../protocol/secrets.ts';
import { visible } from '../../words/visible.ts';
import { CertificateError, changedCertificate } from '../secureSocket.ts';

export interface Attempt {
  readonly url: string;
  readonly username?: string;
}

/** The broker closed the connection before it said yes or no. */
export class ClosedEarlyError extends Error {
  constructor() {
    super('The connection was closed before the broker answered.');
    this.name = 'ClosedEarlyError';
  }
}

/** Characters of what others say of themselves. */
const longest = 1000;

const socketFaults: Readonly<Record<string, readonly [FaultCode, string]>> = {
  ENOTFOUND: ['name-not-resolved', 'The host name is not known'],
  EAI_AGAIN: ['name-not-resolved', 'The host name could not be looked up'],
  ECONNREFUSED: ['connection-refused', 'Nothing accepts connections there'],
  EHOSTUNREACH: ['host-unreachable', 'The host cannot be reached'],
  ENETUNREACH: ['host-unreachable', 'The network cannot be reached'],
  EADDRNOTAVAIL: ['host-unreachable', 'The address cannot be reached'],
  ETIMEDOUT: ['connection-timeout', 'The host did not answer in time'],
  ECONNRESET: ['connection-closed', 'The other side broke the connection off'],
  EPIPE: ['connection-closed', 'The other side closed the connection'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'tls-self-signed',
    'The certificate of the broker is signed by itself, not by an authority',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'tls-unknown-ca',
    'The certificate of the broker is signed by an authority that this machine does not know',
  ],
  UNABLE_TO_GET_ISSUER_CERT: [
    'tls-unknown-ca',
    'The authority that signed the certificate of the broker is not known',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'tls-unknown-ca',
    'The authority that signed the certificate of the broker is not known',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'tls-unknown-ca',
    'The authority that signed the certificate of the broker is not known',
  ],
  CERT_SIGNATURE_FAILURE: [
    'tls-unknown-ca',
    'The certificate of the broker was not signed by the authority that it names',
  ],
  CERT_HAS_EXPIRED: ['tls-expired', 'The certificate of the broker has expired'],
  CERT_NOT_YET_VALID: ['tls-not-yet-valid', 'The certificate of the broker is not valid yet'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'tls-wrong-host',
    'The certificate of the broker was made for another host name',
  ],
  [changedCertificate]: [
    'tls-changed-certificate',
    'The broker shows another certificate than the one that was accepted for this connection',
  ],
  EPROTO: ['tls-not-spoken', 'The other side does not speak TLS'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['tls-not-spoken', 'The other side does not speak TLS'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['tls-not-spoken', 'The other side does not speak TLS'],
};

/** What brokers refuse with: below 128 in MQTT 3.1.1, above in MQTT 5. */
const brokerFaults: Readonly<Record<number, readonly [FaultCode, string]>> = {
  1: ['protocol-refused', 'The broker does not speak this version of MQTT'],
  2: ['client-id-refused', 'The broker does not accept the client id'],
  3: ['broker-unavailable', 'The broker says that it is not available'],
  4: ['credentials-refused', 'The broker refuses user or password'],
  5: ['credentials-refused', 'The broker does not let this user in'],
  132: ['protocol-refused', 'The broker does not speak this version of MQTT'],
  133: ['client-id-refused', 'The broker does not accept the client id'],
  134: ['credentials-refused', 'The broker refuses user or password'],
  135: ['credentials-refused', 'The broker does not let this user in'],
  136: ['broker-unavailable', 'The broker says that it is not available'],
  137: ['broker-unavailable', 'The broker says that it is too busy'],
  138: ['credentials-refused', 'The broker has banned this client'],
};

/** A refusal of the protocol version: said, or by hanging up, or by an answer that MQTT 5 cannot read. */
export function mayBeVersion(error: unknown): boolean {
  if (error instanceof FaultError) return error.fault.code === 'connection-closed';
  const code = codeOf(error);
  if (error instanceof ClosedEarlyError || code === 1 || code === 132) return true;
  return (
    error instanceof Error &&
    code === undefined &&
    !/connack timeout|unexpected server response/i.test(error.message)
  );
}

/** Trying again changes nothing before a person has done something. */
export function isLasting({ code }: Fault): boolean {
  return (
    code.startsWith('tls-') ||
    code.startsWith('url-') ||
    code.startsWith('credentials-') ||
    code.startsWith('passphrase-') ||
    code === 'insecure-credentials' ||
    code === 'client-id-refused' ||
    code === 'client-id-taken' ||
    code === 'hono-adapter'
  );
}

export function connectFault(error: unknown, { url, username }: Attempt): Fault {
  if (error instanceof FaultError) return error.fault;
  // A WebSocket's address can hold a token in its query, and the broker's own words can repeat anything.
  const where = `Could not connect to ${maskedText(url)}`;
  const text = visible(maskedText(error instanceof Error ? error.message : String(error)), longest);
  const code = codeOf(error);
  if (error instanceof ClosedEarlyError) {
    return fault('connection-closed', `${where}: the other side closed the connection before it answered.`);
  }
  if (error instanceof CertificateError) return certificateFault(error, where);
  if (typeof code === 'number') return brokerFault(where, code, text, username);
  if (code !== undefined) {
    const [known, what] = socketFaults[code] ?? tlsAlert(code, text) ?? unknownFault(code, text);
    return fault(known, `${where}: ${lowerFirst(what)} (${code}).`);
  }
  if (/connack timeout/i.test(text)) {
    return fault('connection-timeout', `${where}: the broker did not answer in time.`);
  }
  if (/unexpected server response/i.test(text)) {
    return fault('websocket-refused', `${where}: the server refuses the WebSocket (${text}).`);
  }
  if (isUnreadable(text)) {
    return fault(
      'mqtt-not-spoken',
      `${where}: what answers there does not speak MQTT (${lowerFirst(text)}).`,
    );
  }
  return fault('connect-failed', `${where}: ${text}.`);
}

function certificateFault({ code, certificate, accepted }: CertificateError, where: string): Fault {
  const [known, what] = socketFaults[code] ?? [
    'tls-failed' as const,
    'The certificate of the broker is refused',
  ];
  const both =
    accepted === undefined ? '' : ` Accepted was ${accepted}; now it shows ${certificate.fingerprint}.`;
  const why = accepted === undefined ? ` (${code})` : '';
  return { ...fault(known, `${where}: ${lowerFirst(what)}${why}.${both}`), certificate };
}

/** What the reader of packets says of bytes that are none (mqtt-packet: parser.js). */
function isUnreadable(text: string): boolean {
  return /^(invalid|cannot parse|packet (too|must)|malformed|not supported|unknown|(connect|will) )/i.test(
    text,
  );
}

function brokerFault(where: string, code: number, text: string, username: string | undefined): Fault {
  const [known, what] = brokerFaults[code] ?? ['connect-failed' as const, `The broker refuses: ${text}`];
  if (known === 'credentials-refused' && username === undefined) {
    return fault('credentials-required', `${where}: the broker lets nobody in without user and password.`);
  }
  if (known !== 'credentials-refused') return fault(known, `${where}: ${lowerFirst(what)}.`);
  const message = `${where}: ${lowerFirst(what)} (user "${username}").`;
  return fault(known, message, username && adviceForApplication(username));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The other side's own words in the TLS handshake: it wants a certificate from us, or a better one. */
function tlsAlert(code: string, text: string): readonly [FaultCode, string] | undefined {
  const isAboutCertificate = /certificate|unknown_ca|handshake_failure/i.test(code);
  if (code.startsWith('ERR_SSL') && /ALERT/i.test(code) && isAboutCertificate) {
    return ['tls-client-certificate', 'The broker refuses this client in the TLS handshake'];
  }
  if (/wrong version number|unknown protocol|packet length too long/i.test(text)) {
    return ['tls-not-spoken', 'The other side does not speak TLS'];
  }
  return undefined;
}

function unknownFault(code: string, text: string): readonly [FaultCode, string] {
  if (code.startsWith('ERR_OSSL')) {
    return ['tls-file-unreadable', `The certificate and key files cannot be used: ${text}`];
  }
  return [/^(ERR_SSL|ERR_TLS|CERT_)/.test(code) ? 'tls-failed' : 'connect-failed', text];
}

/** `code` of a system error, a TLS error or an MQTT reason; of several attempts (IPv4 and IPv6) the first one's. */
function codeOf(error: unknown): string | number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number'))
    return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined;
}
