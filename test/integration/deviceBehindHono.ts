/**
 * The simulated device behind a Hono of a test: what Hono's MQTT adapter and suite-connector do between the two. Its daemons
 * speak on a bus of their own; who subscribes there for commands is subscribed at Hono.
 */
import { onTestFinished } from 'vitest';
import { parseEnvelope } from '../../client/src/protocol/envelope.ts';
import { parseJson } from '../../client/src/protocol/json.ts';
import { newsOf } from '../../client/src/protocol/news.ts';
import { parseEventTopic, parseResponseTopic } from '../../client/src/protocol/topics.ts';
import { type Bus, type BusMessage, covers, type Link } from '../../client/src/simulator/bus.ts';
import { type DeviceOptions, instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { device as deviceId } from './engineUnderTest.ts';
import type { ReceivedCommand } from './honoCommand.ts';
import { type HonoServer, tenant } from './honoServer.ts';
import type { AtEnd } from './servers.ts';

/** What the adapter sees of a command, whatever it came over. */
export type BridgedCommand = Pick<
  ReceivedCommand,
  'to' | 'subject' | 'replyTo' | 'text' | 'answer' | 'accept' | 'release'
>;

export interface Bridged extends Pick<HonoServer, 'say'> {
  onCommand(handle: (command: BridgedCommand) => void): void;
}

export interface HonoDevice {
  /** It is cut off from Hono, and Hono tells so. */
  disconnect(): void;
  connect(): void;
}

const notification = { contentType: 'application/vnd.eclipse-hono-empty-notification' };

/** Ends with the test. */
export async function connectDevice(
  hono: Bridged,
  options: DeviceOptions = {},
  atEnd: AtEnd = onTestFinished,
): Promise<HonoDevice> {
  const bus = new LocalBus();
  const simulated = await startDevice(bus, { tenantId: tenant, timing: instantTiming, ...options });
  atEnd(() => simulated.stop());
  const asked = new Map<string, BridgedCommand>();
  let isConnected = true;
  let requests = 0;

  const connector = await bus.connect();
  await connector.subscribe('command//+/res/#', ({ topic, payload }) => {
    const response = parseResponseTopic(topic);
    const command = asked.get(response?.requestId ?? '');
    if (isConnected && response && command)
      command.answer(response.status ?? 200, undefined, { text: payload });
  });
  const forward = ({ topic, payload }: BusMessage) => {
    const envelope = parseEnvelope(parseJson(payload));
    const thing = parseEventTopic(topic)?.device ?? (envelope && newsOf(envelope)?.thing) ?? deviceId;
    if (isConnected) hono.say('event', thing, payload);
  };
  await connector.subscribe('e/#', forward);
  await connector.subscribe('event/#', forward);

  hono.onCommand((command) => {
    const thing = command.to?.split('/')[2] ?? '';
    const requestId = `${requests++}`;
    const topic = `command//${thing === deviceId ? '' : thing}/req/${requestId}/${command.subject}`;
    if (!isConnected || !bus.isHeard(topic)) {
      command.release();
      return;
    }
    if (command.replyTo !== undefined) asked.set(requestId, command);
    command.accept();
    void connector.publish(topic, command.text);
  });
  const tell = (ttd: number) => hono.say('event', deviceId, '', { ...notification, properties: { ttd } });
  return {
    disconnect: () => {
      isConnected = false;
      tell(0);
    },
    connect: () => {
      isConnected = true;
      tell(-1);
    },
  };
}

interface Subscription {
  readonly link: Link;
  readonly filter: string;
  readonly listener: (message: BusMessage) => void;
}

/** The device's own broker, without a network. */
class LocalBus implements Bus {
  #subscriptions: readonly Subscription[] = [];

  /** Whether anybody listens there. */
  isHeard(topic: string): boolean {
    return this.#subscriptions.some(({ filter }) => covers(filter, topic));
  }

  async connect(): Promise<Link> {
    const leave = () => {
      this.#subscriptions = this.#subscriptions.filter((it) => it.link !== link);
    };
    const link: Link = {
      publish: async (topic, payload) => {
        await new Promise((resolve) => setImmediate(resolve));
        for (const { filter, listener } of this.#subscriptions)
          if (covers(filter, topic)) listener({ topic, payload });
      },
      subscribe: async (filter, listener) => {
        this.#subscriptions = [...this.#subscriptions, { link, filter, listener }];
      },
      close: async () => leave(),
      drop: leave,
    };
    return link;
  }
}
