/** Where things are kept for a workspace; without a workspace there is one place for all windows without one. */
import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { sharedStorage } from './model/sharedStorage.ts';

type Storage = Pick<ExtensionContext, 'storageUri' | 'globalStorageUri'>;

export function historyFolder(storage: Storage): string {
  return join(workspaceFolder(storage), 'history');
}

export function rolloutsFolder(storage: Storage): string {
  return join(workspaceFolder(storage), 'rollouts');
}

function workspaceFolder({ storageUri, globalStorageUri }: Storage): string {
  return storageUri === undefined ? globalStorageUri.fsPath : sharedStorage(storageUri.fsPath);
}
