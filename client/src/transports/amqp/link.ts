/** The connection to a Hono: what is sent and heard over it. */
import { randomUUID } from 'node:crypto';
import type { ConnectionProfile } from '../../connections/profile.ts';
import { FaultError, fault } from '../../errors.ts';
import { Emitter, type Listen } from '../../events.ts';
import {
  commandLinkAddress,
  downstreamAddress,
  downstreamEndpoints,
  type HonoMessage,
  replyAddress,
} from '../../protocol/hono.ts';
import { saidBy } from '../faults.ts';
import { type LinkTiming, Standing, usualTiming } from '../standing.ts';
import type { TransportState, WireMessage } from '../transport.ts';
import { type Access, wayTo } from '../way.ts';
import { type OpenClient, openClient } from './client.ts';
import { connectFault, without } from './faults.ts';
import { type CommandMessage, encodeCommand } from './message.ts';
import type { Sending } from './sender.ts';

/** What came on one of the links. */
export interface Received {
  readonly address: string;
  readonly message: HonoMessage;
}

export class AmqpLink {
  readonly tenant: string;
  /** Answers to this window alone come there: receivers of one address would share them. */
  readonly answers: string;
  readonly #messages = new Emitter<Received>();
  readonly #wire = new Emitter<WireMessage>();
  readonly onState: Listen<TransportState>;
  readonly onMessage = this.#messages.event;
  readonly onWire = this.#wire.event;
  readonly #profile: ConnectionProfile;
  readonly #access: Access;
  readonly #timing: LinkTiming;
  readonly #containerId: string;
  readonly #optional: readonly string[];
  readonly #standing: Standing<OpenClient, Error>;

  constructor(profile: ConnectionProfile, access: Access, timing: Partial<LinkTiming> = {}) {
    const { tenant = '', receive = [] } = profile;
    this.tenant = tenant;
    this.answers = replyAddress(tenant, randomUUID());
    this.#profile = profile;
    this.#access = access;
    this.#timing = { ...usualTiming, ...timing };
    this.#containerId = profile.clientId ?? `kanto-${randomUUID()}`;
    this.#optional = receive.map((it) => downstreamAddress(downstreamEndpoints[it], tenant));
    this.#standing = new Standing(
      {
        open: (signal, _, onLost) => this.#open(signal, onLost),
        faultOf: (error) => connectFault(error, this.#profile),
        judge: (cause) => ({ reason: saidBy(cause), lasting: false }),
      },
      this.#timing.pauses,
    );
    this.onState = this.#standing.onState;
  }

  get state(): TransportState {
    return this.#standing.state;
  }

  /** Resolves when connected and attached; at once where it is. Rejects with a FaultError. */
  connect(signal?: AbortSignal): Promise<void> {
    return this.#standing.connect(signal);
  }

  close(): Promise<void> {
    return this.#standing.close();
  }

  /** Whether messages come from an address of `receive`; of a lost connection, whether they are wanted once it is back. */
  isHeard(address: string): boolean {
    const { client } = this.#standing;
    return this.#optional.includes(address) && !client?.unheard.includes(address);
  }

  /** Resolves once Hono gives credit for a command; with `none` where there is no connection, or the signal ends it. */
  untilCredit(over: AbortSignal): Promise<'given' | 'none'> {
    return this.#standing.client?.commands.untilCredit(over) ?? Promise.resolve('none');
  }

  /**
   * Sends a command as soon as there is credit; `onLeaving` is called just before. Rejects with a FaultError where there is
   * no connection, or Hono takes no message of that length.
   */
  async send(command: CommandMessage, onLeaving: () => void): Promise<Sending> {
    const { default: rhea } = await import('rhea');
    const { client } = this.#standing;
    if (!client)
      throw new FaultError(fault('not-connected', `There is no connection to ${this.#profile.url}.`));
    const message = encodeCommand(rhea.message, command);
    const { largest } = client.commands;
    if (largest !== undefined && message.length > largest) {
      const long = `The message has ${message.length} bytes, and Hono takes at most ${largest}.`;
      throw new FaultError(fault('message-too-long', long));
    }
    return client.commands.send(message, () => {
      onLeaving();
      this.#wire.fire({ direction: 'out', address: command.to, raw: command.payload });
    });
  }

  async #open(signal: AbortSignal, onLost: (client: OpenClient, cause: Error) => void): Promise<OpenClient> {
    const options = {
      ...this.#timing,
      containerId: this.#containerId,
      keepAlive: this.#profile.keepAlive,
    };
    const links = {
      commands: commandLinkAddress(this.tenant),
      answers: this.answers,
      optional: this.#optional,
    };
    const way = await wayTo(this.#profile, this.#access);
    const events = {
      hear: (address: string, message: HonoMessage) => this.#hear({ address, message }),
      onLost: (cause: Error) => onLost(client, without(way.password, cause)),
      onUnheard: () => this.#standing.tellUnheard(),
    };
    const client = await openClient(way, links, options, events, signal).catch((error: unknown) => {
      throw error instanceof Error ? without(way.password, error) : error;
    });
    return client;
  }

  #hear(received: Received): void {
    const { address, message } = received;
    this.#wire.fire({ direction: 'in', address, raw: message.text });
    this.#messages.fire(received);
  }
}
