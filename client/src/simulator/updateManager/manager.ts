/** update-manager over all its domains (update-manager: updatem/orchestration/update_manager.go). */
import type { Process } from '../daemon.ts';
import { Mutex } from '../go/sync.ts';
import { DomainAgent } from './domainAgent.ts';
import { fullInventory } from './inventory.ts';
import { Orchestrator, type OrchestratorOptions, type OwnerConsentClient } from './orchestrator.ts';
import type { Command, DesiredState, Feedback, Inventory, ReceivedFeedback } from './types.ts';
import type { UpdateManager } from './updateAgent.ts';

export interface ManagerOptions extends OrchestratorOptions {
  /** The manager's own domain; its node is `<domain>-update-manager`. */
  readonly domain: string;
  readonly version: string;
  /** Domains that have an agent (or should have), with the milliseconds that each may take to tell its state. */
  readonly domains: readonly { readonly id: string; readonly readTimeout: number }[];
}

/** What the manager tells; wired to the update agent's frame. */
export interface ManagerEvents {
  onFeedback(activityId: string, feedback: Feedback): Promise<void>;
  onCurrentState(activityId: string, inventory: Inventory): Promise<void>;
}

export class AggregatedManager implements UpdateManager {
  readonly #eventLock = new Mutex();
  readonly #inventories = new Map<string, Inventory>();
  readonly #agents: readonly DomainAgent[];
  readonly #orchestrator: Orchestrator;

  constructor(
    private readonly process: Process,
    private readonly options: ManagerOptions,
    consent: OwnerConsentClient,
    private readonly events: () => ManagerEvents,
  ) {
    const domainEvents = {
      onFeedback: (domain: string, activityId: string, feedback: ReceivedFeedback) =>
        this.#eventLock.run(() => this.#orchestrator.onFeedback(domain, activityId, feedback)),
      onCurrentState: (domain: string, activityId: string, inventory: Inventory) =>
        this.#eventLock.run(async () => {
          this.#inventories.set(domain, inventory);
          if (activityId === '') await this.events().onCurrentState('', this.#full(this.#inventories));
        }),
    };
    this.#agents = options.domains.map(
      ({ id, readTimeout }) => new DomainAgent(id, process, domainEvents, readTimeout),
    );
    this.#orchestrator = new Orchestrator(process, options, consent, (activityId, feedback) =>
      this.events().onFeedback(activityId, feedback),
    );
  }

  /** The agents' topics with what handles their messages, one message at a time. */
  get inbound(): readonly { readonly topic: string; readonly handle: (payload: string) => Promise<void> }[] {
    return this.#agents.flatMap((agent) => [
      { topic: agent.topics.currentState, handle: (payload) => agent.handleCurrentState(payload) },
      { topic: agent.topics.feedback, handle: (payload) => agent.handleFeedback(payload) },
    ]);
  }

  /** Set by the program: subscribes to {@link inbound}. */
  subscribeAgents: () => Promise<void> = () => Promise.resolve();

  async apply(activityId: string, desiredState: DesiredState): Promise<void> {
    this.process.log(`starting update ${activityId === '' ? 'without an activity id' : activityId}`);
    await this.#orchestrator.apply(this.#agents, activityId, desiredState);
    const inventory = await this.get(activityId);
    await this.events().onCurrentState(activityId, inventory);
  }

  /** The manager over all domains takes no commands. */
  async command(_activityId: string, _command: Command): Promise<void> {}

  async get(activityId: string): Promise<Inventory> {
    const inventories = new Map(this.#inventories);
    await Promise.all(
      this.#agents.map(async (agent) => {
        const inventory = await agent.get(activityId);
        if (inventory !== undefined) inventories.set(agent.domain, inventory);
      }),
    );
    return this.#full(inventories);
  }

  watchEvents(): Promise<void> {
    return this.subscribeAgents();
  }

  #full(inventories: ReadonlyMap<string, Inventory>): Inventory {
    return fullInventory(this.options.domain, this.options.version, inventories);
  }
}
