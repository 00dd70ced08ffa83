/**
 * What stands between a device's own broker and Hono's AMQP network: suite-connector on the device, and Hono's MQTT
 * adapter.
 */
import { connectAsync } from 'mqtt';
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import { type Network, propertyOf, type Sight } from './protonPeer.ts';

export interface HonoBridge {
  stop(): Promise<void>;
}

/** Resolves when the device, whose daemons are on the broker, and the thing of its containers take commands. */
export async function bridgeToHono(network: Network, broker: string, root: string): Promise<HonoBridge> {
  const { tenant } = network;
  const client = await connectAsync(broker, { protocolVersion: 4 });
  let messages = 0;
  // suite-connector sends on what answers a command of the cloud, once, and nothing else (routing/commands.go).
  const asked = new Set<string>();

  client.on('message', (topic, payload) => {
    const [kind, , name = '', , request = '', status] = topic.split('/');
    const message = ++messages;
    const device = name || root;
    const body = payload.toString('base64');
    if (kind !== 'command') {
      network.order({ do: 'event', message, device, body });
      return;
    }
    const answered = correlationId(payload.toString());
    if (answered === undefined || !asked.delete(answered)) return;
    const reply = replyOf(request, tenant);
    network.order({ do: 'respond', message, device, status: Number(status), body, ...reply });
  });
  await client.subscribeAsync(['command//+/res/#', 'e/#', 'event/#'], { qos: 1 });

  const listening = network.onSight((sight) => {
    if (sight.event !== 'command') return;
    const { command, device, request, subject, text } = readCommand(sight);
    const correlation = correlationId(text);
    if (correlation !== undefined) asked.add(correlation);
    const topic = `command//${device === root ? '' : device}/req/${request}/${subject}`;
    client.publish(topic, text, { qos: 1 }, (error) =>
      // suite-connector subscribes with QoS 0: to Hono the command is delivered as soon as it is written.
      network.order({ do: 'settle', command, outcome: error ? 'released' : 'accepted' }),
    );
  });
  const things = [root, `${root}:edge:containers`];
  for (const device of things) network.order({ do: 'subscribe', device });
  return {
    stop: async () => {
      listening.dispose();
      for (const device of things) network.order({ do: 'unsubscribe', device });
      await client.endAsync();
    },
  };
}

/** A command that the network has for a device. */
export interface ReceivedCommand {
  /** Its number. */
  readonly command: number;
  readonly device: string;
  /** Of the MQTT topic; empty for a one-way command. */
  readonly request: string;
  readonly subject: string;
  readonly text: string;
}

/** @throws where the sight is no command */
export function readCommand(sight: Sight): ReceivedCommand {
  const { command, device, request, body } = sight;
  const subject = propertyOf(sight, 'subject');
  if (typeof command !== 'number' || typeof device !== 'string' || typeof request !== 'string')
    throw noCommand(sight);
  if (typeof subject !== 'string' || typeof body !== 'string') throw noCommand(sight);
  return { command, device, request, subject, text: Buffer.from(body, 'base64').toString('utf8') };
}

function noCommand(sight: Sight): Error {
  return new Error(`This is no command: ${JSON.stringify(sight)}`);
}

/** Where an answer goes, from the request id of its topic (Commands.decodeRequestIdParameters). */
export function replyOf(
  request: string,
  tenant: string,
): { readonly to: string; readonly correlation: string } {
  const length = Number.parseInt(request.slice(1, 3), 16);
  return {
    to: `command_response/${tenant}/${request.slice(3 + length)}`,
    correlation: request.slice(3, 3 + length),
  };
}

function correlationId(text: string): string | undefined {
  const envelope = parseJson(text);
  const headers = isObject(envelope) ? envelope['headers'] : undefined;
  const id = isObject(headers) ? headers['correlation-id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}
