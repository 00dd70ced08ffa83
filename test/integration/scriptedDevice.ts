/** A device of a few lines: hears commands where it is told to, and says what the script says. */
import { connectAsync, type MqttClient } from 'mqtt';
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import type { JsonObject, JsonValue } from '../../server/src/messages.ts';

export interface HeardCommand {
  readonly topic: string;
  readonly raw: string;
  readonly envelope: JsonObject;
  readonly headers: JsonObject;
  readonly value: JsonObject;
  readonly retained: boolean;
}

export interface ScriptedDevice {
  /** Every command, in order. */
  readonly heard: readonly HeardCommand[];
  say(topic: string, payload: unknown): Promise<void>;
  /** Says what the broker keeps for those who come later. */
  retain(topic: string, payload: unknown): Promise<void>;
  stop(): Promise<void>;
}

export type Script = (command: HeardCommand, device: ScriptedDevice) => Promise<void> | void;

export async function startScriptedDevice(
  url: string,
  filters: readonly string[],
  script: Script,
  access: { readonly username?: string; readonly password?: string; readonly ca?: Buffer } = {},
): Promise<ScriptedDevice> {
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, ...access });
  const heard: HeardCommand[] = [];
  let stopped = false;
  const device: ScriptedDevice = {
    heard,
    say: (topic, payload) => say(client, topic, payload, false),
    retain: (topic, payload) => say(client, topic, payload, true),
    stop: () => {
      stopped = true;
      return client.endAsync(true);
    },
  };
  /** A script is cut short where the test takes its device or its broker away. */
  const run = async (command: HeardCommand) => {
    try {
      await script(command, device);
    } catch (error) {
      if (!stopped && client.connected) throw error;
    }
  };
  client.on('message', (topic, payload, { retain }) => {
    const raw = payload.toString('utf8');
    const envelope = objectOf(parseJson(raw));
    const command = {
      topic,
      raw,
      envelope,
      headers: objectOf(envelope['headers']),
      value: objectOf(envelope['value']),
      retained: retain,
    };
    heard.push(command);
    void run(command);
  });
  if (filters.length > 0) await client.subscribeAsync([...filters], { qos: 1 });
  return device;
}

async function say(client: MqttClient, topic: string, payload: unknown, retain: boolean): Promise<void> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  await client.publishAsync(topic, text, { qos: 1, retain });
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Answers as update-manager does: on the request's id, the envelope back without a value. */
export function answerTo(
  command: HeardCommand,
  status: number,
  value?: JsonObject,
): readonly [string, JsonObject] {
  const [, , device, , requestId] = command.topic.split('/');
  return [`command//${device}/res/${requestId}/${status}`, answerEnvelope(command, status, value)];
}

export function answerEnvelope(
  { envelope, headers }: HeardCommand,
  status: number,
  value?: JsonObject,
): JsonObject {
  return {
    topic: envelope['topic'] ?? null,
    headers: { 'correlation-id': headers['correlation-id'] ?? null, 'response-required': false },
    path: String(envelope['path']).replace('/inbox/', '/outbox/'),
    status,
    ...(value && { value }),
  };
}

export function feedbackOf(device: string, activityId: string, feedback: JsonObject): JsonObject {
  return {
    topic: `${device.replace(':', '/')}/things/live/messages/feedback`,
    headers: { 'content-type': 'application/json', 'response-required': false },
    path: '/features/UpdateManager/outbox/messages/feedback',
    value: { activityId, timestamp: 1, desiredStateFeedback: feedback },
  };
}

export function twinChange(thing: string, path: string, value: JsonValue): JsonObject {
  return {
    topic: `${thing.replace(':', '/')}/things/twin/commands/modify`,
    headers: { 'response-required': false },
    path,
    value,
  };
}

/** A small apply: 204, then the feedback of one component up to COMPLETED, then the state. */
export const goodApply: Script = async (command, device) => {
  await device.say(...answerTo(command, 204));
  const activityId = String(command.value['activityId']);
  const action = (status: string) => ({ component: { id: 'containers:hello', version: '1' }, status });
  await device.say('e', feedbackOf('edge:device', activityId, { status: 'IDENTIFYING' }));
  await device.say(
    'e',
    feedbackOf('edge:device', activityId, { status: 'RUNNING', actions: [action('IDENTIFIED')] }),
  );
  await device.say(
    'e',
    feedbackOf('edge:device', activityId, { status: 'COMPLETED', actions: [action('UPDATE_SUCCESS')] }),
  );
};
