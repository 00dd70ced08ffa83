/**
 * Messages that come faster than they can be read must not keep all else waiting: they are read for a while, then whatever
 * else is due has its turn. Meanwhile nothing is taken from the network, so that the broker waits, or puts them by as it does
 * for any slow listener.
 */
import type { MqttClient } from 'mqtt';

/** Milliseconds. */
const slice = 8;

export function readInSlices(client: Pick<MqttClient, 'handleMessage' | 'disconnecting'>): void {
  /** When the slice began, by a clock that nobody sets; undefined between two of them. */
  let began: number | undefined;
  // Called after each message; the next one is read once `done` was called.
  client.handleMessage = (_packet, done) => {
    const now = performance.now();
    if (began === undefined) {
      began = now;
      setImmediate(() => {
        began = undefined;
      });
    }
    if (now - began < slice) done();
    else
      setImmediate(() => {
        // What was left unread at a goodbye is no matter any more.
        if (!client.disconnecting) done();
      });
  };
}
