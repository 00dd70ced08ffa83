/** How much room the devices of a connection take, and what gives way where that is too much. */
import { SilentOrder } from './silentOrder.ts';

/** Whoever may publish could invent devices without end. */
export const mostDevices = 10_000;
/** Characters that all devices together may take, about. */
const mostText = 100_000_000;

/** Characters that a device takes: what it last reported as it said it, and all else. */
export interface Weight {
  readonly twin: number;
  readonly rest: number;
}

/** What gives way: what a device said of its things, word by word, or the device itself. */
export interface Excess {
  readonly id: string;
  readonly what: 'twin' | 'device';
}

const nothing: Weight = { twin: 0, rest: 0 };

export class Room {
  readonly #weights = new Map<string, Weight>();
  /** Devices that may give way, and those of them that have a twin. */
  readonly #devices = new SilentOrder();
  readonly #twins = new SilentOrder();
  #text = 0;

  /** It has just come or said something; one that somebody has asked for never gives way. */
  put(id: string, isAskedFor: boolean, isHeard: boolean): void {
    if (!this.#weights.has(id)) this.#weights.set(id, nothing);
    if (isAskedFor) {
      this.#devices.delete(id);
      this.#twins.delete(id);
    } else {
      this.#devices.put(id, isHeard);
      if (this.#weightOf(id).twin > 0) this.#twins.put(id, true);
    }
  }

  weigh(id: string, weight: Weight): void {
    const before = this.#weightOf(id);
    this.#weights.set(id, weight);
    this.#text += weight.twin + weight.rest - before.twin - before.rest;
    if (weight.twin === 0) this.#twins.delete(id);
    else if (before.twin === 0 && this.#devices.has(id)) this.#twins.put(id, true);
  }

  delete(id: string): void {
    this.weigh(id, nothing);
    this.#weights.delete(id);
    this.#devices.delete(id);
  }

  /**
   * What has to go now, one after the other: who goes through it takes each away before the next. Twins go first: a device
   * without one is still all that is shown of a fleet.
   */
  *excess(spared: string): Generator<Excess> {
    while (this.#weights.size > mostDevices) {
      const id = this.#devices.first(spared);
      if (id === undefined) return;
      yield { id, what: 'device' };
    }
    while (this.#text > mostText) {
      const twin = this.#twins.first(spared);
      const id = twin ?? this.#devices.first(spared);
      if (id === undefined) return;
      yield { id, what: twin === undefined ? 'device' : 'twin' };
    }
  }

  #weightOf(id: string): Weight {
    return this.#weights.get(id) ?? nothing;
  }
}
