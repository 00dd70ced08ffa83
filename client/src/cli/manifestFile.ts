/** Reads a manifest or an inventory from a file or standard input, and asks the manifest half what it is. */
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import type { ManifestDescription, SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { FaultError, fault } from '../errors.ts';
import { aborted } from '../timing.ts';
import { fileFaultWords } from '../words/fileFaults.ts';

interface DescribeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of several manifests in the file, counted from 1. */
  readonly number?: number | undefined;
  /** The daemon that gets software modules, where that is chosen. */
  readonly target?: SoftwareUpdatableTarget | undefined;
}

/**
 * Describes the manifest in `file` (`-`: standard input).
 * @throws FaultError `file-unreadable` where it cannot be read, `cancelled` where the signal ends it.
 */
export async function describeFile(
  service: LanguageService,
  file: string,
  { signal, number, target }: DescribeOptions = {},
): Promise<ManifestDescription> {
  const manifest = await readManifestFile(file, { signal });
  return service.describe({
    ...manifest,
    ...(number !== undefined && { number }),
    ...(target && { target }),
  });
}

/**
 * The manifest in `file` as the manifest half wants it; `name`: what it is called, where that is another one.
 * @throws FaultError as {@link describeFile}
 */
export async function readManifestFile(
  file: string,
  { signal, name = file }: { readonly signal?: AbortSignal | undefined; readonly name?: string } = {},
): Promise<{ readonly text: string; readonly format: 'json' | 'yaml'; readonly file: string }> {
  const text = await readTextFile(file, signal);
  return { text, format: formatOf(name, text), file: name };
}

/** @throws FaultError as {@link describeFile} */
export async function readTextFile(file: string, signal?: AbortSignal): Promise<string> {
  return decode(file, await read(file, signal));
}

/** Bytes; more than any manifest that is checked. A device file or a pipe may have no end. */
const most = 64 * 1024 * 1024;

async function read(file: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  // A pipe that nobody writes to is never opened, so its stream cannot be waited for.
  const stopped = aborted(signal).then(() => {
    throw new FaultError(fault('cancelled', `Reading ${file} was interrupted.`));
  });
  try {
    return await Promise.race([collect(stream), stopped]);
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw unreadable(file, `cannot be read: ${fileFaultWords(error)}`, { cause: error });
  } finally {
    stream.destroy();
  }
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > most) throw new Error(`it has more than ${most / 1024 / 1024} MB`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Bytes that are no UTF-8 must not become other characters without a word: they would be sent. */
function decode(file: string, bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw unreadable(file, 'is UTF-16 text', { advice: inUtf8 });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const before = bytes.toString('utf8').split('\ufffd', 1)[0] ?? '';
    const line = before.split('\n').length;
    throw unreadable(file, `is no UTF-8 text: see line ${line}`, { advice: inUtf8, cause: error });
  }
}

const inUtf8 = 'Save it in the encoding UTF-8.';

function unreadable(
  file: string,
  why: string,
  { advice, ...options }: ErrorOptions & { readonly advice?: string },
): FaultError {
  return new FaultError(fault('file-unreadable', `${file} ${why}.`, advice), options);
}

/** By the file's extension; a text without one is JSON where it begins like JSON, with comments or without. */
function formatOf(file: string, text: string): 'json' | 'yaml' {
  const extension = extname(file).toLowerCase();
  if (extension === '.json' || extension === '.jsonc') return 'json';
  if (extension === '.yaml' || extension === '.yml') return 'yaml';
  return /^\uFEFF?(?:\s|\/\/[^\n]*|\/\*.*?\*\/)*[[{]/s.test(text) ? 'json' : 'yaml';
}
