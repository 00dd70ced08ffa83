/** Install and download of software modules (software-update: internal/feature_install.go, feature_download.go). */
import type { FetchArtifact } from '../artifacts.ts';
import type { Process } from '../daemon.ts';
import { unpacks } from './archive.ts';
import type { Dependency, Files } from './dependencies.ts';
import { dependenciesOf, withMoved } from './dependencies.ts';
import { downloadFiles } from './download.ts';
import { OperationFault } from './fault.ts';
import type { RunScript } from './script.ts';
import { readStatus, type ScriptStatus, StatusWatch } from './statusFile.ts';
import type { Milestone, Operation, SoftwareStorage, WorkingFolder } from './storage.ts';

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

export type ArtifactType = 'archive' | 'plain';

export interface OperationContext {
  readonly process: Process;
  readonly timing: SoftwareTiming;
  readonly storage: SoftwareStorage;
  readonly fetchArtifact: FetchArtifact;
  readonly runScript: RunScript;
  /** Of modules that do not say it. */
  readonly artifactType: ArtifactType;
  readonly tell: (status: OperationStatus) => Promise<void>;
  readonly tellDependencies: (dependencies: readonly Dependency[]) => Promise<void>;
}

/** Does an operation from where it stands to its end. */
export async function perform(operation: Operation, context: OperationContext): Promise<void> {
  const { kind, folders } = operation;
  let well = false;
  for (const folder of folders) {
    const work = new ModuleWork(folder, context);
    well = await (kind === 'install' ? work.install() : work.download());
  }
  // How the last one ended decides for all.
  if (kind === 'download' && well) {
    for (const folder of folders) {
      folder.path = context.storage.store(folder);
      await context.tell({ status: 'DOWNLOADED_FILE_STORED', module: id(folder) });
    }
  }
  for (const folder of folders) folder.clear();
  context.storage.operations.delete(operation);
}

const milestones: readonly Milestone[] = ['started', 'downloading', 'downloaded', 'installing', 'ended'];

/** The end of a module, beside its status. */
interface End {
  readonly progress?: number;
  readonly message?: string;
  readonly statusCode?: string;
}

class ModuleWork {
  constructor(
    private readonly folder: WorkingFolder,
    private readonly context: OperationContext,
  ) {}

