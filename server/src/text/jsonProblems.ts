import { t } from '@vscode/l10n';
import type { SyntaxProblem } from './document.ts';

/** A fault as the JSON reader names it, with absolute offsets. */
export interface JsonFault {
  readonly kind: string;
  readonly start: number;
  readonly length: number;
}

/**
 * Faults as a person understands them, few and at the place of the cause: what follows from an earlier fault with
 * nothing but blanks and punctuation between is left out.
 */
export function jsonProblems(text: string, faults: readonly JsonFault[]): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let previous: JsonFault | undefined;
  let quietUntil = 0;
  for (const fault of faults) {
    const follows =
      fault.start < quietUntil ||
      (previous !== undefined &&
        /^[\s,:}\]]*$/.test(text.slice(previous.start + previous.length, fault.start)));
    previous = fault;
    if (follows) continue;
    // A key without quotes makes the reader stumble over its colon and its value as well.
    if (isBareKey(text, fault)) quietUntil = endOfProperty(text, fault.start + fault.length);
    problems.push(problemOf(text, fault));
  }
  return problems;
}

function isBareKey(text: string, { kind, start, length }: JsonFault): boolean {
  return kind === 'InvalidSymbol' && /^\s*[:=]/.test(text.slice(start + length, start + length + 100));
}

function endOfProperty(text: string, offset: number): number {
  const end = /[,}\n]/.exec(text.slice(offset, offset + 10_000));
  return end ? offset + end.index + 1 : text.length;
}

function problemOf(text: string, fault: JsonFault): SyntaxProblem {
  const found = text.slice(fault.start, fault.start + fault.length);
  const atEnd = fault.start >= text.trimEnd().length;
  const place = atEnd
    ? lastCharacter(text)
    : { start: fault.start, end: Math.max(fault.start + fault.length, fault.start + 1) };
  const error = (code: string, message: string, span = place): SyntaxProblem => ({
    code,
    severity: 'error',
    message,
    span,
  });

  switch (fault.kind) {
    case 'CommaExpected':
      if (found === '}' || found === ']')
        return error(
          'syntax-unclosed',
          t('This `{0}` closes nothing: a `{1}` is missing before it.', found, found === '}' ? ']' : '}'),
        );
      if (text[fault.start - 1] === '0')
        return error('syntax-bad-number', t('A number has no zero in front in JSON.'));
      return error('syntax-missing-comma', t('A comma is missing before this.'), place);
    case 'ColonExpected':
      return error('syntax-missing-colon', t('A colon is missing between the key and its value.'));
    case 'PropertyNameExpected':
    case 'ValueExpected': {
      const comma = commaBefore(text, fault.start);
      if (comma !== undefined && (found === '}' || found === ']'))
        return error(
          'syntax-trailing-comma',
          t('Nothing follows this comma: JSON allows no comma before `{0}`.', found),
          { start: comma, end: comma + 1 },
        );
      if (found === ',') return error('syntax-extra-comma', t('There is one comma too many here.'));
      if (fault.kind === 'PropertyNameExpected')
        return error(
          'syntax-key-expected',
          found.startsWith("'")
            ? t('Keys are written in double quotes in JSON.')
            : t('A key in double quotes is wanted here.'),
        );
      return error(
        'syntax-value-expected',
        atEnd ? t('The text ends where a value is wanted.') : t('A value is missing here.'),
      );
    }
    case 'CloseBraceExpected':
      return error(
        'syntax-unclosed',
        t('The text ends here, but a `{` is not closed yet: a `}` is missing.'),
      );
    case 'CloseBracketExpected':
      return error(
        'syntax-unclosed',
        t('The text ends here, but a `[` is not closed yet: a `]` is missing.'),
      );
    case 'EndOfFileExpected':
      return error('syntax-extra-text', t('JSON holds one value, and it ended before this.'));
    case 'UnexpectedEndOfString':
      return error('syntax-unclosed-string', t('This string has no closing quote.'));
    case 'UnexpectedEndOfComment':
      return error('syntax-unclosed-comment', t('This comment is not closed: `*/` is missing.'));
    case 'InvalidUnicode':
    case 'InvalidEscapeCharacter':
      return error(
        'syntax-bad-escape',
        t('This string has an escape that JSON does not know; a backslash itself is `\\\\`.'),
      );
    case 'InvalidCharacter':
      return error(
        'syntax-bad-character',
        t('A string holds a control character (a tab, say): write it as an escape, `\\t`.'),
      );
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber':
      return error('syntax-bad-number', t('`{0}` is no number as JSON writes it.', found));
    case 'NumberTooLarge':
      return error('syntax-bad-number', t('`{0}` is too large: no device can read it.', found));
    default:
      if (isBareKey(text, fault))
        return error(
          'syntax-key-expected',
          t('Keys are written in double quotes in JSON: `"{0}"`.', shorten(found.replaceAll("'", ''))),
        );
      if (found === '=')
        return error('syntax-missing-colon', t('A `:` stands between a key and its value, not a `=`.'));
      return error(
        'syntax-unexpected',
        found.startsWith("'")
          ? t('Strings are written in double quotes in JSON.')
          : t(
              '`{0}` is no JSON value: strings are written in double quotes, besides numbers, true, false and null.',
              shorten(found),
            ),
      );
  }
}

function commaBefore(text: string, offset: number): number | undefined {
  let at = offset - 1;
  while (at >= 0 && /\s/.test(text[at] ?? '')) at--;
  return text[at] === ',' ? at : undefined;
}

function lastCharacter(text: string): { start: number; end: number } {
  const end = text.trimEnd().length;
  return { start: Math.max(0, end - 1), end };
}

function shorten(text: string): string {
  return text.length <= 30 ? text : `${text.slice(0, 30)}…`;
}
