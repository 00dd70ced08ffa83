/** The devices that the user pinned, kept over sessions and workspaces. */
import type { Memento } from 'vscode';
import { Emitter } from '../events.ts';
import { type Pins, readPins, withoutPin, withPin } from './model/pins.ts';
import type { Target } from './model/targets.ts';

const pinsKey = 'kanto.devices.pinned';

export class PinStore {
  readonly #memory: Memento;
  readonly #changed = new Emitter<void>();
  readonly onChange = this.#changed.event;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  get all(): Pins {
    return readPins(this.#memory.get(pinsKey));
  }

  pin(target: Target): Promise<void> {
    return this.#keep(withPin(this.all, target));
  }

  unpin(target: Target): Promise<void> {
    return this.#keep(withoutPin(this.all, target));
  }

  async #keep(pins: Pins): Promise<void> {
    await this.#memory.update(pinsKey, pins);
    this.#changed.fire();
  }
}
