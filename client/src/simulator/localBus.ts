/** A device's local message bus within this program: one for each device where there are several, which must not hear each other. */
import { type Bus, type BusMessage, covers, type Link } from './bus.ts';

interface Subscription {
  readonly filter: string;
  readonly listener: (message: BusMessage) => void;
}

export class LocalBus implements Bus {
  readonly #links = new Set<LocalLink>();
  readonly #retained = new Map<string, string>();

  async connect(): Promise<Link> {
    const link = new LocalLink(this);
    this.#links.add(link);
    return link;
  }

  /** What was kept for whoever comes later. */
  get retained(): readonly BusMessage[] {
    return [...this.#retained].map(([topic, payload]) => ({ topic, payload }));
  }

  take(message: BusMessage, retain: boolean): void {
    if (retain && message.payload === '') this.#retained.delete(message.topic);
    else if (retain) this.#retained.set(message.topic, message.payload);
    for (const link of this.#links) link.hear(message);
  }

  leave(link: LocalLink): void {
    this.#links.delete(link);
  }
}

class LocalLink implements Link {
  readonly #bus: LocalBus;
  readonly #subscriptions: Subscription[] = [];
  #isGone = false;

  constructor(bus: LocalBus) {
    this.#bus = bus;
  }

  /** Others hear it later, in order, as over a wire. */
  publish(topic: string, payload: string, retain = false): Promise<void> {
    if (this.#isGone) return new Promise(() => undefined);
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#bus.take({ topic, payload }, retain);
        resolve();
      });
    });
  }

  async subscribe(filter: string, listener: (message: BusMessage) => void): Promise<void> {
    this.#subscriptions.push({ filter, listener });
    for (const message of this.#bus.retained) if (covers(filter, message.topic)) listener(message);
  }

  hear(message: BusMessage): void {
    for (const { filter, listener } of this.#subscriptions)
      if (!this.#isGone && covers(filter, message.topic)) listener(message);
  }

  async close(): Promise<void> {
    this.drop();
  }

  drop(): void {
    this.#isGone = true;
    this.#bus.leave(this);
  }
}
