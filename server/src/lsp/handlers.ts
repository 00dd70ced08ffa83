/** Binds the language service to an LSP connection: order of work, cancellation. */
import { config } from '@vscode/l10n';
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeParams,
  LSPErrorCodes,
  type PublishDiagnosticsParams,
  ResponseError,
} from 'vscode-languageserver/node';
import {
  type DescribeParams,
  type DetectParams,
  describeRequest,
  detectRequest,
  type Imported,
  type ImportParams,
  importRequest,
  type ManifestDescription,
  type ManifestKind,
  type PlanAnswer,
  type PlanParams,
  planRequest,
  type Refusal,
} from '../messages.ts';
import { createLanguageService, type LanguageService, type ServiceSettings } from '../service.ts';
import type { ClientAbilities } from './abilities.ts';
import { createDiagnosticReports } from './diagnosticReports.ts';
import { breathe, guarded } from './guard.ts';
import { answerLayout } from './layout.ts';
import { createMemoryUse } from './memory.ts';
import { answerNavigation } from './navigation.ts';
import { createPublisher } from './publisher.ts';
import { answerTokens } from './semanticTokens.ts';
import { followSettings } from './settings.ts';
import { takeVocabularies } from './vocabularies.ts';
import { answerWorkspace } from './workspaceDiagnostics.ts';

const noDescription: ManifestDescription = { problems: [], emptiesDevice: false, summary: '' };

const noPlan: PlanAnswer = {
  refusal: { code: 'unreadable', message: 'The plan could not be made; the log of the server tells why.' },
};

const notImported: Refusal = {
  refused: 'The manifest could not be made; the log of the server tells why.',
};

/** What the client said of itself, and `pages`: the folder with the pages of the rules, as a URI. */
export interface Serving {
  readonly params: InitializeParams;
  readonly client: ClientAbilities;
  readonly pages: string;
}

/** Registers every handler, once the client is initialized. */
export function answer(connection: Connection, { params, client, pages }: Serving): void {
  if (client.texts) config({ contents: client.texts });
  const service = createLanguageService(client, pagesOf(client.rulePage ?? `${pages}{code}.md`));
  const documents = trackDocuments(connection, service, client);
  answerRequests(connection, service, client, documents);
  const workspace =
    client.pullDiagnostics && client.manifestFiles
      ? answerWorkspace(connection, service, (uri) => documents.stateOf(uri) !== undefined)
      : undefined;
  documents.onClosed((uri) => workspace?.outdate(uri));
  const apply = (settings: ServiceSettings) => {
    service.configure(settings);
    documents.judgeAgain();
    workspace?.outdate();
  };
  followSettings(connection, params, apply);
  takeVocabularies(connection, apply);
}

/** Codes are words and dashes: they need no escape in any URI. */
function pagesOf(template: string): (code: string) => string {
  return (code) => template.replaceAll('{code}', code);
}

interface OpenDocuments {
  /** Names one state of an open document: its version, and which opening of it. Undefined for an unknown document. */
  stateOf(uri: string): string | undefined;
  /** What was found is out of date, though no document was changed. */
  judgeAgain(): void;
  /** Each listener hears of every document that is closed. */
  onClosed(listener: (uri: string) => void): void;
}

