/** What both ways to a Hono, AMQP and Kafka, have in common: what an application says and hears there. */

import type { Fault } from '../../errors.ts';
import type { Listen } from '../../events.ts';
import type { DownstreamEndpoint, HonoMessage } from '../../protocol/hono.ts';
import type { Command, TransportState, WireMessage } from '../transport.ts';

/** What came, and from where. */
export interface Received {
  /** As on the wire: address of the link, or topic. */
  readonly address: string;
  readonly from: 'answers' | DownstreamEndpoint;
  readonly message: HonoMessage;
}

/**
 * What became of a command at Hono's network.
 * - `taken`: the network has it; `isHeard` where it says that it has passed it on to the device's connection
 * - `unknown`: it has left, and nobody can say whether the network has it; the fault says why
 */
export type Taking =
  | { readonly kind: 'taken'; readonly isHeard: boolean }
  | { readonly kind: 'unknown'; readonly fault: Fault };

export interface Sending {
  /** Resolves when the message has left. Rejects with a FaultError where it never will. */
  readonly left: Promise<void>;
  /** How many messages have left on this way: while that grows, this one waits for its turn. */
  readonly passed: number;
  /** Rejects with a FaultError where it was refused; never settles where the connection is lost before. */
  readonly taken: Promise<Taking>;
  /** Takes it back, where it has not left. */
  withdraw(): void;
}

export interface HonoLink {
  readonly tenant: string;
  readonly state: TransportState;
  readonly onState: Listen<TransportState>;
  readonly onMessage: Listen<Received>;
  readonly onWire: Listen<WireMessage>;
  /** Resolves when connected and heard; at once where it is. Rejects with a FaultError. */
  connect(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
  /** Whether messages come from there; of a lost connection, whether they are wanted once it is back. */
  isHeard(endpoint: DownstreamEndpoint): boolean;
  /** See {@link Transport.takesCommands}. */
  takesCommands(patience: number, signal?: AbortSignal): Promise<boolean | undefined>;
  /** Where a command to the thing goes, for people. */
  addressOf(thing: string): string;
  /** Milliseconds in which the first command must leave, where nothing passes at all. */
  readonly leaving: number;
  /** Milliseconds for the network's word of what became of a command, at least. */
  readonly outcome: number;
  /**
   * Sends a command as soon as that may be; `onLeaving` is called just before. Rejects with a FaultError where there is no
   * connection, or the message is too long.
   */
  send(command: Command, correlationId: string, onLeaving: () => void): Promise<Sending>;
  /** Why a command has not left in time: nothing did, or others did before it. */
  notLeft(command: Command, why: 'nothing' | 'crowded', waited: number): Fault;
}
