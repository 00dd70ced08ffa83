/** A device of a few lines behind Hono's AMQP network, and the protocol adapter that it is connected to. */
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import type { JsonObject } from '../../server/src/messages.ts';
import { device as usualDevice } from './engineUnderTest.ts';
import { type ReceivedCommand, readCommand, replyOf } from './honoBridge.ts';
import type { Network, Outcome, Sight } from './protonPeer.ts';

export interface HonoCommand extends ReceivedCommand {
  readonly envelope: JsonObject;
  /** What the sender is told became of the command. */
  settle(outcome: Outcome, how?: Settling): void;
  /** The device's answer: its number among what the network sends. */
  answer(status: number, value?: JsonObject): number;
  /** An answer that is only a status. */
  answerBare(status: number): number;
}

interface Settling {
  readonly condition?: string;
  readonly description?: string;
  readonly failed?: boolean;
  readonly undeliverable?: boolean;
}

export interface ScriptedHonoDevice {
  /** An event with an envelope; its number among what the network sends. */
  say(envelope: JsonObject, ttd?: number): number;
}

export type HonoScript = (command: HonoCommand, device: ScriptedHonoDevice) => void;

/** The device subscribes to its commands; each one goes to the script. */
export function scriptHonoDevice(
  network: Network,
  script: HonoScript,
  device: string = usualDevice,
): ScriptedHonoDevice {
  let messages = 1000;
  const scripted: ScriptedHonoDevice = {
    say: (envelope, ttd) => {
      const message = ++messages;
      network.order({
        do: 'event',
        message,
        device,
        body: inBase64(envelope),
        ...(ttd !== undefined && { ttd }),
      });
      return message;
    },
  };
  const command = (sight: Sight): HonoCommand => {
    const received = readCommand(sight);
    const envelope = parseJson(received.text);
    const object = isObject(envelope) ? envelope : {};
    const respond = (status: number, body?: string) => {
      const message = ++messages;
      const reply = replyOf(received.request, network.tenant);
      network.order({ do: 'respond', message, device, status, ...(body && { body }), ...reply });
      return message;
    };
    return {
      ...received,
      envelope: object,
      settle: (outcome, how) => network.order({ do: 'settle', command: received.command, outcome, ...how }),
      answer: (status, value) => respond(status, inBase64(answerOf(object, status, value))),
      answerBare: (status) => respond(status),
    };
  };
  network.onSight((sight) => {
    if (sight.event === 'command' && sight['device'] === device) script(command(sight), scripted);
  });
  network.order({ do: 'subscribe', device });
  return scripted;
}

/** As update-manager answers: the envelope back, out of the box. */
function answerOf(envelope: JsonObject, status: number, value: JsonObject | undefined): JsonObject {
  const headers = isObject(envelope['headers']) ? envelope['headers'] : {};
  return {
    topic: envelope['topic'] ?? null,
    headers: { 'correlation-id': headers['correlation-id'] ?? null, 'response-required': false },
    path: String(envelope['path']).replace('/inbox/', '/outbox/'),
    status,
    ...(value && { value }),
  };
}

function inBase64(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
