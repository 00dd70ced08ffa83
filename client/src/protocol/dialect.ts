/** How the devices of a connection are spoken to, whichever way it is. */
import type { JsonValue } from '../../../server/src/messages.ts';
import type { Composed, ComposeInput, NotComposable } from './compose.ts';
import type { Envelope, LocalEnvelope } from './envelope.ts';
import type { News } from './news.ts';
import type { Presence } from './presence.ts';

/** What was heard of whom. */
export interface Said {
  /** The thing that it is about; in direct mode the device. */
  readonly thing: string;
  readonly tenant?: string;
  /** Absent where it says nothing but that the device is there. */
  readonly news?: News;
  /** Of a Ditto message: it may be part of the twin. */
  readonly envelope?: Envelope;
  /** Its state in direct mode, where it has no twin: the path is the rest of its topic. */
  readonly state?: { readonly path: string; readonly value: JsonValue };
  /** Said by the network of the thing, not by itself: no sign that it is there. */
  readonly presence?: Presence;
  /** When it was said, ms since the epoch, where the broker has kept it since: no sign that the device is there now. */
  readonly kept?: number;
}

/** A message on an address of the broker. */
export interface Heard {
  readonly address: string;
  readonly json?: unknown;
  readonly presence?: Presence;
  /** The device that says it, where the network has made sure of that. */
  readonly speaker?: string;
  readonly retained: boolean;
  readonly time: number;
}

/** What a connection listens to, whatever is sent over it. */
export interface Listening {
  readonly filters: readonly string[];
  /** The one of them without which nothing works, and what comes there, in a clause. */
  readonly needed: string;
  readonly brings: string;
  /** What makes devices tell who they are, published once it listens. */
  readonly greeting?: string;
}

/** The owner's answer to a device that asks whether it may go on. */
export interface ConsentReply {
  readonly device: string;
  readonly activityId: string;
  /** Of the question. */
  readonly correlationId: string;
  readonly status: 'APPROVED' | 'DENIED';
}

export interface Dialect {
  readonly listening: Listening;
  compose(input: ComposeInput): Composed | NotComposable;
  /** The message that answers a question to the owner. */
  consent(reply: ConsentReply): Envelope | LocalEnvelope;
  /** Whether what comes on an address can say something of a device of the connection: otherwise nobody need read it. */
  hears(address: string): boolean;
  /** Undefined for what says nothing of a device. */
  read(heard: Heard): Said | undefined;
}
