/** Ctrl+C where there is something to be ended in order: the first time it pauses, the second time it leaves. */
import { sharedAbort } from '../timing.ts';

export interface Interrupts {
  /** Nothing more is to be begun. */
  readonly pausing: AbortSignal;
  /** Nothing is to be waited for. */
  readonly leaving: AbortSignal;
}

/** Whoever ends the program by another signal than Ctrl+C does not wait either. */
export function pauseThenLeave(): Interrupts {
  const pausing = sharedAbort();
  const leaving = sharedAbort();
  const leave = (name: 'SIGINT' | 'SIGTERM') => {
    pausing.abort();
    leaving.abort();
    // What cannot be ended must not hold the program.
    setTimeout(() => process.kill(process.pid, name), 3000).unref();
  };
  process.once('SIGINT', () => {
    pausing.abort();
    process.once('SIGINT', () => leave('SIGINT'));
  });
  process.once('SIGTERM', () => leave('SIGTERM'));
  return { pausing: pausing.signal, leaving: leaving.signal };
}
