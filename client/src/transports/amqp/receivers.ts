/** The links on which Hono's messages come. */
import { randomUUID } from 'node:crypto';
import type { EventContext, link, Receiver } from 'rhea';
import { largestMessage, type OpenConnection } from './connection.ts';
import { type RefusedError, refusedBy } from './faults.ts';
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
