/** The window's folder, which is a copy of the examples. */
import { extensions, type TextDocument, Uri, workspace } from 'vscode';
import type { KantoApi } from '../../../client/src/extension.ts';
import manifest from '../../../package.json' with { type: 'json' };

/** Our extension as VS Code knows it. Throws where it is not installed. */
export function ourExtension() {
  const id = `${manifest.publisher}.${manifest.name}`;
  const extension = extensions.getExtension<KantoApi>(id);
  if (!extension) throw new Error(`${id} is not installed`);
  return extension;
}

export function fileUri(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  return Uri.joinPath(folder.uri, name);
}

/** Writes a file and opens it, without an editor. */
export async function openWith(name: string, text: string): Promise<TextDocument> {
  const uri = fileUri(name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return workspace.openTextDocument(uri);
}
