/** One command to a device behind Hono, and what comes of it. */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../../errors.ts';
import { waitFor } from '../../timing.ts';
import { type WatchedLoss, watchLoss } from '../loss.ts';
import { stoppedWaiting } from '../requestFaults.ts';
import type { Command, Response, SendOptions } from '../transport.ts';
import type { Answers } from './answers.ts';
import type { HonoLink, Sending, Taking } from './link.ts';
import { lostMeanwhile, noOutcome, silent } from './requestFaults.ts';

/** Resolves with the answer; undefined where none is wanted. Rejects as {@link Transport.request}. Never sends twice. */
export async function exchange(
  link: HonoLink,
  answers: Answers,
  command: Command,
  options: SendOptions,
): Promise<Response | undefined> {
  const one = new Exchange(link, command, options);
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
  readonly #link: HonoLink;
  readonly #command: Command;
  readonly #options: SendOptions;
  readonly #to: string;
  readonly #loss: WatchedLoss;
  #hasLeft = false;
  #isTaken = false;

  constructor(link: HonoLink, command: Command, options: SendOptions) {
    this.#link = link;
    this.#command = command;
    this.#options = options;
    this.#to = link.addressOf(command.thing);
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
    const { timeout, onPublishing } = this.#options;
    const sending = await this.#link.send(this.#command, correlationId, () => {
      this.#hasLeft = true;
      onPublishing?.(this.#to);
    });
    const left = await this.#untilLeft(sending);
    if (this.#hasLeft) return sending;
    sending.withdraw();
    if (left === 'lost') throw this.#lost();
    if (left === 'cancelled') throw new FaultError(fault('cancelled', t('Waiting to send was cancelled.')));
    throw new FaultError(
      left === 'crowded'
        ? this.#link.notLeft(this.#command, 'crowded', timeout)
        : this.#link.notLeft(this.#command, 'nothing', Math.min(this.#link.leaving, timeout)),
    );
  }

  /** `late`: nothing has left at all. `crowded`: others have, and this one waited for its turn. */
  async #untilLeft(sending: Sending): Promise<'left' | 'lost' | 'cancelled' | 'late' | 'crowded'> {
    const { timeout, signal } = this.#options;
    const first = sending.passed;
    const end = performance.now() + timeout;
    const left = sending.left.then(() => 'left' as const);
    for (;;) {
      const before = sending.passed;
      const patience = Math.min(this.#link.leaving, end - performance.now());
      const result = await waitFor(() => Promise.race([left, this.#loss.happened]), patience, signal);
      if (result !== 'late') return result;
      if (sending.passed === before || performance.now() >= end)
        return sending.passed === first ? 'late' : 'crowded';
    }
  }

  /** Where no answer is wanted, the network's word is all there is. */
  async delivery(sending: Sending): Promise<undefined> {
    const { timeout, signal } = this.#options;
    const patience = Math.max(this.#link.outcome, timeout);
    const judged = await waitFor(
      () => Promise.race([this.#judge(sending), this.#loss.happened]),
      patience,
      signal,
    );
    if (judged === 'late') throw new FaultError(noOutcome(this.#command, patience));
    if (judged === 'cancelled') throw new FaultError(stoppedWaiting(this.#command, 'broker'));
    if (judged === 'lost') throw this.#lost();
    if (judged.kind === 'unknown') throw new FaultError(judged.fault);
    return undefined;
  }

  /** The answer may come before the network's word, and after a lost connection is back. */
  async answer(sending: Sending, answered: Promise<Response>): Promise<Response> {
    const { timeout, signal } = this.#options;
    let taking: Taking | undefined;
    const judged = this.#judge(sending).then((it) => {
      taking = it;
      return 'judged' as const;
    });
    const hopeless = judged.then(() => new Promise<never>(() => undefined));
    const known = () => taking;
    let result = await waitFor(() => Promise.race([answered, hopeless]), timeout, signal);
    const rest = this.#link.outcome - timeout;
    if (result === 'late' && known() === undefined && this.#loss.reason === undefined && rest > 0) {
      const late = await waitFor(() => Promise.race([answered, judged, this.#loss.happened]), rest, signal);
      if (typeof late === 'object' || late === 'cancelled') result = late;
    }
    if (result === 'cancelled') throw new FaultError(stoppedWaiting(this.#command, 'answer'));
    if (result !== 'late') return result;
    throw this.#unanswered(known());
  }

  /** Why nothing came. */
  #unanswered(taking: Taking | undefined): FaultError {
    const { timeout } = this.#options;
    if (taking?.kind === 'unknown') return new FaultError(taking.fault);
    if (this.#loss.reason !== undefined) return this.#lost();
    return new FaultError(
      taking === undefined
        ? noOutcome(this.#command, Math.max(timeout, this.#link.outcome))
        : silent(this.#command, taking.isHeard, timeout),
    );
  }

  /** Rejects where the command was refused. */
  async #judge(sending: Sending): Promise<Taking> {
    const taking = await sending.taken;
    if (taking.kind === 'taken') this.taken(taking.isHeard);
    return taking;
  }

  #lost(): FaultError {
    return new FaultError(
      lostMeanwhile(this.#command, this.#loss.reason ?? t('it was closed'), this.#hasLeft),
    );
  }
}
