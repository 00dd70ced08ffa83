import { t } from '@vscode/l10n';
import type { Document, YAMLError } from 'yaml';
import type { SyntaxProblem } from './document.ts';
import type { Span } from './node.ts';
import type { TokenSurvey } from './yamlTokens.ts';

/** A fault of the text as the reader found it. */
export interface Fault {
  /** Where the reader stumbled; the problem may be marked elsewhere. */
  readonly start: number;
  /** Where its line begins, and the line after it. */
  readonly line: number;
  readonly nextLine: number;
  readonly kind: 'tab' | 'flow' | 'alias' | 'other';
  readonly problem: SyntaxProblem;
}

/** A quote or bracket that opens and never closes; a quote up to the end of its line. */
export interface Opener {
  readonly sign: string;
  readonly span: Span;
}

export interface Openers {
  readonly quotes: readonly Opener[];
  readonly brackets: readonly Opener[];
}

/** All faults of one YAML document that was composed of a text, in order. */
export function faultsOf(text: string, document: Document.Parsed): Fault[] {
  if (document.errors.length === 0 && document.warnings.length === 0) return [];
  let line = 0;
  let next = 0;
  return [...document.errors, ...document.warnings]
    .sort((a, b) => a.pos[0] - b.pos[0])
    .map((error) => {
      const start = Math.min(error.pos[0], text.length);
      // Thousands may stand on one long line: its ends are looked for once.
      if (start >= next && next < text.length) {
        line = lineStart(text, start);
        next = nextLine(text, line);
      }
      return { start, line, nextLine: next, kind: kindOf(error), problem: problemOf(text, error, line) };
    });
}

export function openersIn(text: string, survey: TokenSurvey): Openers {
  const opener = (span: Span) => ({ sign: text[span.start] ?? '', span });
  return {
    quotes: survey.unclosedQuotes.map(opener),
    brackets: survey.unclosedBrackets.map(opener),
  };
}

/**
 * The faults of one YAML document as a person understands them: one for each cause. After an unclosed quote nothing
 * can be trusted, a tab makes further faults on the lines around it, and of several faults on one line the first is the
 * cause. Both are in order of the text.
 */
export function toldOf(faults: readonly Fault[], { quotes, brackets }: Openers): SyntaxProblem[] {
  const quote = quotes[0];
  // The innermost: a bracket around it may well be closed once it is.
  const bracket = brackets.findLast(({ span }) => !(quote && span.start > quote.span.start));
  const told: SyntaxProblem[] = [];
  let last: Fault | undefined;
  let tabbed = false;
  for (const fault of faults) {
    if (quote && fault.start >= quote.span.start) break;
    // A fault on the same line, or on the next after a key without its colon, has the same cause.
    const sameCause =
      fault.line === last?.line ||
      (fault.kind === 'tab' && tabbed) ||
      (fault.line === last?.nextLine && told.at(-1)?.code === 'syntax-missing-colon');
    last = fault;
    tabbed = tabbed || fault.kind === 'tab';
    // Aliases without an anchor are found when the tree is made; a bracket is told of where it opens.
    if (sameCause || fault.kind === 'alias' || (bracket && fault.kind === 'flow')) continue;
    told.push(fault.problem);
  }
  if (bracket)
    told.push({
      code: 'syntax-unclosed',
      severity: 'error',
      message: t(
        'The `{0}` that opens here is not closed: a `{1}` is missing.',
        bracket.sign,
        bracket.sign === '[' ? ']' : '}',
      ),
      span: bracket.span,
    });
  if (quote)
    told.push({
      code: 'syntax-unclosed-string',
      severity: 'error',
      message: t('The quote that opens here is never closed: a `{0}` is missing.', quote.sign),
      span: quote.span,
    });
  return told;
}

function kindOf({ code, message }: YAMLError): Fault['kind'] {
  if (code === 'TAB_AS_INDENT') return 'tab';
  if (code === 'BAD_ALIAS') return 'alias';
  return /^Flow (map|sequence)/.test(message) ? 'flow' : 'other';
}

function problemOf(text: string, fault: YAMLError, line: number): SyntaxProblem {
  const { code, message, from, to } = explain(text, fault, line);
  return {
    code: `syntax-${code}`,
    severity: fault.name === 'YAMLWarning' ? 'warning' : 'error',
    message,
    span: visibleSpan(text, from ?? fault.pos[0], to ?? fault.pos[1]),
  };
}

interface Explanation {
  readonly code: string;
  readonly message: string;
  /** Where to mark it, if not where the reader stumbled. */
  readonly from?: number;
  readonly to?: number;
}

