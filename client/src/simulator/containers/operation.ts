/**
 * One update of the containers domain: what is to be done with each container, and the phases that do it
 * (container-management: containerm/updateagent/update_operation.go).
 */
import type { Process } from '../daemon.ts';
import type { Action, Feedback } from '../updateManager/types.ts';
import { actionMessages, type ContainerAction } from './compare.ts';
import type { InternalDesiredState } from './desiredState.ts';
import type { ContainerEngine } from './engine.ts';
import { imageVersion } from './inventory.ts';
import {
  activate,
  type Baseline,
  type ContainerTiming,
  download,
  type PhaseContext,
  reason,
  rollback,
  type Step,
  update,
} from './phases.ts';
import { type PlannedContainer, planContainers } from './plan.ts';

export interface OperationContext {
  readonly process: Process;
  readonly engine: ContainerEngine;
  readonly timing: ContainerTiming;
  /** Containers that are left alone where the desired state does not say otherwise. */
  readonly systemContainers: readonly string[];
  readonly tell: (activityId: string, feedback: Feedback) => Promise<void>;
  /** The order in which Go happens to walk a map of containers. */
  readonly mapOrder: <T>(items: readonly T[]) => readonly T[];
}

const domain = 'containers';

export class ContainersOperation {
  #all: Baseline | undefined;
  readonly #baselines = new Map<string, Baseline>();

  constructor(
    readonly activityId: string,
    private readonly desiredState: InternalDesiredState,
    private readonly context: OperationContext,
    private readonly finished: () => void,
  ) {}

