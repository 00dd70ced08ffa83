/** The links on which Hono's messages come. */
import { randomUUID } from 'node:crypto';
import type { EventContext, link, Receiver } from 'rhea';
import { aborted, sleep, waitFor } from '../../timing.ts';
import { saidBy } from '../faults.ts';
import type { PauseLimits } from '../pauses.ts';
import { Pauses } from '../pauses.ts';
import { largestMessage, type OpenConnection } from './connection.ts';
import { RefusedError, refusedBy, without } from './faults.ts';
import { readMessage } from './message.ts';

/** Messages that may come before the first of them is handled. */
const credit = 100;

export type Hear = (address: string, message: ReturnType<typeof readMessage>) => void;

/**
 * Resolves once the other side has attached a link for good. One that refuses attaches it without an address, and then
 * detaches it with the reason. Rejects with that, or with the cause of a lost connection.
 */
export async function untilAttached(
  attached: link,
  events: { readonly open: string; readonly close: string },
  isRefused: () => boolean,
  address: string,
  connection: OpenConnection,
): Promise<void> {
  const gone = connection.lost.then((cause) => {
    throw cause;
  });
  await Promise.race([
    gone,
    new Promise<void>((resolve, reject) => {
      attached.once(events.open, () => {
        if (!isRefused()) resolve();
      });
      attached.once(events.close, () => reject(refusedBy(attached.error, address)));
    }),
  ]);
}

/** Resolves with what resolves, with the reason, when the other side has closed the link. Rejects as {@link untilAttached}. */
export async function receive(
  connection: OpenConnection,
  address: string,
  hear: Hear,
): Promise<{ readonly closed: Promise<RefusedError> }> {
  const receiver: Receiver = connection.session.open_receiver({
    name: `kanto-${randomUUID()}`,
    source: { address },
    rcv_settle_mode: 0,
    max_message_size: largestMessage,
    // What is accepted is taken away from the others for good: not before it is handled.
    autoaccept: false,
    credit_window: 0,
  });
  receiver.on('message', ({ message, delivery }: EventContext) => {
    if (message !== undefined) hear(address, readMessage(message));
    delivery?.accept();
    receiver.add_credit(1);
  });
  const closed = new Promise<RefusedError>((resolve) => {
    receiver.on('receiver_error', () => undefined); // the reason comes with the close
    receiver.on('receiver_close', () => resolve(refusedBy(receiver.error, address)));
  });
  const events = { open: 'receiver_open', close: 'receiver_close' };
  await untilAttached(receiver, events, () => !receiver.source?.address, address, connection);
  receiver.add_credit(credit);
  return { closed };
}

export interface OptionalReceivers {
  /** Addresses from which nothing comes now. */
  readonly unheard: readonly string[];
  /** Why nothing comes from the first of them, in Hono's words. */
  readonly whyUnheard: string | undefined;
}

interface OptionalLimits {
  readonly pauses: PauseLimits;
  /** Milliseconds for the first attempt. */
  readonly patience: number;
  /** Hono's words may repeat it. */
  readonly password: string | undefined;
}

const unanswered = 'it did not answer the attaching of the link';

/**
 * Receives from these addresses where Hono lets this user. A link that is closed comes back after growing pauses, unless
 * for want of rights. Resolves once each was tried, or after so many milliseconds: a link that Hono answers later is heard
 * from then on. `onChange` is called after that.
 */
export async function receiveWhereAllowed(
  connection: OpenConnection,
  addresses: readonly string[],
  hear: Hear,
  { pauses, patience, password }: OptionalLimits,
  onChange: () => void,
): Promise<OptionalReceivers> {
  const unheard = new Map(addresses.map((address) => [address, unanswered]));
  const over = new AbortController();
  void connection.lost.then(() => over.abort());
  let tried = false;
  const tell = () => {
    if (tried && !over.signal.aborted) onChange();
  };
  const first = addresses.map((address) => {
    let settle: () => void = () => undefined;
    const once = new Promise<void>((resolve) => {
      settle = resolve;
    });
    void keepReceiving(connection, address, hear, new Pauses(pauses), over.signal, (refused) => {
      if (refused === undefined) unheard.delete(address);
      else unheard.set(address, saidBy(without(password, refused)));
      tell();
      settle();
    });
    return once;
  });
  const work = () => Promise.race([Promise.all(first), aborted(over.signal)]);
  await waitFor(work, patience, over.signal);
  tried = true;
  const list = () => addresses.filter((it) => unheard.has(it));
  return {
    get unheard() {
      return list();
    },
    get whyUnheard() {
      return unheard.get(list()[0] ?? '');
    },
  };
}

async function keepReceiving(
  connection: OpenConnection,
  address: string,
  hear: Hear,
  pauses: Pauses,
  over: AbortSignal,
  tell: (refused: RefusedError | undefined) => void,
): Promise<void> {
  while (!over.aborted) {
    const refused = await untilClosed(connection, address, hear, () => tell(undefined));
    if (over.aborted) return;
    tell(refused);
    if (refused.condition === 'amqp:unauthorized-access') return;
    await sleep(pauses.next(), over);
  }
}

/** Why the link is closed, or was never opened. */
async function untilClosed(
  connection: OpenConnection,
  address: string,
  hear: Hear,
  onOpen: () => void,
): Promise<RefusedError> {
  try {
    const { closed } = await receive(connection, address, hear);
    onOpen();
    return await closed;
  } catch (error) {
    // A lost connection ends it all; its cause is told by the connection.
    return error instanceof RefusedError ? error : refusedBy(error, address);
  }
}
