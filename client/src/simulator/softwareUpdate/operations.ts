/** Install and download of software modules (software-update: internal/feature_install.go, feature_download.go). */
import { digest, type FetchArtifact } from '../artifacts.ts';
import type { Process } from '../daemon.ts';
import type { Module, StoredArtifact } from './module.ts';
import type { Dependency, RunScript } from './script.ts';

export interface OperationStatus {
  readonly status: string;
  readonly module: { readonly name: string; readonly version: string; readonly path?: string };
  readonly progress?: number;
  readonly message?: string;
  readonly statusCode?: string;
}

/** Milliseconds. */
export interface SoftwareTiming {
  readonly download: number;
  /** The script. */
  readonly update: number;
}

export interface OperationContext {
  readonly process: Process;
  readonly timing: SoftwareTiming;
  readonly fetchArtifact: FetchArtifact;
  readonly runScript: RunScript;
  readonly tell: (status: OperationStatus) => Promise<void>;
  /** Adds to the installed dependencies and tells them all. */
  readonly installed: (dependencies: readonly Dependency[]) => Promise<void>;
}

/** Why an operation failed, as the device says it. */
class OperationFault extends Error {
  constructor(
    message: string,
    readonly statusCode?: string,
  ) {
    super(message);
  }
}

export async function installModule(module: Module, context: OperationContext): Promise<void> {
  await guarded(module, context, async () => {
    const script = await fetchModule(module, context);
    await context.tell({ status: 'INSTALLING', module: id(module), progress: 0 });
    await context.process.sleep(context.timing.update);
    if (module.metadata.get('artifact-type') === 'archive') {
      if (module.artifacts.length > 1) {
        throw new OperationFault('archive modules cannot have multiple artifacts');
      }
      context.process.log(
        `${module.name}: the archive is not unpacked and its script not run, taken as installed.`,
      );
    } else {
      context.process.log(`${module.name}: install.sh is not run by the simulated device.`);
    }
    const run = context.runScript(module, script);
    const last = run.progress.at(-1);
    for (const step of run.progress.slice(0, -1)) {
      await context.tell({ status: 'INSTALLING', module: id(module), ...step });
    }
    if (run.exitCode !== 0) throw new OperationFault('fail to execute install script', String(run.exitCode));
    const end = last ?? { progress: 100, message: '' };
    await context.tell({ status: 'INSTALLED', module: id(module), message: end.message, progress: 100 });
    await context.installed(run.installed);
    // The watcher of the status file hears of the last write late.
    if (last !== undefined) await context.tell({ status: 'INSTALLING', module: id(module), ...last });
    return end;
  });
}

/** Resolves with true where all of it is there. */
export async function downloadModule(module: Module, context: OperationContext): Promise<boolean> {
  return guarded(module, context, async () => {
    await fetchModule(module, context);
    return {};
  });
}

/** Text of install.sh, where it could be seen. */
async function fetchModule(module: Module, context: OperationContext): Promise<string | undefined> {
  const { tell, timing, process } = context;
  await tell({ status: 'STARTED', module: id(module) });
  await tell({ status: 'DOWNLOADING', module: id(module), progress: 0 });
  await process.sleep(timing.download);
  const total = module.artifacts.reduce((sum, { local, size }) => sum + (local ? 0 : size), 0);
  let written = 0;
  let told = 0;
  let script: string | undefined;
  for (const artifact of module.artifacts) {
    const body = await download(artifact, context, async (bytes) => {
      written += bytes;
      const percent = total > 0 ? Math.round((written / total) * 100) : 0;
      if (percent === told) return;
      told = percent;
      await tell({ status: 'DOWNLOADING', module: id(module), progress: percent });
    });
    if (artifact.fileName === 'install.sh' && body !== undefined) script = Buffer.from(body).toString('utf8');
  }
  await tell({ status: 'DOWNLOADED', module: id(module), progress: 100 });
  return script;
}

/** Bytes that Go's io copies at once; each piece is progress. */
const piece = 32 * 1024;

async function download(
  artifact: StoredArtifact,
  { fetchArtifact, process }: OperationContext,
  progress: (bytes: number) => Promise<void>,
): Promise<Uint8Array | undefined> {
  const failure = new OperationFault('fail to download module');
  if (artifact.local) {
    process.log(`${artifact.link}: no install directories specified, while using \`strict\` access mode`);
    throw failure;
  }
  const fetched = await fetchArtifact(artifact.link);
  if (fetched.kind === 'elsewhere') {
    process.log(`${artifact.link} is not on this machine: taken as downloaded.`);
    await progress(artifact.size);
    return undefined;
  }
  if (fetched.kind === 'failed') {
    process.log(`error downloading: ${fetched.reason}`);
    throw failure;
  }
  if (fetched.status < 200 || fetched.status >= 300) {
    process.log(
      `error downloading ${artifact.link}: http status code is not in the 2xx range: ${fetched.status}`,
    );
    throw failure;
  }
  for (let read = 0; read < fetched.body.length; read += piece) {
    const bytes = Math.min(piece, fetched.body.length - read);
    if (artifact.size > 0 && read + bytes > artifact.size) {
      process.log(`${artifact.fileName}: the file is larger than its size says (${artifact.size} bytes).`);
      throw failure;
    }
    await progress(bytes);
  }
  if (digest(artifact.hashName, fetched.body) !== artifact.hash.trim().toLowerCase()) {
    process.log(`${artifact.fileName}: checksum does not match (${artifact.hashName}).`);
    throw failure;
  }
  return fetched.body;
}

/** Runs an operation and tells its end. */
async function guarded(
  module: Module,
  { tell }: OperationContext,
  work: () => Promise<{ readonly progress?: number; readonly message?: string }>,
): Promise<boolean> {
  try {
    await tell({ status: 'FINISHED_SUCCESS', module: id(module), ...(await work()) });
    return true;
  } catch (error) {
    if (!(error instanceof OperationFault)) throw error;
    const { message, statusCode } = error;
    const status = { status: 'FINISHED_ERROR', module: id(module), message };
    await tell(statusCode === undefined ? status : { ...status, statusCode });
    return false;
  }
}

function id({ name, version }: Module): OperationStatus['module'] {
  return { name, version };
}
