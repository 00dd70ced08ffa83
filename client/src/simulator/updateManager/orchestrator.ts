/** Drives one update through its phases (update-manager: updatem/orchestration/update_orchestrator_apply.go). */
import { Panic, type Process } from '../daemon.ts';
import { durationText, formatted } from '../go/strconv.ts';
import { type Channel, Mutex } from '../go/sync.ts';
import type { DomainAgent } from './domainAgent.ts';
import { type CommandName, commands, Operation, splitByDomain } from './operation.ts';
import { handleStatus } from './statusHandlers.ts';
import type { Action, DesiredState, Feedback, ReceivedFeedback } from './types.ts';

/** In a millisecond. */
const nanoseconds = 1_000_000;

export interface OrchestratorOptions {
  /** Milliseconds that a phase may take. */
  readonly phaseTimeout: number;
  readonly ownerConsentTimeout: number;
  /** Commands that the owner must allow first. */
  readonly ownerConsent: readonly string[];
}

/** Asks the device's owner, over the feature or the local bus. */
export interface OwnerConsentClient {
  /** `status`: null where the answer has none at all. */
  start(answered: (activityId: string, status: string | null) => void): Promise<void>;
  stop(): void;
  ask(activityId: string, command: string): Promise<void>;
}

export class Orchestrator {
  readonly #operationLock = new Mutex();
  #operation: Operation | undefined;

  constructor(
    private readonly process: Process,
    private readonly options: OrchestratorOptions,
    private readonly consent: OwnerConsentClient,
    private readonly tell: (activityId: string, feedback: Feedback) => Promise<void>,
  ) {}

