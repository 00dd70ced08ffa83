/**
 * A TLS connection to a broker that has shown who it is. The handshake is over and judged before the MQTT client gets
 * the socket, so that no user and no password is written to anybody else.
 */
import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { t } from '@vscode/l10n';
import type { ServerCertificate } from '../connections/certificate.ts';
import type { TlsFiles } from './tlsFiles.ts';

export interface SecureAddress {
  readonly host: string;
  readonly port: number;
  /** Expected in the certificate in place of the host. */
  readonly serverName?: string;
  /** SHA-256 of the only certificate that is accepted, in place of authority, name and validity. */
  readonly fingerprint?: string;
  readonly files: TlsFiles;
}

/** The broker's certificate is not accepted. `code` as of TLS; {@link changedCertificate} for an unexpected one. */
export class CertificateError extends Error {
  constructor(
    readonly code: string,
    readonly certificate: ServerCertificate,
    /** The fingerprint that was accepted before. */
    readonly accepted?: string,
  ) {
    super(t('The certificate is not accepted: {0}.', code));
    this.name = 'CertificateError';
  }
}

export interface SecureSocket {
  readonly socket: TLSSocket;
  /** The accepted one. */
  readonly certificate: ServerCertificate;
}

export const changedCertificate = 'CERTIFICATE_CHANGED';

/**
 * Resolves once the broker's certificate is accepted; nothing has been written yet. Rejects with a
 * {@link CertificateError}, with what the socket or TLS said, or, after so many milliseconds, with `ETIMEDOUT`.
 */
export async function openSecureSocket(
  address: SecureAddress,
  patience: number,
  signal: AbortSignal,
): Promise<SecureSocket> {
  const socket = startSecureSocket(address);
  const tooLate = AbortSignal.timeout(patience);
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.any([signal, tooLate]) });
    return { socket, certificate: judged(socket, address.fingerprint) };
  } catch (error) {
    // A socket that is given up has nothing more to say, but would end the program if nobody listened.
    socket.on('error', () => undefined);
    socket.destroy();
    if (tooLate.aborted && !signal.aborted) {
      throw Object.assign(new Error('The handshake was not over in time.'), { code: 'ETIMEDOUT' });
    }
    throw error;
  }
}

/** The handshake begins; nothing may be written before {@link judged} has accepted what it shows (`secureConnect`). */
export function startSecureSocket({ host, port, serverName, files }: SecureAddress): TLSSocket {
  const name = serverName ?? (isIP(host) === 0 ? host : undefined);
  return connect({
    host,
    port,
    ...files,
    ...(name !== undefined && { servername: name }),
    // Not left unjudged: a broken-off handshake would not show the certificate.
    rejectUnauthorized: false,
  });
}

/** Throws a {@link CertificateError} where the certificate is not the accepted one, or TLS finds fault with it. */
export function judged(socket: TLSSocket, accepted: string | undefined): ServerCertificate {
  const certificate = certificateOf(socket);
  if (accepted !== undefined) {
    if (certificate.fingerprint !== accepted) {
      throw new CertificateError(changedCertificate, certificate, accepted);
    }
  } else if (!socket.authorized) {
    // Declared as an error, it is the error's code.
    throw new CertificateError(String(socket.authorizationError), certificate);
  }
  return certificate;
}

function certificateOf(socket: TLSSocket): ServerCertificate {
  const shown = socket.getPeerX509Certificate();
  if (shown === undefined) throw new Error(t('The broker shows no certificate.'));
  const { subject, issuer, subjectAltName, validFrom, validTo, fingerprint256 } = shown;
  return {
    subject: subject.split('\n').join(', '),
    issuer: issuer.split('\n').join(', '),
    names: subjectAltName === undefined ? [] : subjectAltName.split(', '),
    validFrom,
    validTo,
    fingerprint: fingerprint256,
  };
}
