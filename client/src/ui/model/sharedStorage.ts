/** Where all windows of one workspace keep what they share. */
import { basename, dirname, join } from 'node:path';

/**
 * The folder of an extension's storage that all extension hosts of a workspace have in common. VS Code gives it as
 * `<workspaceStorage>/<workspace>/<extension>`, and to a second extension host of the same workspace, while the first one
 * lives, as `<workspace>-1` to `-9` (its extHostStoragePaths.ts). That is the ordinary case where VS Code is remote or in
 * a browser: the extension host of a window that went without a word is kept for hours, should it come back.
 */
export function sharedStorage(folder: string): string {
  const workspace = dirname(folder);
  const shared = basename(workspace).replace(/(?<=.)-[1-9]$/, '');
  return join(dirname(workspace), shared, basename(folder));
}
