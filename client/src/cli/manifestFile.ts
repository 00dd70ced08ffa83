/** Reads a manifest from a file or standard input and asks the manifest half what it is. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { FaultError, fault } from '../errors.ts';

/**
 * Describes the manifest in `file` (`-`: standard input).
 * @throws FaultError `file-unreadable` where it cannot be read.
 */
export async function describeFile(service: LanguageService, file: string): Promise<ManifestDescription> {
  const text = await read(file);
  return service.describe({ text, format: formatOf(file, text), file });
}

async function read(file: string): Promise<string> {
  try {
    return file === '-' ? await readStream(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new FaultError(fault('file-unreadable', `${file} cannot be read: ${reason(error)}.`), {
      cause: error,
    });
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}

/** By the file's extension; a text without one is JSON where it begins like JSON. */
function formatOf(file: string, text: string): 'json' | 'yaml' {
  const extension = extname(file).toLowerCase();
  if (extension === '.json' || extension === '.jsonc') return 'json';
  if (extension === '.yaml' || extension === '.yml') return 'yaml';
  return /^\uFEFF?\s*[[{]/.test(text) ? 'json' : 'yaml';
}
