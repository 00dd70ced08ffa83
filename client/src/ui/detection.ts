/** Gives manifests their language where the file name does not: by the user's globs, or by what they say. */
import { Disposable, languages, type Memento, type TextDocument, Uri, workspace } from 'vscode';
import { signatureWords } from '../../../server/src/messages.ts';
import { hasConfiguration } from './configurationFiles.ts';
import { isEdited } from './editedDocuments.ts';
import type { ManifestServer } from './manifestServer.ts';
import { formatOf, isManifestLanguage, manifestLanguage } from './model/manifestFiles.ts';
import { soon } from './model/soon.ts';
import type { Notices } from './notices.ts';
import { tellOfOtherServer } from './otherServers.ts';
import { detectsByContent, manifestGlobs } from './settings.ts';

const refusedKey = 'kanto.manifest.refused';
const refusedLimit = 500;

/**
 * Watches the documents that are opened and saved. A document is switched once; where the user switches it back, it
 * stays so, in later sessions too.
 */
export function watchLanguages(server: ManifestServer, memory: Memento, notices: Notices): Disposable {
  const switched = new Set<string>();
  const refused = new Set<string>(memory.get<string[]>(refusedKey, []));

  const consider = async (document: TextDocument) => {
    const uri = document.uri.toString();
    const format = formatOf(document.languageId);
    if (format === undefined || isManifestLanguage(document.languageId)) return;
    if (!isEdited(document) || refused.has(uri)) return;
    if (switched.has(uri)) {
      refused.add(uri);
      await memory.update(refusedKey, [...refused].slice(-refusedLimit));
      return;
    }
    const meant = matchesGlob(document) || (await isConfigured(server, document));
    if (!meant && !(await detected(server, document, format))) return;
    // The answer took a while: the document may be closed or another by now.
    if (document.isClosed || isManifestLanguage(document.languageId)) return;
    switched.add(uri);
    await languages.setTextDocumentLanguage(document, manifestLanguage(format));
  };
  const watch = (document: TextDocument) => {
    if (isManifestLanguage(document.languageId))
      server.start().catch((error: unknown) => notices.error(error));
    else
      consider(document)
        .then(() => tellOfOtherServer(document, memory))
        .catch((error: unknown) => notices.log(error));
  };

  return Disposable.from(
    workspace.onDidOpenTextDocument(watch),
    workspace.onDidSaveTextDocument(watch),
    // The language client weighs much.
    soon(() => workspace.textDocuments.forEach(watch)),
  );
}

async function detected(server: ManifestServer, document: TextDocument, format: 'json' | 'yaml') {
  if (!detectsByContent(document)) return false;
  const text = document.getText();
  // Most JSON and YAML is something else: it is spared the way to the language server.
  return signatureWords.test(text) && (await server.detect({ text, format })) !== null;
}

function matchesGlob(document: TextDocument): boolean {
  const folder = workspace.getWorkspaceFolder(document.uri);
  return manifestGlobs(document).some((pattern) =>
    folder === undefined
      ? languages.match({ pattern }, document) > 0
      : isBelow(document, folder.uri, pattern),
  );
}

/** By the patterns of the configuration file that holds for it. */
async function isConfigured(server: ManifestServer, document: TextDocument): Promise<boolean> {
  if (!(await hasConfiguration(document.uri))) return false;
  const configuration = await server.configuration(document.uri);
  if (configuration === null) return false;
  const folder = Uri.parse(configuration.folder);
  return configuration.globs.some((pattern) => isBelow(document, folder, pattern));
}

function isBelow(document: TextDocument, folder: Uri, pattern: string): boolean {
  const glob = { baseUri: folder, base: folder.fsPath, pattern };
  return languages.match({ pattern: glob }, document) > 0;
}
