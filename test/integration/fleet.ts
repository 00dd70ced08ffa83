/**
 * Many devices on one broker, light enough for a thousand of them. Each speaks as a device behind a gateway does: it hears
 * commands on `command//<device>/req/…` and tells what it does in events; what it reports of itself was reported by a whole
 * simulated device. Each counts what it executes. Messages get lost in both directions, by a seed.
 */
import { createHash } from 'node:crypto';
import { Socket } from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import { modify, outbox, readMessage, reply, thingOf } from '../../client/src/simulator/ditto.ts';
import type { JsonObject } from '../../server/src/messages.ts';

/** `good`: does what it is told; `bad`: ends INCOMPLETE and runs what it ran; `refuses`: answers 400. */
export type Kind = 'good' | 'bad' | 'refuses';

export interface Runs {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

export interface FleetOptions {
  readonly url: string;
  readonly size: number;
  readonly kindOf: (number: number) => Kind;
  /** Runs from the begin what the others are to run. */
  readonly isDone: (number: number) => boolean;
  readonly runs: Runs;
  /** Of a thousand messages so many get lost, in each direction. */
  readonly lostOfThousand: number;
  readonly seed: number;
  /** Between the execution of a command and the first word of it: a gate that a test opens. */
  readonly beforeAnswer?: (number: number) => Promise<void>;
}

export interface FleetDevice {
  readonly id: string;
  readonly kind: Kind;
  /** It runs what it was to run. */
  readonly isDone: boolean;
  /** How often each activity was executed. */
  readonly executed: ReadonlyMap<string, number>;
}

export interface Fleet {
  readonly devices: readonly FleetDevice[];
  /** Messages that got lost. */
  readonly lost: number;
  stop(): Promise<void>;
}

const devicesOfLink = 50;

export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const loss = new Loss(options);
  const devices = Array.from({ length: options.size }, (_, index) => new Light(index + 1, options, loss));
  const links: MqttClient[] = [];
  for (let first = 0; first < devices.length; first += devicesOfLink)
    links.push(await connect(options.url, devices.slice(first, first + devicesOfLink)));
  return {
    devices,
    get lost() {
      return loss.lost;
    },
    stop: async () => {
      await Promise.all(links.map((link) => link.endAsync(true)));
    },
  };
}

async function connect(url: string, devices: readonly Light[]): Promise<MqttClient> {
  // As real daemons do: a clean session, which comes back by itself.
  const client = await connectAsync(url, { protocolVersion: 4, clean: true, reconnectPeriod: 50 });
  // Small messages at once: with Nagle's algorithm each acknowledged message would take 40 ms.
  const hurry = () => {
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
  };
  hurry();
  client.on('connect', hurry);
  // A connection that is refused while the broker is away is tried again.
  client.on('error', () => undefined);
  const byId = new Map(devices.map((device) => [device.id, device]));
  client.on('message', (topic, payload) => {
    const [, , id = ''] = topic.split('/');
    byId.get(id)?.hear(topic, payload.toString('utf8'), client);
  });
  await client.subscribeAsync(
    devices.map(({ id }) => `command//${id}/req/#`),
    { qos: 1 },
  );
  return client;
}

/** Whether a message gets lost depends on the seed, its device and how many came before it, and on nothing else. */
class Loss {
  lost = 0;
  readonly #counts = new Map<string, number>();
  readonly #options: Pick<FleetOptions, 'lostOfThousand' | 'seed'>;

  constructor(options: Pick<FleetOptions, 'lostOfThousand' | 'seed'>) {
    this.#options = options;
  }

