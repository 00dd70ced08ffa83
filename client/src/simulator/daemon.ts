/**
 * A daemon's process: it has a link to the bus, runs tasks at the same time, and when one of them panics the whole
 * process dies, as a Go program does. After a while it is started again, like systemd does on a device.
 */
import type { Bus, BusMessage, Link } from './bus.ts';
import type { Clock } from './clock.ts';

/** What a Go program dies of, in plain words: what the message did to it. */
export class Panic extends Error {}

/** What a daemon's program may use of its process. Once the process is dead, nothing happens any more. */
export interface Process {
  readonly clock: Clock;
  /** Publishes with QoS 1 and waits for the broker's acknowledgement. */
  publish(topic: string, payload: unknown, retain?: boolean): Promise<void>;
  /** Subscribes; each message starts a task of its own unless `listener` returns before it waits for anything. */
  subscribe(filter: string, listener: (message: BusMessage) => void | Promise<void>): Promise<void>;
  /** Runs a task at the same time (Go's `go`). */
  go(task: () => void | Promise<void>): void;
  after(milliseconds: number, ring: () => void | Promise<void>): () => void;
  sleep(milliseconds: number): Promise<void>;
  log(line: string): void;
}

/** A daemon's program. Resolves when it listens. */
export type Program = (process: Process) => Promise<void>;

export interface DaemonOptions {
  /** `um`, `cm`, `su`. */
  readonly name: string;
  /** As a person calls it: `update-manager`. */
  readonly title: string;
  readonly program: Program;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Milliseconds that a crashed daemon stays away. */
  readonly restart: number;
  readonly log: (line: string) => void;
  readonly onCrash?: (name: string, reason: string) => void;
}

export interface Daemon {
  stop(): Promise<void>;
}

/** Starts a daemon; resolves when its program listens. Rejects where the bus cannot be reached. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  let current: Life | undefined;
  let stopped = false;
  let cancelRestart: () => void = () => undefined;

  const start = async (): Promise<void> => {
    const link = await options.bus.connect(options.name);
    const life = new Life(options, link, (reason) => {
      current = undefined;
      options.log(`${options.title} CRASHED: ${reason} It answers nothing until it is started again.`);
      options.onCrash?.(options.name, reason);
      cancelRestart = options.clock.after(options.restart, () => {
        if (stopped) return;
        start().then(
          () => options.log(`${options.title} is running again.`),
          (error: unknown) => options.log(`${options.title} could not be started again: ${String(error)}`),
        );
      });
    });
    current = life;
    await options.program(life);
  };

  await start();
  return {
    stop: async () => {
      stopped = true;
      cancelRestart();
      await current?.end();
    },
  };
}

class Life implements Process {
  readonly clock: Clock;
  #alive = true;
  readonly #timers = new Set<() => void>();

  constructor(
    private readonly options: DaemonOptions,
    private readonly link: Link,
    private readonly died: (reason: string) => void,
  ) {
    this.clock = options.clock;
  }

  async publish(topic: string, payload: unknown, retain = false): Promise<void> {
    // A dead process waits for ever: what it was about to do never happens.
    if (!this.#alive) return new Promise(() => undefined);
    await this.link.publish(topic, JSON.stringify(payload), retain);
    if (!this.#alive) return new Promise(() => undefined);
  }

  subscribe(filter: string, listener: (message: BusMessage) => void | Promise<void>): Promise<void> {
    return this.link.subscribe(filter, (message) => this.go(() => listener(message)));
  }

  go(task: () => void | Promise<void>): void {
    if (!this.#alive) return;
    try {
      Promise.resolve(task()).catch((error: unknown) => this.#die(error));
    } catch (error) {
      this.#die(error);
    }
  }

  after(milliseconds: number, ring: () => void | Promise<void>): () => void {
    if (!this.#alive) return () => undefined;
    const cancel = this.clock.after(milliseconds, () => {
      this.#timers.delete(cancel);
      this.go(ring);
    });
    this.#timers.add(cancel);
    return () => {
      this.#timers.delete(cancel);
      cancel();
    };
  }

  sleep(milliseconds: number): Promise<void> {
    if (milliseconds <= 0 && this.#alive) return Promise.resolve();
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  log(line: string): void {
    if (this.#alive) this.options.log(`${this.options.title}: ${line}`);
  }

  async end(): Promise<void> {
    this.#stop();
    await this.link.close();
  }

  #stop(): void {
    this.#alive = false;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  #die(error: unknown): void {
    if (!this.#alive) return;
    this.#stop();
    this.link.drop();
    if (error instanceof Panic) this.died(error.message);
    // A fault of the simulation itself must not pass for a device's behaviour.
    else this.died(`a fault in the simulation, not in your message: ${String(error)}.`);
  }
}