function trackDocuments(
  connection: Connection,
  service: LanguageService,
  client: ClientAbilities,
): OpenDocuments {
  const log = (message: string) => connection.console.error(message);
  const open = new Map<string, { opening: number; version: number }>();
  let openings = 0;
  let judgements = 0;
  const closedListeners: ((uri: string) => void)[] = [];

  const publish = (params: PublishDiagnosticsParams) => {
    // Fails only where the connection is broken: then nobody is left to be told but who reads the error output.
    connection.sendDiagnostics(params).catch((error: unknown) => {
      process.stderr.write(`The diagnostics of ${params.uri} could not be sent: ${String(error)}\n`);
    });
  };
  const publisher = createPublisher((uri) => {
    const version = open.get(uri)?.version;
    if (version === undefined) return;
    const none: Diagnostic[] = [];
    publish({
      uri,
      version,
      diagnostics: guarded(log, `Validating ${uri}`, none, () => service.validate(uri)),
    });
  });
  const memory = createMemoryUse();
  const validate = (uri: string) => {
    if (!client.pullDiagnostics) publisher.schedule(uri);
  };

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    open.set(uri, { opening: ++openings, version });
    memory.opening();
    guarded(log, `Opening ${uri}`, undefined, () => service.open(uri, languageId, version, text));
    validate(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const known = open.get(uri);
    if (known === undefined) {
      log(`A change of ${uri} came, but it was never opened. It is ignored.`);
      return;
    }
    known.version = version;
    memory.changing();
    // What was sent together with the change arrives while the change is read.
    validate(uri);
    guarded(log, `Changing ${uri}`, undefined, () => service.change(uri, version, contentChanges));
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    open.delete(uri);
    publisher.forget(uri);
    guarded(log, `Closing ${uri}`, undefined, () => service.close(uri));
    if (!client.pullDiagnostics) publish({ uri, diagnostics: [] });
    for (const listener of closedListeners) listener(uri);
  });

  return {
    stateOf: (uri) => {
      const document = open.get(uri);
      return document && `${document.opening}.${document.version}.${judgements}`;
    },
    onClosed(listener) {
      closedListeners.push(listener);
    },
    judgeAgain() {
      judgements++;
      for (const uri of open.keys()) validate(uri);
      if (client.refreshDiagnostics)
        connection.languages.diagnostics.refresh().catch((error: unknown) => {
          log(`The client could not be told that diagnostics are out of date: ${String(error)}`);
        });
    },
  };
}

function answerRequests(
  connection: Connection,
  service: LanguageService,
  client: ClientAbilities,
  documents: OpenDocuments,
): void {
  const log = (message: string) => connection.console.error(message);

  /** Answers at once: what depends on a position must be read before the next change comes in. */
  const now = <T>(what: string, fallback: T, token: CancellationToken, run: () => T): T => {
    // The connection makes this the answer; it is no fault.
    if (token.isCancellationRequested)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
    return guarded(log, what, fallback, run);
  };

  /** Answers after waiting messages are in, so that a request that was cancelled meanwhile costs nothing. */
  const soon = async <T>(what: string, fallback: T, token: CancellationToken, run: () => T): Promise<T> => {
    await breathe();
    return now(what, fallback, token, run);
  };

  connection.onCompletion(({ textDocument: { uri }, position, context }, token) =>
    now('Completion', { isIncomplete: false, items: [] }, token, () =>
      service.complete(uri, position, context?.triggerCharacter),
    ),
  );
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    now('Hover', null, token, () => service.hover(uri, position)),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    soon('The outline', [], token, () => service.symbols(uri)),
  );
  connection.onFoldingRanges(({ textDocument: { uri } }, token) =>
    soon('Folding', [], token, () => service.folding(uri)),
  );
  connection.onCodeAction(({ textDocument: { uri }, range, context }, token) =>
    now('Code actions', [], token, () => service.codeActions(uri, range, context)),
  );
  connection.onCodeActionResolve((action, token) =>
    soon('The edit of a code action', action, token, () => service.resolveCodeAction(action)),
  );
  answerNavigation(connection, service, client, { now, soon });
  answerLayout(connection, service, { soon });
  answerTokens(connection, service, { now, soon });
  if (client.applyCommand)
    connection.onCodeLens(({ textDocument: { uri } }, token) =>
      soon('Code lenses', [], token, () => service.codeLenses(uri)),
    );
  if (client.pullDiagnostics) {
    const reports = createDiagnosticReports((uri) => service.validate(uri));
    documents.onClosed((uri) => reports.forget(uri));
    connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }, token) => {
      const empty: DocumentDiagnosticReport = { kind: 'full', items: [] };
      return soon('Validation', empty, token, (): DocumentDiagnosticReport => {
        const state = documents.stateOf(uri);
        return state === undefined ? empty : reports.of(uri, state, previousResultId);
      });
    });
  }

  connection.onRequest(describeRequest, (params: DescribeParams, token: CancellationToken) =>
    soon('Describing the manifest', noDescription, token, () => service.describe(params)),
  );
  connection.onRequest(detectRequest, (params: DetectParams, token: CancellationToken) => {
    const none: ManifestKind | null = null;
    return now('Detection', none, token, () => service.detect(params));
  });
  connection.onRequest<PlanAnswer, void>(planRequest, (params: PlanParams, token: CancellationToken) =>
    soon('The plan', noPlan, token, () => service.plan(params)),
  );
  connection.onRequest<Imported | Refusal, void>(importRequest, (params: ImportParams, token) =>
    soon('The import', notImported, token, () => service.importManifest(params)),
  );
}
