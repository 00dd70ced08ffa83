/** The history of this workspace: where it is kept, and what writes it. */
import { randomUUID } from 'node:crypto';
import { Disposable, type ExtensionContext } from 'vscode';
import type { Engine } from '../engine.ts';
import { History } from '../history/history.ts';
import { RunRecorder } from '../history/recorder.ts';
import { ownerIn } from './driftWatch.ts';
import type { Notices } from './notices.ts';
import { historyFolder } from './storage.ts';

/** In the secret storage. */
const keyName = 'kanto.history.key';

export function openHistory(context: ExtensionContext): History {
  const { secrets } = context;
  return new History({
    folder: historyFolder(context),
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
