/**
 * One update of the containers domain: what is to be done with each container, and the phases that do it
 * (container-management: containerm/updateagent/update_operation.go).
 */
import type { Process } from '../daemon.ts';
import type { Action, Feedback } from '../updateManager/types.ts';
import { actionMessages, type ContainerAction } from './compare.ts';
import { type Container, ContainerError } from './container.ts';
import type { InternalDesiredState } from './desiredState.ts';
import type { ContainerEngine } from './engine.ts';
import { imageVersion } from './inventory.ts';
import { type PlannedContainer, planContainers } from './plan.ts';

/** Milliseconds that each step of a container takes. */
export interface ContainerTiming {
  readonly download: number;
  readonly update: number;
  readonly activate: number;
  readonly cleanup: number;
}

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

interface Step {
  readonly kind: ContainerAction;
  readonly name: string;
  readonly desired: Container | undefined;
  readonly current: Container | undefined;
  readonly feedback: { component: Action['component']; status: string; progress: number; message: string };
}

interface Baseline {
  name: string;
  status: string;
  readonly steps: readonly Step[];
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
    const phase = phases[command];
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
    await phase.run(this, baseline);
  }

  feedback(status: string, message: string, baseline: string): Promise<void> {
    const actions = (this.#all?.steps ?? []).map((it): Action => ({ ...it.feedback }));
    return this.context.tell(this.activityId, { baseline, status, message, actions });
  }

  download(baseline: Baseline): Promise<void> {
    const { engine, process, timing } = this.context;
    return this.#phase(baseline, 'DOWNLOADING', 'DOWNLOAD', 'DOWNLOAD', async ({ kind, desired }) => {
      if ((kind !== 'create' && kind !== 'recreate') || desired === undefined) return undefined;
      return async () => {
        engine.pull(desired.image.name);
        await process.sleep(timing.download);
        engine.create(desired);
        return 'New container created.';
      };
    });
  }

  update(baseline: Baseline): Promise<void> {
    const { engine, process, timing } = this.context;
    return this.#phase(baseline, 'UPDATING', 'UPDATE', 'UPDATE', async ({ kind, desired, current }) => {
      if (kind === 'check' || kind === 'create' || current === undefined) return undefined;
      return async () => {
        await process.sleep(timing.update);
        if (kind !== 'update') {
          if (current.state?.status === 'Running') engine.stop(current.id);
          return 'Old container instance is stopped.';
        }
        const host = desired?.hostConfig;
        engine.update(current.id, host?.restartPolicy ?? null, host?.resources ?? null);
        return 'Container instance is updated with new configuration.';
      };
    });
  }

  activate(baseline: Baseline): Promise<void> {
    const { engine, process, timing } = this.context;
    return this.#phase(baseline, 'ACTIVATING', 'ACTIVATION', 'ACTIVATION', async (it) => {
      const { kind, desired, current, feedback } = it;
      if (kind === 'destroy') return undefined;
      return async () => {
        await process.sleep(timing.activate);
        if (kind === 'create' || kind === 'recreate') {
          if (desired !== undefined) engine.start(desired.id);
          return 'New container instance is started.';
        }
        if (current !== undefined) this.#ensureRunning(current.id);
        return kind === 'check' ? 'Existing container instance is running.' : feedback.message;
      };
    });
  }

  async rollback(baseline: Baseline): Promise<void> {
    let failed = false;
    let last: Step | undefined;
    let message = '';
    for (const it of baseline.steps) {
      if (last !== undefined) await this.#set(baseline, 'ROLLBACK', last, 'UPDATE_FAILURE', message);
      last = it;
      if (it.kind === 'check' || it.kind === 'destroy') {
        last = undefined;
        continue;
      }
      await this.#set(baseline, 'ROLLBACK', it, 'UPDATING', it.feedback.message);
      try {
        message = this.#undo(it);
      } catch (error) {
        message = reason(error);
        failed = true;
      }
    }
    await this.#set(
      baseline,
      failed ? 'ROLLBACK_FAILURE' : 'ROLLBACK_SUCCESS',
      last,
      'UPDATE_FAILURE',
      message,
    );
  }

  async cleanup(baseline: Baseline): Promise<void> {
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

  /**
   * One phase over the containers of a baseline. `plan` says what is to be done with one (undefined: nothing), and
   * doing it gives the message. A container's success is told together with the next one's beginning.
   */
  async #phase(
    baseline: Baseline,
    during: string,
    status: string,
    actionStatus: string,
    plan: (step: Step) => Promise<(() => Promise<string>) | undefined>,
  ): Promise<void> {
    let last: Step | undefined;
    let message = '';
    for (const it of baseline.steps) {
      const work = await plan(it);
      if (work === undefined) continue;
      if (last !== undefined) Object.assign(last.feedback, { status: `${actionStatus}_SUCCESS`, message });
      last = it;
      await this.#set(baseline, during, it, during, it.feedback.message);
      try {
        message = await work();
      } catch (error) {
        await this.#set(baseline, `${status}_FAILURE`, it, `${actionStatus}_FAILURE`, reason(error));
        return;
      }
    }
    await this.#set(baseline, `${status}_SUCCESS`, last, `${actionStatus}_SUCCESS`, message);
  }

  #undo({ kind, desired, current }: Step): string {
    const { engine } = this.context;
    if (kind === 'update') {
      if (current !== undefined) {
        engine.update(
          current.id,
          current.hostConfig?.restartPolicy ?? null,
          current.hostConfig?.resources ?? null,
        );
        this.#ensureRunning(current.id);
      }
      return 'Update unsuccessful, but rollback succeeded - container configuration restored from older instance.';
    }
    if (desired !== undefined) engine.remove(desired.id);
    const undone = 'Update unsuccessful, but rollback succeeded - new container instance destroyed';
    if (current === undefined) return `${undone}.`;
    engine.start(current.id);
    return `${undone}, old container instance restored.`;
  }

  #ensureRunning(id: string): void {
    const { engine } = this.context;
    if (engine.get(id)?.state?.status !== 'Running') engine.start(id);
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
  readonly run: (operation: ContainersOperation, baseline: Baseline) => Promise<void>;
}

const phases: Readonly<Record<string, Phase>> = {
  DOWNLOAD: {
    failure: 'DOWNLOAD_FAILURE',
    after: ['IDENTIFIED'],
    run: (operation, baseline) => operation.download(baseline),
  },
  UPDATE: {
    failure: 'UPDATE_FAILURE',
    after: ['DOWNLOAD_SUCCESS'],
    run: (operation, baseline) => operation.update(baseline),
  },
  ACTIVATE: {
    failure: 'ACTIVATION_FAILURE',
    after: ['UPDATE_SUCCESS'],
    run: (operation, baseline) => operation.activate(baseline),
  },
  ROLLBACK: {
    failure: 'ROLLBACK_FAILURE',
    after: ['DOWNLOAD_SUCCESS', 'UPDATE_SUCCESS', 'ACTIVATION_FAILURE', 'ACTIVATION_SUCCESS'],
    run: (operation, baseline) => operation.rollback(baseline),
  },
  CLEANUP: { failure: 'CLEANUP', after: [], run: (operation, baseline) => operation.cleanup(baseline) },
};

function baselineOf(name: string, steps: readonly Step[]): Baseline {
  return { name, status: 'IDENTIFIED', steps };
}

/** The engine's refusal as text; a fault of the simulation goes on. */
function reason(error: unknown): string {
  if (error instanceof ContainerError) return error.message;
  throw error;
}
