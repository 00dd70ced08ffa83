/** Downloading the files of a module (software-update: internal/storage/storage.go, download.go). */
import { BrokenOff, digest, type FetchArtifact } from '../artifacts.ts';
import type { Process } from '../daemon.ts';
import { OperationFault } from './fault.ts';
import type { StoredArtifact } from './module.ts';
import type { FileContent, SoftwareStorage, WorkingFolder } from './storage.ts';

export interface DownloadContext {
  readonly process: Process;
  readonly storage: SoftwareStorage;
  readonly fetchArtifact: FetchArtifact;
  /** Percent of the module. */
  readonly progress: (percent: number) => Promise<void>;
}

type Count = (bytes: number) => Promise<void>;

/** @throws OperationFault */
export async function downloadFiles(folder: WorkingFolder, context: DownloadContext): Promise<void> {
  const { artifacts } = folder.module;
  for (const { local, link } of artifacts) {
    if (local)
      throw failed(context, `${link}: no install directories specified, while using \`strict\` access mode`);
  }
  // What the daemon kept of a module tells nothing of how far this operation has come.
  if (context.storage.takeStored(folder)) folder.reached = undefined;
  const total = artifacts.reduce((sum, { size }) => sum + size, 0);
  let written = 0;
  let told = 0;
  const count: Count = async (bytes) => {
    written += bytes;
    const percent = total > 0 ? Math.round((written / total) * 100) : 0;
    if (percent === told) return;
    told = percent;
    await context.progress(percent);
  };
  for (const artifact of artifacts) await downloadFile(artifact, folder, context, count);
  if (artifacts.length === 0) await context.progress(100);
}

async function downloadFile(
  artifact: StoredArtifact,
  { files, partial }: WorkingFolder,
  context: DownloadContext,
  count: Count,
): Promise<void> {
  const { fileName, size } = artifact;
  if (['', '.', '..'].includes(fileName)) throw failed(context, `"${fileName}" is no name of a file.`);
  if (files.has(fileName) && isRight(artifact, files.get(fileName))) return count(size);
  files.delete(fileName);
  try {
    const content = await contentOf(artifact, partial, context, count);
    if (!isRight(artifact, content)) {
      throw failed(context, `${fileName}: checksum does not match (${artifact.hashName}).`);
    }
    files.set(fileName, content);
  } finally {
    // Only a daemon that dies leaves a part behind.
    partial.delete(fileName);
  }
}

/** Bytes that Go's io copies at once at most; each piece is progress. */
const piece = 32 * 1024;

async function contentOf(
  { fileName, link, size }: StoredArtifact,
  partial: Map<string, Uint8Array>,
  context: DownloadContext,
  count: Count,
): Promise<FileContent> {
  const present = partial.get(fileName) ?? new Uint8Array();
  if (present.length > 0 && present.length === size) return present;
  const fetched = await context.fetchArtifact(link, present.length);
  await stillRuns(context);
  if (fetched.kind === 'elsewhere') {
    context.process.log(`${link} is not on this machine: taken as downloaded.`);
    await count(size);
    return undefined;
  }
  if (fetched.kind === 'failed') throw failed(context, fetched.reason);
  const { status } = fetched;
  if (status < 200 || status >= 300) {
    throw failed(context, `${link}: http status code is not in the 2xx range: ${status}`);
  }
  if (fileName.includes('/')) throw failed(context, `${fileName}: there is no such folder.`);
  // A part that does not say so as the daemon wants it is taken for the whole file.
  const resumes = present.length > 0 && fetched.resumed;
  let content = resumes ? present : new Uint8Array();
  if (resumes) await count(present.length);
  const room = size - content.length;
  let written = 0;
  try {
    for await (const bytes of pieces(fetched.body)) {
      await stillRuns(context);
      written += bytes.length;
      content = Buffer.concat([content, bytes]);
      partial.set(fileName, content);
      if (room > 0 && written > room) {
        throw failed(context, `${fileName}: the file is larger than its size says (${size} bytes).`);
      }
      await count(bytes.length);
    }
  } catch (error) {
    await stillRuns(context);
    if (error instanceof BrokenOff) throw failed(context, `${link}: ${error.message}`);
    throw error;
  }
  return content;
}

async function* pieces(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    for (let start = 0; start < chunk.length; start += piece) yield chunk.subarray(start, start + piece);
  }
}

/** Waits for ever where the daemon died while it waited for the server: it must not touch what its successor goes on with. */
function stillRuns({ process }: DownloadContext): Promise<void> {
  return process.sleep(0);
}

function isRight({ hashName, hash }: StoredArtifact, content: FileContent): boolean {
  return content === undefined || digest(hashName, content) === hash.trim().toLowerCase();
}

function failed({ process }: DownloadContext, reason: string): OperationFault {
  process.log(`error downloading: ${reason}`);
  return new OperationFault('fail to download module');
}
