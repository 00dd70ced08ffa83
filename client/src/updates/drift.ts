/**
 * What devices run against the manifest that was last applied to them from here. The manifests are kept in memory only, since
 * they can hold secrets: after a restart they are read from the history, where they are sealed. Tells no one by itself but
 * those who listen.
 */
import type { JsonObject } from '../../../server/src/messages.ts';
import type { Sync } from '../devices/device.ts';
import { type AfterApply, differenceFrom } from './afterApply.ts';
import type { AskPlan, ManifestText } from './devicePlan.ts';

export interface AppliedManifest {
  readonly manifest: ManifestText;
  /** What the user calls it. */
  readonly name: string;
}

interface Place {
  readonly connection: string;
  readonly device: string;
}

export interface DriftParts {
  readonly plan: AskPlan;
  /** An update is on its way to the device: what it reports now is half done. */
  readonly isBusy: (place: Place) => boolean;
  /** Whose devices the connection leads to (connections/profile.ts): one of the same name can lead to others later. */
  readonly owner: (connection: string) => string | undefined;
  readonly setSync: (place: Place, sync: Sync) => void;
  /** For what fails where nobody waits for it. */
  readonly fail: (error: unknown) => void;
}

/** Devices whose manifests are kept; of more, the ones applied to longest ago are forgotten. */
const mostKept = 1000;

/** Milliseconds in which reports are gathered: a device that reports often costs one plan in each. */
const defaultInterval = 1000;

export class DriftWatch {
  readonly #parts: DriftParts;
  readonly #interval: number;
  readonly #applied = new Map<string, AppliedManifest>();
  readonly #waiting = new Map<string, Place & { readonly inventory: JsonObject }>();
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(parts: DriftParts, interval: number = defaultInterval) {
    this.#parts = parts;
    this.#interval = interval;
  }

  /** The device has accepted the manifest: from now on it is what counts, and what was reported before tells nothing of it. */
  applied(place: Place, applied: AppliedManifest): void {
    const key = this.#keyOf(place);
    this.#applied.delete(key);
    this.#applied.set(key, applied);
    this.#waiting.delete(key);
    this.#parts.setSync(place, 'unknown');
    const [oldest] = this.#applied.keys();
    if (this.#applied.size > mostKept && oldest !== undefined) this.#applied.delete(oldest);
  }

  /** The device has done nothing of what was applied last: what was applied before counts again, where it is known. */
  withdrawn(place: Place, before: AppliedManifest | undefined): void {
    const key = this.#keyOf(place);
    if (before) this.#applied.set(key, before);
    else this.#applied.delete(key);
  }

  /** The manifest that was last applied; undefined where none is known. */
  lastApplied(place: Place): AppliedManifest | undefined {
    return this.#applied.get(this.#keyOf(place));
  }

  /** The device has reported its inventory. */
  heard(place: Place, inventory: JsonObject): void {
    const key = this.#keyOf(place);
    if (this.#disposed || !this.#applied.has(key)) return;
    this.#waiting.set(key, { ...place, inventory });
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.#compareAll(), this.#interval);
  }

  async #compareAll(): Promise<void> {
    for (const [key, report] of [...this.#waiting]) {
      if (this.#parts.isBusy(report)) continue;
      this.#waiting.delete(key);
      await this.#compare(report);
    }
    this.#timer = undefined;
    if (this.#waiting.size > 0 && !this.#disposed) this.#schedule();
  }

  async #compare({ inventory, ...place }: Place & { readonly inventory: JsonObject }): Promise<void> {
    const applied = this.lastApplied(place);
    if (!applied) return;
    try {
      const after = await differenceFrom(applied, inventory, this.#parts.plan);
      // Another manifest can have been applied meanwhile: then this one says nothing.
      if (this.lastApplied(place) === applied) this.#parts.setSync(place, syncOf(after));
    } catch (error) {
      this.#parts.fail(error);
    }
  }

  #keyOf({ connection, device }: Place): string {
    return JSON.stringify([connection, this.#parts.owner(connection), device]);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#waiting.clear();
    this.#applied.clear();
  }
}

/** Certain differences only are a drift. */
export function syncOf({ kind }: AfterApply): Sync {
  if (kind === 'same') return 'in sync';
  return kind === 'differs' ? 'drifted' : 'unknown';
}
