/** The transport of a connection, by what is spoken at its url. The one place that chooses. */
import type { ConnectionProfile } from '../connections/profile.ts';
import { protocolOf } from '../connections/url.ts';
import { AmqpTransport } from './amqp.ts';
import { MqttTransport } from './mqtt.ts';
import type { LinkTiming } from './standing.ts';
import type { Transport } from './transport.ts';
import type { Access } from './way.ts';

export function createTransport(
  profile: ConnectionProfile,
  access: Access,
  timing?: Partial<LinkTiming>,
): Transport {
  return protocolOf(profile.url) === 'amqp'
    ? new AmqpTransport(profile)
    : new MqttTransport(profile, access, timing);
}
