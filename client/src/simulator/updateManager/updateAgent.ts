/**
 * The frame that update-manager and the containers agent both stand in (update-manager: api/agent): one desired
 * state at a time, feedback at most once an interval, spontaneous states after a delay.
 */

import type { Process } from '../daemon.ts';
import { Mutex } from '../go/sync.ts';
import type { Action, Command, DesiredState, Feedback, Inventory } from './types.ts';

/** How the agent's words reach its owner: as a Ditto feature or as local messages. */
export interface UpdateAgentClient {
  sendFeedback(activityId: string, feedback: Feedback): Promise<void>;
  sendCurrentState(activityId: string, inventory: Inventory): Promise<void>;
}

/** What the agent does its work with: the orchestrating manager, or the one of a domain. */
export interface UpdateManager {
  apply(activityId: string, desiredState: DesiredState): Promise<void>;
  command(activityId: string, command: Command): Promise<void>;
  get(activityId: string): Promise<Inventory>;
  /** Begins to listen to what its own agents say. */
  watchEvents(): Promise<void>;
}

export interface UpdateAgentTiming {
  /** Milliseconds between two RUNNING reports. */
  readonly feedbackInterval: number;
  /** Milliseconds before a state that nobody asked for is reported. */
  readonly currentStateDelay: number;
}

const initialPrefix = 'initial-current-state-';

export class UpdateAgent {
  /** Held for the whole of an apply: a second one waits without a word (api/agent/agent.go:149). */
  readonly #clientLock = new Mutex();
  readonly #feedback: FeedbackNotifier;
  readonly #currentState: CurrentStateNotifier;

  constructor(
    private readonly process: Process,
    private readonly manager: UpdateManager,
    private readonly client: UpdateAgentClient,
    timing: UpdateAgentTiming,
  ) {
    this.#feedback = new FeedbackNotifier(process, client, timing.feedbackInterval);
    this.#currentState = new CurrentStateNotifier(process, client, timing.currentStateDelay);
  }

  handleDesiredState(activityId: string, desiredState: DesiredState): void {
    this.process.go(() => this.#clientLock.run(() => this.manager.apply(activityId, desiredState)));
  }

  handleCommand(activityId: string, command: Command): void {
    this.process.go(() => this.#clientLock.run(() => this.manager.command(activityId, command)));
  }

  async handleCurrentStateGet(activityId: string): Promise<void> {
    if (activityId.startsWith(initialPrefix)) await this.manager.watchEvents();
    const inventory = await this.manager.get(activityId);
    this.#currentState.stop();
    await this.client.sendCurrentState(activityId, inventory);
  }

  /** Tells the state that the device starts with. */
  reportInitialState(): Promise<void> {
    return this.handleCurrentStateGet(`${initialPrefix}${this.process.clock.now()}`);
  }

  /** Feedback of the manager (callback_desired_state_feedback.go). RUNNING is told at most once an interval. */
  async onFeedback(activityId: string, feedback: Feedback): Promise<void> {
    if (feedback.status === 'RUNNING') {
      await this.#feedback.set(activityId, feedback.actions);
      return;
    }
    await this.client.sendFeedback(activityId, feedback);
    if (feedback.status === 'COMPLETED' || feedback.status === 'INCOMPLETE') await this.#feedback.stop();
  }

  /** A state that the manager learned of (callback_current_state.go). */
  async onCurrentState(activityId: string, inventory: Inventory): Promise<void> {
    if (activityId === '') {
      this.#currentState.set(inventory);
      return;
    }
    this.#currentState.stop();
    await this.client.sendCurrentState(activityId, inventory);
  }
}

/** api/agent/timer_desired_state_feedback.go */
class FeedbackNotifier {
  readonly #lock = new Mutex();
  #cancel: (() => void) | undefined;
  #activityId = '';
  #actions: readonly Action[] = [];
  #reported: readonly Action[] = [];

  constructor(
    private readonly process: Process,
    private readonly client: UpdateAgentClient,
    private readonly interval: number,
  ) {}

  set(activityId: string, actions: readonly Action[]): Promise<void> {
    return this.#lock.run(async () => {
      this.#actions = actions;
      if (this.#cancel !== undefined) return;
      this.#activityId = activityId;
      await this.#report();
      this.#cancel = this.process.after(this.interval, () => this.#ring());
    });
  }

  stop(): Promise<void> {
    return this.#lock.run(() => {
      this.#cancel?.();
      this.#cancel = undefined;
      this.#actions = [];
      this.#reported = [];
    });
  }

  #ring(): Promise<void> {
    return this.#lock.run(async () => {
      if (this.#cancel === undefined) return;
      this.#cancel = undefined;
      if (JSON.stringify(this.#actions) !== JSON.stringify(this.#reported)) await this.#report();
    });
  }

  async #report(): Promise<void> {
    this.#reported = this.#actions;
    await this.client.sendFeedback(this.#activityId, {
      baseline: '',
      status: 'RUNNING',
      message: '',
      actions: this.#actions,
    });
  }
}

/** api/agent/timer_current_state.go: the last state within the delay is told, once, without an activity id. */
class CurrentStateNotifier {
  #cancel: (() => void) | undefined;
  #inventory: Inventory | undefined;

  constructor(
    private readonly process: Process,
    private readonly client: UpdateAgentClient,
    private readonly delay: number,
  ) {}

  set(inventory: Inventory): void {
    this.#inventory = inventory;
    this.#cancel ??= this.process.after(this.delay, async () => {
      this.#cancel = undefined;
      if (this.#inventory !== undefined) await this.client.sendCurrentState('', this.#inventory);
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#inventory = undefined;
  }
}
