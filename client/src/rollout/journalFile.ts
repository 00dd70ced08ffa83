/** A journal in a file. Every record is on the disk before anybody acts upon it; records that come together share one write. */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { FaultError, fault } from '../errors.ts';
import { fileFaultWords } from '../words/fileFaults.ts';
import type { BeginRecord, Journal, JournalRecord } from './journal.ts';
import { type JournalText, readJournal } from './journalRead.ts';
import { lock } from './lock.ts';

/**
 * A new journal with its first record.
 * @throws FaultError `journal-exists`, `journal-in-use`, `journal-unreadable`, `journal-unwritten`
 */
export async function createJournal(file: string, begin: BeginRecord): Promise<Journal> {
  const unlock = await locked(file);
  try {
    // Names of devices are nobody else's business.
    const handle = await open(file, 'ax', 0o600);
    const journal = new JournalFile(file, handle, unlock);
    await journal.append(begin);
    return journal;
  } catch (error) {
    await unlock();
    if (error instanceof FaultError) throw error;
    if (codeOf(error) === 'EEXIST')
      throw new FaultError(fault('journal-exists', `There is a journal ${file} already.`));
    throw unreadable(file, error);
  }
}

export interface OpenedJournal {
  readonly journal: Journal;
  readonly text: JournalText;
}

/**
 * The journal of a rollout that is to go on; what was torn at its end is cut off.
 * @throws FaultError `journal-in-use`, `journal-unreadable`, `journal-damaged`
 */
export async function openJournal(file: string): Promise<OpenedJournal> {
  const unlock = await locked(file);
  let handle: FileHandle | undefined;
  try {
    const text = readJournal(await readFile(file), file);
    handle = await open(file, 'r+');
    await handle.truncate(text.whole);
    await handle.close();
    handle = await open(file, 'a');
    return { journal: new JournalFile(file, handle, unlock), text };
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await unlock();
    if (error instanceof FaultError) throw error;
    throw unreadable(file, error);
  }
}

async function locked(file: string): Promise<() => Promise<void>> {
  try {
    return await lock(file);
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): FaultError {
  const message = `The journal ${file} cannot be opened: ${fileFaultWords(error)}`;
  return new FaultError(fault('journal-unreadable', message), { cause: error });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

class JournalFile implements Journal {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #unlock: () => Promise<void>;
  /** What comes while a write goes on waits for the next one. */
  #waiting: string[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();
  /** A write that failed may have left half a record: nothing may follow it. */
  #broken: FaultError | undefined;

  constructor(file: string, handle: FileHandle, unlock: () => Promise<void>) {
    this.#file = file;
    this.#handle = handle;
    this.#unlock = unlock;
  }

  append(record: JournalRecord): Promise<void> {
    this.#waiting.push(`${JSON.stringify(record)}\n`);
    this.#next ??= this.#after(this.#last);
    return this.#next;
  }

  #after(last: Promise<void>): Promise<void> {
    const next = last.then(() => {
      const lines = this.#waiting;
      this.#waiting = [];
      this.#next = undefined;
      return this.#write(lines.join(''));
    });
    // Each append tells its own failure; what follows looks at `#broken`.
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #write(text: string): Promise<void> {
    if (this.#broken) throw this.#broken;
    try {
      await this.#handle.appendFile(text);
      await this.#handle.datasync();
    } catch (error) {
      const message = `The journal ${this.#file} cannot be written: ${fileFaultWords(error)}`;
      this.#broken = new FaultError(fault('journal-unwritten', message), { cause: error });
      throw this.#broken;
    }
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#handle.close();
    await this.#unlock();
  }
}
