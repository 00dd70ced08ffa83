import type { Disposable } from '../../events.ts';

/** Does it as soon as what goes on now is over: for what the activation need not wait for. */
export function soon(act: () => void): Disposable {
  const waiting = setImmediate(act);
  return { dispose: () => clearImmediate(waiting) };
}
