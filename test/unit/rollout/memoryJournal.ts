/** A journal in memory, which a test can cut at any place. */
import type { BeginRecord, Journal, JournalRecord } from '../../../client/src/rollout/journal.ts';
import { type JournalText, readJournal } from '../../../client/src/rollout/journalRead.ts';

export class MemoryJournal implements Journal {
  text: string;
  /** So many further records are written; then the program is as dead. */
  left: number;

  constructor(text = '', left = Number.POSITIVE_INFINITY) {
    this.text = text;
    this.left = left;
  }

  readonly create = async (begin: BeginRecord): Promise<Journal> => {
    await this.append(begin);
    return this;
  };

  append(record: JournalRecord): Promise<void> {
    // Whoever waits for it is never heard of again.
    if (this.left <= 0) return new Promise(() => undefined);
    this.left -= 1;
    this.text += `${JSON.stringify(record)}\n`;
    return Promise.resolve();
  }

  get read(): JournalText {
    return readJournal(Buffer.from(this.text), 'journal');
  }

  async close(): Promise<void> {}
}
