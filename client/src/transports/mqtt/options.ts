/** A connection profile as the options of the MQTT client. Certificates are always verified. */
import type { RequestOptions } from 'node:https';
import type { IClientOptions } from 'mqtt';
import type { ConnectionProfile } from '../../connections/profile.ts';
import { type BrokerUrl, exposedCredentials, isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import { FaultError } from '../../errors.ts';
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

/** Milliseconds until a broker must have said yes. */
const connectTimeout = 10_000;
/** Seconds that the broker keeps our session after a lost connection. */
const sessionExpiry = 120;

/** Throws a FaultError for a bad url, an unreadable file, or credentials that would go in the clear. */
export async function clientOptions(
  profile: ConnectionProfile,
  access: Access,
  session: Session,
): Promise<IClientOptions> {
  const url = parseBrokerUrl(profile.url);
  if (!isBrokerUrl(url)) throw new FaultError(url);
  const exposed = exposedCredentials(url, profile.username);
  if (exposed) throw new FaultError(exposed);
  const tls = url.tls ? await tlsOptions(profile, url, access) : {};
  const password = profile.username === undefined ? undefined : await access.password();
  return {
    ...addressOptions(url),
    ...tls,
    ...(profile.username !== undefined && { username: profile.username }),
    ...(password !== undefined && { password }),
    clientId: session.clientId,
    protocolVersion: session.version,
    clean: !session.resume,
    ...(session.version === 5 && { properties: { sessionExpiryInterval: sessionExpiry } }),
    keepalive: profile.keepAlive,
    connectTimeout,
    reconnectPeriod: 0, // reconnecting is ours: each time with a fresh password and growing pauses
  };
}

function addressOptions({ scheme, host, port, path }: BrokerUrl): IClientOptions {
  const webSocket = scheme === 'ws' || scheme === 'wss';
  // The client builds a WebSocket url out of the host, and there IPv6 needs its brackets.
  const name = webSocket && host.includes(':') ? `[${host}]` : host;
  return { protocol: scheme, host: name, hostname: name, port, ...(webSocket && { path }) };
}

async function tlsOptions(
  { tls }: ConnectionProfile,
  { scheme }: BrokerUrl,
  access: TlsFileAccess,
): Promise<IClientOptions> {
  const files = await readTlsFiles(tls ?? {}, access);
  const servername = tls?.serverName;
  // The client hands on the other options to a WebSocket, but not this one.
  const wsOptions: RequestOptions | undefined =
    servername !== undefined && scheme === 'wss' ? { servername } : undefined;
  return {
    rejectUnauthorized: true,
    ...files,
    ...(servername && { servername }),
    ...(wsOptions && { wsOptions }),
  };
}
