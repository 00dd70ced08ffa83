/** Files that the user's settings name. */
import { homedir } from 'node:os';
import { Uri, workspace } from 'vscode';

/** The content of a file; its path may begin with the home folder (`~/`). Rejects with what the file system says. */
export async function readUserFile(path: string): Promise<Uint8Array> {
  return workspace.fs.readFile(Uri.file(path.replace(/^~(?=[/\\])/, homedir())));
}
