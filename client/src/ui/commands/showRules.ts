/** Show Rules: the page of a diagnostic's code, which ships with the extension, or the list of all. */
import { commands as editorCommands, Uri } from 'vscode';

/** `subject`: the code, from the link in a diagnostic; anything else shows the list. */
export async function showRules(extensionUri: Uri, subject: unknown): Promise<void> {
  const page = typeof subject === 'string' && /^[a-z-]+$/.test(subject) ? subject : 'README';
  const uri = Uri.joinPath(extensionUri, 'docs', 'rules', `${page}.md`);
  await editorCommands.executeCommand('markdown.showPreview', uri);
}
