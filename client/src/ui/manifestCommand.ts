/** What the commands on a manifest share: which document they are about, the cursor in it, its edits, their refusals. */
import { t } from '@vscode/l10n';
import { type Position, Range, type TextDocument, WorkspaceEdit, window, workspace } from 'vscode';
import type { Reshaped } from '../../../server/src/messages.ts';
import { withoutLinks } from '../words/visible.ts';
import { activeManifest, namedManifest } from './manifestPicker.ts';

/** The document that a command is about; undefined, and told, where there is none. */
export async function chosenManifest(subject: unknown): Promise<TextDocument | undefined> {
  const document = (await namedManifest(subject)) ?? activeManifest();
  if (document === undefined) fail(t('Open a manifest first, in JSON or YAML.'));
  return document;
}

export function cursorIn(document: TextDocument): Position | undefined {
  const editor = window.activeTextEditor;
  return editor?.document === document ? editor.selection.active : undefined;
}

/** False where the document is no longer the one that the edits were made for: then nothing is changed. */
export async function applyEdits(
  document: TextDocument,
  version: number,
  edits: Reshaped['edits'],
): Promise<boolean> {
  if (document.isClosed || document.version !== version) return false;
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(document.uri, new Range(start.line, start.character, end.line, end.character), newText);
  }
  return workspace.applyEdit(edit);
}

export function fail(reason: string): void {
  void window.showErrorMessage(withoutLinks(reason));
}
