/** Binds the language service to an LSP connection: order of work, cancellation. */
import { config, t } from '@vscode/l10n';
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
  type ConfigurationAnswer,
  type ConfigurationParams,
  configurationRequest,
  type DescribeParams,
  type DetectParams,
  describeRequest,
  detectRequest,
  fileTextsChanged,
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
import { createLanguageService, type LanguageService } from '../service.ts';
import type { ClientAbilities } from './abilities.ts';
import { readClientFiles } from './clientFiles.ts';
import { type Configurations, createConfigurations, type ReadFiles } from './configurations.ts';
import { createDiagnosticReports } from './diagnosticReports.ts';
import { type EditorSettings, noEditorSettings, settingsWith } from './effectiveSettings.ts';
import { breathe, guarded } from './guard.ts';
import { answerLayout } from './layout.ts';
import { createMemoryUse } from './memory.ts';
import { answerNavigation } from './navigation.ts';
import { createPublisher } from './publisher.ts';
import { answerTokens } from './semanticTokens.ts';
import { followSettings } from './settings.ts';
import { takeVocabularies } from './vocabularies.ts';
import { createFileWatch } from './watching.ts';
import { answerWorkspace } from './workspaceDiagnostics.ts';

const noDescription: ManifestDescription = { problems: [], emptiesDevice: false, summary: '' };

const noPlan = (): PlanAnswer => ({
  refusal: { code: 'unreadable', message: t('The plan could not be made; the log of the server tells why.') },
});

const notImported = (): Refusal => ({
  refused: t('The manifest could not be made; the log of the server tells why.'),
});

/** What the client said of itself, and `pages`: the folder with the pages of the rules, as a URI. */
export interface Serving {
  readonly params: InitializeParams;
  readonly client: ClientAbilities;
  readonly pages: string;
  /** Reads files where the client does not hand them over. */
  readonly readFiles: ReadFiles;
}

/** Registers every handler, once the client is initialized. */
export function answer(connection: Connection, { params, client, pages, readFiles }: Serving): void {
  if (client.texts) config({ contents: client.texts });
  const service = createLanguageService(client, pagesOf(client.rulePage ?? `${pages}{code}.md`));
  const watch = createFileWatch(connection, params);
  const configurations = createConfigurations({
    connection,
    read: client.fileTexts ? readClientFiles(connection) : readFiles,
    watch,
    changed: () => apply({}),
  });
  const documents = trackDocuments(connection, service, client, configurations);
  answerRequests(connection, service, client, { documents, configurations });
  answerConfiguration(connection, configurations);
  const workspace =
    client.pullDiagnostics && client.manifestFiles
      ? answerWorkspace(connection, service, {
          isOpen: (uri) => documents.stateOf(uri) !== undefined,
          look: configurations.look,
        })
      : undefined;
  documents.onClosed((uri) => workspace?.outdate(uri));
  let editor: EditorSettings = noEditorSettings;
  const apply = (settings: Partial<EditorSettings>) => {
    editor = { ...editor, ...settings };
    service.configure(settingsWith(editor, configurations.of));
    documents.judgeAgain();
    workspace?.outdate();
  };
  followSettings(connection, params, client, apply);
  takeVocabularies(connection, apply);
}

/** What a text is called by which its settings are found; empty where it is not. Any client may send anything. */
function fileOf(params: unknown): string {
  if (typeof params !== 'object' || params === null) return '';
  const name: unknown = Reflect.get(params, 'uri') ?? Reflect.get(params, 'file');
  return typeof name === 'string' ? name : '';
}

/** Which files are manifests by the configuration is decided by the client, which opens them. */
function answerConfiguration(connection: Connection, { look, of, folderOf, refresh }: Configurations): void {
  connection.onRequest(configurationRequest, async (params: ConfigurationParams) => {
    const uri = fileOf(params);
    await look(uri);
    const [configuration, folder] = [of(uri), folderOf(uri)];
    const answer: ConfigurationAnswer =
      configuration && folder !== undefined ? { folder, globs: configuration.globs } : null;
    return answer;
  });
  connection.onDidChangeWatchedFiles(refresh);
  connection.onNotification(fileTextsChanged, refresh);
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
  configurations: Configurations,
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
    if (client.pullDiagnostics) return;
    const looking = configurations.look(uri);
    // Nothing is told that would be taken back at once.
    if (looking) looking.then(() => open.has(uri) && validate(uri));
    else publisher.schedule(uri);
  };

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    open.set(uri, { opening: ++openings, version });
    memory.opening();
    guarded(log, `Opening ${uri}`, undefined, () => service.open(uri, languageId, version, text));
    if (!client.watchesFiles) configurations.refresh();
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
  if (!client.watchesFiles) connection.onDidSaveTextDocument(() => configurations.refresh());
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
  { documents, configurations }: { documents: OpenDocuments; configurations: Configurations },
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
  /** Answers once it is known which settings hold for the file. */
  const judged = async <T>(
    what: string,
    fallback: T,
    { uri, token }: { readonly uri: string; readonly token: CancellationToken },
    run: () => T,
  ): Promise<T> => {
    await configurations.look(uri);
    return soon(what, fallback, token, run);
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
      return judged('Validation', empty, { uri, token }, (): DocumentDiagnosticReport => {
        const state = documents.stateOf(uri);
        return state === undefined ? empty : reports.of(uri, state, previousResultId);
      });
    });
  }

  connection.onRequest(describeRequest, (params: DescribeParams, token: CancellationToken) =>
    judged('Describing the manifest', noDescription, { uri: fileOf(params), token }, () =>
      service.describe(params),
    ),
  );
  connection.onRequest(detectRequest, (params: DetectParams, token: CancellationToken) => {
    const none: ManifestKind | null = null;
    return now('Detection', none, token, () => service.detect(params));
  });
  connection.onRequest<PlanAnswer, void>(planRequest, (params: PlanParams, token: CancellationToken) =>
    judged('The plan', noPlan(), { uri: fileOf(params), token }, () => service.plan(params)),
  );
  connection.onRequest<Imported | Refusal, void>(importRequest, (params: ImportParams, token) =>
    soon('The import', notImported(), token, () => service.importManifest(params)),
  );
}
