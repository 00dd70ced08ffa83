/** What puts right a comment that silences nothing. */
import { t } from '@vscode/l10n';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { DocumentProblem } from '../../manifest/problems.ts';
import { type SilencingComment, silencingComment, silencingWords } from '../../manifest/silencing.ts';
import { configurableRules } from '../../rules/levels.ts';
import { suggestions } from '../../schema/suggest.ts';
import { lineEnd, lineStart, nextLine } from '../../text/edit/gap.ts';
import { deletion } from '../../text/edit/spanEdit.ts';
import { type Span, spanOf } from '../../text/node.ts';
import type { TextFix } from './syntaxFixes.ts';

export function silencingFixes({ parsed }: ManifestDocument, { code, at }: DocumentProblem): TextFix[] {
  const span = spanOf(at);
  const { text, comments } = parsed;
  const around = comments.find(({ start, end }) => start <= span.start && span.end <= end);
  const comment = around && silencingComment(text, around);
  if (!comment) return [];
  const written = text.slice(span.start, span.end);
  const words = comment.at.start === span.start ? silencingWords : configurableRules;
  const near = code === 'silence-unknown' ? suggestions(written, words) : [];
  const isClear = near.length === 1;
  return [
    ...near
      .filter((word) => word !== written)
      .map((word) => ({ title: t('Write "{0}"', word), preferred: isClear, edits: [{ span, text: word }] })),
    removing(text, comment, span, code === 'silence-unused'),
  ];
}

/** The name alone where the comment has others, else the comment, with its line where nothing else stands there. */
function removing(
  text: string,
  comment: SilencingComment,
  { start, end }: Span,
  preferred: boolean,
): TextFix {
  const index = comment.names.findIndex(({ at }) => at.start === start);
  if (index >= 0 && comment.names.length > 1) {
    const before = comment.names[index - 1]?.at.end;
    const after = comment.names[index + 1]?.at.start;
    const edit = before === undefined ? deletion(start, after ?? end) : deletion(before, end);
    return { title: t('Remove "{0}" from the comment', text.slice(start, end)), preferred, edits: [edit] };
  }
  const begin = lineStart(text, comment.start);
  const before = text.slice(begin, comment.start);
  const isAlone = before.trim() === '' && text.slice(comment.end, lineEnd(text, comment.end)).trim() === '';
  const edit = isAlone
    ? deletion(begin, nextLine(text, comment.end))
    : deletion(begin + before.trimEnd().length, comment.end);
  return { title: t('Remove the comment'), preferred, edits: [edit] };
}
