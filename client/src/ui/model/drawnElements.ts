/** VS Code knows elements by identity: each connection, state and device keeps its own as long as it is there. */
import type { Device } from '../../devices/device.ts';
import type { HealthWord } from '../../devices/health.ts';
import type { Row } from './deviceRows.ts';
import { keyOf, type Target } from './targets.ts';
import type { ConnectionElement, DeviceElement, StateElement } from './treeElements.ts';

/** What the editor was told of a device. */
interface Told {
  readonly look: string;
  /** As it was when its rows were asked for; undefined as long as they were not. */
  readonly opened?: Device;
  /** Somebody has read all that there is to say of it. */
  readonly isRead?: true;
}

export class DrawnElements {
  readonly #connections = new Map<string, ConnectionElement>();
  readonly #states = new Map<HealthWord, StateElement>();
  readonly #devices = new Map<string, DeviceElement>();
  readonly #told = new Map<DeviceElement, Told>();

  connection(connection: string): ConnectionElement {
    return kept(this.#connections, connection, { kind: 'connection', connection });
  }

  state(word: HealthWord): StateElement {
    return kept(this.#states, word, { kind: 'state', word });
  }

  device({ connection, device }: Target): DeviceElement {
    return kept(this.#devices, keyOf({ connection, device }), { kind: 'device', connection, device });
  }

  /** Undefined as long as it was not drawn. */
  drawnDevice(target: Target): DeviceElement | undefined {
    return this.#devices.get(keyOf(target));
  }

  /** The device was drawn so. What is beneath it is asked for anew after that. */
  drew(element: DeviceElement, row: Row): void {
    this.#told.set(element, { look: lookOf(row) });
  }

  /** The editor has asked for what is beneath the device. */
  opened(element: DeviceElement, device: Device): void {
    const told = this.#told.get(element);
    if (told) this.#told.set(element, { ...told, opened: device });
  }

  read(element: DeviceElement): void {
    const told = this.#told.get(element);
    if (told) this.#told.set(element, { ...told, isRead: true });
  }

  /** Whether what the editor was told of the device holds no more. */
  isOutdated(element: DeviceElement, now: Device, row: Row): boolean {
    const told = this.#told.get(element);
    if (told === undefined) return false;
    return (
      told.isRead === true ||
      told.look !== lookOf(row) ||
      (told.opened && hasOther(told.opened, now)) === true
    );
  }

  /** Keeps only what is still there. */
  keep(isThere: (element: ConnectionElement | DeviceElement) => boolean): void {
    for (const elements of [this.#connections, this.#devices])
      for (const [key, element] of elements) if (!isThere(element)) elements.delete(key);
    for (const element of this.#told.keys()) if (!isThere(element)) this.#told.delete(element);
  }
}

/** All that is seen of a row without a question. */
function lookOf({ label, description, icon, context, children, spoken }: Row): string {
  return JSON.stringify([label, description, icon, context, children, spoken]);
}

/** Whether other rows are beneath it. */
function hasOther(before: Device, now: Device): boolean {
  return (
    before.components !== now.components ||
    before.inventory !== now.inventory ||
    before.lastUpdate !== now.lastUpdate
  );
}

function kept<Key, Element>(elements: Map<Key, Element>, key: Key, fresh: Element): Element {
  const known = elements.get(key);
  if (known !== undefined) return known;
  elements.set(key, fresh);
  return fresh;
}
