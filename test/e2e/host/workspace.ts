/** The window's folder, which is a copy of the examples. */
import {
  ConfigurationTarget,
  type Diagnostic,
  extensions,
  languages,
  type Position,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { KantoApi } from '../../../client/src/extension.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { waitFor } from './waiting.ts';

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

/** Makes the file, or gives it another text, without the editor. */
export async function write(name: string, text: string): Promise<Uri> {
  const uri = fileUri(name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

export async function textOf(name: string): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(fileUri(name)));
}

/** Writes a file and opens it, without an editor. */
export async function openWith(name: string, text: string): Promise<TextDocument> {
  return workspace.openTextDocument(await write(name, text));
}

/** Diagnostics are made for what somebody looks at. */
export async function show(uri: Uri): Promise<TextDocument> {
  const { document } = await window.showTextDocument(uri);
  return document;
}

/** Waits until there are any. */
export function diagnosticsOf(uri: Uri): Promise<readonly Diagnostic[]> {
  return diagnosticsThat(uri, 'are there', (diagnostics) => diagnostics.length > 0);
}

/** Waits until they are `as` wanted. */
export async function diagnosticsThat(
  uri: Uri,
  what: string,
  as: (diagnostics: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  const now = () => languages.getDiagnostics(uri);
  try {
    return await waitFor(`diagnostics of ${uri.path} that ${what}`, languages.onDidChangeDiagnostics, () =>
      as(now()) ? now() : undefined,
    );
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error} There are: ${JSON.stringify(now())}`);
  }
}

/** The id of the rule that speaks. */
export function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export function positionAfter(document: TextDocument, text: string): Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${document.fileName} has no "${text}"`);
  return document.positionAt(offset + text.length);
}

/** Changes the settings of the workspace, or takes entries back where the value is undefined. */
export async function setUp(entries: Readonly<Record<string, unknown>>, languageId?: string): Promise<void> {
  const configuration = workspace.getConfiguration(undefined, languageId ? { languageId } : undefined);
  for (const [key, value] of Object.entries(entries))
    await configuration.update(key, value, ConfigurationTarget.Workspace, languageId !== undefined);
}
