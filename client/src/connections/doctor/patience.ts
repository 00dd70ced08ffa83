/** How long the doctor waits, and waiting that ends with it. */
import { FaultError, fault } from '../../errors.ts';
import { aborted, sleep } from '../../timing.ts';

/** Milliseconds. */
export interface Patience {
  /** For a name, a port, a TLS handshake: each. */
  readonly network: number;
  /** For what the broker retains, after the subscriptions. */
  readonly retained: number;
  /** For the gateway's word on who it is. */
  readonly identity: number;
  /** For the UpdateManager's answer, over every form of address. */
  readonly answer: number;
  /** For the state that follows the answer. */
  readonly state: number;
}

export const usualPatience: Patience = {
  network: 10_000,
  retained: 1_000,
  identity: 3_000,
  answer: 12_000,
  state: 10_000,
};

/** Resolves with `'late'` when the time is over. Rejects with a FaultError `cancelled` where the signal is aborted. */
export async function within<T>(
  work: Promise<T>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<T | 'late'> {
  const over = new AbortController();
  try {
    return await Promise.race([
      work,
      sleep(milliseconds, over.signal).then(() => 'late' as const),
      aborted(AbortSignal.any([signal, over.signal])).then(() => {
        throw cancelled();
      }),
    ]);
  } finally {
    over.abort();
  }
}

export function cancelled(): FaultError {
  return new FaultError(fault('cancelled', 'The test was cancelled.'));
}