  takes(device: string, direction: 'in' | 'out'): boolean {
    const { lostOfThousand, seed } = this.#options;
    const key = `${seed} ${device} ${direction}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    const chance = createHash('sha256').update(`${key} ${count}`).digest().readUInt32BE(0) / 2 ** 32;
    const isLost = chance * 1000 < lostOfThousand;
    if (isLost) this.lost += 1;
    return isLost;
  }
}

const feature = 'UpdateManager';

class Light implements FleetDevice {
  readonly id: string;
  readonly kind: Kind;
  readonly executed = new Map<string, number>();
  readonly #runs: Runs;
  readonly #loss: Loss;
  readonly #gate: () => Promise<void>;
  isDone: boolean;

  constructor(number: number, { kindOf, isDone, runs, beforeAnswer }: FleetOptions, loss: Loss) {
    this.#gate = async () => beforeAnswer?.(number);
    this.id = `fleet:d${String(number).padStart(4, '0')}`;
    this.kind = kindOf(number);
    this.isDone = isDone(number);
    this.#runs = runs;
    this.#loss = loss;
  }

  hear(topic: string, payload: string, link: MqttClient): void {
    if (this.#loss.takes(this.id, 'in')) return;
    const [, , , , requestId = '', operation = ''] = topic.split('/');
    const read = readMessage(`command///req/${requestId}/${operation}`, payload, 'newer');
    if (!read.ok) throw new Error(`${this.id} was sent what is no Ditto message: ${read.error}`);
    const { headers, value } = read.message.envelope;
    const correlation = String(headers?.get('correlation-id') ?? '');
    const activityId = String(Object(value).activityId);
    const answer = (status: number, error?: unknown) =>
      this.#say(
        link,
        `command//${this.id}/res/${requestId}/${status}`,
        reply(thingOf(this.id), feature, operation, correlation, error),
      );
    if (operation === 'refresh') {
      answer(204);
      this.#tellState(link, activityId);
    } else if (operation === 'apply') void this.#apply(link, activityId, answer);
    else throw new Error(`${this.id} was sent ${operation}.`);
  }

  async #apply(
    link: MqttClient,
    activityId: string,
    answer: (status: number, error?: unknown) => void,
  ): Promise<void> {
    this.executed.set(activityId, (this.executed.get(activityId) ?? 0) + 1);
    await this.#gate();
    if (this.kind === 'refuses') {
      answer(400, { error: 'messages:parameter.invalid', status: 400, message: 'desired state is missing' });
      return;
    }
    answer(204);
    this.#feedback(link, activityId, 'IDENTIFYING');
    this.#feedback(link, activityId, 'IDENTIFIED', 'IDENTIFIED');
    this.#feedback(link, activityId, 'RUNNING', 'DOWNLOADING');
    if (this.kind === 'bad') this.#feedback(link, activityId, 'INCOMPLETE', 'UPDATE_FAILURE');
    else {
      this.isDone = true;
      this.#feedback(link, activityId, 'COMPLETED', 'UPDATE_SUCCESS');
    }
    this.#tellState(link, activityId);
  }

  #feedback(link: MqttClient, activityId: string, status: string, action?: string): void {
    const component = { id: 'containers:hello', version: '2' };
    const actions = action === undefined ? [] : [{ component, status: action, message: 'as told' }];
    const value = { activityId, timestamp: Date.now(), desiredStateFeedback: { status, actions } };
    this.#event(link, outbox(thingOf(this.id), feature, 'feedback', value));
  }

  #tellState(link: MqttClient, activityId: string): void {
    const inventory = this.isDone ? this.#runs.after : this.#runs.before;
    const value = { activityId, timestamp: Date.now(), domain: 'device', inventory };
    this.#event(link, modify(thingOf(this.id), `/features/${feature}/properties`, value, true));
  }

  #event(link: MqttClient, envelope: unknown): void {
    this.#say(link, `e/demo/${this.id}`, envelope);
  }

  /** What is said while the broker is away is said again once it is back. */
  #say(link: MqttClient, topic: string, payload: unknown): void {
    if (!this.#loss.takes(this.id, 'out')) link.publish(topic, JSON.stringify(payload), { qos: 1 });
  }
}
