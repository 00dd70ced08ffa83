/** The requests that lay out a document anew. */
import type { CancellationToken, Connection, ServerCapabilities } from 'vscode-languageserver/node';
import type { LanguageService } from '../service.ts';

export const layoutCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
};

interface Answering {
  /** After waiting messages are in; `fallback` where the work fails. */
  soon<T>(what: string, fallback: T, token: CancellationToken, run: () => T): Promise<T>;
}

export function answerLayout(connection: Connection, service: LanguageService, { soon }: Answering): void {
  connection.onDocumentFormatting(({ textDocument: { uri }, options }, token) =>
    soon('Formatting', [], token, () => service.format(uri, options)),
  );
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, options, range }, token) =>
    soon('Formatting', [], token, () => service.format(uri, options, range)),
  );
}
