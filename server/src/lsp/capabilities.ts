/** What the server can do for a client, as it is told in answer to `initialize`. */
import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { fixAllKind, partSeparators } from '../features/announced.ts';
import type { ClientAbilities } from './abilities.ts';
import { layoutCapabilities } from './layout.ts';
import { navigationCapabilities } from './navigation.ts';
import { tokenCapabilities } from './semanticTokens.ts';

export function capabilitiesFor(client: ClientAbilities): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      // Then configuration files are looked at.
      ...(client.watchesFiles ? {} : { save: true }),
    },
    completionProvider: {
      // Answered within values that have parts only: Enter behind the colon of a YAML key begins a line.
      triggerCharacters: ['"', "'", '-', ' ', '{', '[', '*', ...partSeparators],
      resolveProvider: false,
    },
    hoverProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    ...navigationCapabilities(client),
    ...layoutCapabilities,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
      resolveProvider: client.resolvesEdits,
    },
    ...tokenCapabilities,
    ...(client.applyCommand ? { codeLensProvider: { resolveProvider: false } } : {}),
    ...(client.pullDiagnostics
      ? {
          diagnosticProvider: {
            identifier: 'kanto',
            interFileDependencies: false,
            workspaceDiagnostics: client.manifestFiles,
          },
        }
      : {}),
  };
}
