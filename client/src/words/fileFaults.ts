/** Why a file cannot be read, in words that follow a colon; by Node's codes and by those of VS Code's file systems. */
export function fileFaultWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'FileNotFound':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
    case 'NoPermissions':
      return 'permission denied';
    case 'EISDIR':
    case 'FileIsADirectory':
      return 'it is a folder';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
