/** What puts right a fault of the text where there is no doubt what was meant. */
import { t } from '@vscode/l10n';
import type { DocumentProblem } from '../../manifest/problems.ts';
import type { ParsedText } from '../../text/document.ts';
import { lineEnd, lineStart } from '../../text/edit/gap.ts';
import { deletion, insertion, type SpanEdit } from '../../text/edit/spanEdit.ts';
import { spanOf } from '../../text/node.ts';

/** A change of the text alone. */
export interface TextFix {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly SpanEdit[];
}

export function syntaxFixes(parsed: ParsedText, problem: DocumentProblem): TextFix[] {
  const fix = parsed.format === 'json' ? jsonFix(parsed, problem) : yamlFix(parsed.text, problem);
  return fix ? [fix] : [];
}

function preferred(title: string, ...edits: SpanEdit[]): TextFix {
  return { title, preferred: true, edits };
}

function jsonFix(parsed: ParsedText, { code, at }: DocumentProblem): TextFix | undefined {
  const { start, end } = spanOf(at);
  const { text } = parsed;
  const marked = text.slice(start, end);
  switch (code) {
    case 'syntax-missing-comma':
      return preferred(t('Insert the comma'), insertion(contentBefore(parsed, start), ','));
    case 'syntax-trailing-comma':
    case 'syntax-extra-comma':
      return preferred(t('Remove the comma'), deletion(start, end));
    case 'syntax-missing-colon':
      if (marked === '=') return preferred(t('Write ":"'), { span: { start, end }, text: ':' });
      return preferred(t('Insert the colon'), insertion(contentBefore(parsed, start), ':'));
    case 'syntax-key-expected':
    case 'syntax-unexpected':
      return quoting(text, start);
    case 'syntax-bad-character': {
      const escaped = marked.replaceAll(/[^ -\uffff]/g, (sign) => JSON.stringify(sign).slice(1, -1));
      if (escaped === marked) return undefined;
      return preferred(t('Write the control character as an escape'), {
        span: { start, end },
        text: escaped,
      });
    }
    default:
      return undefined;
  }
}

/** Words without quotes, or in single ones. */
function quoting(text: string, start: number): TextFix | undefined {
  const rest = text.slice(start, lineEnd(text, start));
  const single = /^'((?:[^'\\"]|\\.)*)'/.exec(rest);
  const word = /^[A-Za-z_$][\w.$/-]*/.exec(rest);
  const source = single?.[0] ?? word?.[0];
  if (source === undefined) return undefined;
  const quoted = JSON.stringify(single?.[1] ?? source);
  return preferred(t('Write {0}', quoted), { span: { start, end: start + source.length }, text: quoted });
}

/** Where the last ends that stands before, blanks and comments left out. */
function contentBefore({ text, comments }: ParsedText, offset: number): number {
  let at = offset;
  for (;;) {
    at = text.slice(0, at).trimEnd().length;
    const comment = comments.find(({ start, end }) => start < at && at <= end);
    if (!comment) return at;
    at = comment.start;
  }
}

function yamlFix(text: string, { code, at }: DocumentProblem): TextFix | undefined {
  const { start } = spanOf(at);
  const begin = lineStart(text, start);
  const line = text.slice(begin, lineEnd(text, start));
  switch (code) {
    case 'syntax-tab':
      return tabs(text);
    case 'syntax-missing-blank': {
      const glued = /^\s*(?:-(?=[^\s-])|(?:- +)?[\w.-]+:(?=\S))/.exec(line);
      return glued ? preferred(t('Insert the blank'), insertion(begin + glued[0].length, ' ')) : undefined;
    }
    case 'syntax-missing-colon': {
      const key = /^\s*(?:- +)?[\w.-]+(?=\s*$)/.exec(line);
      return key ? preferred(t('Insert the colon'), insertion(begin + key[0].length, ':')) : undefined;
    }
    case 'syntax-reserved-character': {
      const value = /^[@`%][^\s#]*(?:[ \t]+[^\s#]+)*/.exec(text.slice(start, lineEnd(text, start)))?.[0];
      if (value === undefined) return undefined;
      return preferred(t('Put the value in quotes'), {
        span: { start, end: start + value.length },
        text: JSON.stringify(value),
      });
    }
    default:
      return undefined;
  }
}

/** All tabs that lines are indented with: one of them alone would leave the others wrong. */
function tabs(text: string): TextFix | undefined {
  const edits = [...text.matchAll(/^[ ]*\t[ \t]*(?=[^\s])/gm)].map(({ 0: indentation, index }) => ({
    span: { start: index, end: index + indentation.length },
    text: indentation.replaceAll('\t', '  '),
  }));
  return edits.length > 0 ? preferred(t('Indent with blanks'), ...edits) : undefined;
}
