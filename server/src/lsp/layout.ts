/** The requests that lay out or write a document anew. */
import { t } from '@vscode/l10n';
import type { CancellationToken, Connection, ServerCapabilities } from 'vscode-languageserver/node';
import {
  type ArtifactEdits,
  type ArtifactEditsParams,
  type ArtifactParams,
  type ArtifactPlace,
  artifactEditsRequest,
  artifactRequest,
  type Converted,
  type ConvertParams,
  convertRequest,
  type Refusal,
  type Reshaped,
  type ReshapeParams,
  reshapeRequest,
} from '../messages.ts';
import type { LanguageService } from '../service.ts';

export const layoutCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
};

const failed = (): Refusal => ({
  refused: t('The language server failed at it; its output tells more.'),
});

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
  connection.onRequest<Converted | Refusal, void>(
    convertRequest,
    (params: ConvertParams, token: CancellationToken) =>
      soon<Converted | Refusal>('The conversion', failed(), token, () => service.convert(params)),
  );
  connection.onRequest<Reshaped | Refusal, void>(
    reshapeRequest,
    (params: ReshapeParams, token: CancellationToken) =>
      soon<Reshaped | Refusal>('The conversion', failed(), token, () => service.reshape(params)),
  );
  connection.onRequest<ArtifactPlace | Refusal, void>(
    artifactRequest,
    (params: ArtifactParams, token: CancellationToken) =>
      soon<ArtifactPlace | Refusal>('Looking at the artifact', failed(), token, () =>
        service.artifact(params),
      ),
  );
  connection.onRequest<ArtifactEdits | Refusal, void>(
    artifactEditsRequest,
    (params: ArtifactEditsParams, token: CancellationToken) =>
      soon<ArtifactEdits | Refusal>('Writing down the checksums', failed(), token, () =>
        service.artifactEdits(params),
      ),
  );
}
