/** What an editor offers at a place: fixes of what is wrong there. */
import { t } from '@vscode/l10n';
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  CodeActionTriggerKind,
  type Diagnostic,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import type { DocumentProblem } from '../manifest/problems.ts';
import { silenceHere } from '../manifest/silencing.ts';
import { startOf } from '../rules/check.ts';
import type { SpanEdit } from '../text/edit/spanEdit.ts';
import { spanOf } from '../text/node.ts';
import { fixAllKind } from './announced.ts';
import { fixAll } from './codeActions/fixAll.ts';
import type { Judging } from './codeActions/judging.ts';
import { offeredFixes } from './codeActions/offered.ts';
import { isRewriteData, resolveRewrite, rewrites } from './codeActions/rewrites.ts';

/** What the client can do with code actions. */
export interface CodeActionClient {
  /** It takes edits of a version of a document. */
  readonly versionedEdits: boolean;
  /** It asks for the edit of an action when that was chosen. */
  readonly resolvesEdits: boolean;
  /** It has the commands that convert a manifest, such as `kanto.convertToEnvelope`. */
  readonly convertCommands?: boolean;
  /** It has the command `kanto.computeChecksums`. */
  readonly checksumCommand?: boolean;
}

/** What is wrong at the range, and what can be done about it, in order of the text. */
export function codeActions(
  document: ManifestDocument,
  range: Range,
  context: Pick<CodeActionContext, 'only' | 'diagnostics' | 'triggerKind'>,
  client: CodeActionClient,
  judging: Judging,
): CodeAction[] {
  const problems = judging.problemsOf(document);
  const wanted = (kind: string) =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  return [
    ...(wanted(CodeActionKind.QuickFix)
      ? quickFixes(document, range, problems, context, client, judging)
      : []),
    ...(wanted(fixAllKind) ? everyFix(document, problems, context, client, judging) : []),
    // A bulb on every line would say nothing: other ways to write are for who asks.
    ...(wanted(CodeActionKind.RefactorRewrite) &&
    context.triggerKind !== CodeActionTriggerKind.Automatic &&
    (client.convertCommands || client.resolvesEdits)
      ? rewrites(document, range.start, client.convertCommands === true)
      : []),
  ];
}

function quickFixes(
  document: ManifestDocument,
  range: Range,
  problems: readonly DocumentProblem[],
  context: Pick<CodeActionContext, 'diagnostics'>,
  client: CodeActionClient,
  judging: Judging,
): CodeAction[] {
  const start = document.text.offsetAt(range.start);
  const end = document.text.offsetAt(range.end);
  const here = problems.filter(({ at }) => {
    const span = spanOf(at);
    return span.start <= end && start <= span.end;
  });
  const actions: CodeAction[] = [];
  const together = new Map<string, Diagnostic[]>();
  for (const problem of here) {
    const diagnostic = shownAs(judging.diagnosticOf(document, problem), context.diagnostics);
    for (const { title, preferred, edits } of offeredFixes(document, problem, judging.names)) {
      actions.push({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        ...(preferred && { isPreferred: true }),
        edit: workspaceEdit(document, edits, client),
      });
      if (preferred) together.set(problem.code, [...(together.get(problem.code) ?? []), diagnostic]);
    }
  }
  for (const action of silencing(document, here, context, client, judging)) actions.push(action);
  for (const [code, diagnostics] of together)
    if (client.resolvesEdits && problems.filter((problem) => problem.code === code).length > 1)
      actions.push({
        title: t('Fix all of the rule "{0}" in this file', code),
        kind: CodeActionKind.QuickFix,
        diagnostics,
        data: dataOf(document, code),
      });
  return actions;
}

