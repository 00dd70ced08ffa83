/** Lets the client watch the configuration files, and what they name. */
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type FileSystemWatcher,
  type InitializeParams,
} from 'vscode-languageserver/node';
import { configurationName } from '../configuration/name.ts';

export interface Followed {
  /** Folders in which a configuration would hold. */
  readonly above: readonly string[];
  /** Files that configurations name. */
  readonly files: readonly string[];
}

export interface FileWatch {
  /** Watches these instead of what was watched before. True where others are watched now. Rejects where the client refuses. */
  follow(followed: Followed): Promise<boolean>;
}

/** Undefined where the client does not watch files. */
export function createFileWatch(
  connection: Connection,
  { capabilities: { workspace }, workspaceFolders, rootUri }: InitializeParams,
): FileWatch | undefined {
  const ability = workspace?.didChangeWatchedFiles;
  if (!ability?.dynamicRegistration) return undefined;
  const roots = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  let watched = '';
  let registered: Disposable | undefined;

  /** Outside of the workspace a file is watched only by who can say where it is. */
  const one = (uri: string): FileSystemWatcher[] => {
    const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).replace(/[*?[{]/g, '[$&]');
    if (!ability.relativePatternSupport) return [{ globPattern: `**/${name}` }];
    return [{ globPattern: { baseUri: uri.slice(0, uri.lastIndexOf('/')), pattern: name } }];
  };

  return {
    async follow({ above, files }) {
      const outside = above
        .filter((folder) => !roots.some((root) => folder.startsWith(`${root.replace(/\/$/, '')}/`)))
        .map((folder) => `${folder}${configurationName}`);
      const watchers = [
        { globPattern: `**/${configurationName}` },
        ...[...(ability.relativePatternSupport ? outside : []), ...files].sort().flatMap(one),
      ];
      if (JSON.stringify(watchers) === watched) return false;
      watched = JSON.stringify(watchers);
      const before = registered;
      registered = await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      before?.dispose();
      return true;
    },
  };
}
