/** The devices of a fleet run much the same: what several of them report alike is kept once. */
import type { Parameter } from '../protocol/updateManager.ts';

/** Of more, it is begun anew: what was shared so far stays so. */
const mostKept = 20_000;

export class Shared {
  #texts = new Map<string, string>();
  #parameters = new Map<string, Map<string, Parameter>>();
  #parameterCount = 0;

  text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size >= mostKept) this.#texts = new Map();
    this.#texts.set(text, text);
    return text;
  }

  /** `isKnown` where it takes no room of its own. */
  parameter(parameter: Parameter): { readonly parameter: Parameter; readonly isKnown: boolean } {
    const { key, value } = parameter;
    const known = this.#parameters.get(key)?.get(value);
    if (known !== undefined) return { parameter: known, isKnown: true };
    if (this.#parameterCount >= mostKept) {
      this.#parameters = new Map();
      this.#parameterCount = 0;
    }
    const ofKey = this.#parameters.get(key) ?? new Map<string, Parameter>();
    this.#parameters.set(key, ofKey.set(value, parameter));
    this.#parameterCount += 1;
    return { parameter, isKnown: false };
  }
}
