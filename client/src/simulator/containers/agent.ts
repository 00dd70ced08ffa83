/** The containers update agent (container-management: containerm/updateagent/update_manager.go). */
import type { Process } from '../daemon.ts';
import { Mutex } from '../go/sync.ts';
import { LocalClient } from '../updateManager/localClient.ts';
import type { Command, DesiredState, Inventory } from '../updateManager/types.ts';
import { UpdateAgent, type UpdateManager } from '../updateManager/updateAgent.ts';
import { ContainerError } from './container.ts';
import { toInternalDesiredState } from './desiredState.ts';
import type { ContainerEngine } from './engine.ts';
import { containersInventory } from './inventory.ts';
import { ContainersOperation, type OperationContext } from './operation.ts';

export interface ContainersAgentOptions
  extends Pick<OperationContext, 'engine' | 'timing' | 'systemContainers' | 'mapOrder'> {
  readonly newId: () => string;
}

/** Listens on `containersupdate/…` and reports the state that it starts with. */
export async function startContainersAgent(process: Process, options: ContainersAgentOptions): Promise<void> {
  const client = new LocalClient(process, 'containers');
  const manager = new ContainersManager(process, options, client);
  const agent = new UpdateAgent(process, manager, client, { feedbackInterval: 0, currentStateDelay: 0 });
  const turn = new Mutex();
  for (const { topic, handle } of client.inbound(agent)) {
    await process.subscribe(topic, ({ payload }) => turn.run(() => handle(payload)));
  }
  process.go(() => agent.reportInitialState());
}

class ContainersManager implements UpdateManager {
  readonly #lock = new Mutex();
  #operation: ContainersOperation | undefined;

  constructor(
    private readonly process: Process,
    private readonly options: ContainersAgentOptions,
    private readonly client: LocalClient,
  ) {}

  apply(activityId: string, desiredState: DesiredState): Promise<void> {
    return this.#lock.run(async () => {
      const operation = await this.#read(activityId, desiredState);
      if (operation === undefined) return;
      await operation.feedback('IDENTIFYING', '', '');
      const something = operation.identify();
      await operation.feedback('IDENTIFIED', '', '');
      if (something) this.#operation = operation;
      else await operation.feedback('COMPLETED', '', '');
    });
  }

  command(activityId: string, { command, baseline }: Command): Promise<void> {
    return this.#lock.run(async () => {
      if (this.#operation?.activityId === activityId) {
        await this.#operation.execute(command, baseline);
        return;
      }
      const present = this.#operation === undefined ? 'no operation in progress' : this.#operation.activityId;
      this.process.log(`Ignoring received command ${command} for activityId ${activityId}: ${present}.`);
    });
  }

  async get(): Promise<Inventory> {
    return containersInventory(this.engine.list());
  }

  async watchEvents(): Promise<void> {}

  private get engine(): ContainerEngine {
    return this.options.engine;
  }

  async #read(activityId: string, desiredState: DesiredState): Promise<ContainersOperation | undefined> {
    try {
      const conversion = { newId: this.options.newId, warn: (line: string) => this.process.log(line) };
      const internal = toInternalDesiredState(desiredState, conversion);
      const context: OperationContext = {
        ...this.options,
        process: this.process,
        tell: (id, feedback) => this.client.sendFeedback(id, feedback),
      };
      return new ContainersOperation(activityId, internal, context, () => {
        this.#operation = undefined;
      });
    } catch (error) {
      if (!(error instanceof ContainerError)) throw error;
      const status = 'IDENTIFICATION_FAILED';
      await this.client.sendFeedback(activityId, {
        baseline: '',
        status,
        message: error.message,
        actions: [],
      });
      return undefined;
    }
  }
}
