/** A connection that comes back by itself, once it has stood. How it is opened, and what it carries, is its owner's. */
import { t } from '@vscode/l10n';
import { type Fault, FaultError, fault } from '../errors.ts';
import { Emitter } from '../events.ts';
import { sleep } from '../timing.ts';
import { isLasting } from './faults.ts';
import { type PauseLimits, Pauses, usualPauses } from './pauses.ts';
import type { TransportState } from './transport.ts';

/** Milliseconds after which a connection counts as one that stands. */
const stableAfter = 30_000;

/** What a test makes quicker. */
export interface LinkTiming {
  readonly pauses: PauseLimits;
  /** Milliseconds until a broker must have said yes, and again for its answers to the subscriptions. */
  readonly connectTimeout: number;
  /** Milliseconds that a link which can be done without may keep the connection waiting. */
  readonly optionalTimeout: number;
}

export const usualTiming: LinkTiming = {
  pauses: usualPauses,
  connectTimeout: 10_000,
  optionalTimeout: 5000,
};

/** What was opened. */
export interface Opened {
  /** Agreed on with the broker, such as `MQTT 5`. */
  readonly protocol: string;
  /** What the broker does not let this user hear. */
  readonly unheard: readonly string[];
  /** Why, where the broker says it. */
  readonly whyUnheard?: string | undefined;
  /** Says goodbye where that is possible within a second. */
  end(): Promise<void>;
}

/** Why a connection that stood is gone, for people; it is not tried again where only a person can mend it. */
export interface Lost {
  readonly reason: string;
  readonly lasting: boolean;
}

export interface StandingParts<Client extends Opened, Loss> {
  /**
   * Resolves when everything works; `onLost` is called at most once, after that. `resume`: it was lost, or is hurried.
   * Rejects with whatever happened, see {@link StandingParts.faultOf}.
   */
  readonly open: (
    signal: AbortSignal,
    resume: boolean,
    onLost: (client: Client, loss: Loss) => void,
  ) => Promise<Client>;
  readonly faultOf: (error: unknown) => Fault;
  /** `quickLosses`: how often in a row, this time included, it was lost soon after it stood. */
  readonly judge: (loss: Loss, quickLosses: number) => Lost;
  /** Called once the state is told. */
  readonly onOpened?: (client: Client) => void;
}

export class Standing<Client extends Opened, Loss> {
  readonly #states = new Emitter<TransportState>();
  readonly onState = this.#states.event;
  readonly #parts: StandingParts<Client, Loss>;
  readonly #pauses: Pauses;
  #state: TransportState = { kind: 'disconnected' };
  #client: Client | undefined;
  /** How often in a row the connection was lost soon after it stood. */
  #quickLosses = 0;
  /** When the connection was opened, by a clock that nobody sets. */
  #opened = 0;
  /** When the connection was lost that is coming back, ms since the epoch. */
  #lost: number | undefined;
  /** Ends attempts and pauses; there is one as long as somebody wants the connection. */
  #wanted: AbortController | undefined;
  #connecting: Promise<void> | undefined;

  constructor(parts: StandingParts<Client, Loss>, pauses: PauseLimits) {
    this.#parts = parts;
    this.#pauses = new Pauses(pauses);
  }

  get state(): TransportState {
    return this.#state;
  }

  /** Undefined where there is no connection now. */
  get client(): Client | undefined {
    return this.#client;
  }

