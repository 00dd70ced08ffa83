/**
 * Which notifications tell of devices that ask their owner: one a device, as long as they are few; of more a single one that
 * counts them and leads to the list. The log has every question and its end. Pure.
 */
import type { ConsentQuestion } from '../../updates/consent.ts';
import { consentCount, consentEnd, consentNotice } from '../../words/consentWords.ts';
import { keyOf, type Target } from './targets.ts';

export interface Announcement {
  readonly text: string;
  /** What waits for an answer: a device, or all that do. Absent where nothing does any more. */
  readonly answers?: Target | 'all';
}

/** More at once nobody can read, let alone answer one by one. */
const handful = 5;

export class ConsentAnnouncements {
  /** What was told of a device that waits, so that a question which comes again is told once. */
  readonly #told = new Map<string, string>();
  /** How many waited when they were last told as a number; 0 while there are few. */
  #counted = 0;

  /** What to tell after these questions changed; `all`: what was asked, in any state. */
  after(changed: readonly ConsentQuestion[], all: readonly ConsentQuestion[]): readonly Announcement[] {
    const waiting = new Map(all.filter(isWaiting).map((it) => [keyOf(it), it]));
    const ended = changed.filter((it) => !waiting.has(keyOf(it)) && this.#told.has(keyOf(it)));
    const fresh = [...waiting].filter(
      ([key, it]) => it.state === 'open' && this.#told.get(key) !== about(it),
    );
    const wasFew = this.#counted === 0;
    for (const [key, it] of fresh) this.#told.set(key, about(it));
    for (const key of [...this.#told.keys()]) if (!waiting.has(key)) this.#told.delete(key);
    if (waiting.size <= handful) this.#counted = 0;
    const ends = wasFew ? ended.filter(isUnanswered).map((it) => ({ text: consentEnd(it) ?? '' })) : [];
    return [...ends, ...this.#questions(fresh, waiting.size)];
  }

  #questions(
    fresh: readonly (readonly [string, ConsentQuestion])[],
    waiting: number,
  ): readonly Announcement[] {
    if (fresh.length === 0) return [];
    if (waiting <= handful)
      return fresh.map(([, { connection, device }]) => ({
        text: consentNotice({ connection, device }),
        answers: { connection, device },
      }));
    // The status bar has the number as it is now; a notification comes again only where it says much else.
    if (waiting < 2 * this.#counted) return [];
    this.#counted = waiting;
    return [{ text: consentCount(waiting), answers: 'all' }];
  }
}

function isWaiting({ state }: ConsentQuestion): boolean {
  return state === 'open' || state === 'answering';
}

/** Not by the person here, who knows what became of it. */
function isUnanswered({ state }: ConsentQuestion): boolean {
  return state === 'elsewhere' || state === 'over';
}

function about({ activityId, command }: ConsentQuestion): string {
  return JSON.stringify([activityId, command]);
}
