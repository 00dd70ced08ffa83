/** Finds the command that an answer belongs to, by its correlation id. */
import { FaultError } from '../../errors.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import { deliveryFailureIn, statusIn } from '../../protocol/hono.ts';
import { parseJson } from '../../protocol/json.ts';
import { worseStatus } from '../status.ts';
import type { Command, Response } from '../transport.ts';
import type { Received } from './link.ts';
import { malformedAnswer, undelivered } from './requestFaults.ts';

interface Waiting {
  readonly command: Command;
  readonly heard: (response: Response) => void;
  readonly resolve: (response: Response) => void;
  readonly reject: (error: FaultError) => void;
}

export class Answers {
  readonly #waiting = new Map<string, Waiting>();

  /**
   * To be called before the command is sent: an answer can be faster than Hono's word that it took the command. `heard`
   * is called while the answer is taken, before any later message of the device.
   */
  expect(
    command: Command,
    correlationId: string,
    heard: (response: Response) => void,
  ): { readonly answered: Promise<Response>; forget(): void } {
    const answered = new Promise<Response>((resolve, reject) => {
      this.#waiting.set(correlationId, { command, heard, resolve, reject });
    });
    return { answered, forget: () => this.#waiting.delete(correlationId) };
  }

  /** Late, repeated and foreign answers belong to nobody and change nothing. */
  take({ address, message }: Pick<Received, 'address' | 'message'>): void {
    const { correlationId, text: raw } = message;
    const waiting = correlationId === undefined ? undefined : this.#waiting.get(correlationId);
    if (correlationId === undefined || waiting === undefined) return;
    this.#waiting.delete(correlationId);
    const failure = deliveryFailureIn(message);
    if (failure !== undefined) {
      waiting.reject(new FaultError(undelivered(waiting.command, failure)));
      return;
    }
    const envelope = parseEnvelope(parseJson(raw));
    const status = worseStatus(statusIn(message), envelope?.status);
    if (status === undefined) {
      waiting.reject(new FaultError(malformedAnswer(waiting.command)));
      return;
    }
    const response: Response = { address, status, ...(envelope && { envelope }), raw, time: Date.now() };
    waiting.heard(response);
    waiting.resolve(response);
  }
}
