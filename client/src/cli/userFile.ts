/** Writes files of users: each is there whole, as it was or as it is to be, whatever happens meanwhile. */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FaultError, fault } from '../errors.ts';
import { fileFaultWords } from '../words/fileFaults.ts';

/**
 * Puts a text in the place of the one that was read. Who may read and write the file stays as it is; of a link it is the
 * file that it leads to.
 * @throws FaultError `file-changed` where another text is in it by now, `file-unwritable`
 */
export async function replaceFile(file: string, text: string, read: string): Promise<void> {
  await telling(file, async () => {
    const path = await realpath(file);
    const found = await stat(path);
    if (!found.isFile()) throw unwritable(file, 'it is no usual file, and cannot be put in its own place');
    const half = join(dirname(path), `.kanto-manifest-${randomUUID()}.tmp`);
    try {
      await writeWhole(await openHalf(half, file), text, (handle) => keepRights(handle, found, file));
      if (!(await readFile(path)).equals(Buffer.from(read)))
        throw new FaultError(
          fault('file-changed', `${file} was changed by somebody else meanwhile, so it is left as it is.`),
        );
      await rename(half, path);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
  });
}

/**
 * Writes a file that is not there yet.
 * @throws FaultError `file-exists`, `file-unwritable`
 */
export async function createFile(file: string, text: string): Promise<void> {
  await telling(file, async () => {
    const handle = await open(file, 'wx');
    try {
      await writeWhole(handle, text);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    await syncFolder(dirname(file));
  });
}

export function existingFile(file: string): FaultError {
  return new FaultError(fault('file-exists', `${file} is there already.`));
}

/** Readable to nobody else until it has the rights of the file whose place it takes. */
async function openHalf(half: string, file: string): Promise<FileHandle> {
  try {
    return await open(half, 'wx', 0o600);
  } catch (error) {
    throw unwritable(file, `no file can be made beside it: ${fileFaultWords(error)}`, { cause: error });
  }
}

async function writeWhole(
  handle: FileHandle,
  text: string,
  prepare?: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  try {
    await handle.writeFile(text);
    await prepare?.(handle);
    // Otherwise a machine that loses power can have the name of it and not its text.
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows has no such modes. */
async function keepRights(handle: FileHandle, { uid, gid, mode }: Stats, file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const own = await handle.stat();
  if (own.uid !== uid || own.gid !== gid)
    await handle.chown(uid, gid).catch((error: unknown) => {
      throw unwritable(file, 'it belongs to another user or group, and would be yours afterwards', {
        cause: error,
      });
    });
  await handle.chmod(mode & 0o7777);
}

/** So that the name is on the disk, too; not every system can do that, and the text itself is there already. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function telling(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FaultError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw existingFile(file);
    throw unwritable(file, fileFaultWords(error), { cause: error });
  }
}

function unwritable(file: string, why: string, options?: ErrorOptions): FaultError {
  return new FaultError(fault('file-unwritable', `${file} cannot be written: ${why}.`), options);
}
