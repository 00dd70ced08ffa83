/** update-manager, put together: things mode (default) or direct mode (`thingsEnabled=false`). */
import type { Process, Program } from '../daemon.ts';
import type { Topic } from '../ditto.ts';
import { Mutex } from '../go/sync.ts';
import { LocalClient } from './localClient.ts';
import { AggregatedManager, type ManagerEvents } from './manager.ts';
import type { OwnerConsentClient } from './orchestrator.ts';
import { ThingsClient } from './thingsClient.ts';
import { UpdateAgent, type UpdateAgentClient, type UpdateAgentTiming } from './updateAgent.ts';

export interface UpdateManagerOptions extends UpdateAgentTiming {
  /** The manager's own: `device`, or `vehicle` in Eclipse Leda. */
  readonly domain: string;
  readonly thing: Topic;
  readonly mode: 'things' | 'direct';
  readonly domains: readonly { readonly id: string; readonly readTimeout: number }[];
  readonly phaseTimeout: number;
  readonly ownerConsent: readonly string[];
  readonly ownerConsentTimeout: number;
  readonly newId: () => string;
}

const version = 'development';

export function updateManagerProgram(options: UpdateManagerOptions): Program {
  return options.mode === 'direct' ? direct(options) : things(options);
}

function things(options: UpdateManagerOptions): Program {
  return async (process) => {
    const client = new ThingsClient(process, options.thing, options.domain, options.newId);
    const { agent } = compose(process, options, client, inOrder());
    await client.activate(agent);
    process.go(() => agent.reportInitialState());
  };
}

function direct(options: UpdateManagerOptions): Program {
  return async (process) => {
    const client = new LocalClient(process, options.domain);
    const turn = inOrder();
    const { agent } = compose(process, options, client, turn);
    for (const { topic, handle } of client.inbound(agent)) {
      await process.subscribe(topic, ({ payload }) => turn(() => handle(payload)));
    }
    process.go(() => agent.reportInitialState());
  };
}

/** Everything that arrives on local topics is handled in one row: a handler that waits holds up the next. */
type Turn = (work: () => Promise<void>) => Promise<void>;

function inOrder(): Turn {
  const lock = new Mutex();
  return (work) => lock.run(work);
}

function compose(
  process: Process,
  options: UpdateManagerOptions,
  client: UpdateAgentClient & OwnerConsentClient,
  turn: Turn,
): { readonly agent: UpdateAgent } {
  const manager = new AggregatedManager(process, { ...options, version }, client, (): ManagerEvents => agent);
  manager.subscribeAgents = async () => {
    for (const { topic, handle } of manager.inbound) {
      await process.subscribe(topic, ({ payload }) => turn(() => handle(payload)));
    }
  };
  const agent = new UpdateAgent(process, manager, client, options);
  return { agent };
}
