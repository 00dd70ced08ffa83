/** A person at the terminal, who can be asked. */
import { once } from 'node:events';
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { printed } from './printed.ts';

/**
 * Asks, and resolves with the line that is typed, undefined where the input ends. Rejects where the signal is aborted.
 * Undefined where nobody can answer.
 */
export type Ask = ((question: string, signal?: AbortSignal) => Promise<string | undefined>) | undefined;

/** Only a person at a terminal can be asked. The question goes to standard error: the result stays clean. */
export function terminalAsk(interrupted: AbortSignal): Ask {
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  return async (question, signal) => {
    const terminal = createInterface({ input: stdin, output: process.stderr });
    const over = new AbortController();
    // The terminal takes Ctrl+C for itself while it asks.
    terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      const all = AbortSignal.any([interrupted, ...(signal ? [signal] : [])]);
      const closed = once(terminal, 'close', { signal: over.signal }).then(() => undefined);
      return (await Promise.race([terminal.question(printed(question), { signal: all }), closed]))?.trim();
    } finally {
      over.abort();
      terminal.close();
    }
  };
}

export function isYes(answer: string | undefined): boolean {
  return /^y(es)?$/i.test(answer ?? '');
}
