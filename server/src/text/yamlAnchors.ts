import type { Node } from './node.ts';

/** What an anchor names. */
export interface Anchored {
  readonly node: Node;
  /** How many nodes it stands for, each alias within counted as what it names. */
  readonly expanded: number;
}

/** `open` while the anchored node itself is being read: an alias to it there would never end. */
export type AnchorState = Anchored | 'open' | undefined;

interface AnchorEvent {
  readonly name: string;
  readonly state: AnchorState;
  /** The name was given here; otherwise it was asked for, and meant this. */
  readonly defines: boolean;
}

/** What happened to anchors and aliases while a part of a document was read. */
export type AnchorLog = readonly AnchorEvent[];

/**
 * The anchors of one document, as far as it was read. A part that is not read again is replayed: that tells whether its
 * aliases still mean what they meant, and makes its anchors known to what follows.
 */
export class Anchors {
  readonly #states = new Map<string, AnchorState>();
  #log: AnchorEvent[] = [];

  /** What an alias of that name means here. */
  use(name: string): AnchorState {
    const state = this.#states.get(name);
    this.#log.push({ name, state, defines: false });
    return state;
  }

  define(name: string, state: AnchorState): void {
    this.#states.set(name, state);
    this.#log.push({ name, state, defines: true });
  }

  /** Runs and tells what happened meanwhile. */
  record<T>(run: () => T): { readonly result: T; readonly log: AnchorLog } {
    const outer = this.#log;
    this.#log = [];
    const result = run();
    const log = this.#log;
    this.#log = outer;
    for (const event of log) outer.push(event);
    return { result, log };
  }

  /** Lets the same happen again. False, with nothing changed, where an alias now means something else. */
  replay(log: AnchorLog): boolean {
    if (log.length === 0) return true;
    const given = new Map<string, AnchorState>();
    for (const { name, state, defines } of log) {
      if (defines) given.set(name, state);
      else if ((given.has(name) ? given : this.#states).get(name) !== state) return false;
    }
    for (const [name, state] of given) this.#states.set(name, state);
    for (const event of log) this.#log.push(event);
    return true;
  }
}
