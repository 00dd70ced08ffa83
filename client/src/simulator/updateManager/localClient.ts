/**
 * An update agent on the local bus: update-manager without things (`thingsEnabled=false`), and the agent of a domain
 * (update-manager: mqtt/update_agent_client.go, mqtt/owner_consent_client.go).
 */
import type { BusMessage } from '../bus.ts';
import type { Process } from '../daemon.ts';
import { unmarshal } from '../go/decode.ts';
import type { OwnerConsentClient } from './orchestrator.ts';
import {
  agentMessages,
  type Command,
  type DesiredState,
  type Feedback,
  type Inventory,
  omitEmpty,
  topicPrefix,
} from './types.ts';
import type { UpdateAgentClient } from './updateAgent.ts';

export interface LocalClientHandler {
  handleDesiredState(activityId: string, desiredState: DesiredState): void;
  handleCommand(activityId: string, command: Command): void;
  handleCurrentStateGet(activityId: string): Promise<void>;
}

export class LocalClient implements UpdateAgentClient, OwnerConsentClient {
  readonly #prefix: string;
  #answered: ((activityId: string, status: string) => void) | undefined;

  constructor(
    private readonly process: Process,
    domain: string,
  ) {
    this.#prefix = topicPrefix(domain);
  }

  /** Topics with what handles their messages; the program hands over one message at a time. */
  inbound(
    handler: LocalClientHandler,
  ): readonly { readonly topic: string; readonly handle: (payload: string) => Promise<void> }[] {
    const read = <T>(
      payload: string,
      parsed: { ok: true; value: T } | { ok: false; error: string },
    ): T | undefined => {
      if (parsed.ok) return parsed.value;
      this.process.log(
        `cannot parse a message on ${this.#prefix}/…: ${parsed.error} in ${payload.slice(0, 60)}`,
      );
      return undefined;
    };
    return [
      {
        topic: `${this.#prefix}/desiredstate`,
        handle: async (payload) => {
          const message = read(payload, unmarshal(payload, agentMessages.desiredState));
          if (message !== undefined) handler.handleDesiredState(message.activityId, message.payload);
        },
      },
      {
        topic: `${this.#prefix}/desiredstate/command`,
        handle: async (payload) => {
          const message = read(payload, unmarshal(payload, agentMessages.command));
          if (message !== undefined) handler.handleCommand(message.activityId, message.payload);
        },
      },
      {
        topic: `${this.#prefix}/currentstate/get`,
        handle: async (payload) => {
          const message = read(payload, unmarshal(payload, agentMessages.any));
          if (message !== undefined) await handler.handleCurrentStateGet(message.activityId);
        },
      },
    ];
  }

  sendFeedback(activityId: string, feedback: Feedback): Promise<void> {
    return this.#send('desiredstatefeedback', activityId, feedback);
  }

  sendCurrentState(activityId: string, inventory: Inventory): Promise<void> {
    return this.#send('currentstate', activityId, inventory, true);
  }

  async start(answered: (activityId: string, status: string) => void): Promise<void> {
    const first = this.#answered === undefined;
    this.#answered = answered;
    if (first)
      await this.process.subscribe(`${this.#prefix}/ownerconsentfeedback`, (it) => this.#onConsent(it));
  }

  stop(): void {
    this.#answered = () => undefined;
  }

  ask(activityId: string, command: string): Promise<void> {
    return this.#send('ownerconsent', activityId, { command });
  }

  #onConsent({ payload }: BusMessage): void {
    const message = unmarshal(payload, agentMessages.ownerConsentFeedback);
    if (message.ok) this.#answered?.(message.value.activityId, message.value.payload.status);
    else this.process.log(`cannot parse the owner's consent: ${message.error}`);
  }

  /** Does not wait for the broker's acknowledgement. */
  async #send(topic: string, activityId: string, payload: unknown, retain = false): Promise<void> {
    const timestamp = this.process.clock.now();
    this.process.go(() =>
      this.process.publish(
        `${this.#prefix}/${topic}`,
        { activityId, timestamp, payload: omitEmpty(payload) },
        retain,
      ),
    );
  }
}
