/** A connection profile as the way to its broker. Certificates are always verified. */
import type { IClientOptions } from 'mqtt';
import type { ConnectionProfile, TlsProfile } from '../../connections/profile.ts';
import { type BrokerUrl, exposedCredentials, isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import { FaultError } from '../../errors.ts';
import type { SecureAddress } from './secureSocket.ts';
import { readTlsFiles, type TlsFileAccess } from './tlsFiles.ts';

export interface Access extends TlsFileAccess {
  /** The user's, where the connection names one. Asked at each connect, never kept. */
  readonly password: () => Promise<string | undefined>;
}

export interface Session {
  readonly clientId: string;
  readonly version: 4 | 5;
  /** True to get what came while the connection was lost; only MQTT 5 ends such a session by itself. */
  readonly resume: boolean;
}

/** Seconds that the broker keeps our session after a lost connection. */
const sessionExpiry = 120;

/** What leads to a broker. */
export interface Way {
  readonly client: IClientOptions;
  /** Absent where the connection is not encrypted. */
  readonly secure?: SecureAddress;
}

/** Throws a FaultError for a bad url, a file or pass-phrase of no use, or credentials that would go in the clear. */
export async function wayTo(profile: ConnectionProfile, access: Access, session: Session): Promise<Way> {
  const url = parseBrokerUrl(profile.url);
  if (!isBrokerUrl(url)) throw new FaultError(url);
  const exposed = exposedCredentials(url, profile.username);
  if (exposed) throw new FaultError(exposed);
  const secure = url.tls ? await secureAddress(url, profile.tls ?? {}, access) : undefined;
  const password = profile.username === undefined ? undefined : await access.password();
  return {
    client: {
      ...addressOptions(url),
      ...(profile.username !== undefined && { username: profile.username }),
      ...(password !== undefined && { password }),
      clientId: session.clientId,
      protocolVersion: session.version,
      clean: !session.resume,
      ...(session.version === 5 && { properties: { sessionExpiryInterval: sessionExpiry } }),
      keepalive: profile.keepAlive,
      reconnectPeriod: 0, // reconnecting is ours: each time with a fresh password and growing pauses
    },
    ...(secure && { secure }),
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

function addressOptions({ scheme, host, port, path }: BrokerUrl): IClientOptions {
  const webSocket = scheme === 'ws' || scheme === 'wss';
  // The client builds a WebSocket url out of the host, and there IPv6 needs its brackets.
  const name = webSocket && host.includes(':') ? `[${host}]` : host;
  return { protocol: scheme, host: name, hostname: name, port, ...(webSocket && { path }) };
}
