/** Waiting for the editor to tell of something, with a limit and a message. */
import type { Event } from 'vscode';

/**
 * Resolves with what `look` finds, as soon as it finds something: looks now and at each event.
 * Rejects after `seconds`, telling what was wanted.
 */
export function waitFor<T>(
  what: string,
  event: Event<unknown>,
  look: () => T | undefined,
  seconds = 20,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const found = look();
      if (found === undefined) return;
      clearTimeout(timer);
      listening.dispose();
      resolve(found);
    };
    const timer = setTimeout(() => {
      listening.dispose();
      reject(new Error(`Waited ${seconds} s for ${what}.`));
    }, seconds * 1000);
    const listening = event(check);
    check();
  });
}
