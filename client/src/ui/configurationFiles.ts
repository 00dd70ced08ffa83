/** Hands configuration files and what they name to the language server: of a workspace that is not trusted none. */
import { Disposable, FileType, Uri, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  configurationName,
  type FileText,
  type FileTextsParams,
  fileTextsChanged,
  fileTextsRequest,
  largestFile,
} from '../../../server/src/messages.ts';

/** To be called before the client starts: the server may ask at once. */
export function handOverFiles(client: LanguageClient): Disposable {
  return Disposable.from(
    client.onRequest(fileTextsRequest, ({ uris }: FileTextsParams) =>
      Promise.all(uris.map((uri) => fileText(Uri.parse(uri, true)))),
    ),
    workspace.onDidGrantWorkspaceTrust(() => {
      // One that does not run asks when it is back.
      if (client.isRunning()) void client.sendNotification(fileTextsChanged);
    }),
  );
}

async function fileText(uri: Uri): Promise<FileText | null> {
  if (!workspace.isTrusted) return null;
  const found = await Promise.resolve(workspace.fs.stat(uri)).catch(() => undefined);
  if (found === undefined) return null;
  // A device has no end.
  if ((found.type & FileType.File) === 0) return { problem: 'unreadable' };
  if (found.size > largestFile) return { problem: 'too-large' };
  const read = await Promise.resolve(workspace.fs.readFile(uri)).catch(() => undefined);
  return read === undefined ? { problem: 'unreadable' } : { text: new TextDecoder().decode(read) };
}

/** Does any configuration hold for this file? Cheap: it needs no language server. */
export async function hasConfiguration({ scheme, authority, path }: Uri): Promise<boolean> {
  if (!workspace.isTrusted) return false;
  const names = path.split('/').slice(0, -1);
  const places = names.map((_, index) =>
    Uri.from({
      scheme,
      authority,
      path: [...names.slice(0, index + 1), configurationName].join('/'),
    }),
  );
  const found = await Promise.all(
    places.map((place) =>
      Promise.resolve(workspace.fs.stat(place)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
