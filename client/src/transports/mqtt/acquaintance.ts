/** What was heard from which thing: decides how a command to it may be addressed. */

import { deviceOf, isContainersThing } from '../../protocol/thing.ts';
import { type AddressForm, addressForms } from '../../protocol/topics.ts';
import type { Command } from '../transport.ts';

interface Acquaintance {
  readonly heard: boolean;
  /** Certainly container-management: it answers by request id, or has containers as features. */
  readonly kanto: boolean;
  readonly answeredOn?: AddressForm;
}

const nothing: Acquaintance = { heard: false, kanto: false };
const most = 20_000;

export class Acquaintances {
  /** In order of the last change, so that the oldest is forgotten first. */
  readonly #things = new Map<string, Acquaintance>();
  /** The form that a device was last answered on: what is on a broker with it is likely to hear the same. */
  #usual: AddressForm | undefined;

  of(thing: string): Acquaintance {
    return this.#things.get(thing) ?? nothing;
  }

  /** The thing said something of itself; `feature` where that was about one. */
  heard(thing: string, feature?: string): void {
    const known = this.of(thing);
    const kanto = known.kanto || feature === 'ContainerFactory' || feature?.startsWith('Container:') === true;
    if (!known.heard || kanto !== known.kanto) this.#set(thing, { ...known, heard: true, kanto });
  }

  answered(thing: string, form: AddressForm): void {
    const known = this.of(thing);
    const kanto = known.kanto || (isContainersThing(thing) && form !== 'documented');
    this.#set(thing, { heard: true, kanto, answeredOn: form });
    this.#usual = form;
  }

  /** The form that used to work brought no answer: next time all of them are tried again. */
  silent(thing: string): void {
    const { heard, kanto } = this.of(thing);
    this.#set(thing, { heard, kanto });
    this.#usual = undefined;
  }

  /**
   * The forms to try for a command, the one that worked before first. To a thing below the root the first two are
   * the same. Container-management runs a command without request id as well, but never answers it: in the
   * documented form it would run a second time.
   */
  forms(command: Command): readonly AddressForm[] {
    const known = this.of(command.thing);
    const possible = addressForms.filter((form) => {
      if (form === 'gateway') return command.root;
      return form !== 'documented' || command.root || !known.kanto;
    });
    const best = known.answeredOn ?? this.of(deviceOf(command.thing)).answeredOn ?? this.#usual;
    return best !== undefined && possible.includes(best)
      ? [best, ...possible.filter((form) => form !== best)]
      : possible;
  }

  /** Whether the next form may be tried although the last one may have been heard, only because no answer came. */
  mayRepeat(command: Command): boolean {
    const known = this.of(command.thing);
    if (known.answeredOn !== undefined) return false;
    return command.idempotent || !known.heard;
  }

  #set(thing: string, acquaintance: Acquaintance): void {
    this.#things.delete(thing);
    this.#things.set(thing, acquaintance);
    const [oldest] = this.#things.keys();
    if (this.#things.size > most && oldest !== undefined) this.#things.delete(oldest);
  }
}
