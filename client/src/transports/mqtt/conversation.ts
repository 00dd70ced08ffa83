import type { Command, Incoming, Response, SendOptions, Transport } from '../transport.ts';

/** How devices are spoken to over a connection that stands. */
export interface Conversation {
  /** Whether a message is for everybody: an answer is only for who asked. */
  hear(message: Incoming): boolean;
  /** As {@link Transport.request}. */
  request(command: Command, options: SendOptions): Promise<Response | undefined>;
  /** As {@link Transport.discover}. */
  discover(): Promise<void>;
}
