/**
 * update-manager's side of one domain: what it sends to the domain's agent and hears from it
 * (update-manager: updatem/domain, mqtt/desired_state_client.go).
 */
import type { Process } from '../daemon.ts';
import { unmarshal } from '../go/decode.ts';
import { Mutex } from '../go/sync.ts';
import {
  agentMessages,
  type DesiredState,
  type Inventory,
  omitEmpty,
  type ReceivedFeedback,
  topicPrefix,
} from './types.ts';

export interface DomainEvents {
  onFeedback(domain: string, activityId: string, feedback: ReceivedFeedback): Promise<void>;
  onCurrentState(domain: string, activityId: string, inventory: Inventory): Promise<void>;
}

export class DomainAgent {
  readonly #lock = new Mutex();
  readonly #prefix: string;
  #activityId: string | undefined;
  #inventory: Inventory | undefined;
  #timestamp = 0;
  #expected: { readonly activityId: string; readonly arrived: () => void } | undefined;

  constructor(
    readonly domain: string,
    private readonly process: Process,
    private readonly events: DomainEvents,
    /** Milliseconds to wait for the agent's state. */
    private readonly readTimeout: number,
  ) {
    this.#prefix = topicPrefix(domain);
  }

  /** The topics that the agent speaks on. */
  get topics(): { readonly feedback: string; readonly currentState: string } {
    return { feedback: `${this.#prefix}/desiredstatefeedback`, currentState: `${this.#prefix}/currentstate` };
  }

  apply(activityId: string, desiredState: DesiredState): Promise<void> {
    return this.#lock.run(async () => {
      this.#activityId = activityId;
      await this.#send('desiredstate', activityId, omitEmpty(desiredState));
    });
  }

  command(activityId: string, command: string): Promise<void> {
    return this.#lock.run(async () => {
      if (this.#activityId !== activityId) return;
      await this.#send('desiredstate/command', activityId, { command });
    });
  }

  /** The agent's state; the last known one (or none) where it does not answer in time. */
  get(activityId: string): Promise<Inventory | undefined> {
    return this.#lock.run(async () => {
      let arrived: () => void = () => undefined;
      const answer = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      // Without an activity id the answer cannot be told from others: the agent is waited for in vain.
      this.#expected = activityId === '' ? undefined : { activityId, arrived };
      await this.#send('currentstate/get', activityId, null);
      let late: () => void = () => undefined;
      const timeout = new Promise<void>((resolve) => {
        late = this.process.after(this.readTimeout, resolve);
      });
      await Promise.race([answer, timeout]);
      late();
      this.#expected = undefined;
      return this.#inventory;
    });
  }

  async handleFeedback(payload: string): Promise<void> {
    const message = unmarshal(payload, agentMessages.feedback);
    if (!message.ok) {
      this.process.log(`cannot parse what the agent of ${this.domain} says: ${message.error}`);
      return;
    }
    const { activityId, payload: feedback } = message.value;
    if (this.#activityId === undefined || this.#activityId !== activityId) return;
    await this.events.onFeedback(this.domain, activityId, feedback);
  }

  async handleCurrentState(payload: string): Promise<void> {
    const message = unmarshal(payload, agentMessages.currentState);
    if (!message.ok) {
      this.process.log(`cannot parse the state of ${this.domain}: ${message.error}`);
      return;
    }
    const { activityId, timestamp, payload: inventory } = message.value;
    if (this.#inventory !== undefined && timestamp < this.#timestamp) return;
    this.#inventory = inventory;
    this.#timestamp = timestamp;
    await this.events.onCurrentState(this.domain, activityId, inventory);
    if (activityId !== '' && activityId === this.#expected?.activityId) this.#expected.arrived();
  }

  #send(topic: string, activityId: string, payload: unknown): Promise<void> {
    const timestamp = this.process.clock.now();
    return this.process.publish(`${this.#prefix}/${topic}`, { activityId, timestamp, payload });
  }
}
