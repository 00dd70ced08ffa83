/** A broker that hands out many messages at once gets their receipts at once: each alone costs the system more than its message. */
import type { MqttClient } from 'mqtt';

export function gatherReceipts(client: MqttClient): void {
  let isGathering = false;
  client.on('packetreceive', ({ cmd }) => {
    if (cmd !== 'publish' || isGathering) return;
    const { stream } = client;
    isGathering = true;
    stream.cork();
    // What came together is read before that.
    setImmediate(() => {
      isGathering = false;
      stream.uncork();
    });
  });
}
