/** When diagnostics are pushed: at once while that is quick, else after as long as the quickest of the last validations took. */
import { breathe } from './guard.ts';

/** Validations faster than this follow every change. Milliseconds. */
const quick = 50;
/** So many validations are looked at: the first one of a document, and one on a busy machine, tell nothing of the next. */
const remembered = 3;
/** The longest wait for more changes. Milliseconds. */
const longestWait = 150;
/** What has arrived is decoded, handled and answered in one turn each; what waits for it goes on in the next one. */
const turnsOfMessage = 4;

export interface Publisher {
  /** The document was opened or changed. */
  schedule(uri: string): void;
  /** The document was closed. */
  forget(uri: string): void;
}

/** `publish` validates and sends. It is called once for all changes since the last time, and never for a forgotten document. */
export function createPublisher(publish: (uri: string) => void): Publisher {
  const waiting = new Map<string, NodeJS.Timeout>();
  const lastDurations = new Map<string, readonly number[]>();

  /** Lets in what was sent together with the change: whoever waits for suggestions waits for nothing else. */
  const runSoon = async (uri: string) => {
    const mine = waiting.get(uri);
    for (let turn = 0; turn < turnsOfMessage; turn++) await breathe();
    if (waiting.get(uri) === mine) run(uri);
  };

  const run = (uri: string) => {
    waiting.delete(uri);
    const start = performance.now();
    publish(uri);
    const before = lastDurations.get(uri) ?? [];
    lastDurations.set(uri, [performance.now() - start, ...before].slice(0, remembered));
  };

  return {
    schedule(uri) {
      // A wait that is under way is kept: someone who types steadily still gets diagnostics.
      if (waiting.has(uri)) return;
      const known = lastDurations.get(uri) ?? [];
      const last = known.length < remembered ? 0 : Math.min(...known);
      // Even without a wait, what is queued behind this change is read first.
      const timer = setTimeout(runSoon, last <= quick ? 0 : Math.min(last, longestWait), uri);
      waiting.set(uri, timer);
    },
    forget(uri) {
      clearTimeout(waiting.get(uri));
      waiting.delete(uri);
      lastDurations.delete(uri);
    },
  };
}
