/** The link on which commands leave: when they may, and what became of each. */
import { randomUUID } from 'node:crypto';
import type { Delivery, EventContext, Sender } from 'rhea';
import { Emitter } from '../../events.ts';
import { without } from '../faults.ts';
import type { OpenConnection } from './connection.ts';
import { type RefusedError, refusedBy } from './faults.ts';
import { untilAttached } from './receivers.ts';

/**
 * - `accepted`: passed on to the device's connection, which need not mean that it came there
 * - `released`: not passed on, since no such device is connected; later it may be (`modified` says the same)
 * - `rejected`: never to be passed on as it is
 * - `unknown`: settled without an outcome
 */
export type Outcome =
  | { readonly kind: 'accepted' | 'released' | 'unknown' }
  | { readonly kind: 'rejected'; readonly error: RefusedError };

export interface OutgoingMessage {
  /** Resolves when the message has left: there was credit. */
  readonly left: Promise<void>;
  /** How many messages have left on this link: while that grows there is credit, and this one waits for its turn. */
  readonly passed: number;
  /** Never, where the connection is lost before. */
  readonly outcome: Promise<Outcome>;
  /** Takes it back, where it has not left. */
  withdraw(): void;
}

interface Waiting {
  readonly go: () => void;
}

export class CommandSender {
  readonly #sender: Sender;
  readonly #connection: OpenConnection;
  readonly #flows = new Emitter<void>();
  readonly #waiting = new Set<Waiting>();
  readonly #open = new Map<Delivery, (outcome: Outcome) => void>();
  /** A message was handed over, and the library has not yet counted the credit that it takes. */
  #isCounting = false;
  #passed = 0;

  /** `password`: Hono's words may repeat it. */
  constructor(sender: Sender, connection: OpenConnection, password: string | undefined) {
    this.#sender = sender;
    this.#connection = connection;
    const look = () => {
      this.#flows.fire();
      this.#next();
    };
    connection.onFlow(look);
    sender.on('sendable', look);
    // A peer that asks for its credit back waits for a word, which the library leaves to its user.
    // Where it never gave what it asks for, the library would count down for ever.
    sender.on('sender_draining', () => sender.set_drained(!this.#isCounting && !this.#isOverdrawn));
    sender.on('accepted', (it: EventContext) => this.#settle(it, { kind: 'accepted' }));
    sender.on('released', (it: EventContext) => this.#settle(it, { kind: 'released' }));
    sender.on('modified', (it: EventContext) => this.#settle(it, { kind: 'released' }));
    sender.on('rejected', (it: EventContext) =>
      this.#settle(it, {
        kind: 'rejected',
        error: without(password, refusedBy(it.delivery?.remote_state?.['error'])),
      }),
    );
    // Comes after each of them, and alone where the other side settles without an outcome.
    sender.on('settled', (it: EventContext) => this.#settle(it, { kind: 'unknown' }));
  }

  /** Bytes that Hono takes; undefined where it does not say. */
  get largest(): number | undefined {
    return this.#sender.max_message_size || undefined;
  }

  /** More has left than there is credit for now: the peer took some back meanwhile. The library calls that sendable. */
  get #isOverdrawn(): boolean {
    return this.#sender.sendable() && !this.#sender.has_credit();
  }

  get #hasCredit(): boolean {
    return this.#sender.sendable() && this.#sender.has_credit() && this.#connection.hasRoom;
  }

  /** Resolves with `none` where the signal ends the waiting. */
  untilCredit(over: AbortSignal): Promise<'given' | 'none'> {
    if (this.#hasCredit) return Promise.resolve('given');
    return new Promise((resolve) => {
      const end = (result: 'given' | 'none') => {
        listening.dispose();
        resolve(result);
      };
      const listening = this.#flows.event(() => this.#hasCredit && end('given'));
      over.addEventListener('abort', () => end('none'), { once: true });
    });
  }

  /** Sends the encoded message as soon as Hono gives credit for it. `onLeaving` is called just before. */
  send(message: Buffer, onLeaving: () => void): OutgoingMessage {
    let waiting: Waiting | undefined;
    let settle: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => {
      settle = resolve;
    });
    const left = new Promise<void>((resolve) => {
      waiting = {
        go: () => {
          onLeaving();
          this.#open.set(this.#sender.send(message, undefined, 0), settle);
          resolve();
        },
      };
      this.#waiting.add(waiting);
    });
    this.#next();
    const passed = () => this.#passed;
    return {
      left,
      outcome,
      get passed() {
        return passed();
      },
      withdraw: () => waiting && this.#waiting.delete(waiting),
    };
  }

  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined || this.#isCounting || !this.#sender.is_open() || !this.#hasCredit) return;
    this.#waiting.delete(first);
    this.#passed += 1;
    this.#isCounting = true;
    first.go();
    setImmediate(() => {
      this.#isCounting = false;
      this.#next();
    });
  }

  #settle({ delivery }: EventContext, outcome: Outcome): void {
    if (delivery === undefined) return;
    this.#open.get(delivery)?.(outcome);
    this.#open.delete(delivery);
  }
}

/** Resolves once Hono has attached the link. Rejects as {@link untilAttached}; a link that is closed later ends the connection. */
export async function openSender(
  connection: OpenConnection,
  address: string,
  password: string | undefined,
): Promise<CommandSender> {
  const options = {
    name: `kanto-${randomUUID()}`,
    target: { address },
    // Else `modified` is told twice.
    treat_modified_as_released: false,
  };
  const sender: Sender = connection.session.open_sender(options);
  sender.on('sender_error', () => undefined); // the reason comes with the close
  sender.on('sender_close', () => connection.break(refusedBy(sender.error, address)));
  const commands = new CommandSender(sender, connection, password);
  const events = { open: 'sender_open', close: 'sender_close' };
  await untilAttached(sender, events, () => !sender.target?.address, address, connection);
  return commands;
}
