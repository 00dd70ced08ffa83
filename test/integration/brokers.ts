/** The brokers that everything has to work over. */
import { startBroker } from '../../client/src/simulator/broker.ts';
import { startMosquitto } from './mosquitto.ts';

export interface TestBroker {
  readonly url: string;
  stop(): Promise<void>;
}

/** MQTT 3.1.1 only: nobody can tell whether anyone listens. */
export async function startEmbedded(): Promise<TestBroker> {
  const broker = await startBroker(0);
  return { url: broker.url, stop: () => broker.stop() };
}

/** MQTT 5: says where nobody listens. */
export async function startReal(): Promise<TestBroker> {
  const { url, kill } = await startMosquitto();
  return { url, stop: kill };
}

/** What has to be ended after a test, the last first. */
export class CleanUp {
  readonly #tasks: (() => Promise<unknown>)[] = [];

  add(task: () => Promise<unknown>): void {
    this.#tasks.push(task);
  }

  async run(): Promise<void> {
    for (const task of this.#tasks.splice(0).reverse()) await task();
  }
}
