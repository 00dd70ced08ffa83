/** The device's own broker, and somebody who hears everything on it. */
import { connectAsync } from 'mqtt';
import { onTestFailed, onTestFinished } from 'vitest';
import { mosquitto } from '../integration/forThisTest.ts';

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
}

const subscriptions = '$SYS/broker/log/M/subscribe';

/** Mosquitto on loopback for this test, set up as Kanto documents it: it tells of subscriptions. */
export async function startBus(): Promise<KantoBus> {
  const { url, port } = await mosquitto({ lines: ['log_dest topic', 'log_type all'] });
  const client = await connectAsync(url, { protocolVersion: 4 });
  const heard: Heard[] = [];
  const watchers = new Set<(message: Heard) => void>();
  client.on('message', (topic, payload, { retain: retained }) => {
    const message = { topic, text: payload.toString(), retained };
    if (topic !== subscriptions) heard.push(message);
    for (const watch of [...watchers]) watch(message);
  });
  await client.subscribeAsync(['#', subscriptions], { qos: 1 });
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
  };
}

/** True for a Ditto message of a daemon to the cloud about this path. */
export const tells = (path: string) => (message: Heard) =>
  message.topic === 'e' && message.text.includes(`"path":"${path}"`);
