/** Tells the language server of the manifests of the workspace, so that those that are not open are judged, too. */
import { Disposable, FileType, RelativePattern, Uri, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type ConfigurationAnswer,
  configurationName,
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
const mostConfigurations = 100;
const ignored = '**/node_modules/**';
/** Bytes. */
const largestFile = 2 * 1024 * 1024;
/** Milliseconds in which changes of files are gathered. */
const gathering = 500;

/** Tells the configuration file that holds for a file. */
type ConfigurationOf = (uri: Uri) => Promise<ConfigurationAnswer>;

/** To be called before the client starts: the server may ask at once. */
export function tellManifests(client: LanguageClient, configurationOf: ConfigurationOf): Disposable {
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
    client.onRequest(manifestFilesRequest, () => manifestFiles(configurationOf)),
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
    [...new Set(globs)].map((glob) => workspace.findFiles(glob, ignored, most)),
  );
  const unique = new Map(found.flat().map((uri) => [uri.toString(), uri]));
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, most);
}

async function manifestFiles(configurationOf: ConfigurationOf): Promise<ManifestFile[]> {
  const found = [...(await findManifests(mostFiles)), ...(await configuredManifests(configurationOf))];
  const unique = [...new Map(found.map((uri) => [uri.toString(), uri])).values()].slice(0, mostFiles);
  const files = await Promise.all(unique.map(manifestFile));
  return files.filter((file) => file !== undefined);
}

/** The files that configuration files say are manifests. */
async function configuredManifests(configurationOf: ConfigurationOf): Promise<Uri[]> {
  if (!workspace.isTrusted) return [];
  const files = await workspace.findFiles(`**/${configurationName}`, ignored, mostConfigurations);
  const found = await Promise.all(
    files.map(async (file) => {
      const { folder, globs } = (await configurationOf(file)) ?? { folder: '', globs: [] };
      return Promise.all(
        globs.map((glob) =>
          workspace.findFiles(new RelativePattern(Uri.parse(folder), glob), ignored, mostFiles),
        ),
      );
    }),
  );
  return found.flat(2);
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
