/**
 * update-manager as the feature UpdateManager of the root thing (update-manager: things/update_manager_feature.go,
 * mqtt/update_agent_things_client.go).
 */
import type { Process } from '../daemon.ts';
import {
  correlationId,
  invalidParameter,
  isFor,
  type Message,
  modify,
  outbox,
  readMessage,
  reply,
  responseRequired,
  type Topic,
} from '../ditto.ts';
import { type GoType, remarshal } from '../go/decode.ts';
import { Mutex } from '../go/sync.ts';
import type { OwnerConsentClient } from './orchestrator.ts';
import {
  applyArguments,
  consentArguments,
  type DesiredState,
  type Feedback,
  type Inventory,
  omitEmpty,
  refreshArguments,
} from './types.ts';
import type { UpdateAgentClient } from './updateAgent.ts';

const feature = 'UpdateManager';
const definition = 'com.bosch.iot.suite.edge.update:UpdateManager:1.0.0';
const commandTopic = 'command///req/#';

export interface ThingsClientHandler {
  handleDesiredState(activityId: string, desiredState: DesiredState): void;
  handleCurrentStateGet(activityId: string): Promise<void>;
}

export class ThingsClient implements UpdateAgentClient, OwnerConsentClient {
  /** One message in or out at a time. */
  readonly #lock = new Mutex();
  #answered: ((activityId: string, status: string | null) => void) | undefined;
  #consentCorrelationId = '';

  constructor(
    private readonly process: Process,
    private readonly thing: Topic,
    private readonly domain: string,
    private readonly newId: () => string,
  ) {}

  /** Listens for commands and registers the feature. */
  async activate(handler: ThingsClientHandler): Promise<void> {
    await this.process.subscribe(commandTopic, ({ topic, payload }) => {
      const read = readMessage(topic, payload, 'newer');
      if (read.ok) return this.#lock.run(() => this.#handle(read.message, handler));
      this.process.log(`no Ditto message, ignored: ${read.error}`);
      return undefined;
    });
    const value = { definition: [definition], properties: { domain: this.domain } };
    await this.process.publish('e', modify(this.thing, `/features/${feature}`, value));
  }

  sendFeedback(activityId: string, feedback: Feedback): Promise<void> {
    return this.#lock.run(() =>
      this.#publish(
        outbox(this.thing, feature, 'feedback', {
          activityId,
          timestamp: this.process.clock.now(),
          desiredStateFeedback: omitEmpty(feedback),
        }),
      ),
    );
  }

  sendCurrentState(activityId: string, inventory: Inventory): Promise<void> {
    const timestamp = this.process.clock.now();
    const value = { activityId, timestamp, domain: this.domain, inventory: omitEmpty(inventory) };
    return this.#lock.run(() =>
      this.#publish(modify(this.thing, `/features/${feature}/properties`, value, true)),
    );
  }

  async start(answered: (activityId: string, status: string | null) => void): Promise<void> {
    this.#answered = answered;
  }

  stop(): void {
    this.#answered = undefined;
  }

  ask(activityId: string, command: string): Promise<void> {
    return this.#lock.run(() => {
      this.#consentCorrelationId = this.newId();
      const timestamp = this.process.clock.now();
      const headers = { 'correlation-id': this.#consentCorrelationId, 'response-required': true };
      const value = { activityId, timestamp, ownerConsent: { command } };
      return this.#publish(outbox(this.thing, feature, 'consent', value, headers));
    });
  }

  async #handle(message: Message, handler: ThingsClientHandler): Promise<void> {
    if (!isFor(message, this.thing)) return;
    const inbox = `/features/${feature}/inbox/messages/`;
    if (message.envelope.path === `${inbox}apply`) {
      const args = await this.#arguments(message, 'apply', applyArguments);
      if (args === undefined) return;
      const { activityId, desiredState } = args;
      if (desiredState === null) return this.#refuse(message, 'apply', 'desired state is missing');
      await this.#accept(message, 'apply');
      handler.handleDesiredState(activityId, desiredState);
    } else if (message.envelope.path === `${inbox}refresh`) {
      const args = await this.#arguments(message, 'refresh', refreshArguments);
      if (args === undefined) return;
      await this.#accept(message, 'refresh');
      this.process.go(() => handler.handleCurrentStateGet(args.activityId));
    } else if (message.envelope.path === `${inbox}consent`) {
      await this.#consent(message);
    }
  }

  async #consent(message: Message): Promise<void> {
    const answered = this.#answered;
    if (answered === undefined)
      return this.#refuse(message, 'consent', 'owner consent handler not available');
    const args = await this.#arguments(message, 'consent', consentArguments);
    if (args === undefined) return;
    if (correlationId(message.envelope.headers) !== this.#consentCorrelationId) {
      return this.#refuse(message, 'consent', 'correlation id mismatch');
    }
    this.#consentCorrelationId = '';
    await this.#accept(message, 'consent');
    const { activityId, ownerConsentFeedback } = args;
    this.process.go(() => answered(activityId, ownerConsentFeedback?.status ?? null));
  }

  async #arguments<T>(message: Message, operation: string, type: GoType<T>): Promise<T | undefined> {
    const args = remarshal(message.envelope.value, type);
    if (!args.ok) {
      await this.#refuse(message, operation, args.error);
      return undefined;
    }
    // The device writes the correlation id into its log here, whether it is to answer or not.
    correlationId(message.envelope.headers);
    return args.value;
  }

  #accept(message: Message, operation: string): Promise<void> {
    return this.#reply(message, operation);
  }

  #refuse(message: Message, operation: string, reason: string): Promise<void> {
    this.process.log(`${operation} refused: ${reason}`);
    return this.#reply(message, operation, invalidParameter(reason));
  }

  async #reply(
    message: Message,
    operation: string,
    error?: ReturnType<typeof invalidParameter>,
  ): Promise<void> {
    const { headers } = message.envelope;
    if (!responseRequired(headers)) return;
    const topic = `command///res/${message.requestId}/${error === undefined ? 204 : 400}`;
    await this.process.publish(topic, reply(this.thing, feature, operation, correlationId(headers), error));
  }

  #publish(envelope: unknown): Promise<void> {
    return this.process.publish('e', envelope);
  }
}
