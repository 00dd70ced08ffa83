/** Time and a message bus that exist only in the test: a device's minutes pass in milliseconds, always in one order. */
import { type Bus, covers, type Link } from '../../../client/src/simulator/bus.ts';
import type { Clock } from '../../../client/src/simulator/clock.ts';

export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 10, 21, 20, 0, 0);
  #serial = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly ring: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, ring: () => void): () => void {
    const serial = this.#serial++;
    this.#timers.set(serial, { at: this.#now + milliseconds, ring });
    return () => this.#timers.delete(serial);
  }

  /** Lets so many milliseconds pass, with everything that happens in them. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const [next] = [...this.#timers].sort(([a, one], [b, other]) => one.at - other.at || a - b);
      if (next === undefined || next[1].at > end) break;
      this.#timers.delete(next[0]);
      this.#now = next[1].at;
      next[1].ring();
    }
    this.#now = end;
  }
}

/** Everything that waits only for promises has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export interface Published {
  readonly topic: string;
  readonly retain: boolean;
  readonly qos: number;
  readonly payload: unknown;
}

interface Subscription {
  readonly filter: string;
  readonly listener: (message: { topic: string; payload: string }) => void;
}

/** A broker whose every message takes a millisecond. */
export class VirtualBus implements Bus {
  readonly #subscriptions = new Map<object, Subscription[]>();
  readonly #retained = new Map<string, string>();
  /** What the device sent, as a subscriber to everything receives it. */
  sent: Published[] = [];

  constructor(private readonly clock: VirtualClock) {}

  async connect(): Promise<Link> {
    const link = {};
    this.#subscriptions.set(link, []);
    const leave = () => this.#subscriptions.delete(link);
    return {
      publish: (topic, payload, retain = false) =>
        new Promise((resolve) => {
          this.clock.after(1, () => {
            this.sent.push({ topic, retain: false, qos: 1, payload: JSON.parse(payload) });
            if (retain) this.#retained.set(topic, payload);
            this.#deliver(topic, payload);
            resolve();
          });
        }),
      subscribe: async (filter, listener) => {
        this.#subscriptions.get(link)?.push({ filter, listener });
        for (const [topic, payload] of this.#retained) {
          if (covers(filter, topic)) this.clock.after(1, () => listener({ topic, payload }));
        }
      },
      close: async () => {
        leave();
      },
      drop: leave,
    };
  }

  /** A message of somebody else. */
  inject(topic: string, payload: string): void {
    this.#deliver(topic, payload);
  }

  #deliver(topic: string, payload: string): void {
    for (const subscriptions of [...this.#subscriptions.values()]) {
      for (const { filter, listener } of subscriptions)
        if (covers(filter, topic)) listener({ topic, payload });
    }
  }
}
