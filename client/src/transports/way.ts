/** A connection profile as the way to its broker, whatever is spoken there. Certificates are always verified. */
import { knownHonoAdapter } from '../connections/honoAdapter.ts';
import type { ConnectionProfile, TlsProfile } from '../connections/profile.ts';
import { type BrokerUrl, exposedCredentials, isBrokerUrl, parseBrokerUrl } from '../connections/url.ts';
import { FaultError } from '../errors.ts';
import type { SecureAddress } from './secureSocket.ts';
import { readTlsFiles, type TlsFileAccess } from './tlsFiles.ts';

export interface Access extends TlsFileAccess {
  /** The user's, where the connection names one. Asked at each connect, never kept. */
  readonly password: () => Promise<string | undefined>;
}

/** What leads to a broker. */
export interface Way {
  readonly url: BrokerUrl;
  /** Absent where the connection is not encrypted. */
  readonly secure?: SecureAddress;
  readonly username?: string;
  readonly password?: string;
}

/** Throws a FaultError for a url of no use, a file or pass-phrase of no use, or credentials that would go in the clear. */
export async function wayTo({ url: text, username, tls }: ConnectionProfile, access: Access): Promise<Way> {
  const url = parseBrokerUrl(text);
  if (!isBrokerUrl(url)) throw new FaultError(url);
  const useless = knownHonoAdapter(url) ?? exposedCredentials(url, username);
  if (useless) throw new FaultError(useless);
  const secure = url.tls ? await secureAddress(url, tls ?? {}, access) : undefined;
  const password = username === undefined ? undefined : await access.password();
  return {
    url,
    ...(secure && { secure }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
}

async function secureAddress(
  { host, port }: BrokerUrl,
  tls: TlsProfile,
  access: TlsFileAccess,
): Promise<SecureAddress> {
  const { serverName, fingerprint } = tls;
  const files = await readTlsFiles(tls, access);
  return { host, port, files, ...(serverName && { serverName }), ...(fingerprint && { fingerprint }) };
}
