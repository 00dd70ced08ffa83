/** The transport of a connection, by what is spoken at its url. The one place that chooses. */
import type { ConnectionProfile } from '../connections/profile.ts';
import { protocolOf } from '../connections/url.ts';
import type { ExchangeTiming } from './amqp/exchange.ts';
import { AmqpTransport } from './amqp.ts';
import { MqttTransport } from './mqtt.ts';
import type { LinkTiming } from './standing.ts';
import type { Transport } from './transport.ts';
import type { Access } from './way.ts';

/** What a test makes quicker. */
export type TransportTiming = LinkTiming & ExchangeTiming;

export function createTransport(
  profile: ConnectionProfile,
  access: Access,
  timing?: Partial<TransportTiming>,
): Transport {
  return protocolOf(profile.url) === 'amqp'
    ? new AmqpTransport(profile, access, timing)
    : new MqttTransport(profile, access, timing);
}
