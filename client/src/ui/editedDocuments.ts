/** Which documents are edited: not the read-only copies that VS Code shows, such as the old side of a diff. */
import { type TextDocument, workspace } from 'vscode';

/** The URI schemes of files, of new documents, and of the workspace where it is a virtual one. */
export function editedSchemes(): string[] {
  const folders = workspace.workspaceFolders ?? [];
  return [...new Set(['file', 'untitled', ...folders.map((folder) => folder.uri.scheme)])];
}

export function isEdited({ uri }: TextDocument): boolean {
  return editedSchemes().includes(uri.scheme);
}
