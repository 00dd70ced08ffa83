/**
 * The phases of an update of containers (container-management: containerm/updateagent/update_operation.go: download,
 * update, activate, rollback).
 */
import type { Process } from '../daemon.ts';
import type { Action } from '../updateManager/types.ts';
import type { ContainerAction } from './compare.ts';
import { type Container, ContainerError } from './container.ts';
import type { ContainerEngine } from './engine.ts';

/** Milliseconds that each step of a container takes. */
export interface ContainerTiming {
  readonly download: number;
  readonly update: number;
  readonly activate: number;
  readonly cleanup: number;
}

/** What is done with one container, and what is told of it. */
export interface Step {
  readonly kind: ContainerAction;
  readonly name: string;
  readonly desired: Container | undefined;
  readonly current: Container | undefined;
  readonly feedback: { component: Action['component']; status: string; progress: number; message: string };
}

/** Containers that go through the phases together. */
export interface Baseline {
  name: string;
  status: string;
  readonly steps: readonly Step[];
}

export interface PhaseContext {
  readonly process: Process;
  readonly engine: ContainerEngine;
  readonly timing: ContainerTiming;
  /** Sets the status of a baseline and of one of its steps, and tells both. */
  readonly set: (
    baseline: Baseline,
    status: string,
    step: Step | undefined,
    actionStatus: string,
    message: string,
  ) => Promise<void>;
}

/** Creates the new containers. */
export function download(baseline: Baseline, context: PhaseContext): Promise<void> {
  const { engine, process, timing } = context;
  return runPhase(baseline, context, 'DOWNLOADING', 'DOWNLOAD', 'DOWNLOAD', async ({ kind, desired }) => {
    if ((kind !== 'create' && kind !== 'recreate') || desired === undefined) return undefined;
    return async () => {
      engine.pull(desired.image.name);
      await process.sleep(timing.download);
      engine.create(desired);
      return 'New container created.';
    };
  });
}

/** Stops the old containers, changes what can change in place. */
export function update(baseline: Baseline, context: PhaseContext): Promise<void> {
  const { engine, process, timing } = context;
  return runPhase(baseline, context, 'UPDATING', 'UPDATE', 'UPDATE', async ({ kind, desired, current }) => {
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

/** Starts the new containers, sees that the others run. */
export function activate(baseline: Baseline, context: PhaseContext): Promise<void> {
  const { engine, process, timing } = context;
  return runPhase(baseline, context, 'ACTIVATING', 'ACTIVATION', 'ACTIVATION', async (it) => {
    const { kind, desired, current, feedback } = it;
    if (kind === 'destroy') return undefined;
    return async () => {
      await process.sleep(timing.activate);
      if (kind === 'create' || kind === 'recreate') {
        if (desired !== undefined) engine.start(desired.id);
        return 'New container instance is started.';
      }
      if (current !== undefined) ensureRunning(engine, current.id);
      return kind === 'check' ? 'Existing container instance is running.' : feedback.message;
    };
  });
}

/** Removes the new containers, starts the old ones again. */
export async function rollback(baseline: Baseline, context: PhaseContext): Promise<void> {
  let failed = false;
  let last: Step | undefined;
  let message = '';
  for (const it of baseline.steps) {
    if (last !== undefined) await context.set(baseline, 'ROLLBACK', last, 'UPDATE_FAILURE', message);
    last = it;
    if (it.kind === 'check' || it.kind === 'destroy') {
      last = undefined;
      continue;
    }
    await context.set(baseline, 'ROLLBACK', it, 'UPDATING', it.feedback.message);
    try {
      message = undo(context.engine, it);
    } catch (error) {
      message = reason(error);
      failed = true;
    }
  }
  await context.set(
    baseline,
    failed ? 'ROLLBACK_FAILURE' : 'ROLLBACK_SUCCESS',
    last,
    'UPDATE_FAILURE',
    message,
  );
}

/**
 * One phase over the containers of a baseline. `plan` says what is to be done with one (undefined: nothing), and
 * doing it gives the message. A container's success is told together with the next one's beginning.
 */
async function runPhase(
  baseline: Baseline,
  context: PhaseContext,
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
    await context.set(baseline, during, it, during, it.feedback.message);
    try {
      message = await work();
    } catch (error) {
      await context.set(baseline, `${status}_FAILURE`, it, `${actionStatus}_FAILURE`, reason(error));
      return;
    }
  }
  await context.set(baseline, `${status}_SUCCESS`, last, `${actionStatus}_SUCCESS`, message);
}

function undo(engine: ContainerEngine, { kind, desired, current }: Step): string {
  if (kind === 'update') {
    if (current !== undefined) {
      engine.update(
        current.id,
        current.hostConfig?.restartPolicy ?? null,
        current.hostConfig?.resources ?? null,
      );
      ensureRunning(engine, current.id);
    }
    return 'Update unsuccessful, but rollback succeeded - container configuration restored from older instance.';
  }
  if (desired !== undefined) engine.remove(desired.id);
  const undone = 'Update unsuccessful, but rollback succeeded - new container instance destroyed';
  if (current === undefined) return `${undone}.`;
  engine.start(current.id);
  return `${undone}, old container instance restored.`;
}

function ensureRunning(engine: ContainerEngine, id: string): void {
  if (engine.get(id)?.state?.status !== 'Running') engine.start(id);
}

/** The engine's refusal as text; a fault of the simulation goes on. */
export function reason(error: unknown): string {
  if (error instanceof ContainerError) return error.message;
  throw error;
}
