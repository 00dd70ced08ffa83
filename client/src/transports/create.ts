/** The transport of a connection, by what is spoken at its url. The one place that chooses. */
import type { ConnectionProfile } from '../connections/profile.ts';
import { protocolOf } from '../connections/url.ts';
import { AmqpLink, type AmqpTiming } from './amqp/link.ts';
import { HonoTransport } from './hono.ts';
import { KafkaLink, type KafkaTiming } from './kafka/link.ts';
import { MqttTransport } from './mqtt.ts';
import type { LinkTiming } from './standing.ts';
import type { Transport } from './transport.ts';
import type { Access } from './way.ts';

/** What a test makes quicker. */
export type TransportTiming = LinkTiming & AmqpTiming & KafkaTiming;

export function createTransport(
  profile: ConnectionProfile,
  access: Access,
  timing?: Partial<TransportTiming>,
): Transport {
  switch (protocolOf(profile.url)) {
    case 'amqp':
      return new HonoTransport(profile, new AmqpLink(profile, access, timing));
    case 'kafka':
      return new HonoTransport(profile, new KafkaLink(profile, access, timing));
    default:
      return new MqttTransport(profile, access, timing);
  }
}