  /** Compares with what runs. True where there is something to do. */
  identify(): boolean {
    const { engine, mapOrder, process } = this.context;
    const system = this.desiredState.systemContainers ?? this.context.systemContainers;
    const steps: Step[] = [];
    for (const planned of planContainers(this.desiredState.containers, engine.list(), system)) {
      if (planned.kind !== 'protected') steps.push(this.#step({ ...planned, kind: planned.kind }));
      else if (planned.desired !== undefined) {
        process.log(`[${planned.name}] System container cannot be updated with desired state.`);
      }
    }
    const destroyed = mapOrder(steps.filter(({ kind }) => kind === 'destroy'));
    steps.splice(steps.length - destroyed.length, destroyed.length, ...destroyed);
    this.#baselines.set(`${domain}:remove-components`, baselineOf(`${domain}:remove-components`, destroyed));
    for (const [name, containers] of this.desiredState.baselines) {
      const own = containers.flatMap((container) => steps.filter(({ desired }) => desired === container));
      this.#baselines.set(name, baselineOf(name, own));
    }
    this.#all = baselineOf('', steps);
    return steps.length > 0;
  }

  /** Runs a command for one baseline, or for everything (`""` or `*`). */
  async execute(command: string, baselineName: string): Promise<void> {
    const phase = command === 'CLEANUP' ? cleanupPhase : phases[command];
    const all = this.#all;
    if (phase === undefined || all === undefined) {
      this.context.process.log(`Ignoring unknown command ${command}`);
      return;
    }
    const whole = baselineName === '' || baselineName === '*';
    if (whole) all.name = baselineName;
    const baseline = whole ? all : this.#baselines.get(baselineName);
    if (baseline === undefined) {
      await this.feedback(phase.failure, `Unknown baseline ${baselineName}`, baselineName);
      return;
    }
    if (phase.after.length > 0 && !phase.after.includes(baseline.status)) {
      const message = `${command} is possible only after status ${phase.after.join('|')} is reported`;
      await this.feedback(phase.failure, message, baselineName);
      return;
    }
    if (phase === cleanupPhase) return this.#cleanup(baseline);
    await phase.run(baseline, { ...this.context, set: (...told) => this.#set(...told) });
  }

  feedback(status: string, message: string, baseline: string): Promise<void> {
    const actions = (this.#all?.steps ?? []).map((it): Action => ({ ...it.feedback }));
    return this.context.tell(this.activityId, { baseline, status, message, actions });
  }

  /** Removes the old containers of a baseline that went well. */
  async #cleanup(baseline: Baseline): Promise<void> {
    if (baseline.name === '' || baseline.name === '*') this.#baselines.clear();
    else this.#baselines.delete(baseline.name);
    let result = 'CLEANUP_SUCCESS';
    if (baseline.status === 'ACTIVATION_SUCCESS') {
      for (const it of baseline.steps) {
        if ((it.kind === 'recreate' || it.kind === 'destroy') && it.current !== undefined) {
          if (!(await this.#removeOld(it, it.current.id))) result = 'CLEANUP_FAILURE';
        }
      }
    }
    await this.feedback(result, '', baseline.name);
    if (this.#baselines.size > 0) return;
    this.finished();
    const well = baseline.status === 'ACTIVATION_SUCCESS' && result === 'CLEANUP_SUCCESS';
    await this.feedback(well ? 'COMPLETED' : 'INCOMPLETE', '', '');
  }

  /** True unless the removal failed of a container that is no longer wanted. */
  async #removeOld(it: Step, id: string): Promise<boolean> {
    const { engine, process, timing } = this.context;
    await process.sleep(timing.cleanup);
    let error: unknown;
    try {
      engine.remove(id);
    } catch (caught) {
      error = caught;
    }
    if (it.feedback.status !== 'UPDATE_SUCCESS' || it.kind !== 'destroy') return true;
    it.feedback.status = error === undefined ? 'REMOVAL_SUCCESS' : 'REMOVAL_FAILURE';
    it.feedback.message = error === undefined ? 'Old container instance is removed.' : reason(error);
    return error === undefined;
  }

  async #set(
    baseline: Baseline,
    status: string,
    it: Step | undefined,
    actionStatus: string,
    message: string,
  ): Promise<void> {
    if (it !== undefined) Object.assign(it.feedback, { status: actionStatus, message });
    baseline.status = status;
    await this.feedback(status, '', baseline.name);
  }

  #step(planned: PlannedContainer & { readonly kind: ContainerAction }): Step {
    const { kind, name, desired, current } = planned;
    // The version that the author wrote is only told back; what is destroyed has its image's.
    const version =
      kind === 'destroy' ? imageVersion(current?.image.name ?? '') : this.desiredState.versionOf(name);
    const component = { id: `${domain}:${name}`, version };
    const feedback = { component, status: 'IDENTIFIED', progress: 0, message: actionMessages[kind] };
    return { kind, name, desired, current, feedback };
  }
}

interface Phase {
  readonly failure: string;
  /** Statuses of the baseline in which the command is taken; any where empty. */
  readonly after: readonly string[];
  readonly run: (baseline: Baseline, context: PhaseContext) => Promise<void>;
}

const cleanupPhase: Phase = { failure: 'CLEANUP', after: [], run: () => Promise.resolve() };

const phases: Readonly<Record<string, Phase>> = {
  DOWNLOAD: {
    failure: 'DOWNLOAD_FAILURE',
    after: ['IDENTIFIED'],
    run: download,
  },
  UPDATE: {
    failure: 'UPDATE_FAILURE',
    after: ['DOWNLOAD_SUCCESS'],
    run: update,
  },
  ACTIVATE: {
    failure: 'ACTIVATION_FAILURE',
    after: ['UPDATE_SUCCESS'],
    run: activate,
  },
  ROLLBACK: {
    failure: 'ROLLBACK_FAILURE',
    after: ['DOWNLOAD_SUCCESS', 'UPDATE_SUCCESS', 'ACTIVATION_FAILURE', 'ACTIVATION_SUCCESS'],
    run: rollback,
  },
};

function baselineOf(name: string, steps: readonly Step[]): Baseline {
  return { name, status: 'IDENTIFIED', steps };
}
