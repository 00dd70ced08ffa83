/**
 * The first words with a client. What takes long to read, the language service and all that is said with it, is read
 * while the client takes the answer to `initialize` in.
 */
import type { Connection } from 'vscode-languageserver/node';
import { clientAbilities } from './abilities.ts';
import { capabilitiesFor } from './capabilities.ts';
import type { ReadFiles } from './configurations.ts';
import { breathe } from './guard.ts';
import type { Serving } from './handlers.ts';

/** The caller starts to listen. `pages`: the folder with the pages of the rules, as a URI; `readFiles`: of this machine. */
export function serve(connection: Connection, pages: string, readFiles: ReadFiles): void {
  let serving: Serving | undefined;
  connection.onInitialize((params) => {
    const client = clientAbilities(params);
    serving = { params, client, pages, readFiles };
    // The answer leaves first. Where the handlers cannot be read, whoever needs them is told.
    breathe()
      .then(breathe)
      .then(() => import('./handlers.ts'))
      .catch(() => undefined);
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'kanto-manifests' } };
  });
  connection.onInitialized(async () => {
    if (serving === undefined) return;
    // In a bundle no message comes in between: what follows `initialized` finds its handler.
    const { answer } = await import('./handlers.ts');
    answer(connection, serving);
  });
}
