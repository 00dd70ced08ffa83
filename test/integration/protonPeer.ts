/**
 * Hono's AMQP messaging network for a test, played by Apache Qpid Proton (`proton/hono.py`): an AMQP stack that is not
 * the product's own judges what the product sends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { type Disposable, Emitter, type Listen } from '../../client/src/events.ts';
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import { findProton } from '../../scripts/lib/machine.mjs';
import type { JsonObject } from '../../server/src/messages.ts';
import type { KeyPair } from './certificates.ts';
import { freePort } from './mosquitto.ts';

const python = await findProton();
const program = fileURLToPath(new URL('proton/hono.py', import.meta.url));

/** `describe`, left out with a line that says so where there is no Proton. */
export function describeWithProton(name: string, body: () => void): void {
  if (!python) {
    console.log(
      `SKIPPED: ${name}: no Proton found; install it (Debian: apt-get install python3-qpid-proton).`,
    );
  }
  describe.skipIf(!python)(name, body);
}

/** What the router is configured with. */
export interface NetworkOptions {
  /** Default `demo`. */
  readonly tenant?: string;
  /** SASL mechanisms that it offers, with blanks between them: PLAIN, EXTERNAL, ANONYMOUS, or one that it does not know; default `PLAIN` where there are users, else `ANONYMOUS`. */
  readonly mechanisms?: string;
  /** Passwords by user. */
  readonly users?: Readonly<Record<string, string>>;
  /** With a `caFile` it wants a client certificate that this authority has signed. */
  readonly tls?: KeyPair & { readonly caFile?: string };
  /** Devices of the registry; without, every device is known. */
  readonly devices?: readonly string[];
  /** Credit for commands once a device has subscribed; a settled one gives back its own. Default 100. */
  readonly credit?: number;
  /** Addresses that this user may not attach to. */
  readonly refused?: readonly string[];
  /** Bytes. */
  readonly maxFrameSize?: number;
  /** Highest number of a channel: 0 allows one session. */
  readonly channelMax?: number;
  /** Seconds without a frame after which it ends the connection. */
  readonly idleTimeout?: number;
  /** Bytes of a message, told as each link is attached. */
  readonly maxMessageSize?: number;
  /** It lets nobody in, for this reason, since it has as many connections as it may. */
  readonly denied?: string;
  /** Tell every frame, as Proton reads it. */
  readonly frames?: boolean;
  /** To come back on the same port. */
  readonly port?: number;
}

export type Outcome = 'accepted' | 'released' | 'rejected' | 'modified';

/** What the network is told to do. Bodies are base64. */
export type Order =
  | { readonly do: 'subscribe' | 'unsubscribe'; readonly device: string }
  | {
      readonly do: 'settle';
      /** Its number. */
      readonly command: number;
      readonly outcome: Outcome;
      readonly condition?: string;
      readonly description?: string;
      /** Of `modified`. */
      readonly failed?: boolean;
      readonly undeliverable?: boolean;
    }
  | {
      readonly do: 'respond';
      readonly message: number;
      /** `command_response/<tenant>/<reply id>`. */
      readonly to: string;
      readonly correlation: string;
      readonly device: string;
      readonly status?: number;
      readonly contentType?: string;
      readonly body?: string;
    }
  | {
      readonly do: 'event';
      readonly message: number;
      readonly device: string;
      readonly endpoint?: 'event' | 'telemetry';
      readonly contentType?: string;
      readonly ttd?: number;
      readonly body?: string;
    }
  | {
      readonly do: 'detach';
      readonly address: string;
      /** False for a link that the network has only lost. */
      readonly closed?: boolean;
      readonly condition?: string;
      readonly description?: string;
    }
  | {
      /** `end`: its session. */ readonly do: 'close' | 'end';
      readonly condition?: string;
      readonly description?: string;
    };

/** Something that the network saw: `opened`, `attached`, `command`, `outcome`, … with its facts. */
export type Sight = JsonObject & { readonly event: string };

export interface Network {
  readonly url: string;
  readonly port: number;
  readonly tenant: string;
  /** Everything seen, in order. */
  readonly seen: readonly Sight[];
  readonly onSight: Listen<Sight>;
  /** The first sight of this kind, past or to come, that is wanted. */
  until(event: string, wanted?: (sight: Sight) => boolean): Promise<Sight>;
  order(order: Order): void;
  /** Stops it where it is: connections stand, and nothing comes any more. */
  freeze(): void;
  /** Without a goodbye to anybody. */
  kill(): Promise<void>;
}

export async function startNetwork(options: NetworkOptions = {}): Promise<Network> {
  if (!python) throw new Error('There is no Proton.');
  const port = options.port ?? (await freePort());
  const tenant = options.tenant ?? 'demo';
  const mechanisms = options.mechanisms ?? (options.users ? 'PLAIN' : 'ANONYMOUS');
  const child = spawn(python, ['-B', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const sights = new Emitter<Sight>();
  const seen: Sight[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const sight = readSight(line);
    seen.push(sight);
    sights.fire(sight);
  });
  // Orders to one that was killed are lost, as they should be.
  child.stdin.on('error', () => undefined);
  const write = (line: object) => child.stdin.write(`${JSON.stringify(line)}\n`);

  const until = (event: string, wanted: (sight: Sight) => boolean = () => true) =>
    new Promise<Sight>((resolve, reject) => {
      const fits = (sight: Sight) => sight.event === event && wanted(sight);
      const past = seen.find(fits);
      if (past) {
        resolve(past);
        return;
      }
      const ended = () => reject(new Error(`Proton ended before it saw "${event}".`));
      const listening: Disposable = sights.event((sight) => {
        if (!fits(sight)) return;
        listening.dispose();
        child.off('close', ended);
        resolve(sight);
      });
      child.once('close', ended);
    });

  write({ ...options, port, tenant, mechanisms });
  await until('listening');
  return {
    url: `${options.tls ? 'amqps://localhost' : 'amqp://127.0.0.1'}:${port}`,
    port,
    tenant,
    seen,
    onSight: sights.event,
    until,
    order: write,
    freeze: () => child.kill('SIGSTOP'),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** The value of a property of the command that was seen; undefined where it is absent. */
export function propertyOf({ properties }: Sight, name: string): unknown {
  const property = isObject(properties) ? properties[name] : undefined;
  return isObject(property) ? property['value'] : undefined;
}

function readSight(line: string): Sight {
  const value = parseJson(line);
  if (!isObject(value) || typeof value['event'] !== 'string') throw new Error(`Proton said: ${line}`);
  return { ...value, event: value['event'] };
}
