/** Offers to find out checksums and size of an artifact; the client does it, since nothing here opens a socket. */
import { t } from '@vscode/l10n';
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  CodeActionTriggerKind,
  type Range,
} from 'vscode-languageserver-types';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { ManifestReader } from '../../manifest/model.ts';
import { startOf } from '../../rules/check.ts';
import { spanOf } from '../../text/node.ts';
import { property } from '../../text/tree.ts';
import { locatedArtifacts } from '../artifacts.ts';
import { shownAs } from '../codeActions.ts';
import type { Judging } from './judging.ts';

const title = () => t('Compute checksums and size of the artifact…');

/** At most one for the range: of the artifact that it begins in. */
export function checksumActions(
  document: ManifestDocument,
  range: Range,
  { only, triggerKind, diagnostics }: Pick<CodeActionContext, 'only' | 'triggerKind' | 'diagnostics'>,
  judging: Judging,
  read: ManifestReader,
): CodeAction[] {
  const offset = document.text.offsetAt(range.start);
  const within = (start: number, end: number, at: number) => start <= at && at <= end;
  const found = locatedArtifacts(document, read).find(({ artifact }) => {
    const { start, end } = spanOf(artifact.node);
    return within(start, end, offset);
  });
  if (!found) return [];
  const { start, end } = spanOf(found.artifact.node);
  const problems = judging
    .problemsOf(document)
    .filter((problem) => problem.code.startsWith('checksum-') && within(start, end, startOf(problem)));
  const isWanting = problems.length > 0 || !property(found.artifact.checksums, 'SHA256');
  const kind = isWanting ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite;
  if (only && !only.some((it) => kind === it || kind.startsWith(`${it}.`))) return [];
  // Where nothing is wanting, a bulb would say nothing.
  if (!isWanting && triggerKind === CodeActionTriggerKind.Automatic) return [];
  const place = document.text.positionAt(start);
  return [
    {
      title: title(),
      kind,
      ...(problems.length > 0 && {
        diagnostics: problems.map((problem) => shownAs(judging.diagnosticOf(document, problem), diagnostics)),
      }),
      command: { title: title(), command: 'kanto.computeChecksums', arguments: [document.uri, place] },
    },
  ];
}
