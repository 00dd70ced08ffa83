/** What the daemon keeps on its disk, with which it goes on when it is started again (software-update: internal/storage). */
import type { Files } from './dependencies.ts';
import type { Module } from './module.ts';

/** Undefined for what was taken as downloaded without its content. */
export type FileContent = Uint8Array | undefined;

/** The folder in which a module is worked on. */
export class WorkingFolder {
  /** How far the work has come; undefined before it begins. `ended` also where it failed. */
  reached: Milestone | undefined;
  readonly files = new Map<string, FileContent>();
  /** Downloads that are not complete. */
  readonly partial = new Map<string, Uint8Array>();
  /** Content of the script's file `status`. */
  status = '';
  /** Where the module lies once it is stored. */
  path: string | undefined;

  constructor(readonly module: Module) {}

  clear(): void {
    this.reached = undefined;
    this.files.clear();
    this.partial.clear();
    this.status = '';
  }
}

export type Milestone = 'started' | 'downloading' | 'downloaded' | 'installing' | 'ended';

export interface Operation {
  readonly kind: 'install' | 'download';
  readonly correlationId: string;
  readonly folders: readonly WorkingFolder[];
}

interface StoredModule {
  readonly id: string;
  readonly files: ReadonlyMap<string, FileContent>;
}

export class SoftwareStorage {
  /** Those that have not ended, in the order in which they came. */
  readonly operations = new Set<Operation>();
  /** What the modules left installed. */
  dependencies: Files = new Map();
  /** Downloaded modules by the number that their folder is called by. */
  readonly #modules = new Map<number, StoredModule>();

  /** Keeps a downloaded module; the result is the path of its folder. */
  store({ module, files }: WorkingFolder): string {
    const number = Math.max(-1, ...this.#modules.keys()) + 1;
    this.#modules.set(number, { id: moduleId(module), files: new Map(files) });
    return `modules/${number}`;
  }

  /** Moves what was downloaded of the module before into its folder; true where there was something. */
  takeStored({ module, files }: WorkingFolder): boolean {
    const numbers = [...this.#modules.keys()].sort((one, other) => (String(one) < String(other) ? -1 : 1));
    const number = numbers.find((it) => this.#modules.get(it)?.id === moduleId(module));
    if (number === undefined) return false;
    for (const [name, content] of this.#modules.get(number)?.files ?? []) files.set(name, content);
    return this.#modules.delete(number);
  }
}

function moduleId({ name, version }: Module): string {
  return `${name}:${version}`;
}
