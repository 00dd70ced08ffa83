/** The devices that the user pinned, kept over sessions and workspaces. */
import { Disposable, type Memento } from 'vscode';
import type { Engine } from '../engine.ts';
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

/** A pinned device is listed although it has not been heard yet. */
export function keepPinned(engine: Engine, pins: PinStore): Disposable {
  const keep = () => {
    for (const { profile } of engine.connections) {
      const ids = Object.hasOwn(pins.all, profile.name) ? pins.all[profile.name] : undefined;
      engine.keep(profile.name, ids ?? []);
    }
  };
  return Disposable.from(engine.onConnections(keep), pins.onChange(keep));
}