  /** Resolves when the update is over and its last feedback is sent. */
  async apply(agents: readonly DomainAgent[], activityId: string, desiredState: DesiredState): Promise<void> {
    const states = new Map<DomainAgent, DesiredState>();
    for (const [domain, state] of splitByDomain(desiredState)) {
      const agent = agents.find((candidate) => candidate.domain === domain);
      if (agent === undefined) this.process.log(`cannot find an update agent for domain ${domain}: ignored.`);
      else states.set(agent, state);
    }
    if (states.size === 0) {
      // The device forgets the activity id here (update_orchestrator_apply.go:200).
      const message = 'the desired state manifest does not contain any supported domain';
      await this.tell('', { baseline: '', status: 'INCOMPLETE', message, actions: [] });
      return;
    }
    const operation = new Operation(activityId, states);
    await this.#operationLock.run(() => {
      this.#operation = operation;
    });
    const message = await this.#run(operation);
    await this.#report(operation, operation.status, message);
    // Waits for a command that still asks the owner.
    await this.#operationLock.run(() => {
      this.#operation = undefined;
    });
  }

  onFeedback(domain: string, activityId: string, feedback: ReceivedFeedback): Promise<void> {
    return this.#operationLock.run(async () => {
      const operation = this.#operation;
      if (operation === undefined || operation.activityId !== activityId || !operation.domains.has(domain))
        return;
      const actions = operation.actions.get(domain) ?? new Map<string, Action>();
      operation.actions.set(domain, actions);
      const received = feedback.actions ?? [];
      for (const action of received) {
        if (action?.component == null) {
          throw new Panic(`the agent of ${domain} reported an action without a component (nil dereference).`);
        }
        actions.set(action.component.id, { ...action, component: action.component });
      }
      const steps = {
        operation,
        running: () => this.#report(operation, 'RUNNING', ''),
        identified: () => this.#report(operation, 'IDENTIFIED', ''),
        cleanUp: (failed: string) => this.#command(operation, failed, 'CLEANUP'),
      };
      await handleStatus(steps, domain, feedback.status, feedback.message, received.length);
    });
  }

  /** Runs the phases; the result is the message of the last feedback, empty where all went well. */
  async #run(operation: Operation): Promise<string> {
    await this.#report(operation, 'IDENTIFYING', '');
    for (const [agent, state] of operation.states) {
      this.process.go(() => agent.apply(operation.activityId, state));
    }
    let rollback = false;
    for (const command of commands) {
      if (rollback && command !== 'CLEANUP') continue;
      const channel = operation.commands.get(command);
      const signal = channel === undefined ? 'stop' : await this.#wait(operation, channel);
      if (typeof signal === 'object') {
        if (signal.timeout) {
          operation.status = command === 'DOWNLOAD' ? 'IDENTIFICATION_FAILED' : 'INCOMPLETE';
        }
        return `failed to wait for command '${command}' signal: ${signal.error}`;
      }
      if (signal === 'stop') return '';
      rollback = signal === 'rollback';
      if (!rollback) this.process.go(() => this.#handleCommand(operation, command));
    }
    const last = await this.#wait(operation, operation.done);
    return typeof last === 'object' ? last.error : '';
  }

  #wait(
    operation: Operation,
    channel: Channel<boolean>,
  ): Promise<'go' | 'stop' | 'rollback' | { readonly error: string; readonly timeout: boolean }> {
    return new Promise((resolve) => {
      const cancels: (() => void)[] = [];
      let over = false;
      const settle = (outcome: Parameters<typeof resolve>[0]) => {
        over = true;
        for (const cancel of cancels) cancel();
        resolve(outcome);
      };
      const listen = (start: () => () => void) => {
        if (!over) cancels.push(start());
        if (over) for (const cancel of cancels) cancel();
      };
      const { phaseTimeout } = this.options;
      // The device takes the message, with the agent's words in it, for a format (fmt.Errorf, waitSignal).
      const failure = () => formatted(operation.errorMessage);
      listen(() => operation.failed.next(() => settle({ error: failure(), timeout: false })));
      listen(() => operation.rolledBack.next(() => settle('rollback')));
      listen(() => channel.next((value) => settle(value ? 'go' : 'stop')));
      listen(() =>
        this.process.after(phaseTimeout, () =>
          settle({ error: `not received in ${durationText(phaseTimeout * nanoseconds)}`, timeout: true }),
        ),
      );
    });
  }

  /** Holds the operation's lock while the owner is asked, so feedback waits too. */
  #handleCommand(operation: Operation, command: CommandName): Promise<void> {
    return this.#operationLock.run(async () => {
      if (this.#operation === undefined) return;
      const refusal = await this.#askOwner(operation, command);
      let sent = command;
      if (refusal !== undefined) {
        if (command !== 'UPDATE' && command !== 'ACTIVATE') {
          operation.status = 'INCOMPLETE';
          operation.errorMessage = refusal;
          operation.failed.send(true);
          return;
        }
        sent = 'ROLLBACK';
        operation.delayedStatus = 'INCOMPLETE';
        operation.delayedError = refusal;
        operation.rolledBack.send(true);
      }
      for (const [domain, status] of operation.domains) {
        if (readyFor[sent].includes(status)) await this.#command(operation, domain, sent);
      }
    });
  }

  /** Undefined where the owner allows the command or need not be asked; else why not. */
  async #askOwner(operation: Operation, command: CommandName): Promise<string | undefined> {
    if (!this.options.ownerConsent.includes(command) || command === 'CLEANUP') return undefined;
    await this.consent.start((activityId, status) => {
      if (activityId !== operation.activityId) return;
      if (status === null) throw new Panic('"ownerConsentFeedback" is missing (nil dereference).');
      operation.consented.send(status === 'APPROVED');
    });
    await this.consent.ask(operation.activityId, command);
    const { ownerConsentTimeout } = this.options;
    const refusal = await new Promise<string | undefined>((resolve) => {
      const timer = this.process.after(ownerConsentTimeout, () => {
        ignore();
        resolve(`owner consent not granted in ${durationText(ownerConsentTimeout * nanoseconds)}`);
      });
      const ignore = operation.consented.next((approved) => {
        timer();
        resolve(approved ? undefined : 'owner approval not granted');
      });
    });
    this.consent.stop();
    return refusal;
  }

  async #command(operation: Operation, domain: string, command: CommandName): Promise<void> {
    const agent = [...operation.states.keys()].find((candidate) => candidate.domain === domain);
    await agent?.command(operation.activityId, command);
  }

  #report(operation: Operation, status: string, message: string): Promise<void> {
    const actions = [...operation.actions.values()].flatMap((domain) => [...domain.values()]).map(forCloud);
    return this.tell(operation.activityId, { baseline: '', status, message, actions });
  }
}

/** The statuses of a domain in which it gets a command. */
const readyFor: Readonly<Record<CommandName, readonly string[]>> = {
  DOWNLOAD: ['IDENTIFIED'],
  UPDATE: ['DOWNLOAD_SUCCESS'],
  ACTIVATE: ['UPDATE_SUCCESS'],
  CLEANUP: ['ACTIVATION_SUCCESS', 'ROLLBACK_SUCCESS'],
  ROLLBACK: ['DOWNLOAD_SUCCESS', 'UPDATE_SUCCESS'],
};

/** The cloud does not know activation: it is told as an update (api/util/util.go, FixActivationActionStatus). */
function forCloud(action: Action): Action {
  const names: Readonly<Record<string, string>> = {
    ACTIVATING: 'UPDATING',
    ACTIVATION_SUCCESS: 'UPDATE_SUCCESS',
    ACTIVATION_FAILURE: 'UPDATE_FAILURE',
  };
  const status = names[action.status];
  return status === undefined ? action : { ...action, status };
}
