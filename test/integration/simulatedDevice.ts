/** Somebody at the other end of a simulated device's broker, who hears everything and can send commands. */
import { connectAsync } from 'mqtt';

export interface Listener {
  /** Topics of what was retained when this one came. */
  readonly retained: readonly string[];
  apply(activityId: string, components: readonly { id: string; version: string }[]): Promise<void>;
  /** A command to SoftwareUpdatable of the containers' thing. */
  command(operation: string, value: unknown): Promise<void>;
  /** The first message, past or to come, whose text is wanted. */
  until(wanted: (payload: string) => boolean): Promise<string>;
  close(): Promise<void>;
}

export async function listenTo(url: string): Promise<Listener> {
  const client = await connectAsync(url, { protocolVersion: 4 });
  const heard: string[] = [];
  const retained: string[] = [];
  const waiting: (() => void)[] = [];
  client.on('message', (topic, payload, { retain }) => {
    if (retain) retained.push(topic);
    heard.push(payload.toString());
    for (const look of waiting.splice(0)) look();
  });
  await client.subscribeAsync('#', { qos: 1 });

  let requests = 0;
  const send = async (topic: string, thing: string, feature: string, operation: string, value: unknown) => {
    const envelope = {
      topic: `${thing}/things/live/messages/${operation}`,
      headers: {
        'content-type': 'application/json',
        'correlation-id': 'c-1',
        'response-required': true,
      },
      path: `/features/${feature}/inbox/messages/${operation}`,
      value,
    };
    await client.publishAsync(`${topic}/req/r${requests++}/${operation}`, JSON.stringify(envelope), {
      qos: 1,
    });
  };
  return {
    retained,
    apply: (activityId, components) =>
      send('command//', 'edge/device', 'UpdateManager', 'apply', {
        activityId,
        desiredState: { domains: [{ id: 'containers', components }] },
      }),
    command: (operation, value) =>
      send(
        'command//edge:device:edge:containers',
        'edge/device:edge:containers',
        'SoftwareUpdatable',
        operation,
        value,
      ),
    until: async (wanted) => {
      for (;;) {
        const found = heard.find(wanted);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    close: () => client.endAsync(),
  };
}
