/** Tells the language server of the manifests of the workspace, so that those that are not open are judged, too. */
import { Disposable, FileType, Uri, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type ManifestFile,
  manifestFilesChanged,
  manifestFilesRequest,
  manifestTextRequest,
} from '../../../server/src/messages.ts';
import { manifestGlob } from './contributions.ts';
import { formatOfName } from './model/manifestFiles.ts';
import { manifestGlobs } from './settings.ts';

/** More would keep the editor busy with files that nobody looks at. */
const mostFiles = 1000;
/** Bytes. */
const largestFile = 2 * 1024 * 1024;
/** Milliseconds in which changes of files are gathered. */
const gathering = 500;

/** To be called before the client starts: the server may ask at once. */
export function tellManifests(client: LanguageClient): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A server that is gone asks anew when it is back.
      if (client.isRunning()) void client.sendNotification(manifestFilesChanged);
    }, gathering);
  };
  const watcher = workspace.createFileSystemWatcher('**/*.{json,yaml,yml}');
  return Disposable.from(
    client.onRequest(manifestFilesRequest, () => manifestFiles()),
    client.onRequest(manifestTextRequest, ({ uri }: { readonly uri: string }) =>
      textOf(Uri.parse(uri, true)),
    ),
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
    workspace.onDidChangeWorkspaceFolders(changed),
    { dispose: () => clearTimeout(timer) },
  );
}

/** The files that are manifests by name or by the user's globs. */
export async function findManifests(most: number): Promise<Uri[]> {
  const globs = [
    manifestGlob,
    ...(workspace.workspaceFolders ?? []).flatMap((folder) => manifestGlobs(folder)),
  ];
  const found = await Promise.all(
    [...new Set(globs)].map((glob) => workspace.findFiles(glob, '**/node_modules/**', most)),
  );
  const unique = new Map(found.flat().map((uri) => [uri.toString(), uri]));
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, most);
}

async function manifestFiles(): Promise<ManifestFile[]> {
  const files = await Promise.all((await findManifests(mostFiles)).map(manifestFile));
  return files.filter((file) => file !== undefined);
}

async function manifestFile(uri: Uri): Promise<ManifestFile | undefined> {
  const format = formatOfName(uri.path);
  // A file that vanishes meanwhile is none.
  const stat = await Promise.resolve(workspace.fs.stat(uri)).catch(() => undefined);
  // A device or a pipe has no end.
  const isFile = stat !== undefined && (stat.type & FileType.File) !== 0;
  if (format === undefined || !isFile || stat.size > largestFile) return undefined;
  return { uri: uri.toString(), format, stamp: `${stat.mtime}-${stat.size}` };
}

async function textOf(uri: Uri): Promise<string | null> {
  const bytes = await Promise.resolve(workspace.fs.readFile(uri)).catch(() => undefined);
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
}
