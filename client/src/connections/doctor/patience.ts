/** How long the doctor waits, and waiting that ends with it. */
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../../errors.ts';
import { waitFor } from '../../timing.ts';

/** Milliseconds. */
export interface Patience {
  /** For a name, a port, a TLS handshake: each. */
  readonly network: number;
  /** For what the broker retains, after the subscriptions. */
  readonly retained: number;
  /** For the gateway's word on who it is. */
  readonly identity: number;
  /** For Hono's credit, which says that somebody takes commands. */
  readonly credit: number;
  /** For the UpdateManager's answer, over every form of address. */
  readonly answer: number;
  /** For the state that follows the answer. */
  readonly state: number;
}

export const usualPatience: Patience = {
  network: 10_000,
  retained: 1_000,
  identity: 3_000,
  credit: 5_000,
  answer: 12_000,
  state: 10_000,
};

/** Resolves with `'late'` when the time is over. Rejects with a FaultError `cancelled` where the signal is aborted. */
export async function within<T>(
  work: Promise<T>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<T | 'late'> {
  const result = await waitFor(() => work, milliseconds, signal);
  if (result === 'cancelled') throw cancelled();
  return result;
}

export function cancelled(): FaultError {
  return new FaultError(fault('cancelled', t('The test was cancelled.')));
}
