/** A connection profile as the options of the MQTT client. Certificates are always verified. */
import type { RequestOptions } from 'node:https';
import type { IClientOptions } from 'mqtt';
import type { ConnectionProfile } from '../../connections/profile.ts';
import { type BrokerUrl, isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import { FaultError, fault } from '../../errors.ts';

export interface Access {
  /** Asked at each connect, never kept. */
  readonly password: () => Promise<string | undefined>;
  readonly readFile: (path: string) => Promise<Uint8Array>;
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
  const password = await access.password();
  if (!url.tls && !url.loopback && (profile.username !== undefined || password !== undefined)) {
    throw new FaultError(
      fault(
        'insecure-credentials',
        `User and password would go over the network to ${url.host} in the clear, because ${url.scheme}:// is not encrypted.`,
      ),
    );
  }
  return {
    ...addressOptions(url),
    ...(url.tls && (await tlsOptions(profile, url, access))),
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
  { readFile }: Access,
): Promise<IClientOptions> {
  const read = async (what: string, path: string | undefined) => {
    if (path === undefined) return undefined;
    try {
      return Buffer.from(await readFile(path));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new FaultError(fault('tls-file-unreadable', `The ${what} "${path}" cannot be read: ${why}`), {
        cause: error,
      });
    }
  };
  const ca = await read('CA file', tls?.caFile);
  // A file without any is taken without a word, and then no certificate is trusted.
  if (ca && !ca.includes('-----BEGIN')) {
    throw new FaultError(
      fault('tls-file-unreadable', `The CA file "${tls?.caFile}" holds no certificate in PEM form.`),
    );
  }
  const cert = await read('certificate file', tls?.certFile);
  const key = await read('key file', tls?.keyFile);
  const servername = tls?.serverName;
  // The client hands on the other options to a WebSocket, but not this one.
  const wsOptions: RequestOptions | undefined =
    servername !== undefined && scheme === 'wss' ? { servername } : undefined;
  return {
    rejectUnauthorized: true,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(servername && { servername }),
    ...(wsOptions && { wsOptions }),
  };
}
