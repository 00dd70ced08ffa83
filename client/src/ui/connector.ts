/** Opens connections for commands, and tells what went wrong. */
import { ProgressLocation, window } from 'vscode';
import type { Engine } from '../engine.ts';
import { showError } from './notices.ts';

/** Resolves true once the connection is open; false where it cannot be opened, which the user has then been told. */
export async function openConnection(engine: Engine, name: string): Promise<boolean> {
  const status = engine.connections.find(({ profile }) => profile.name === name);
  if (status?.state.kind === 'connected') return true;
  try {
    await window.withProgress(
      { location: ProgressLocation.Notification, title: `Connecting ${name}`, cancellable: true },
      async (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        await engine.connect(name, abort.signal);
      },
    );
    return true;
  } catch (error) {
    // Not awaited: the notification may stay as long as the user likes.
    void showError(error, name);
    return false;
  }
}
