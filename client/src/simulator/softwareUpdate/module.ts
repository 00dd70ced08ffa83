/** A module as the daemon stores it before it works on it (software-update: internal/storage/utils.go). */
import type { HashName } from '../artifacts.ts';
import { Panic } from '../daemon.ts';
import type { ArtifactAction, ModuleAction } from './types.ts';

export interface Module {
  readonly name: string;
  readonly version: string;
  readonly artifacts: readonly StoredArtifact[];
  readonly metadata: ReadonlyMap<string, string>;
}

export interface StoredArtifact {
  readonly fileName: string;
  /** Upper bound in bytes; 0 is none. */
  readonly size: number;
  readonly link: string;
  /** A file of the device itself. */
  readonly local: boolean;
  readonly hashName: HashName;
  readonly hash: string;
}

/** Undefined where the device cannot save the operation. @throws Panic where a part is null */
export function storedModules(modules: readonly (ModuleAction | null)[]): readonly Module[] | undefined {
  const stored: Module[] = [];
  for (const action of modules) {
    if (action === null) throw new Panic('a null in "softwareModules" (nil dereference).');
    const id = action.softwareModule;
    if (id === null) throw new Panic('a module without "softwareModule" (nil dereference in toModule).');
    const artifacts: StoredArtifact[] = [];
    for (const artifact of action.artifacts ?? []) {
      if (artifact === null) throw new Panic('a null in "artifacts" (nil dereference).');
      const one = storedArtifact(artifact);
      if (one === undefined) return undefined;
      artifacts.push(one);
    }
    stored.push({ name: id.name, version: id.version, artifacts, metadata: action.metaData ?? new Map() });
  }
  return stored;
}

/** Undefined without a link or a checksum that the device knows. */
function storedArtifact({ filename, download, checksums, size }: ArtifactAction): StoredArtifact | undefined {
  const remote = download?.get('HTTPS') ?? download?.get('HTTP');
  const links = remote ?? download?.get('FILE');
  const names: readonly HashName[] = ['SHA256', 'SHA1', 'MD5'];
  const hashName = names.find((name) => (checksums?.get(name) ?? '') !== '');
  if (links == null || hashName === undefined) return undefined;
  const hash = checksums?.get(hashName) ?? '';
  return { fileName: filename, size, link: links.url, local: remote == null, hashName, hash };
}
