/** What of the tree has to be drawn anew once devices have changed. */
import type { Row } from './deviceRows.ts';
import type { DrawnElements } from './drawnElements.ts';
import type { Place, ShownDevices } from './shownDevices.ts';
import { keyOf, type Target } from './targets.ts';
import type { DeviceElement, TreeElement } from './treeElements.ts';

/** Milliseconds between two drawings of a list that has more rows than a page, each of which costs the editor a page. */
const longListInterval = 1000;

export interface TreeChangesParts {
  readonly shown: ShownDevices;
  readonly elements: DrawnElements;
  readonly rowOf: (element: DeviceElement) => Row | undefined;
  /** Rows that are drawn at once beneath one parent. */
  readonly page: number;
}

export class TreeChanges {
  readonly #parts: TreeChangesParts;
  /** Devices with other rows of other sections beneath them. */
  readonly #otherRows = new Set<string>();
  /** Where devices came, went or changed their place since it was drawn. */
  readonly #lists = new Set<Place>();
  /** When each list was last drawn because of that. */
  readonly #drawn = new Map<Place, number>();
  /** How many devices each connection had, shown or not, and which groups there were, when they were drawn. */
  #sizes: ReadonlyMap<string, number> = new Map();
  #groups = '';

  constructor(parts: TreeChangesParts) {
    this.#parts = parts;
  }

  /** A device changed, came or went. */
  touch(device: Target): void {
    this.#parts.shown.touch(device);
  }

  /** Other sections have other rows beneath it. */
  touchRows(device: Target): void {
    this.#otherRows.add(keyOf(device));
    this.touch(device);
  }

  /** Something waits for its time: {@link take} is to be asked again. */
  get isWaiting(): boolean {
    return this.#lists.size > 0;
  }

  /**
   * What has to be drawn anew since it was asked last, undefined for everything. A device that stays where it is drawn
   * is drawn alone, where it looks other than before; one that comes, goes or moves changes what it is beneath. `now`:
   * milliseconds, by a clock that nobody sets.
   */
  take(now: number = performance.now()): readonly TreeElement[] | undefined {
    const { shown, elements } = this.#parts;
    const devices: [DeviceElement, Place][] = [];
    for (const { target, before } of shown.takeChanges()) {
      const place = shown.placeOf(target);
      const element = elements.drawnDevice(target);
      if (before !== place) {
        if (before) this.#lists.add(before);
        if (place) this.#lists.add(place);
      } else if (element && place && this.#isOther(element)) devices.push([element, place]);
    }
    this.#otherRows.clear();
    const sizes = shown.sizes;
    // Where devices are grouped by state, the groups themselves come and go.
    if (shown.grouping === 'state' && this.#groupsOf(sizes) !== this.#groups) return this.takeAll();
    // A connection says how many are hidden.
    for (const [connection, size] of sizes)
      if (shown.grouping === 'connection' && this.#sizes.get(connection) !== size)
        this.#lists.add(elements.connection(connection));
    this.#sizes = sizes;
    const lists = new Set([...this.#lists].filter((place) => this.#isTimeFor(place, now)));
    for (const place of lists) {
      this.#lists.delete(place);
      this.#drawn.set(place, now);
    }
    return [...lists, ...devices.filter(([, place]) => !lists.has(place)).map(([device]) => device)];
  }

  /** To be called before everything is drawn anew: what is gone is forgotten. */
  takeAll(): undefined {
    const { shown, elements } = this.#parts;
    shown.takeChanges();
    this.#otherRows.clear();
    this.#lists.clear();
    this.#drawn.clear();
    this.#sizes = shown.sizes;
    this.#groups = this.#groupsOf(this.#sizes);
    elements.keep((it) => shown.has(it));
    return undefined;
  }

  /** The states that there are, and the connections without a device. */
  #groupsOf(sizes: ReadonlyMap<string, number>): string {
    const empty = [...sizes].filter(([, size]) => size === 0).map(([connection]) => connection);
    return JSON.stringify([this.#parts.shown.states, empty]);
  }

  #isOther(element: DeviceElement): boolean {
    const { shown, elements, rowOf } = this.#parts;
    if (this.#otherRows.has(keyOf(element))) return true;
    const device = shown.get(element);
    const row = rowOf(element);
    return device !== undefined && row !== undefined && elements.isOutdated(element, device, row);
  }

  #isTimeFor(place: Place, now: number): boolean {
    const { shown, page } = this.#parts;
    const drawn = this.#drawn.get(place);
    return shown.in(place).length <= page || drawn === undefined || now - drawn >= longListInterval;
  }
}
