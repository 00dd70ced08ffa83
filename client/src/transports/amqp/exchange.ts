/** One command to a device behind Hono, and what comes of it. */
import { randomUUID } from 'node:crypto';
import { FaultError, fault } from '../../errors.ts';
import { commandAddress } from '../../protocol/hono.ts';
import { waitFor } from '../../timing.ts';
import { type WatchedLoss, watchLoss } from '../loss.ts';
import { stoppedWaiting } from '../requestFaults.ts';
import type { Command, Response, SendOptions } from '../transport.ts';
import type { Answers } from './answers.ts';
import type { AmqpLink } from './link.ts';
import {
  crowded,
  lostMeanwhile,
  noCredit,
  noOutcome,
  notConnected,
  rejected,
  silent,
} from './requestFaults.ts';
import type { Sending } from './sender.ts';

/** Milliseconds. */
export interface ExchangeTiming {
  /** For credit: as long as none comes, nobody takes commands of the tenant. */
  readonly credit: number;
  /** For Hono's word of what became of a command, at least: it may take 8 s until it knows (hono: section 1.1). */
  readonly outcome: number;
}

export const usualExchange: ExchangeTiming = { credit: 5000, outcome: 10_000 };

/** Resolves with the answer; undefined where none is wanted. Rejects as {@link Transport.request}. Never sends twice. */
export async function exchange(
  link: AmqpLink,
  answers: Answers,
  command: Command,
  options: SendOptions,
  timing: ExchangeTiming,
): Promise<Response | undefined> {
  const one = new Exchange(link, command, options, timing);
  const correlationId = randomUUID();
  const { answered, forget } = answers.expect(command, correlationId, (response) => {
    one.taken(true);
    options.onAnswer?.(response);
  });
  try {
    const sending = await one.send(correlationId);
    return command.responseRequired ? await one.answer(sending, answered) : await one.delivery(sending);
  } finally {
    one.forget();
    forget();
  }
}

class Exchange {
  readonly #link: AmqpLink;
  readonly #command: Command;
  readonly #options: SendOptions;
  readonly #timing: ExchangeTiming;
  readonly #to: string;
  readonly #loss: WatchedLoss;
  #hasLeft = false;
  #isTaken = false;

  constructor(link: AmqpLink, command: Command, options: SendOptions, timing: ExchangeTiming) {
    this.#link = link;
    this.#command = command;
    this.#options = options;
    this.#timing = timing;
    this.#to = commandAddress(link.tenant, command.thing);
    this.#loss = watchLoss(link.onState);
  }

  forget(): void {
    this.#loss.forget();
  }

  /** Hono has taken the message; `heard`: somebody got it, as far as that is known. */
  taken(heard: boolean): void {
    if (this.#isTaken) return;
    this.#isTaken = true;
    this.#options.onSent?.({ address: this.#to, time: Date.now(), ...(heard && { heard }) });
  }

  /** Resolves once the message has left. */
  async send(correlationId: string): Promise<Sending> {
    const { operation, envelope, responseRequired } = this.#command;
    const { timeout, onPublishing } = this.#options;
    const sending = await this.#link.send(
      {
        to: this.#to,
        subject: operation,
        payload: JSON.stringify(envelope),
        ...(responseRequired && { answer: { replyTo: this.#link.answers, correlationId } }),
      },
      () => {
        this.#hasLeft = true;
        onPublishing?.(this.#to);
      },
    );
    const left = await this.#untilLeft(sending);
    if (this.#hasLeft) return sending;
    sending.withdraw();
    if (left === 'lost') throw this.#lost();
    if (left === 'cancelled') throw new FaultError(fault('cancelled', 'Waiting to send was cancelled.'));
    throw new FaultError(
      left === 'crowded'
        ? crowded(this.#command, timeout)
        : noCredit(this.#command, this.#link.tenant, Math.min(this.#timing.credit, timeout)),
    );
  }

  /** `late`: Hono gave no credit at all. `crowded`: there was some, and others waited before this one. */
  async #untilLeft(sending: Sending): Promise<'left' | 'lost' | 'cancelled' | 'late' | 'crowded'> {
    const { timeout, signal } = this.#options;
    const first = sending.passed;
    const end = performance.now() + timeout;
    const left = sending.left.then(() => 'left' as const);
    for (;;) {
      const before = sending.passed;
      const patience = Math.min(this.#timing.credit, end - performance.now());
      const result = await waitFor(() => Promise.race([left, this.#loss.happened]), patience, signal);
      if (result !== 'late') return result;
      if (sending.passed === before || performance.now() >= end)
        return sending.passed === first ? 'late' : 'crowded';
    }
  }

  /** Where no answer is wanted, Hono's word is all there is. */
  async delivery(sending: Sending): Promise<undefined> {
    const { timeout, signal } = this.#options;
    const patience = Math.max(this.#timing.outcome, timeout);
    const judged = await waitFor(
      () => Promise.race([this.#judge(sending), this.#loss.happened]),
      patience,
      signal,
    );
    if (judged === 'late') throw new FaultError(noOutcome(this.#command, patience));
    if (judged === 'cancelled') throw new FaultError(stoppedWaiting(this.#command, 'broker'));
    if (judged === 'lost') throw this.#lost();
    return undefined;
  }

  /** The answer may come before Hono's word, and after a lost connection is back. */
  async answer(sending: Sending, answered: Promise<Response>): Promise<Response> {
    const { timeout, signal } = this.#options;
    let isAccepted: boolean | undefined;
    const judged = this.#judge(sending).then((it) => {
      isAccepted = it;
      return 'judged' as const;
    });
    const hopeless = judged.then(() => new Promise<never>(() => undefined));
    let result = await waitFor(() => Promise.race([answered, hopeless]), timeout, signal);
    const rest = this.#timing.outcome - timeout;
    if (result === 'late' && isAccepted === undefined && this.#loss.reason === undefined && rest > 0) {
      const known = await waitFor(() => Promise.race([answered, judged, this.#loss.happened]), rest, signal);
      if (typeof known === 'object' || known === 'cancelled') result = known;
    }
    if (result === 'cancelled') throw new FaultError(stoppedWaiting(this.#command, 'answer'));
    if (result !== 'late') return result;
    if (this.#loss.reason !== undefined) throw this.#lost();
    throw new FaultError(
      isAccepted === undefined
        ? noOutcome(this.#command, Math.max(timeout, this.#timing.outcome))
        : silent(this.#command, isAccepted, timeout),
    );
  }

  /** True where Hono says that it has passed the command on; rejects where it says that it has not. */
  async #judge(sending: Sending): Promise<boolean> {
    const outcome = await sending.outcome;
    if (outcome.kind === 'released') throw new FaultError(notConnected(this.#command));
    if (outcome.kind === 'rejected') throw new FaultError(rejected(this.#command, outcome.error));
    const isAccepted = outcome.kind === 'accepted';
    this.taken(isAccepted);
    return isAccepted;
  }

  #lost(): FaultError {
    return new FaultError(lostMeanwhile(this.#command, this.#loss.reason ?? 'it was closed', this.#hasLeft));
  }
}
