/** The transport of a connection, by its mode. */
import type { ConnectionProfile } from '../connections/profile.ts';
import { DirectMqttTransport } from './directMqtt.ts';
import type { LinkTiming } from './mqtt/link.ts';
import type { Access } from './mqtt/options.ts';
import { MqttTransport } from './mqtt.ts';
import type { Transport } from './transport.ts';

export function createTransport(
  profile: ConnectionProfile,
  access: Access,
  timing?: Partial<LinkTiming>,
): Transport {
  return profile.mode === 'direct'
    ? new DirectMqttTransport(profile, access, timing)
    : new MqttTransport(profile, access, timing);
}