  /** Resolves when connected; at once where it is. Rejects with a FaultError. */
  connect(signal?: AbortSignal): Promise<void> {
    if (this.#client) return Promise.resolve();
    this.#connecting ??= this.#connect(signal).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async close(): Promise<void> {
    this.#wanted?.abort();
    this.#wanted = undefined;
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
    // Meanwhile somebody may want it again.
    if (this.#wanted === undefined) this.#setState({ kind: 'disconnected' });
  }

  /** What the open connection may hear has changed. */
  tellUnheard(): void {
    if (this.#client && this.#state.kind === 'connected')
      this.#setState(connected(this.#client, this.#state.since));
  }

  async #connect(signal: AbortSignal | undefined): Promise<void> {
    const isBack = this.#wanted !== undefined; // it stood before and is coming back by itself: this only hurries
    this.#wanted?.abort();
    const wanted = new AbortController();
    this.#wanted = wanted;
    const cancel = () => wanted.abort();
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    try {
      this.#setState(this.#attempt(1));
      await this.#open(wanted.signal, isBack);
    } catch (error) {
      const failure = this.#parts.faultOf(error);
      if (this.#wanted === wanted) this.#giveUp(failure, isBack);
      throw new FaultError(failure, { cause: error });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #giveUp(failure: Fault, isBack: boolean): void {
    if (!isBack || isLasting(failure)) {
      this.#wanted = undefined;
      this.#setState({ kind: 'disconnected' });
      return;
    }
    this.#wanted = new AbortController();
    void this.#reopen(this.#wanted.signal, inWords(failure));
  }

  #attempt(attempt: number): TransportState {
    return { kind: 'connecting', attempt, ...(this.#lost !== undefined && { lost: this.#lost }) };
  }

  #setState(state: TransportState): void {
    if (state.kind === 'connected' || state.kind === 'disconnected') this.#lost = undefined;
    if (state.kind === 'disconnected' && this.#state.kind === 'disconnected') return;
    this.#state = state;
    this.#states.fire(state);
  }

  async #open(signal: AbortSignal, resume: boolean): Promise<void> {
    let early: Loss | undefined;
    const client = await this.#parts.open(signal, resume, (lost, loss) => {
      if (this.#client === lost) this.#lose(loss);
      else early = loss;
    });
    if (signal.aborted) {
      await client.end();
      throw new FaultError(cancelledFault());
    }
    this.#client = client;
    this.#opened = performance.now();
    this.#setState(connected(client, Date.now()));
    this.#parts.onOpened?.(client);
    if (early !== undefined) this.#lose(early);
  }

  #lose(loss: Loss): void {
    this.#client = undefined;
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#lost = Date.now();
    const stood = performance.now() - this.#opened >= stableAfter;
    this.#quickLosses = stood ? 0 : this.#quickLosses + 1;
    if (stood) this.#pauses.reset();
    const { reason, lasting } = this.#parts.judge(loss, this.#quickLosses);
    if (lasting) this.#setState({ kind: 'offline', since: this.#lost, reason });
    else void this.#reopen(wanted.signal, reason);
  }

  /** `reason`: why it is offline. */
  async #reopen(signal: AbortSignal, reason: string): Promise<void> {
    let why = reason;
    for (let attempt = 1; !signal.aborted && !this.#client; attempt++) {
      const pause = this.#pauses.next();
      const now = Date.now();
      this.#setState({ kind: 'offline', since: this.#lost ?? now, reason: why, retry: now + pause });
      await sleep(pause, signal);
      if (signal.aborted) return;
      this.#setState(this.#attempt(attempt));
      const failure = await this.#tryOpen(signal);
      if (signal.aborted || !failure) return;
      why = inWords(failure);
      if (!isLasting(failure)) continue;
      this.#setState({ kind: 'offline', since: this.#lost ?? now, reason: why });
      return;
    }
  }

  async #tryOpen(signal: AbortSignal): Promise<Fault | undefined> {
    try {
      await this.#open(signal, true);
      return undefined;
    } catch (error) {
      return this.#parts.faultOf(error);
    }
  }
}

function connected({ protocol, unheard, whyUnheard }: Opened, since: number): TransportState {
  return {
    kind: 'connected',
    since,
    protocol,
    ...(unheard.length > 0 && { unheard, ...(whyUnheard !== undefined && { whyUnheard }) }),
  };
}

export function cancelledFault(): Fault {
  return fault('cancelled', t('Connecting was cancelled.'), t('Connect again when you want to.'));
}

export function inWords({ message, advice }: Fault): string {
  return `${message} ${advice}`;
}
