import type { SendOptions, Sent } from '../transport.ts';

/** Tells of each address once that the message was taken: by the broker's receipt, or by an answer that is faster. */
export class Receipts {
  readonly #onSent: SendOptions['onSent'];
  #open: string | undefined;
  #begun = 0;

  constructor(onSent: SendOptions['onSent']) {
    this.#onSent = onSent;
  }

  /** How many messages were begun to be published. */
  get begun(): number {
    return this.#begun;
  }

  publishing(address: string): void {
    this.#begun += 1;
    this.#open = address;
  }

  taken(sent: Sent): void {
    if (this.#open !== sent.address) return;
    this.#open = undefined;
    this.#onSent?.(sent);
  }

  answered(time: number): void {
    if (this.#open !== undefined) this.taken({ address: this.#open, time, heard: true });
  }
}