/** One for each rule that speaks at the place. JSON proper knows no comments. */
function silencing(
  document: ManifestDocument,
  problems: readonly DocumentProblem[],
  context: Pick<CodeActionContext, 'diagnostics'>,
  client: CodeActionClient,
  judging: Judging,
): CodeAction[] {
  if (document.languageId === 'json') return [];
  const byLine = new Map<string, DocumentProblem>();
  for (const problem of problems) {
    const { line } = document.text.positionAt(startOf(problem));
    byLine.set(`${line} ${problem.code}`, byLine.get(`${line} ${problem.code}`) ?? problem);
  }
  return [...byLine.values()].flatMap((problem) => {
    const edit = silenceHere(document, problem.code, startOf(problem));
    return edit
      ? {
          title: t('Silence "{0}" here', problem.code),
          kind: CodeActionKind.QuickFix,
          diagnostics: [shownAs(judging.diagnosticOf(document, problem), context.diagnostics)],
          edit: editOf(document, [edit], client),
        }
      : [];
  });
}

/** As the client has it, if it has it: editors compare. */
export function shownAs(diagnostic: Diagnostic, known: readonly Diagnostic[]): Diagnostic {
  const { code, message, range } = diagnostic;
  return (
    known.find(
      (it) =>
        it.code === code && it.message === message && JSON.stringify(it.range) === JSON.stringify(range),
    ) ?? diagnostic
  );
}

function everyFix(
  document: ManifestDocument,
  problems: readonly DocumentProblem[],
  { only }: Pick<CodeActionContext, 'only'>,
  client: CodeActionClient,
  judging: Judging,
): CodeAction[] {
  if (problems.length === 0) return [];
  const action = { title: t('Fix all that has one obvious fix'), kind: fixAllKind };
  if (client.resolvesEdits && !only) return [{ ...action, data: dataOf(document) }];
  // Without being asked for, the whole document is not put right for nothing.
  if (!only) return [];
  const edits = fixAll(document, judging, () => true);
  return edits.length > 0 ? [{ ...action, edit: workspaceEdit(document, edits, client) }] : [];
}

/** What an action is resolved by. */
interface FixAllData {
  readonly uri: string;
  readonly version: number;
  /** The rule; absent: all of them. */
  readonly code?: string;
}

function dataOf({ uri, version }: ManifestDocument, code?: string): FixAllData {
  return { uri, version, ...(code !== undefined && { code }) };
}

/** Which document an action waits for to be resolved; undefined where it has its edit. */
export function awaitedBy({ data }: CodeAction): string | undefined {
  return isRewriteData(data) || isFixAllData(data) ? data.uri : undefined;
}

/** The action with its edit; without one where the document has changed meanwhile. */
export function resolveCodeAction(
  document: ManifestDocument,
  action: CodeAction,
  client: CodeActionClient,
  judging: Judging,
): CodeAction {
  const { data } = action;
  if (isRewriteData(data)) {
    const edit = resolveRewrite(document, action);
    return edit ? { ...action, edit } : action;
  }
  if (!isFixAllData(data) || data.uri !== document.uri || data.version !== document.version) return action;
  const edits = fixAll(document, judging, (problem) => data.code === undefined || problem.code === data.code);
  return { ...action, edit: workspaceEdit(document, edits, client) };
}

/** The data comes back through the client, and may be anything. */
function isFixAllData(data: unknown): data is FixAllData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'uri' in data &&
    typeof data.uri === 'string' &&
    'version' in data &&
    typeof data.version === 'number' &&
    (!('code' in data) || typeof data.code === 'string')
  );
}

function workspaceEdit(
  document: ManifestDocument,
  edits: readonly SpanEdit[],
  client: CodeActionClient,
): WorkspaceEdit {
  const changes = edits.map(({ span, text }) => ({ range: rangeOf(document.text, span), newText: text }));
  return editOf(document, changes, client);
}

function editOf(
  { uri, version }: ManifestDocument,
  changes: TextEdit[],
  { versionedEdits }: CodeActionClient,
): WorkspaceEdit {
  return versionedEdits
    ? { documentChanges: [{ textDocument: { uri, version }, edits: changes }] }
    : { changes: { [uri]: changes } };
}
