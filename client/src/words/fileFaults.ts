/** Why a file cannot be read, in words that follow a colon; by Node's codes and by those of VS Code's file systems. */
import { t } from '@vscode/l10n';
export function fileFaultWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'FileNotFound':
      return t('there is no such file');
    case 'EACCES':
    case 'EPERM':
    case 'NoPermissions':
      return t('permission denied');
    case 'EISDIR':
    case 'FileIsADirectory':
      return t('it is a folder');
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
