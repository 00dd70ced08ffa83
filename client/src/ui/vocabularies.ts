/** Reads and watches the files that the setting `kanto.domains` names, and hands them to the language server. */

import { homedir } from 'node:os';
import { isAbsolute, posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { t } from '@vscode/l10n';
import { Disposable, FileType, RelativePattern, Uri, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type VocabulariesParams,
  type VocabulariesResult,
  vocabulariesRequest,
} from '../../../server/src/messages.ts';
import { settings } from './contributions.ts';
import type { ManifestServer } from './manifestServer.ts';
import { canBeWatched, readDomainsSetting } from './model/domainsSetting.ts';
import type { Notices } from './notices.ts';
import { domainsSetting, workspaceDomains } from './settings.ts';
import { tellUnasked } from './unasked.ts';

/** From the first manifest on: nothing is read while no server runs. */
export function watchVocabularies(server: ManifestServer, notices: Notices): Disposable {
  let client: LanguageClient | undefined;
  let watched: readonly Uri[] = [];
  let watchers = Disposable.from();
  let told = '';
  let known = false;
  let handing = Promise.resolve();

  const hand = async () => {
    if (client === undefined) return;
    const { files, faults } = readDomainsSetting(domainsSetting());
    watchFiles([...files.values()]);
    const read = await Promise.all(
      [...files].map(async ([domain, file]) => ({ domain, file, found: await readFirst(placesOf(file)) })),
    );
    const domains: Record<string, string> = {};
    const missing: string[] = [];
    for (const { domain, file, found } of read) {
      if ('text' in found) domains[domain] = found.text;
      else
        missing.push(
          t(
            'The vocabulary of the domain "{0}" in the setting kanto.domains is not used: {1} {2}.',
            domain,
            file,
            found.why,
          ),
        );
    }
    if (Object.keys(domains).length > 0 || known) {
      const params: VocabulariesParams = { domains, ofWorkspace: workspaceDomains() };
      const result = await client.sendRequest<VocabulariesResult>(vocabulariesRequest, params);
      known = true;
      missing.push(...result.faults);
    }
    tell([...faults, ...missing].join(' '));
  };
  /** One after the other: what was read last is what the server has in the end. */
  const again = () => {
    handing = handing.then(hand).catch((error: unknown) => notices.log(error));
  };
  /** Anew only where others are meant: between two watchers of a file its change would be missed. */
  const watchFiles = (files: readonly string[]) => {
    const places = files.flatMap((file) => [...placesOf(file), ...foldersOf(file)]);
    if (isDeepStrictEqual(places.map(String), watched.map(String))) return;
    watched = places;
    watchers.dispose();
    watchers = watch(places, again);
  };
  /** The same faults once, however often files and settings are touched. */
  const tell = (text: string) => {
    if (text !== '' && text !== told) void tellUnasked('vocabularies', 'warning', text);
    told = text;
  };

  return Disposable.from(
    server.onStarted((started) => {
      client = started;
      known = false;
      again();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settings.domains.key)) again();
    }),
    workspace.onDidGrantWorkspaceTrust(again),
    { dispose: () => watchers.dispose() },
  );
}

/** Where a file of the setting may be: below each folder of the workspace, if its path is no absolute one. */
function placesOf(file: string): Uri[] {
  const path = file.replace(/^~(?=[/\\])/, homedir());
  if (isAbsolute(path)) return [Uri.file(path)];
  return (workspace.workspaceFolders ?? []).map(({ uri }) => Uri.joinPath(uri, path));
}

/** What the server takes as well. Bytes. */
const largestVocabulary = 4 * 1024 * 1024;

/** The text of the first that there is. What is no file (a device has no end) or too large is not read. */
async function readFirst(places: readonly Uri[]): Promise<{ text: string } | { why: string }> {
  for (const place of places) {
    const found = await Promise.resolve(workspace.fs.stat(place)).catch(() => undefined);
    if (found === undefined) continue;
    if ((found.type & FileType.File) === 0) return { why: t('is no file') };
    if (found.size > largestVocabulary) return { why: t('is larger than 4 MB') };
    const read = await Promise.resolve(workspace.fs.readFile(place)).catch(() => undefined);
    return read === undefined ? { why: t('cannot be read') } : { text: new TextDecoder().decode(read) };
  }
  return { why: t('does not exist') };
}

function watch(places: readonly Uri[], changed: () => void): Disposable {
  return Disposable.from(
    ...places
      .filter(({ path }) => canBeWatched(path))
      .flatMap((place) => {
        const name = place.path.slice(place.path.lastIndexOf('/') + 1);
        const watcher = workspace.createFileSystemWatcher(
          new RelativePattern(Uri.joinPath(place, '..'), name),
        );
        const listen = [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete];
        return [watcher, ...listen.map((event) => event(changed))];
      }),
  );
}

/**
 * The folders on the way from the workspace to the file. Of a folder that is made together with the file in it, systems
 * may tell only of the folder.
 */
function foldersOf(file: string): Uri[] {
  const folder = posix.dirname(file.replaceAll('\\', '/'));
  if (isAbsolute(file) || file.startsWith('~') || folder === '.') return [];
  return [...placesOf(folder), ...foldersOf(folder)];
}
