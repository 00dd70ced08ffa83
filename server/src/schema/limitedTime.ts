/** What users write down can make a computer work for ever; here it is stopped. */
import { createContext, Script } from 'node:vm';

/**
 * The same work again and again. What takes longer than so many milliseconds stops all else, and would do so each time: from
 * then on it is not done any more, and undefined is returned.
 */
export function inLimitedTime<T>(milliseconds: number): (work: () => T) => T | undefined {
  const globals: { work: () => void } = { work: () => undefined };
  const context = createContext(globals);
  const script = new Script('work()');
  let isTooSlow = false;
  return (work) => {
    if (isTooSlow) return undefined;
    let done: T | undefined;
    globals.work = () => {
      done = work();
    };
    try {
      script.runInContext(context, { timeout: milliseconds });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      isTooSlow = true;
      return undefined;
    }
    return done;
  };
}

/** The error is of the context's own, so it is no `Error` of this one. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
