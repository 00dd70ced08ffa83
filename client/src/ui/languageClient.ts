/** Makes the language client, whose weight is loaded with the first manifest only. */
import { l10n, Uri, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type InitializationOptions, languageIds, workspaceRules } from '../../../server/src/messages.ts';
import { commands } from './contributions.ts';
import { editedSchemes } from './editedDocuments.ts';
import { workspaceRulesSetting } from './settings.ts';

/** `id` also names the setting `kanto.trace.server` that the client reads by itself. */
export async function createLanguageClient(extensionUri: Uri): Promise<LanguageClient> {
  const { LanguageClient, RevealOutputChannelOn, TransportKind } = await import('vscode-languageclient/node');
  const module = Uri.joinPath(extensionUri, 'dist', 'server.js').fsPath;
  const initializationOptions: InitializationOptions = {
    applyCommand: true,
    planCommand: true,
    convertCommands: true,
    checksumCommand: true,
    suggestCommand: true,
    manifestFiles: true,
    fileTexts: true,
    settingLevels: true,
    ...(l10n.bundle && { texts: l10n.bundle }),
    rulePage: `command:${commands.showRules}?%5B%22{code}%22%5D`,
  };
  return new LanguageClient(
    'kanto',
    'Kanto Language Server',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6010'] } },
    },
    {
      documentSelector: editedSchemes().flatMap((scheme) =>
        languageIds.map((language) => ({ scheme, language })),
      ),
      initializationOptions,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // All that a lens offers is to send, which a workspace that is not trusted cannot.
      middleware: {
        provideCodeLenses: (document, token, next) =>
          workspace.isTrusted ? next(document, token) : undefined,
        workspace: {
          configuration: async (params, token, next) => {
            const answers = await next(params, token);
            if (!Array.isArray(answers)) return answers;
            return answers.map((answer, index) =>
              params.items[index]?.section === workspaceRules ? workspaceRulesSetting() : answer,
            );
          },
        },
      },
    },
  );
}

/** Tells when the server begins to answer and when it does not any more; not of its start, which is awaited. */
export async function onRunning(client: LanguageClient, listener: (runs: boolean) => void): Promise<void> {
  const { State } = await import('vscode-languageclient/node');
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Starting) listener(newState === State.Running);
  });
}

/** Lets the editor ask for the lenses of all manifests anew. */
export function renewLenses(client: LanguageClient): void {
  const lenses = client.getFeature('textDocument/codeLens');
  for (const document of workspace.textDocuments)
    lenses.getProvider(document)?.onDidChangeCodeLensEmitter.fire();
}
