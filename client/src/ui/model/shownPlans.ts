/** The plans and drifts that the user has asked for: the latest of each kind for each device, until something makes it stale. */
import type { JsonObject } from '../../../../server/src/messages.ts';
import { Emitter } from '../../events.ts';
import { type DevicePlan, fingerprintOf, type Staleness, staleness } from '../../updates/devicePlan.ts';
import { keyOf, type Target } from './targets.ts';

export const shownKinds = ['plan', 'drift'] as const;
export type ShownKind = (typeof shownKinds)[number];

export interface ShownPlan {
  readonly kind: ShownKind;
  /** What the user calls the manifest. */
  readonly name: string;
  /** The document that was planned, where its rows are shown; a drift has none. */
  readonly uri?: string;
  readonly plan: DevicePlan;
  /** Why it no longer holds. */
  readonly stale?: Staleness;
  /** The device has taken an apply since: its rows and marks are gone, and its document says so. */
  readonly applied?: true;
}

/** Of more, the oldest are forgotten. */
const mostShown = 100;

export class ShownPlans {
  readonly #shown = new Map<string, ShownPlan>();
  readonly #changes = new Emitter<Target & { readonly kind: ShownKind }>();
  readonly onChange = this.#changes.event;

  show(shown: ShownPlan): void {
    const key = keyFor(shown.kind, shown.plan);
    this.#shown.delete(key);
    this.#shown.set(key, shown);
    this.#tell(shown);
    const [oldest] = this.#shown;
    if (this.#shown.size <= mostShown || oldest === undefined) return;
    this.#shown.delete(oldest[0]);
    this.#tell(oldest[1]);
  }

  get(kind: ShownKind, target: Target): ShownPlan | undefined {
    return this.#shown.get(keyFor(kind, target));
  }

  /** The user has seen enough of it: its rows and marks go. */
  close(kind: ShownKind, target: Target): void {
    const { connection, device } = target;
    if (this.#shown.delete(keyFor(kind, target))) this.#changes.fire({ kind, connection, device });
  }

  /** Those that still hold and were made of the document. */
  of(uri: string): readonly ShownPlan[] {
    return [...this.#shown.values()].filter((it) => it.uri === uri && it.stale === undefined && !it.applied);
  }

  /** The text of a document has changed. */
  manifestChanged(uri: string): void {
    for (const shown of this.of(uri)) this.show({ ...shown, stale: 'manifest' });
  }

  /** A device has taken an apply that was begun then, in ms since the epoch: what was planned before it no longer holds. */
  applyTaken(target: Target, began: number): void {
    const shown = this.get('plan', target);
    if (shown && !shown.applied && shown.plan.time <= began) this.show({ ...shown, applied: true });
  }

  /** A device has reported what it runs. It costs nothing where no plan of the device is shown. */
  deviceReported(target: Target, reported: JsonObject): void {
    for (const kind of shownKinds) {
      const shown = this.get(kind, target);
      if (!shown || shown.stale) continue;
      const inventory = fingerprintOf(reported);
      const stale = staleness(shown.plan, { manifest: shown.plan.manifest, inventory });
      if (stale) this.show({ ...shown, stale });
    }
  }

  #tell({ kind, plan: { connection, device } }: ShownPlan): void {
    this.#changes.fire({ kind, connection, device });
  }

  dispose(): void {
    this.#shown.clear();
    this.#changes.dispose();
  }
}

function keyFor(kind: ShownKind, target: Target): string {
  return `${kind} ${keyOf(target)}`;
}
