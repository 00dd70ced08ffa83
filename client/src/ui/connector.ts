/** Opens connections for commands, and tells what went wrong. */
import { ProgressLocation, window } from 'vscode';
import type { Engine } from '../engine.ts';
import type { Notices } from './notices.ts';

export class Connector {
  readonly #engine: Engine;
  readonly #notices: Notices;

  constructor(engine: Engine, notices: Notices) {
    this.#engine = engine;
    this.#notices = notices;
  }

  /** Resolves true once the connection is open; false where it cannot be opened, which the user has then been told. */
  async open(name: string): Promise<boolean> {
    const status = this.#engine.connections.find(({ profile }) => profile.name === name);
    if (status?.state.kind === 'connected') return true;
    try {
      await window.withProgress(
        { location: ProgressLocation.Notification, title: `Connecting ${name}`, cancellable: true },
        async (_progress, token) => {
          const abort = new AbortController();
          token.onCancellationRequested(() => abort.abort());
          await this.#engine.connect(name, abort.signal);
        },
      );
      return true;
    } catch (error) {
      // Not awaited: the notification may stay as long as the user likes.
      void this.#notices.error(error, name);
      return false;
    }
  }
}