  /** Resolves with whether all is well. A module that has ended before a restart is told as a success, whatever it was. */
  install(): Promise<boolean> {
    return this.#toTheEnd(async () => {
      if (this.folder.reached === 'ended') return this.#endByStatus();
      await this.#fetch();
      await this.#step('installing', { status: 'INSTALLING', progress: 0 });
      await this.#runScript();
      return this.#endByStatus();
    });
  }

  download(): Promise<boolean> {
    return this.#toTheEnd(async () => {
      if (this.folder.reached === 'ended') return {};
      // Of a download the daemon does not recognise this milestone.
      if (this.folder.reached === 'downloaded') this.folder.reached = undefined;
      await this.#fetch();
      return {};
    });
  }

  async #fetch(): Promise<void> {
    const { folder, context } = this;
    await this.#step('started', { status: 'STARTED' });
    await this.#step('downloading', { status: 'DOWNLOADING', progress: 0 });
    if (this.#isBehind('downloading')) return;
    await context.process.sleep(context.timing.download);
    await downloadFiles(folder, {
      ...context,
      progress: (progress) => this.#tell({ status: 'DOWNLOADING', progress }),
    });
    folder.reached = 'downloading';
    await this.#step('downloaded', { status: 'DOWNLOADED', progress: 100 });
  }

  async #runScript(): Promise<void> {
    const { folder, context } = this;
    await context.process.sleep(context.timing.update);
    const script = this.#scriptText();
    const watch = new StatusWatch();
    const look = async () => {
      const told = watch.look(folder.status);
      if (told) await this.#tell({ status: 'INSTALLING', ...told });
    };
    const { exitCode, files, lastStatus } =
      script.kind === 'none'
        ? { exitCode: nothingToRun, files: new Map<string, string>(), lastStatus: undefined }
        : await context.runScript(folder.module, script.text, async (status) => {
            // A script does not end with its daemon, but nobody listens to it any more.
            await context.process.sleep(0);
            folder.status = status;
            await look();
          });
    await context.process.sleep(0);
    if (lastStatus !== undefined) folder.status = lastStatus;
    if (exitCode !== 0) throw new OperationFault('fail to execute install script', exitCode);
    this.#keepDependencies(files);
    await this.#tell({ status: 'INSTALLED', ...this.#endByStatus(), progress: 100 });
    const dependencies = dependenciesOf(context.storage.dependencies);
    if (dependencies === undefined) throw new OperationFault('fail to refresh installed dependencies');
    await context.tellDependencies(dependencies);
    if (lastStatus !== undefined) await look();
  }

  /** @throws OperationFault where an archive cannot be unpacked */
  #scriptText(): { readonly kind: 'script'; readonly text: string | undefined } | { readonly kind: 'none' } {
    const { folder, context } = this;
    const { module, files } = folder;
    const type = module.metadata.get('artifact-type') || context.artifactType;
    const archives = type === 'archive' ? [...files].filter(([name]) => /\.(?:zip|tar\.gz)$/.test(name)) : [];
    if (type === 'archive' && module.artifacts.length > 1) {
      throw new OperationFault('archive modules cannot have multiple artifacts');
    }
    if (archives.some(([name, content]) => content !== undefined && !unpacks(name, content))) {
      throw new OperationFault('fail to extract module archive');
    }
    if (files.has('install.sh')) {
      context.process.log(`${module.name}: install.sh is not run by the simulated device.`);
      const text = files.get('install.sh');
      return { kind: 'script', text: text && Buffer.from(text).toString('utf8') };
    }
    if (archives.length > 0) {
      context.process.log(
        `${module.name}: the archive is not unpacked and its script not run, taken as installed.`,
      );
      return { kind: 'script', text: undefined };
    }
    context.process.log(`${module.name}: there is no install.sh among its files, and nothing else to run.`);
    return { kind: 'none' };
  }

  #keepDependencies(files: Files): void {
    const { storage } = this.context;
    const folder = `${this.folder.module.metadata.get('installed-deps') || 'installed-deps'}/`;
    const moved = [...files].filter(([path]) => path.startsWith(folder));
    storage.dependencies = withMoved(
      storage.dependencies,
      new Map(moved.map(([path, text]) => [path.slice(folder.length), text])),
    );
  }

  #endByStatus(): End {
    const {
      progress = 0,
      message = '',
      statusCode = '',
    }: Partial<ScriptStatus> = readStatus(this.folder.status) ?? {};
    return {
      ...(progress > 0 && { progress }),
      ...(message && { message }),
      ...(statusCode && { statusCode }),
    };
  }

  async #toTheEnd(work: () => Promise<End>): Promise<boolean> {
    let end: OperationStatus;
    try {
      end = { status: 'FINISHED_SUCCESS', module: id(this.folder), ...(await work()) };
    } catch (error) {
      if (!(error instanceof OperationFault)) throw error;
      const { message, exitCode } = error;
      const written = exitCode === undefined ? {} : { ...this.#endByStatus(), statusCode: String(exitCode) };
      end = { status: 'FINISHED_ERROR', module: id(this.folder), ...written, message };
    }
    this.folder.reached = 'ended';
    await this.context.tell(end);
    return end.status === 'FINISHED_SUCCESS';
  }

  /** Tells that a milestone is reached, unless it was before the daemon was started again. */
  async #step(milestone: Milestone, status: Omit<OperationStatus, 'module'>): Promise<void> {
    const { folder } = this;
    if (folder.reached === milestone || this.#isBehind(milestone)) return;
    await this.#tell(status);
    folder.reached = milestone;
  }

  #isBehind(milestone: Milestone): boolean {
    const { reached } = this.folder;
    return reached !== undefined && milestones.indexOf(reached) > milestones.indexOf(milestone);
  }

  #tell(status: Omit<OperationStatus, 'module'>): Promise<void> {
    return this.context.tell({ ...status, module: id(this.folder) });
  }
}

/** With which a shell ends that finds no script. */
const nothingToRun = 2;

function id({ module: { name, version }, path }: WorkingFolder): OperationStatus['module'] {
  return { name, version, ...(path !== undefined && { path }) };
}
