/** What of the tree has to be drawn anew once devices have changed. */
import type { DrawnElements } from './drawnElements.ts';
import type { ShownDevices } from './shownDevices.ts';
import { keyOf, type Target } from './targets.ts';
import type { TreeElement } from './treeElements.ts';

export class TreeChanges {
  readonly #shown: ShownDevices;
  readonly #elements: DrawnElements;
  /** Beneath what each device is drawn, as far as it is. */
  readonly #places = new Map<string, string>();
  /** Devices that changed since they were drawn. */
  readonly #touched = new Map<string, Target>();

  constructor(shown: ShownDevices, elements: DrawnElements) {
    this.#shown = shown;
    this.#elements = elements;
  }

  /** A device changed, came or went. */
  touch(device: Target): void {
    this.#touched.set(keyOf(device), device);
  }

  /**
   * What has to be drawn anew since it was asked last, undefined for everything. A device that stays where it is drawn
   * is drawn alone; one that comes, goes or moves changes what it is beneath.
   */
  take(): readonly TreeElement[] | undefined {
    const touched = [...this.#touched];
    this.#touched.clear();
    const changed = new Set<TreeElement>();
    for (const [key, target] of touched) {
      const before = this.#places.get(key);
      const now = this.#shown.placeOf(target);
      this.#setPlace(key, now);
      const element = this.#elements.drawnDevice(target);
      if (before === now) {
        if (now !== undefined && element !== undefined) changed.add(element);
        continue;
      }
      const connection = this.#elements.drawnConnection(target.connection);
      // Where devices are grouped by state, the groups themselves come and go.
      if (this.#shown.grouping === 'state' || connection === undefined) return this.takeAll();
      changed.add(connection);
    }
    const covered = new Set([...changed].filter((it) => it.kind === 'connection').map((it) => it.connection));
    return [...changed].filter((it) => it.kind !== 'device' || !covered.has(it.connection));
  }

  /** To be called before everything is drawn anew: what is gone is forgotten. */
  takeAll(): undefined {
    this.#touched.clear();
    this.#places.clear();
    for (const { connection, id } of this.#shown.all) {
      const target = { connection, device: id };
      this.#setPlace(keyOf(target), this.#shown.placeOf(target));
    }
    this.#elements.keep((it) => this.#shown.has(it));
    return undefined;
  }

  #setPlace(key: string, place: string | undefined): void {
    if (place === undefined) this.#places.delete(key);
    else this.#places.set(key, place);
  }
}
