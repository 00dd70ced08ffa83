/** A journal in a file. Every record is on the disk before anybody acts upon it; records that come together share one write. */
import { constants } from 'node:fs';
import { access, type FileHandle, open, rm } from 'node:fs/promises';
import { t } from '@vscode/l10n';
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
  let handle: FileHandle | undefined;
  try {
    // Names of devices are nobody else's business.
    handle = await open(file, 'ax', 0o600);
    const journal = new JournalFile(file, handle, unlock);
    await journal.append(begin);
    return journal;
  } catch (error) {
    // Half a first record is no journal, and would only stand in the way of the next one.
    if (handle) {
      await handle.close();
      await rm(file, { force: true });
    }
    await unlock();
    if (error instanceof FaultError) throw error;
    if (codeOf(error) === 'EEXIST')
      throw new FaultError(fault('journal-exists', t('There is a journal {0} already.', file)));
    throw unreadable(file, error);
  }
}

export interface OpenedJournal {
  readonly journal: Journal;
  readonly text: JournalText;
}

/**
 * The journal of a rollout that is to go on; what was torn at its end is cut off.
 * @throws FaultError `journal-missing`, `journal-in-use`, `journal-unreadable`, `journal-damaged`, `journal-not-own`
 */
export async function openJournal(file: string): Promise<OpenedJournal> {
  await access(file).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') return;
    const message = t('There is no journal {0}, so there is no rollout to go on with.', file);
    throw new FaultError(fault('journal-missing', message), { cause: error });
  });
  const unlock = await locked(file);
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDWR | constants.O_APPEND);
    await checkOwner(file, handle);
    const text = readJournal(await handle.readFile(), file);
    await handle.truncate(text.whole);
    return { journal: new JournalFile(file, handle, unlock), text };
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await unlock();
    if (error instanceof FaultError) throw error;
    throw unreadable(file, error);
  }
}

/** It stands for what its user has agreed to: others must not be able to write that. Windows has no such modes. */
async function checkOwner(file: string, handle: FileHandle): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode, uid, nlink } = await handle.stat();
  const own = process.getuid?.();
  const why =
    (mode & 0o022) !== 0
      ? t('can be written by others (mode {0})', (mode & 0o777).toString(8).padStart(4, '0'))
      : own !== undefined && uid !== own
        ? t('belongs to another user')
        : // By each name another program could work with it.
          nlink > 1
          ? t('has several names (hard links)')
          : undefined;
  if (why === undefined) return;
  throw new FaultError(fault('journal-not-own', t('The journal {0} {1}.', file, why)));
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
  const message = t('The journal {0} cannot be opened: {1}', file, fileFaultWords(error));
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
      const message = t('The journal {0} cannot be written: {1}', this.#file, fileFaultWords(error));
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
