import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DaemonName, type SimulatedDevice, startDevice } from '../../../client/src/simulator/device.ts';
import {
  devices,
  recordedArtifact,
  recordedScript,
  type Surroundings,
  scriptChecksum,
  surroundings,
} from './recordedDevices.ts';
import { type Exchange, readRecording, recordingFiles, rows } from './recordings.ts';
import { type Published, VirtualBus, VirtualClock } from './virtualWorld.ts';

const deathNotices: Readonly<Record<DaemonName, string>> = {
  'update-manager': 'um exit=2',
  'container-management': 'cm exit=2',
  'software-update': 'su exit=2',
};

/** Milliseconds of quiet in the virtual world: longer than any of the device's own timers. */
const quiet = 8_000;

/** Nothing but the exchanges before. */
const usual: Surroundings = { because: '' };

interface Outcome {
  readonly sent: readonly Published[];
  readonly crashed: readonly string[];
  /** What came afterwards, though nothing should have. */
  readonly late: readonly Published[];
}

/** A device in a virtual world, driven through the exchanges of one file. */
class Replay {
  readonly #clock = new VirtualClock();
  readonly #bus = new VirtualBus(this.#clock);
  readonly #starting: Promise<SimulatedDevice>;
  #crashed: string[] = [];
  #mapOrder: readonly string[] | undefined;

  constructor(private readonly file: string) {
    this.#starting = startDevice(
      this.#bus,
      { ...devices[file], onCrash: (name) => this.#crashed.push(deathNotices[name]) },
      {
        clock: this.#clock,
        fetchArtifact: recordedArtifact,
        runScript: recordedScript,
        mapOrder: (items) => this.#ordered(items),
      },
    );
  }

  /** Lets the device start; the exchanges of 08 begin while it still does. */
  async start(): Promise<void> {
    await this.#clock.pass(this.file === '08' ? 1_503 : quiet);
    await this.#starting;
  }

  async run(exchange: Exchange): Promise<Outcome> {
    const around = surroundings[this.file]?.[exchange.scenario] ?? usual;
    for (const { topic, payload, wait } of around.before ?? []) {
      this.#bus.inject(topic, payload);
      await this.#clock.pass(wait ?? quiet);
    }
    this.#mapOrder = around.mapOrder;
    this.#bus.sent = [];
    this.#crashed = [];
    const window = around.window ?? 1_200;
    let passed = 0;
    for (const [index, message] of recordedSends(exchange).entries()) {
      const after = around.sendAfter?.[index] ?? 0;
      await this.#clock.pass(after - passed);
      passed = after;
      this.#bus.inject(message.topic, this.#answering(exchange, message.payload));
    }
    await this.#clock.pass(window - passed);
    const [sent, crashed] = [this.#bus.sent, this.#crashed];
    if (around.overlaps) return { sent, crashed, late: [] };
    // The device comes to rest, so that it does not reach into the next exchange. One that died registers again.
    this.#bus.sent = [];
    await this.#clock.pass(quiet);
    return { sent, crashed, late: around.late || crashed.length > 0 ? [] : this.#bus.sent };
  }

  /** An answer to a question of the device names the question: the recorded one's id becomes this one's. */
  #answering(exchange: Exchange, payload: string): string {
    const recorded = questionId(exchange.received);
    const own = questionId(this.#bus.sent);
    return recorded === undefined || own === undefined ? payload : payload.replaceAll(recorded, own);
  }

  #ordered<T>(items: readonly T[]): readonly T[] {
    const order = this.#mapOrder;
    if (order === undefined) return items;
    const rank = (item: T) => order.findIndex((name) => JSON.stringify(item).includes(`"name":"${name}"`));
    return [...items].sort((one, other) => rank(one) - rank(other));
  }
}

/** What was sent; where it was several messages, they are among the received ones. */
function recordedSends({
  send,
  received,
}: Exchange): readonly { readonly topic: string; readonly payload: string }[] {
  const several = received.filter(({ topic }) => topic.includes('/req/'));
  return (several.length === 0 ? [send] : several).map(({ topic, payload }) => ({
    topic,
    payload: (typeof payload === 'string' ? payload : JSON.stringify(payload)).replaceAll(
      scriptChecksum.recorded,
      scriptChecksum.standIn,
    ),
  }));
}

/** Correlation id of a question to the device's owner. */
function questionId(messages: readonly Published[]): string | undefined {
  const question = messages
    .map(({ payload }) => JSON.stringify(payload))
    .find((it) => it.includes('"ownerConsent"'));
  return /"correlation-id":"([^"]+)"/.exec(question ?? '')?.[1];
}

let agreeing = 0;
let all = 0;

describe('the simulated device behaves as real daemons were recorded to', () => {
  for (const name of recordingFiles) {
    describe(name.replace('.jsonl.gz', ''), () => {
      const replay = new Replay(name.slice(0, 2));

      beforeAll(() => replay.start());

      for (const exchange of readRecording(name)) {
        it(exchange.scenario, async () => {
          all++;
          const { sent, crashed, late } = await replay.run(exchange);
          const { send, received } = exchange;
          expect({ ...rows(sent, send), crashed }).toEqual({
            ...rows(received, send),
            crashed: exchange.crashed,
          });
          expect(late).toEqual([]);
          agreeing++;
        });
      }
    });
  }

  afterAll(() => {
    // None is left out: options stand for the absent agent, the owner and the direct mode.
    console.log(`recordings: ${agreeing} of ${all} exchanges agree`);
  });
});
