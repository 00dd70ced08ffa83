/** The connection to a Hono: what is sent and heard over it. */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { ConnectionProfile } from '../../connections/profile.ts';
import { type Fault, FaultError, fault } from '../../errors.ts';
import { Emitter, type Listen } from '../../events.ts';
import {
  commandAddress,
  commandLinkAddress,
  type DownstreamEndpoint,
  downstreamAddress,
  downstreamEndpoints,
  type HonoMessage,
  replyAddress,
} from '../../protocol/hono.ts';
import { waitFor } from '../../timing.ts';
import { saidBy, without } from '../faults.ts';
import type { HonoLink, Received, Sending, Taking } from '../hono/link.ts';
import { type LinkTiming, Standing, usualTiming } from '../standing.ts';
import type { Command, TransportState, WireMessage } from '../transport.ts';
import { type Access, wayTo } from '../way.ts';
import { type OpenClient, openClient } from './client.ts';
import { connectFault } from './faults.ts';
import { type CommandMessage, encodeCommand } from './message.ts';
import { crowded, noCredit, notConnected, rejected } from './requestFaults.ts';
import type { Outcome, OutgoingMessage } from './sender.ts';

/** Milliseconds. */
export interface AmqpTiming {
  /** For credit: as long as none comes, nobody takes commands of the tenant. */
  readonly credit: number;
  /** For Hono's word of what became of a command, at least: it may take 8 s until it knows (hono: section 1.1). */
  readonly outcome: number;
}

const usualAmqp: AmqpTiming = { credit: 5000, outcome: 10_000 };

export class AmqpLink implements HonoLink {
  readonly tenant: string;
  readonly leaving: number;
  readonly outcome: number;
  /** Answers to this window alone come there: receivers of one address would share them. */
  readonly #answers: string;
  readonly #messages = new Emitter<Received>();
  readonly #wire = new Emitter<WireMessage>();
  readonly onState: Listen<TransportState>;
  readonly onMessage = this.#messages.event;
  readonly onWire = this.#wire.event;
  readonly #profile: ConnectionProfile;
  readonly #access: Access;
  readonly #timing: LinkTiming;
  readonly #containerId: string;
  /** Endpoints by their addresses. */
  readonly #optional: ReadonlyMap<string, DownstreamEndpoint>;
  readonly #standing: Standing<OpenClient, Error>;

  /** `profile`: with a tenant. */
  constructor(profile: ConnectionProfile, access: Access, timing: Partial<LinkTiming & AmqpTiming> = {}) {
    const { tenant = '', receive = [] } = profile;
    this.tenant = tenant;
    this.#answers = replyAddress(tenant, randomUUID());
    this.#profile = profile;
    this.#access = access;
    this.#timing = { ...usualTiming, ...timing };
    this.#containerId = profile.clientId ?? `kanto-${randomUUID()}`;
    this.#optional = new Map(
      receive.map((it) => [downstreamAddress(downstreamEndpoints[it], tenant), downstreamEndpoints[it]]),
    );
    const { credit, outcome } = { ...usualAmqp, ...timing };
    this.leaving = credit;
    this.outcome = outcome;
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

  isHeard(endpoint: DownstreamEndpoint): boolean {
    const address = downstreamAddress(endpoint, this.tenant);
    return this.#optional.has(address) && !this.#standing.client?.unheard.includes(address);
  }

  addressOf(thing: string): string {
    return commandAddress(this.tenant, thing);
  }

  /** Hono gives credit only once a device of the tenant has subscribed. */
  async takesCommands(patience: number, signal?: AbortSignal): Promise<boolean> {
    const { client } = this.#standing;
    if (!client) return false;
    const credit = await waitFor((over) => client.commands.untilCredit(over), patience, signal);
    if (credit === 'cancelled')
      throw new FaultError(fault('cancelled', t('Waiting for credit was cancelled.')));
    return credit === 'given';
  }

  async send(command: Command, correlationId: string, onLeaving: () => void): Promise<Sending> {
    const { thing, operation, envelope, responseRequired } = command;
    const outgoing = await this.#send(
      {
        to: this.addressOf(thing),
        subject: operation,
        payload: JSON.stringify(envelope),
        ...(responseRequired && { answer: { replyTo: this.#answers, correlationId } }),
      },
      onLeaving,
    );
    return {
      left: outgoing.left,
      get passed() {
        return outgoing.passed;
      },
      taken: outgoing.outcome.then((outcome) => takingOf(command, outcome)),
      withdraw: () => outgoing.withdraw(),
    };
  }

  notLeft(command: Command, why: 'nothing' | 'crowded', waited: number): Fault {
    return why === 'crowded' ? crowded(command, waited) : noCredit(command, this.tenant, waited);
  }

  async #send(command: CommandMessage, onLeaving: () => void): Promise<OutgoingMessage> {
    const { default: rhea } = await import('rhea');
    const { client } = this.#standing;
    if (!client)
      throw new FaultError(fault('not-connected', t('There is no connection to {0}.', this.#profile.url)));
    const message = encodeCommand(rhea.message, command);
    const { largest } = client.commands;
    if (largest !== undefined && message.length > largest) {
      const long = t('The message has {0} bytes, and Hono takes at most {1}.', message.length, largest);
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
      answers: this.#answers,
      optional: [...this.#optional.keys()],
    };
    const way = await wayTo(this.#profile, this.#access);
    const events = {
      hear: (address: string, message: HonoMessage) => this.#hear(address, message),
      onLost: (cause: Error) => onLost(client, without(way.password, cause)),
      onUnheard: () => this.#standing.tellUnheard(),
    };
    const client = await openClient(way, links, options, events, signal).catch((error: unknown) => {
      throw error instanceof Error ? without(way.password, error) : error;
    });
    return client;
  }

  #hear(address: string, message: HonoMessage): void {
    this.#wire.fire({ direction: 'in', address, raw: message.text });
    this.#messages.fire({ address, from: this.#optional.get(address) ?? 'answers', message });
  }
}

/** Throws a FaultError where Hono says that it has not passed the command on. */
function takingOf(command: Command, outcome: Outcome): Taking {
  if (outcome.kind === 'released') throw new FaultError(notConnected(command));
  if (outcome.kind === 'rejected') throw new FaultError(rejected(command, outcome.error));
  return { kind: 'taken', isHeard: outcome.kind === 'accepted' };
}
