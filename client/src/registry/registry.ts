/** What the device registry of one connection said last, and asking it anew. */
import { type Fault, type FaultCode, faultOf } from '../errors.ts';
import type { Listing } from './list.ts';

export type RegistryState =
  | { readonly kind: 'asking' }
  | {
      readonly kind: 'listed';
      readonly time: number;
      /** Devices of Kanto that were listed and are known now. */
      readonly devices: number;
      /** Entries of the registry that match the filter. */
      readonly total: number;
      /** Entries that are not among what is known: there are too many. */
      readonly leftOut: number;
      /** Entries with an id that no device of Kanto has. */
      readonly strangers: number;
    }
  | { readonly kind: 'failed'; readonly time: number; readonly fault: Fault };

const lasting: readonly FaultCode[] = [
  'cancelled',
  'insecure-credentials',
  'registry-refused',
  'registry-user-required',
  'registry-untrusted',
];

export interface RegistryParts {
  readonly ask: (signal: AbortSignal) => Promise<Listing>;
  /** Takes over what is listed; returns how many there was no room for. */
  readonly take: (listing: Listing) => number;
  readonly onState: () => void;
}

export class Registry {
  readonly #parts: RegistryParts;
  #state: RegistryState | undefined;
  #asking: Promise<RegistryState | undefined> | undefined;
  #closing = new AbortController();

  constructor(parts: RegistryParts) {
    this.#parts = parts;
  }

  /** Undefined where it was not asked since the connection was opened. */
  get state(): RegistryState | undefined {
    return this.#state;
  }

  /** True where asking again changes nothing before a person has done something. */
  get waitsForPerson(): boolean {
    return this.#state?.kind === 'failed' && lasting.includes(this.#state.fault.code);
  }

  /** Resolves with the state then, a failure too; who asks meanwhile waits with the others. Undefined where it was closed. */
  list(): Promise<RegistryState | undefined> {
    this.#asking ??= this.#list(this.#closing.signal);
    return this.#asking;
  }

  /** What was listed stays known. */
  close(): void {
    this.#closing.abort();
    this.#closing = new AbortController();
    this.#asking = undefined;
    this.#state = undefined;
  }

  async #list(signal: AbortSignal): Promise<RegistryState | undefined> {
    this.#set({ kind: 'asking' });
    const state = await this.#answer(signal);
    if (state === undefined) return undefined;
    this.#asking = undefined;
    this.#set(state);
    return state;
  }

  async #answer(signal: AbortSignal): Promise<RegistryState | undefined> {
    try {
      const listing = await this.#parts.ask(signal);
      if (signal.aborted) return undefined;
      const { devices, total, read, strangers } = listing;
      const noRoom = this.#parts.take(listing);
      const time = Date.now();
      const leftOut = noRoom + Math.max(0, total - read);
      return { kind: 'listed', time, devices: devices.size - noRoom, total, leftOut, strangers };
    } catch (error) {
      if (signal.aborted) return undefined;
      return { kind: 'failed', time: Date.now(), fault: faultOf(error, 'registry-failed') };
    }
  }

  #set(state: RegistryState): void {
    this.#state = state;
    this.#parts.onState();
  }
}
