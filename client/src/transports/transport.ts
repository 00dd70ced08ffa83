/**
 * What the engine asks of a way to devices. One file a transport; a connection owns one and never looks inside.
 */
import type { Listen } from '../events.ts';
import type { Envelope, LocalEnvelope } from '../protocol/envelope.ts';
import type { Presence } from '../protocol/presence.ts';

/** A connection that was lost is `offline` and `connecting` in turn until it is back, or is given up. */
export type TransportState =
  | { readonly kind: 'disconnected' }
  | {
      readonly kind: 'connecting';
      /** Counted from 1, since the user's wish or since the loss. */
      readonly attempt: number;
      /** When it was lost; absent where it has not stood yet. */
      readonly lost?: number;
    }
  | {
      readonly kind: 'connected';
      readonly since: number;
      /** What was agreed on with the broker, such as `MQTT 5`. */
      readonly protocol?: string;
      /** What the broker does not let this user hear, where it says so; commands are still answered. */
      readonly unheard?: readonly string[];
      /** Why, where the broker tells it. */
      readonly whyUnheard?: string;
    }
  | {
      readonly kind: 'offline';
      /** When it was lost, however often it has been tried again since. */
      readonly since: number;
      /** Of the loss, or of the last attempt's failure. */
      readonly reason: string;
      /** When it is tried again by itself; absent where only a person can mend it. */
      readonly retry?: number;
    };

/** A command ready to go. The envelope is sent as it is. */
export interface Command {
  /** Thing that gets it: `edge:device` or `edge:device:edge:containers`. */
  readonly thing: string;
  /** True for the root device itself, whose daemons listen on the gateway's own topic. */
  readonly root: boolean;
  readonly operation: string;
  readonly envelope: Envelope | LocalEnvelope;
  /** False where the author wants no answer (`response-required: false`): then none comes. */
  readonly responseRequired: boolean;
  /** True where running it twice does no more than once. */
  readonly idempotent: boolean;
}

/** Where a command went, once the broker has taken it. `address` is the MQTT topic (or AMQP `to`). */
export interface Sent {
  readonly address: string;
  readonly time: number;
  /** False where the broker said that nobody listens there. Undefined where it cannot tell (MQTT 3.1.1). */
  readonly heard?: boolean;
}

/** The device's direct answer. */
export interface Response {
  readonly address: string;
  /** HTTP status: the topic's last level, else the envelope's. */
  readonly status: number;
  /** Absent where the answer is no Ditto message; then `raw` is all there is. */
  readonly envelope?: Envelope;
  readonly raw: string;
  readonly time: number;
}

/** Anything else that a device says: events, twin changes, its identity, the gateway's cloud link. */
export interface Incoming {
  readonly address: string;
  readonly raw: string;
  /** Absent where the message is no JSON. */
  readonly json?: unknown;
  /** What it says of the connection of the device, where it says anything of that. */
  readonly presence?: Presence;
  /** The device that says it, where the network has made sure of that: it speaks for itself and its things only. */
  readonly speaker?: string;
  readonly retained: boolean;
  readonly time: number;
}

export interface SendOptions {
  /**
   * Milliseconds to wait for the answer in all, over every address tried. Where the network tells what became of a
   * message, as Hono does, that word is waited for as long as it may take, even where this is shorter.
   */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /** Called for each address just before the message leaves: from then on somebody may have heard it. */
  readonly onPublishing?: (address: string) => void;
  /** Called for each address, in order, as soon as the broker has taken the message. */
  readonly onSent?: (sent: Sent) => void;
  /** Called with the answer in the order in which the device's messages arrive, after {@link SendOptions.onSent}. */
  readonly onAnswer?: (response: Response) => void;
}

/** Everything on the wire, for the log's trace level. */
export interface WireMessage {
  /** `note`: no message, but what the library that carries them says of the connection. */
  readonly direction: 'out' | 'in' | 'note';
  readonly address: string;
  readonly raw: string;
}

export interface Transport {
  readonly state: TransportState;
  /** Whether what devices say by themselves is heard: how updates go on and end, and what is installed. */
  readonly hearsEvents: boolean;
  /** Why they are not heard although the connection wants them; absent where it does not, or hears them. */
  readonly eventsRefused?: string | undefined;
  readonly onState: Listen<TransportState>;
  readonly onMessage: Listen<Incoming>;
  readonly onWire: Listen<WireMessage>;
  /** Resolves when connected and subscribed. Rejects with a FaultError that says what to do. */
  connect(signal?: AbortSignal): Promise<void>;
  /**
   * Sends a command and waits for its answer; undefined where it wants none. Rejects with a FaultError:
   * `response-timeout`, `no-listener`, `no-credit`, `device-not-connected`, `command-refused`, `not-authorized`, `connection-lost`, `cancelled`, ….
   */
  request(command: Command, options: SendOptions): Promise<Response | undefined>;
  /**
   * Whether anybody takes commands, where the network says so before one is sent: Hono gives credit only once a device of
   * the tenant has subscribed. Waits so many milliseconds for it. Undefined where it cannot be told, as over MQTT.
   */
  takesCommands(patience: number, signal?: AbortSignal): Promise<boolean | undefined>;
  /**
   * Asks the gateway to tell who it is; the answer comes as a message. Rejects with a FaultError: `not-authorized`,
   * `no-listener`, `connection-lost`, ….
   */
  discover(): Promise<void>;
  close(): Promise<void>;
}
