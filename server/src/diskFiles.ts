/** Reads files of the machine, for editors that do not hand them over. */
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type FileText, largestFile } from './configuration/fileText.ts';

/** The text of each; undefined for what does not exist, or is no file of this machine. Does not reject. */
export function readDiskFiles(uris: readonly string[]): Promise<(FileText | undefined)[]> {
  return Promise.all(uris.map(readDiskFile));
}

async function readDiskFile(uri: string): Promise<FileText | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    const found = await stat(path);
    // A device has no end, and a pipe may never begin.
    if (!found.isFile()) return { problem: 'unreadable' };
    if (found.size > largestFile) return { problem: 'too-large' };
    return { text: await readFile(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { problem: 'unreadable' };
  }
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    // Of another scheme, or of no drive: then nothing is there.
    return undefined;
  }
}
