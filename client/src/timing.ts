/** Waiting that can be ended. */
import { setMaxListeners } from 'node:events';

/** Resolves after so many milliseconds, or as soon as the signal is aborted; never rejects. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/** Resolves when the signal is aborted; never, where there is none. `over` ends the waiting: a long-lived signal forgets it then. */
export function aborted(signal: AbortSignal | undefined, over?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal?.addEventListener('abort', () => resolve(), { once: true, ...(over && { signal: over }) }),
  );
}

/** For a signal that many wait for at once: Node takes more than ten for a leak. */
export function sharedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/**
 * What the work comes to, unless so many milliseconds are over (`'late'`) or the user wants no more (`'cancelled'`)
 * before. The work's own signal is aborted with the waiting, however it ended.
 */
export async function waitFor<T>(
  work: (over: AbortSignal) => Promise<T>,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<T | 'late' | 'cancelled'> {
  const over = new AbortController();
  const ended = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const patience = sleep(milliseconds, ended).then(() => (signal?.aborted ? 'cancelled' : 'late'));
  try {
    return await Promise.race([work(over.signal), patience]);
  } finally {
    over.abort();
  }
}