function explain(text: string, fault: YAMLError, begin: number): Explanation {
  const start = Math.min(fault.pos[0], text.length);
  const line = text.slice(begin, lineEnd(text, begin));
  const indent = line.length - line.trimStart().length;

  // What a person mistyped is seen in the line better than in the fault that the reader ends with.
  const dash = /^\s*(-[^\s-][\w.-]*):(?:\s|$)/.exec(line)?.[1];
  if (dash !== undefined && structural.includes(fault.code))
    return {
      code: 'missing-blank',
      message: t('A blank is missing after the `-` of this list item.'),
      from: begin + indent,
      to: begin + indent + dash.length,
    };
  const glued = /^\s*(?:- +)?([\w.-]+):[^\s/]/.exec(line)?.[1];
  if (glued !== undefined && structural.includes(fault.code))
    return {
      code: 'missing-blank',
      message: t(
        'A blank is missing after `{0}:`, so YAML reads this as text and not as a key with a value.',
        glued,
      ),
    };
  if (structural.includes(fault.code) && /^\s*(?:- +)?[\w.-]+\s*$/.test(line))
    return { code: 'missing-colon', message: t('A `:` is missing after this key.') };

  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return { code: 'tab', message: t('YAML is indented with blanks; a tab is not allowed here.') };
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        code: 'missing-colon',
        message: t('A key has to stand on one line; a `:` or a blank after it is missing.'),
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return nestedKey(text, start);
    case 'BAD_SCALAR_START':
      return {
        code: 'reserved-character',
        message: t('A value cannot begin with `{0}` in YAML: put it in quotes.', text[start] ?? ''),
      };
    case 'TAG_RESOLVE_FAILED':
      return {
        code: 'unknown-tag',
        message: t(
          'The tag `{0}` is not known; a message to a device has no tags, and it is left out.',
          text.slice(...fault.pos),
        ),
      };
    case 'BAD_DQ_ESCAPE':
      return {
        code: 'bad-escape',
        message: t(
          'YAML does not know this escape; a backslash itself is `\\\\` in double quotes, or put the text in single ones.',
        ),
      };
    case 'MISSING_CHAR':
      return fault.message.startsWith('Sequence item without')
        ? {
            code: 'indentation',
            message: t(
              'A line below is indented like an item of the list, but has no `-`: check its indentation.',
            ),
          }
        : { code: 'missing-character', message: `${fault.message}.` };
    case 'BAD_INDENT':
      return { code: 'indentation', message: t('{0}: check the indentation of this line.', fault.message) };
    case 'UNEXPECTED_TOKEN':
      return unexpected(text, start, fault);
    default:
      return { code: 'unexpected', message: `${fault.message}.` };
  }
}

/** Codes of faults in the structure of keys and items. */
const structural: readonly string[] = [
  'MULTILINE_IMPLICIT_KEY',
  'BLOCK_AS_IMPLICIT_KEY',
  'MISSING_CHAR',
  'UNEXPECTED_TOKEN',
];

/** A second key where a value is: on the same line, or on the next one, indented too deep. */
function nestedKey(text: string, start: number): Explanation {
  const here = lineStart(text, start);
  const before = text.slice(here, start);
  const rest = text.slice(start, lineEnd(text, start));
  const inIndentation = before.trim() === '';
  if (!inIndentation && /:(\s|$)/.test(rest))
    return {
      code: 'nested-on-one-line',
      message: t('Two keys stand on one line: put the value in quotes, or the second key on its own line.'),
    };
  const begin = inIndentation ? here : nextLine(text, start);
  const line = text.slice(begin, lineEnd(text, begin));
  const place = { from: begin + line.length - line.trimStart().length, to: begin + line.trimEnd().length };
  return /^\s*-(\s|$)/.test(line)
    ? {
        code: 'indentation',
        message: t(
          'A list item stands among keys: indent it under the key that it belongs to, or give it one.',
        ),
        ...place,
      }
    : {
        code: 'indentation',
        message: t(
          'This line is indented deeper than the key above it, which has a value already: check its indentation.',
        ),
        ...place,
      };
}

function unexpected(text: string, start: number, fault: YAMLError): Explanation {
  if (fault.message.includes('block-seq-ind on same line'))
    return {
      code: 'unexpected',
      message: t('A list cannot begin on the line of its key: put the `-` on the next line.'),
    };
  const before = text[start - 1];
  if (before === "'" || before === '"')
    return {
      code: 'unexpected',
      message:
        before === "'"
          ? t("The quote is closed before this: within single quotes, a `'` is written twice.")
          : t('The quote is closed before this: within double quotes, a `"` is written `\\"`.'),
    };
  return {
    code: 'unexpected',
    message: t(
      'This does not belong here: check the indentation, and whether a list item (`-`) and a key stand side by side.',
    ),
  };
}

/** An empty or multi-line place is moved to something that can be seen on one line. */
function visibleSpan(text: string, from: number, to: number): { start: number; end: number } {
  const length = text.length;
  let start = Math.min(from, length);
  while (start > 0 && (start >= length || /[\r\n]/.test(text[start] ?? ''))) start--;
  const end = Math.min(Math.max(to, start + 1), lineEnd(text, start));
  return { start, end: Math.max(end, Math.min(start + 1, length)) };
}

function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

function lineEnd(text: string, offset: number): number {
  const rest = /[\r\n]/.exec(text.slice(offset, offset + 2000));
  return rest ? offset + rest.index : Math.min(text.length, offset + 2000);
}
