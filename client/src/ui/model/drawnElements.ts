/** VS Code knows elements by identity: each connection, state and device keeps its own as long as it is there. */
import type { HealthWord } from '../../devices/health.ts';
import { keyOf, type Target } from './targets.ts';
import type { ConnectionElement, DeviceElement, StateElement } from './treeElements.ts';

export class DrawnElements {
  readonly #connections = new Map<string, ConnectionElement>();
  readonly #states = new Map<HealthWord, StateElement>();
  readonly #devices = new Map<string, DeviceElement>();

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
  drawnConnection(connection: string): ConnectionElement | undefined {
    return this.#connections.get(connection);
  }

  /** Undefined as long as it was not drawn. */
  drawnDevice(target: Target): DeviceElement | undefined {
    return this.#devices.get(keyOf(target));
  }

  /** Keeps only what is still there. */
  keep(isThere: (element: ConnectionElement | DeviceElement) => boolean): void {
    for (const elements of [this.#connections, this.#devices])
      for (const [key, element] of elements) if (!isThere(element)) elements.delete(key);
  }
}

function kept<Key, Element>(elements: Map<Key, Element>, key: Key, fresh: Element): Element {
  const known = elements.get(key);
  if (known !== undefined) return known;
  elements.set(key, fresh);
  return fresh;
}
