/**
 * Whatever arrives after a ping shows that the broker is there. Its answer to the ping can stand behind more messages than
 * are read in time, and the client would end a connection on which it hears all the while.
 */
import type { MqttClient } from 'mqtt';

export function takeAnythingForAlive(
  client: Pick<MqttClient, 'reschedulePing'> & {
    on(event: 'packetsend' | 'packetreceive', listen: (packet: { readonly cmd: string }) => void): unknown;
  },
): void {
  let isAsked = false;
  client.on('packetsend', ({ cmd }) => {
    if (cmd === 'pingreq') isAsked = true;
  });
  // Only once after each ping: a client that puts its next one off with every message would never send any, and the broker
  // would end the connection.
  client.on('packetreceive', () => {
    if (!isAsked) return;
    isAsked = false;
    client.reschedulePing(true);
  });
}
