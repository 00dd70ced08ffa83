/** The history of this workspace: where it is kept, and what writes it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Disposable, type ExtensionContext } from 'vscode';
import type { Engine } from '../engine.ts';
import { History } from '../history/history.ts';
import { RunRecorder } from '../history/recorder.ts';
import { ownerIn } from './driftWatch.ts';
import { sharedStorage } from './model/sharedStorage.ts';
import type { Notices } from './notices.ts';

/** In the secret storage. */
const keyName = 'kanto.history.key';

/** The folder of what is kept for this workspace; without a workspace there is one for all windows without one. */
export function workspaceFolder({ storageUri, globalStorageUri }: ExtensionContext): string {
  return storageUri === undefined ? globalStorageUri.fsPath : sharedStorage(storageUri.fsPath);
}

export function openHistory(context: ExtensionContext): History {
  const { secrets } = context;
  return new History({
    folder: join(workspaceFolder(context), 'history'),
    key: { get: () => secrets.get(keyName), store: (key) => secrets.store(keyName, key) },
    session: { id: randomUUID(), process: process.pid },
    isRunning,
  });
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0); // sends nothing: it only asks
    return true;
  } catch {
    return false;
  }
}

/** Writes down each run as it goes on. */
export function recordRuns(engine: Engine, history: History, notices: Notices): Disposable {
  const recorder = new RunRecorder({
    write: (run, owner) => history.write(run, owner),
    owner: (connection) => ownerIn(engine, connection),
    fail: (error) => notices.log(error),
  });
  return Disposable.from(
    recorder,
    engine.onRun((run) => recorder.hear(run)),
  );
}
