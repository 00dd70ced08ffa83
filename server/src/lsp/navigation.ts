/** The requests that lead through a document: to declarations and references, to other names, and through its values. */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import type { Refused } from '../features/rename.ts';
import type { LanguageService } from '../service.ts';
import type { ClientAbilities } from './abilities.ts';

export const navigationCapabilities = ({ preparesRename }: ClientAbilities): ServerCapabilities => ({
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  // The protocol allows options only for who knows them.
  renameProvider: preparesRename ? { prepareProvider: true } : true,
  selectionRangeProvider: true,
  documentLinkProvider: { resolveProvider: false },
  inlayHintProvider: { resolveProvider: false },
  // The signs between the parts of values, and those that begin a value.
  signatureHelpProvider: { triggerCharacters: [':', '/', '=', '-', '@', '"', "'", ' '] },
});

/** Ways to answer; both give `fallback` where the work fails. */
export interface Answering {
  /** At once, before the next change comes in. */
  now<T>(what: string, fallback: T, token: CancellationToken, run: () => T): T;
  /** After waiting messages are in. */
  soon<T>(what: string, fallback: T, token: CancellationToken, run: () => T): Promise<T>;
}

export function answerNavigation(
  connection: Connection,
  service: LanguageService,
  client: ClientAbilities,
  { now, soon }: Answering,
): void {
  connection.onDefinition(({ textDocument: { uri }, position }, token) => {
    const links = now('Definition', [], token, () => service.definition(uri, position));
    if (client.definitionLinks) return links;
    return links.map((link) => ({ uri: link.targetUri, range: link.targetSelectionRange }));
  });
  connection.onReferences(({ textDocument: { uri }, position, context }, token) =>
    now('References', [], token, () => service.references(uri, position, context.includeDeclaration)),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }, token) =>
    now('Highlights', [], token, () => service.highlights(uri, position)),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }, token) =>
    allowed(now('Rename', null, token, () => service.prepareRename(uri, position))),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }, token) => {
    const edits = allowed(now('Rename', null, token, () => service.rename(uri, position, newName)));
    return edits && { changes: { [uri]: edits } };
  });
  connection.onSelectionRanges(({ textDocument: { uri }, positions }, token) =>
    now('Selection ranges', [], token, () => service.selectionRanges(uri, positions)),
  );
  connection.onSignatureHelp(({ textDocument: { uri }, position }, token) =>
    now('Signature help', null, token, () => service.signatureHelp(uri, position)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    soon('Inlay hints', [], token, () => service.inlayHints(uri, range)),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
    soon('Document links', [], token, () => service.documentLinks(uri)),
  );
}

/** Editors show the message of a failed request to who asked for another name. */
function allowed<T extends object>(result: T | Refused | null): T | null {
  if (result && 'refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
  return result;
}
