/** A command on its way to the broker, over every address that is tried. */
import type { Command, SendOptions, Sent } from '../transport.ts';
import type { MqttLink } from './link.ts';
import { publishOn } from './publish.ts';
import type { Tried } from './requestFaults.ts';

/** Tells of each address once that the message was taken: by the broker's receipt, or by an answer that is faster. */
export class Dispatch {
  readonly #link: MqttLink;
  readonly #payload: string;
  readonly #options: Pick<SendOptions, 'onPublishing' | 'onSent'>;
  readonly #tried: Tried[] = [];
  /** How many messages were begun to be published. */
  #begun = 0;
  /** The address that has no receipt yet. */
  #open: string | undefined;

  constructor(link: MqttLink, { envelope }: Command, options: Pick<SendOptions, 'onPublishing' | 'onSent'>) {
    this.#link = link;
    this.#payload = JSON.stringify(envelope);
    this.#options = options;
  }

  /** What became of it on each address, where that is known. */
  get tried(): readonly Tried[] {
    return this.#tried;
  }

  get mayBeHeard(): boolean {
    return this.#tried.length < this.#begun || this.#tried.some(({ heard }) => heard !== false);
  }

  async publish(address: string): Promise<Tried> {
    this.#begun += 1;
    this.#open = address;
    this.#options.onPublishing?.(address);
    const outcome = await publishOn(this.#link, address, this.#payload);
    this.#tried.push(outcome);
    const { heard, refused, lost } = outcome;
    if (refused === undefined && !lost)
      this.#taken({ address, time: Date.now(), ...(heard !== undefined && { heard }) });
    return outcome;
  }

  answered(time: number): void {
    if (this.#open !== undefined) this.#taken({ address: this.#open, time, heard: true });
  }

  #taken(sent: Sent): void {
    if (this.#open !== sent.address) return;
    this.#open = undefined;
    this.#options.onSent?.(sent);
  }
}
