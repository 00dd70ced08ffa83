/** The way back: which state a device had before a run, and what of it cannot come back. Pure. */
import type { Imported, Problem } from '../../../server/src/messages.ts';
import type { DevicePlan } from '../updates/devicePlan.ts';
import { changedNothing, isOver, isTaken, type UpdateRun } from '../updates/run.ts';
import type { KeptRun } from './history.ts';

/** Only an apply says what is to be there afterwards: what was installed or removed has its own way back. */
export function canBeUndone(run: UpdateRun): boolean {
  return run.operation === 'apply' && isTaken(run) && isOver(run) && !changedNothing(run);
}

/** Where the manifest comes from that brings a device back. */
export type UndoSource =
  | { readonly kind: 'reported'; readonly imported: Pick<Imported, 'notes' | 'plan'> }
  | { readonly kind: 'applied'; readonly run: KeptRun };

export interface UndoInput {
  readonly run: UpdateRun;
  readonly source: UndoSource;
  /** Of the manifest that is applied. */
  readonly problems: readonly Problem[];
  /** Runs that have changed the device since. */
  readonly later: number;
}

export interface UndoLimits {
  /** Components that the run has destroyed or made anew: what was stored in them is gone. */
  readonly emptied: readonly string[];
  /** Images that are named in a way that can mean another one by now. */
  readonly movingImages: number;
  /** Domains that the run was about, and what is applied is not. */
  readonly untouched: readonly string[];
  /** Keys that devices report and no manifest can set. */
  readonly runtimeKeys: readonly string[];
  /** What cannot be told from what the device reported, by component. */
  readonly lost: readonly { readonly component: string; readonly message: string }[];
  readonly later: number;
}

/** `plan`: what the way back would do now. */
export function undoLimits({ run, source, problems, later }: UndoInput, plan: DevicePlan): UndoLimits {
  const actions = run.plan?.actions ?? [];
  const gone = actions.filter(({ action }) => action === 'destroy' || action === 'replace');
  const notes = source.kind === 'reported' ? source.imported.notes : [];
  const runtime = notes.filter(({ kind, keys }) => kind === 'left-out' && keys.length > 0);
  const lost = notes.filter(
    ({ kind, keys }) => kind === 'lost' || (kind === 'left-out' && keys.length === 0),
  );
  return {
    emptied: [...new Set(gone.map(({ component }) => component))],
    movingImages: problems.filter(({ code }) => movingImage.includes(code)).length,
    untouched: untouchedDomains(run, plan),
    runtimeKeys: [...new Set(runtime.flatMap(({ keys }) => keys))],
    lost: lost.map(({ component, message }) => ({ component, message })),
    later,
  };
}

/** Rules of the manifest half that tell that an image can be another one tomorrow. */
const movingImage: readonly string[] = ['image-moving', 'image-unpinned'];

function untouchedDomains(run: UpdateRun, { outcome }: DevicePlan): readonly string[] {
  if (!('plan' in outcome)) return [];
  const { actions, domains } = outcome.plan;
  const touched = new Set([
    ...actions.map(({ component }) => domainOf(component)),
    ...domains.map(({ id }) => id),
  ]);
  const before = new Set((run.plan?.actions ?? []).map(({ component }) => domainOf(component)));
  return [...before].filter((domain) => !touched.has(domain));
}

function domainOf(component: string): string {
  return component.slice(0, Math.max(0, component.indexOf(':')));
}
