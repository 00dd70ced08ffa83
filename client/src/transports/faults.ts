/** What the socket or TLS said, whatever is spoken over them, as a fault that a person understands. */
import { t } from '@vscode/l10n';
import { type Fault, type FaultCode, FaultError, fault } from '../errors.ts';
import { mask, maskedText } from '../protocol/secrets.ts';
import { visible } from '../words/visible.ts';
import { CertificateError, changedCertificate } from './secureSocket.ts';

export interface Attempt {
  readonly url: string;
  readonly username?: string;
}

/** The broker closed the connection before it said yes or no. */
export class ClosedEarlyError extends Error {
  constructor() {
    super(t('The connection was closed before the broker answered.'));
    this.name = 'ClosedEarlyError';
  }
}

/** Characters of what others say of themselves. */
const longest = 1000;

const socketFaults = (): Readonly<Record<string, readonly [FaultCode, string]>> => ({
  ENOTFOUND: ['name-not-resolved', t('the host name is not known')],
  EAI_AGAIN: ['name-not-resolved', t('the host name could not be looked up')],
  ECONNREFUSED: ['connection-refused', t('nothing accepts connections there')],
  EHOSTUNREACH: ['host-unreachable', t('the host cannot be reached')],
  ENETUNREACH: ['host-unreachable', t('the network cannot be reached')],
  EADDRNOTAVAIL: ['host-unreachable', t('the address cannot be reached')],
  ETIMEDOUT: ['connection-timeout', t('the host did not answer in time')],
  ECONNRESET: ['connection-closed', t('the other side broke the connection off')],
  EPIPE: ['connection-closed', t('the other side closed the connection')],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'tls-self-signed',
    t('the certificate of the broker is signed by itself, not by an authority'),
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'tls-unknown-ca',
    t('the certificate of the broker is signed by an authority that this machine does not know'),
  ],
  UNABLE_TO_GET_ISSUER_CERT: [
    'tls-unknown-ca',
    t('the authority that signed the certificate of the broker is not known'),
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'tls-unknown-ca',
    t('the authority that signed the certificate of the broker is not known'),
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'tls-unknown-ca',
    t('the authority that signed the certificate of the broker is not known'),
  ],
  CERT_SIGNATURE_FAILURE: [
    'tls-unknown-ca',
    t('the certificate of the broker was not signed by the authority that it names'),
  ],
  CERT_HAS_EXPIRED: ['tls-expired', t('the certificate of the broker has expired')],
  CERT_NOT_YET_VALID: ['tls-not-yet-valid', t('the certificate of the broker is not valid yet')],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'tls-wrong-host',
    t('the certificate of the broker was made for another host name'),
  ],
  [changedCertificate]: [
    'tls-changed-certificate',
    t('the broker shows another certificate than the one that was accepted for this connection'),
  ],
  EPROTO: ['tls-not-spoken', t('the other side does not speak TLS')],
  ERR_SSL_WRONG_VERSION_NUMBER: ['tls-not-spoken', t('the other side does not speak TLS')],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['tls-not-spoken', t('the other side does not speak TLS')],
});

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

/** What a fault of connecting begins with. A WebSocket's address can hold a token in its query. */
export function attemptWords({ url }: Attempt): string {
  return t('Could not connect to {0}', maskedText(url));
}

/** What was said, as it may be shown: the other side's own words can repeat anything. */
export function saidBy(error: unknown): string {
  return visible(maskedText(error instanceof Error ? error.message : String(error)), longest);
}

/** Of a Hono's network, which takes a user with a password only. */
export function passwordMissing(username: string): Fault {
  return fault(
    'credentials-required',
    t('There is no password for the user "{0}".', username),
    t(
      'Store it with the command "Kanto: Set Password…", or take out `username` of the connection: Hono takes a user with a password only.',
    ),
  );
}

/** The error, whatever the other side repeats in it. */
export function without<E extends Error>(password: string | undefined, error: E): E {
  if (password) error.message = error.message.replaceAll(password, mask);
  return error;
}

/** Undefined for what neither the socket nor TLS said. */
export function networkFault(error: unknown, where: string): Fault | undefined {
  if (error instanceof FaultError) return error.fault;
  if (error instanceof ClosedEarlyError) {
    return fault(
      'connection-closed',
      t('{0}: the other side closed the connection before it answered.', where),
    );
  }
  if (error instanceof CertificateError) return certificateFault(error, where);
  const code = codeOf(error);
  if (typeof code !== 'string') return undefined;
  const text = saidBy(error);
  const [known, what] = socketFaults()[code] ?? tlsAlert(code, text) ?? unknownFault(code, text);
  return fault(known, `${where}: ${what} (${code}).`);
}

function certificateFault({ code, certificate, accepted }: CertificateError, where: string): Fault {
  const [known, what] = socketFaults()[code] ?? [
    'tls-failed' as const,
    t('the certificate of the broker is refused'),
  ];
  const both =
    accepted === undefined
      ? ''
      : t(' Accepted was {0}; now it shows {1}.', accepted, certificate.fingerprint);
  const why = accepted === undefined ? ` (${code})` : '';
  return { ...fault(known, `${where}: ${what}${why}.${both}`), certificate };
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The other side's own words in the TLS handshake: it wants a certificate from us, or a better one. */
function tlsAlert(code: string, text: string): readonly [FaultCode, string] | undefined {
  const isAboutCertificate = /certificate|unknown_ca|handshake_failure/i.test(code);
  if (code.startsWith('ERR_SSL') && /ALERT/i.test(code) && isAboutCertificate) {
    return ['tls-client-certificate', t('the broker refuses this client in the TLS handshake')];
  }
  if (/wrong version number|unknown protocol|packet length too long/i.test(text)) {
    return ['tls-not-spoken', t('the other side does not speak TLS')];
  }
  return undefined;
}

function unknownFault(code: string, text: string): readonly [FaultCode, string] {
  if (code.startsWith('ERR_OSSL')) {
    return ['tls-file-unreadable', t('the certificate and key files cannot be used: {0}', text)];
  }
  return [/^(ERR_SSL|ERR_TLS|CERT_)/.test(code) ? 'tls-failed' : 'connect-failed', lowerFirst(text)];
}

/** `code` of a system error, a TLS error or an MQTT reason; of several attempts (IPv4 and IPv6) the first one's. */
export function codeOf(error: unknown): string | number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number'))
    return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined;
}
