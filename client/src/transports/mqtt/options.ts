/** The way to an MQTT broker, as the client's options. */
import { t } from '@vscode/l10n';
import type { IClientOptions } from 'mqtt';
import type { ConnectionProfile } from '../../connections/profile.ts';
import type { BrokerUrl } from '../../connections/url.ts';
import { FaultError, fault } from '../../errors.ts';
import type { SecureAddress } from '../secureSocket.ts';
import type { Way } from '../way.ts';

export interface Session {
  readonly clientId: string;
  readonly version: 4 | 5;
  /** True to get what came while the connection was lost; only MQTT 5 ends such a session by itself. */
  readonly resume: boolean;
  /** Seconds. */
  readonly keepAlive: ConnectionProfile['keepAlive'];
  /** Milliseconds. */
  readonly connectTimeout: number;
}

/** Seconds that the broker keeps our session after a lost connection. */
const sessionExpiry = 120;

/** A way that the client can go. */
export interface ClientWay {
  readonly client: IClientOptions & Pick<Session, 'connectTimeout'>;
  /** Absent where the connection is not encrypted. */
  readonly secure?: SecureAddress;
}

/** @throws FaultError where the url is none of MQTT. */
export function clientWay({ url, secure, username, password }: Way, session: Session): ClientWay {
  return {
    client: {
      ...addressOptions(url),
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      clientId: session.clientId,
      protocolVersion: session.version,
      clean: !session.resume,
      ...(session.version === 5 && { properties: { sessionExpiryInterval: sessionExpiry } }),
      keepalive: session.keepAlive,
      connectTimeout: session.connectTimeout,
      reconnectPeriod: 0, // reconnecting is ours: each time with a fresh password and growing pauses
    },
    ...(secure && { secure }),
  };
}

function addressOptions({ scheme, host, port, path }: BrokerUrl): IClientOptions {
  if (scheme === 'amqp' || scheme === 'amqps' || scheme === 'kafka' || scheme === 'kafkas')
    throw new FaultError(fault('url-malformed', t('{0}:// is no address of an MQTT broker.', scheme)));
  const webSocket = scheme === 'ws' || scheme === 'wss';
  // The client builds a WebSocket url out of the host, and there IPv6 needs its brackets.
  const name = webSocket && host.includes(':') ? `[${host}]` : host;
  return { protocol: scheme, host: name, hostname: name, port, ...(webSocket && { path }) };
}
