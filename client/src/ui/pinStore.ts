/** The devices that the user pinned, kept over sessions and workspaces. */
import { Disposable, type Memento } from 'vscode';
import type { Engine } from '../engine.ts';
import { Emitter } from '../events.ts';
import { type Pins, readPins, withoutPin, withPin } from './model/pins.ts';
import type { Target } from './model/targets.ts';

const pinsKey = 'kanto.devices.pinned';

export class PinStore {
  readonly #memory: Memento;
  #all: Pins;
  readonly #changed = new Emitter<void>();
  readonly onChange = this.#changed.event;

  constructor(memory: Memento) {
    this.#memory = memory;
    this.#all = readPins(memory.get(pinsKey));
  }

  /** The same object until something is pinned or unpinned. */
  get all(): Pins {
    return this.#all;
  }

  pin(target: Target): Promise<void> {
    return this.#keep(withPin(this.all, target));
  }

  unpin(target: Target): Promise<void> {
    return this.#keep(withoutPin(this.all, target));
  }

  async #keep(pins: Pins): Promise<void> {
    this.#all = pins;
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
