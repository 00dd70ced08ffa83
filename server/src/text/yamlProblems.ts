import type { Document, YAMLError } from 'yaml';
import type { SyntaxProblem } from './document.ts';
import type { TokenSurvey } from './yamlTokens.ts';

/**
 * The faults of one YAML document as a person understands them: one for each cause. After an unclosed quote nothing
 * can be trusted, a tab makes further faults on the lines around it, and of several faults on one line the first is the cause.
 */
export function yamlProblems(
  text: string,
  offset: number,
  document: Document.Parsed,
  survey: TokenSurvey,
): SyntaxProblem[] {
  const [from, , to] = document.range;
  const opener = survey.unclosedQuotes.find(({ start }) => start >= from && start <= to);
  const faults = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const problems: SyntaxProblem[] = [];
  let lastLine = -1;
  let tabbed = false;
  for (const fault of faults) {
    const start = Math.min(fault.pos[0], text.length);
    if (opener && start >= opener.start) break;
    const tab = fault.code === 'TAB_AS_INDENT';
    const line = lineStart(text, start);
    const sameCause = line === lastLine || (tab && tabbed);
    lastLine = line;
    tabbed = tabbed || tab;
    // The reader reports aliases without an anchor itself, but not all of them: the tree does.
    if (sameCause || fault.code === 'BAD_ALIAS') continue;
    problems.push(problemOf(text, offset, fault));
  }
  if (opener)
    problems.push({
      code: 'syntax-unclosed-string',
      severity: 'error',
      message: `The quote that opens here is never closed: a \`${text[opener.start] ?? '"'}\` is missing.`,
      span: { start: opener.start + offset, end: opener.end + offset },
    });
  return problems;
}

function problemOf(text: string, offset: number, fault: YAMLError): SyntaxProblem {
  const span = visibleSpan(text, fault.pos[0], fault.pos[1]);
  return {
    code: `syntax-${(codes[fault.code] ?? fault.code.toLowerCase()).replaceAll('_', '-')}`,
    severity: fault.name === 'YAMLWarning' ? 'warning' : 'error',
    message: messageOf(text, fault, span.start),
    span: { start: span.start + offset, end: span.end + offset },
  };
}

const codes: Partial<Record<string, string>> = {
  TAB_AS_INDENT: 'tab',
  BAD_INDENT: 'indentation',
  MISSING_CHAR: 'missing-character',
  UNEXPECTED_TOKEN: 'unexpected',
  BLOCK_AS_IMPLICIT_KEY: 'nested-on-one-line',
  MULTILINE_IMPLICIT_KEY: 'missing-blank',
  BAD_SCALAR_START: 'reserved-character',
  TAG_RESOLVE_FAILED: 'unknown-tag',
  BAD_DQ_ESCAPE: 'bad-escape',
};

function messageOf(text: string, fault: YAMLError, start: number): string {
  const line = text.slice(lineStart(text, start), lineEnd(text, start));
  if (/^Flow (map|sequence)/.test(fault.message))
    return `A \`${fault.message.includes('map') ? '}' : ']'}\` is missing: the brackets opened above are not closed.`;
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return 'YAML is indented with blanks; a tab is not allowed here.';
    case 'MULTILINE_IMPLICIT_KEY': {
      const key = /^\s*(?:- +)?([\w.-]+):\S/.exec(line)?.[1];
      return key
        ? `A blank is missing after \`${key}:\`, so YAML reads the line as text and not as a key with a value.`
        : 'A key has to stand on one line; a `:` or a blank after it is missing.';
    }
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'Two keys stand on one line: put the value in quotes, or the second key on its own line.';
    case 'BAD_SCALAR_START':
      return `A value cannot begin with \`${text[start] ?? ''}\` in YAML: put it in quotes.`;
    case 'TAG_RESOLVE_FAILED':
      return `${fault.message}. A message to a device has no tags: it is left out.`;
    case 'MISSING_CHAR':
      if (fault.message.startsWith('Implicit map keys')) {
        const key = /^\s*(?:- +)?([\w.-]+):\S/.exec(line)?.[1];
        return key
          ? `A blank is missing after \`${key}:\`, so YAML reads this as text and not as a key with a value.`
          : 'A `:` is missing after this key.';
      }
      if (fault.message.startsWith('Sequence item without'))
        return 'This line is indented like an item of the list above, but has no `-`: check its indentation.';
      return `${fault.message}.`;
    case 'BAD_INDENT':
      return `${fault.message}: check the indentation of this line.`;
    case 'UNEXPECTED_TOKEN':
      if (fault.message.includes('block-seq-ind on same line'))
        return 'A list cannot begin on the line of its key: put the `-` on the next line.';
      return 'This does not belong here: check the indentation, and whether a list item (`-`) and a key stand side by side.';
    default:
      return `${fault.message}.`;
  }
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

function lineEnd(text: string, offset: number): number {
  const rest = /[\r\n]/.exec(text.slice(offset, offset + 2000));
  return rest ? offset + rest.index : Math.min(text.length, offset + 2000);
}
