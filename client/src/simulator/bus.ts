/**
 * The device's local message bus as its daemons see it: each daemon has a link of its own, as on a real device,
 * so a daemon that dies disappears from the broker and commands sent meanwhile are lost.
 */
import { Socket } from 'node:net';
import type { IClientOptions } from 'mqtt';
import { FaultError } from '../errors.ts';

export interface BusMessage {
  readonly topic: string;
  readonly payload: string;
}

/** One daemon's connection. Everything is published with QoS 1 (update-manager: mqtt/update_agent_client.go). */
export interface Link {
  /** Resolves when the broker has acknowledged; never for a link that is gone. */
  publish(topic: string, payload: string, retain?: boolean): Promise<void>;
  /** Resolves when the subscription is in force. Messages are handed over in order of arrival. */
  subscribe(filter: string, listener: (message: BusMessage) => void): Promise<void>;
  /** Sends what is still to be sent, then leaves. */
  close(): Promise<void>;
  /** Leaves at once, as a process that dies. */
  drop(): void;
}

export interface Bus {
  /** Rejects with a FaultError `connection-refused` where no broker answers. */
  connect(daemon: string): Promise<Link>;
}

/** True where an MQTT topic filter covers a topic (MQTT 3.1.1, section 4.7). */
export function covers(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length) return false;
    if (level !== '+' && level !== levels[index]) return false;
  }
  return wanted.length === levels.length;
}

/** A bus over a real broker. Daemons speak MQTT 3.1.1 with clean sessions, as the real ones do. */
export function mqttBus(url: string): Bus {
  return { connect: (daemon) => connectMqtt(url, daemon) };
}

async function connectMqtt(url: string, daemon: string): Promise<Link> {
  const { connectAsync } = await import('mqtt');
  const options: IClientOptions = {
    clientId: `kanto-simulated-${daemon}-${Math.random().toString(16).slice(2, 10)}`,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 1_000,
    connectTimeout: 10_000,
  };
  // Once connected it comes back by itself; the first time it must work at once.
  const client = await connectAsync(url, options, false).catch((error: unknown) => {
    throw new FaultError(
      {
        code: 'connection-refused',
        message: `The simulated device cannot reach the broker at ${url}: ${error instanceof Error ? error.message : String(error)}`,
        advice: 'Check that the broker runs and that the address and port are right.',
      },
      { cause: error },
    );
  });
  // Small messages at once: with Nagle's algorithm each acknowledged message would take 40 ms.
  const hurry = () => {
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
  };
  hurry();
  client.on('connect', hurry);
  const subscriptions: { filter: string; listener: (message: BusMessage) => void }[] = [];
  client.on('message', (topic, payload) => {
    const message = { topic, payload: payload.toString('utf8') };
    for (const { filter, listener } of subscriptions) if (covers(filter, topic)) listener(message);
  });
  // Reconnection is the client's own business; a daemon has nothing to say to a lost connection.
  client.on('error', () => undefined);
  return {
    publish: (topic, payload, retain = false) =>
      new Promise((resolve) => {
        client.publish(topic, payload, { qos: 1, retain }, (error) => {
          if (!error) resolve();
        });
      }),
    subscribe: async (filter, listener) => {
      subscriptions.push({ filter, listener });
      await client.subscribeAsync(filter, { qos: 1 });
    },
    close: () => client.endAsync(false),
    drop: () => {
      client.end(true);
    },
  };
}
