/**
 * The files of the history, one a run: its first line is the summary in the clear, the second the run, sealed. Each window
 * writes its own runs only, whole or not at all, so that any number of them can share the folder.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { isObject, parseJson } from '../protocol/json.ts';
import { isRunSummary, type RunSummary } from './summary.ts';

export interface KeptFile {
  readonly summary: RunSummary;
  /** {@link nameOfKey} of the key that it is sealed with; absent where there was none, and then only the summary is kept. */
  readonly key?: string;
  /** Bytes of the file. */
  readonly size: number;
}

export interface FolderListing {
  readonly files: readonly KeptFile[];
  /** Names of files that cannot be read, and why, in a sentence. */
  readonly damaged: ReadonlyMap<string, string>;
}

/** What is written down of a run. */
export interface FileContent {
  readonly summary: RunSummary;
  readonly sealed?: { readonly key: string; readonly text: string };
}

/** What the first line is known by. */
const format = 'kanto-run';
const formatVersion = 1;
/** Bytes of the first line: summaries are bounded, and far shorter. */
const longestHead = 65_536;
/** Bytes of a file that is read: no run that was written here comes near it. */
const largestFile = 128 * 1024 * 1024;
/** Milliseconds after which a half-written file is nobody's any more. */
const abandonedAfter = 3_600_000;

const droppedName = 'dropped';
const fileName = /^\d{16}-[0-9a-zA-Z-]{1,64}\.run$/;

/** Its name begins with the time of its start, so that names are in the order of runs. */
export function nameOf({ id, started }: Pick<RunSummary, 'id' | 'started'>): string {
  return `${String(Math.trunc(started)).padStart(16, '0')}-${id}.run`;
}

/** The head of a file: the sealed run is bound to it. */
export function headOf(summary: RunSummary, key: string | undefined): string {
  return JSON.stringify({ format, version: formatVersion, ...(key !== undefined && { key }), summary });
}

/** What was read of a file, or why it was not; another stamp tells that the file has changed. */
interface ReadHead {
  readonly stamp: string;
  readonly read: KeptFile | string;
}

export class HistoryFiles {
  readonly #folder: string;
  /** By name, as long as the file is the same. */
  #known = new Map<string, ReadHead>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Oldest first. Only what has changed is read again. */
  async list(): Promise<FolderListing> {
    const known = new Map<string, ReadHead>();
    for (const name of await this.#names()) {
      const read = await this.#head(name);
      if (read !== undefined) known.set(name, read);
    }
    this.#known = known;
    const entries = [...known].map(([name, { read }]) => ({ name, read }));
    return {
      files: entries.map(({ read }) => read).filter((read) => typeof read !== 'string'),
      damaged: new Map(
        entries.flatMap(({ name, read }): [string, string][] =>
          typeof read === 'string' ? [[name, read]] : [],
        ),
      ),
    };
  }

  async #names(): Promise<readonly string[]> {
    const all = await orNothing(readdir(this.#folder));
    for (const name of all ?? []) if (name.endsWith('.tmp')) await this.#sweep(name);
    return (all ?? []).filter((name) => fileName.test(name)).sort();
  }

  /** A window that was closed while it wrote leaves a part of a file. */
  async #sweep(name: string): Promise<void> {
    const found = await orNothing(stat(join(this.#folder, name)));
    if (found?.isFile() && Date.now() - found.mtimeMs > abandonedAfter) await this.remove(name);
  }

  /** Undefined for what is no file: who opened a pipe would wait without end. */
  async #head(name: string): Promise<ReadHead | undefined> {
    const path = join(this.#folder, name);
    const found = await orNothing(stat(path)).catch(reasonOf);
    if (typeof found === 'string') return { stamp: '', read: found };
    if (!found?.isFile()) return undefined;
    if (found.size > largestFile) return { stamp: '', read: t('It is larger than any run can be.') };
    const stamp = `${found.mtimeMs} ${found.size} ${found.ino}`;
    const known = this.#known.get(name);
    if (known?.stamp === stamp) return known;
    try {
      const head = await orNothing(firstLine(path));
      return head === undefined ? undefined : { stamp, read: parseHead(head, name, found.size) };
    } catch (error) {
      return { stamp, read: reasonOf(error) };
    }
  }

  /** The run of a file, as {@link headOf} and sealed text; undefined where there is no such file. Rejects where it cannot be read. */
  async read(name: string): Promise<{ readonly head: string; readonly sealed: string } | undefined> {
    const text = await orNothing(readFile(join(this.#folder, name), 'utf8'));
    if (text === undefined) return undefined;
    const [head = '', sealed = ''] = text.split('\n');
    return { head, sealed };
  }

  /** Resolves with the bytes that it takes. */
  async write({ summary, sealed }: FileContent): Promise<number> {
    const text = `${headOf(summary, sealed?.key)}\n${sealed?.text ?? ''}\n`;
    await this.#replace(nameOf(summary), text);
    return Buffer.byteLength(text);
  }

  /** Whole or not at all: who reads meanwhile gets the one before. */
  async #replace(name: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, name);
    const half = `${path}.${randomUUID()}.tmp`;
    try {
      await writeFile(half, text, { mode: 0o600, flush: true });
      await rename(half, path);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
  }

  /** When the latest run was started that was dropped for want of room, ms since the epoch; undefined where none was. */
  async droppedUntil(): Promise<number | undefined> {
    const text = await orNothing(readFile(join(this.#folder, droppedName), 'utf8'));
    const time = Number(text);
    return text !== undefined && Number.isSafeInteger(time) && time > 0 ? time : undefined;
  }

  async setDroppedUntil(time: number): Promise<void> {
    await this.#replace(droppedName, String(time));
  }

  /** Also where it is gone already. */
  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
  }
}

async function firstLine(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHead), 0, longestHead, 0);
    const text = buffer.subarray(0, bytesRead).toString();
    return text.slice(0, Math.max(0, text.indexOf('\n')));
  } finally {
    await file.close();
  }
}

function parseHead(line: string, name: string, size: number): KeptFile | string {
  const head: unknown = parseJson(line);
  if (!isObject(head) || head['format'] !== format) return t('It does not begin as the file of a run does.');
  if (head['version'] !== formatVersion) return t('It was written by another version of this extension.');
  const { key } = head;
  const summary: unknown = head['summary'];
  if (!isRunSummary(summary) || nameOf(summary) !== name) return t('What it says of its run makes no sense.');
  return { summary, size, ...(typeof key === 'string' && { key }) };
}

/** Undefined where there is no such file or folder: another window can have removed it. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
