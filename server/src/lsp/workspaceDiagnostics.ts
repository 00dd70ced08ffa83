/**
 * Diagnostics of the manifests of the workspace that are not open. The server reads none of them itself: it asks the client which
 * there are, and for the text of those that changed.
 */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import {
  type ManifestFile,
  manifestFilesChanged,
  manifestFilesRequest,
  manifestTextRequest,
} from '../messages.ts';
import type { LanguageService } from '../service.ts';
import { breathe, guarded } from './guard.ts';

export interface WorkspaceDiagnostics {
  /** What was told is out of date: of one document that was closed, or of all. */
  outdate(uri?: string): void;
}

interface Documents {
  /** Open documents are judged by themselves. */
  isOpen(uri: string): boolean;
  /** Settles once it is known which settings hold for a file; undefined where that is so already. */
  look(uri: string): Promise<void> | undefined;
}

export function answerWorkspace(
  connection: Connection,
  service: LanguageService,
  { isOpen, look }: Documents,
): WorkspaceDiagnostics {
  const log = (message: string) => connection.console.error(message);
  const closings = new Map<string, number>();
  let judgements = 0;
  let waiting: (() => void)[] = [];
  let changed = true;
  const wake = () => {
    changed = true;
    for (const go of waiting) go();
    waiting = [];
  };
  /** Editors ask again as soon as they are answered: without news the answer waits. */
  const news = (token: CancellationToken) =>
    new Promise<void>((resolve) => {
      if (changed) resolve();
      else waiting.push(resolve);
      token.onCancellationRequested(() => resolve());
    });

  const reportOf = async (
    { uri, format, stamp }: ManifestFile,
    previous: string | undefined,
  ): Promise<WorkspaceDocumentDiagnosticReport> => {
    const resultId = `${stamp}.${judgements}.${closings.get(uri) ?? 0}`;
    if (resultId === previous) return { kind: 'unchanged', uri, version: null, resultId };
    const [text] = await Promise.all([
      connection.sendRequest<string | null>(manifestTextRequest, { uri }),
      look(uri),
    ]);
    const items =
      text === null
        ? []
        : guarded(log, `Validating ${uri}`, [], () => service.judge({ text, format, file: uri }));
    return { kind: 'full', uri, version: null, resultId, items };
  };

  const round = async (before: ReadonlyMap<string, string>, token: CancellationToken) => {
    changed = false;
    const files = await connection.sendRequest<readonly ManifestFile[]>(manifestFilesRequest);
    const closed = files.filter(({ uri }) => !isOpen(uri));
    const reports: WorkspaceDocumentDiagnosticReport[] = [];
    for (const file of closed) {
      if (token.isCancellationRequested) break;
      reports.push(await reportOf(file, before.get(file.uri)));
      await breathe();
    }
    const gone = [...before.keys()].filter((uri) => !isOpen(uri) && !files.some((file) => file.uri === uri));
    for (const uri of gone) reports.push({ kind: 'full', uri, version: null, items: [] });
    return reports;
  };

  connection.onNotification(manifestFilesChanged, wake);
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token) => {
    const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    for (;;) {
      await news(token);
      if (token.isCancellationRequested)
        throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
      const items = await round(before, token);
      if (items.some(({ kind }) => kind === 'full')) return { items };
    }
  });

  return {
    outdate(uri) {
      if (uri === undefined) judgements++;
      else closings.set(uri, (closings.get(uri) ?? 0) + 1);
      wake();
    },
  };
}
