/** The device's own broker, and somebody who hears everything on it. */
import { connectAsync } from 'mqtt';
import { onTestFailed, onTestFinished } from 'vitest';
import { startMosquitto } from '../integration/mosquitto.ts';

export interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly retained: boolean;
}

export interface KantoBus {
  readonly url: string;
  readonly port: number;
  /** Everything since the beginning, in the order in which the broker hands it out. */
  readonly heard: readonly Heard[];
  /** The next message, none that was before, that is wanted. */
  next(wanted: (message: Heard) => boolean): Promise<Heard>;
  /** The next time that a client subscribes to the filter. */
  nextSubscription(filter: string): Promise<unknown>;
  say(topic: string, payload: unknown, retain?: boolean): Promise<void>;
  /** The broker ends without a goodbye and comes back at the same port, with nothing that it had kept. */
  restart(): Promise<void>;
}

const subscriptions = '$SYS/broker/log/M/subscribe';

/** What a bystander hears who does not hide from the broker that nobody else listens to commands. */
export const saidByDaemons = ['e', 'edge/#', 'command/+/+/res/#', '+/desiredstatefeedback', '+/currentstate'];

/**
 * Mosquitto on loopback for this test, set up as Kanto documents it: it tells of subscriptions.
 * `filters`: what is heard on it, everything unless said otherwise.
 */
export async function startBus(filters: readonly string[] = ['#']): Promise<KantoBus> {
  const lines = ['log_dest topic', 'log_type all'];
  let broker = await startMosquitto({ lines });
  // After all that was started on it later.
  onTestFinished(() => broker.kill());
  const { url, port } = broker;
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 100 });
  const heard: Heard[] = [];
  const watchers = new Set<(message: Heard) => void>();
  client.on('message', (topic, payload, { retain: retained }) => {
    const message = { topic, text: payload.toString(), retained };
    if (topic !== subscriptions) heard.push(message);
    for (const watch of [...watchers]) watch(message);
  });
  await client.subscribeAsync([...filters, subscriptions], { qos: 1 });
  onTestFinished(() => client.endAsync());
  onTestFailed(() => {
    console.log(`── on the bus\n${heard.map(({ topic, text }) => `${topic}  ${text}`).join('\n')}`);
  });

  const next = (wanted: (message: Heard) => boolean) =>
    new Promise<Heard>((resolve) => {
      const watch = (message: Heard) => {
        if (!wanted(message)) return;
        watchers.delete(watch);
        resolve(message);
      };
      watchers.add(watch);
    });
  return {
    url,
    port,
    heard,
    next,
    nextSubscription: (filter) =>
      next(({ topic, text }) => topic === subscriptions && text.endsWith(` ${filter}`)),
    say: async (topic, payload, retain = false) => {
      await client.publishAsync(topic, JSON.stringify(payload), { qos: 1, retain });
    },
    restart: async () => {
      await broker.kill();
      broker = await startMosquitto({ lines, port });
    },
  };
}

/** True for a Ditto message of a daemon to the cloud about this path. */
export const tells = (path: string) => (message: Heard) =>
  message.topic === 'e' && message.text.includes(`"path":"${path}"`);
