/** Composition root of the extension. */
import { type ExtensionContext, commands as editorCommands, window } from 'vscode';
import { commands } from './ui/contributions.ts';
import { watchLanguages } from './ui/detection.ts';
import { ManifestServer } from './ui/manifestServer.ts';

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Kanto', { log: true });
  const server = new ManifestServer(context.extensionUri);
  const report = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  context.subscriptions.push(
    log,
    server,
    watchLanguages(server, context.workspaceState, report),
    editorCommands.registerCommand(commands.showOutput, () => log.show(true)),
    editorCommands.registerCommand(commands.restartLanguageServer, () => server.restart()),
  );
}
