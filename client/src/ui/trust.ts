/** In a workspace that is not trusted nothing connects and nothing is sent. */
import { t } from '@vscode/l10n';
import { commands, window, workspace } from 'vscode';

/** True where the workspace is trusted; tells the user otherwise and how to change it. */
export function isTrusted(): boolean {
  if (workspace.isTrusted) return true;
  const manage = t('Manage Workspace Trust');
  window
    .showWarningMessage(
      t('This workspace is not trusted: Kanto does not connect to a device and sends nothing.'),
      manage,
    )
    .then((answer) => answer === manage && commands.executeCommand('workbench.trust.manage'));
  return false;
}
