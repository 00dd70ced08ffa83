import type { CST } from 'yaml';
import type { Span } from './node.ts';

export interface TokenSurvey {
  /** Levels of nesting. */
  readonly depth: number;
  readonly comments: readonly Span[];
  /** Where quoted strings open that never close. */
  readonly unclosedQuotes: readonly Span[];
  /** Brackets that open and never close, each the bracket alone. */
  readonly unclosedBrackets: readonly Span[];
  /** A bracket opens where none may: all behind it is cut into tokens as if within it, and read as if it were not there. */
  readonly strayBracket: boolean;
}

/** What the tree of nodes no longer tells, in one walk over the tokens. Not recursive: the tokens may be nested without limit. */
export function surveyTokens(tokens: readonly CST.Token[]): TokenSurvey {
  const comments: Span[] = [];
  const unclosedQuotes: Span[] = [];
  const unclosedBrackets: Span[] = [];
  let depth = 0;
  let strayBracket = false;
  const waiting: { token: CST.Token | CST.SourceToken; level: number }[] = tokens.map((token) => ({
    token,
    level: 0,
  }));
  const add = (parts: readonly (CST.Token | CST.SourceToken)[] | undefined, level: number) => {
    for (const token of parts ?? []) waiting.push({ token, level });
  };
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, level } = next;
    depth = Math.max(depth, level);
    switch (token.type) {
      case 'comment':
        comments.push({ start: token.offset, end: token.offset + token.source.length });
        break;
      case 'document':
        add(token.start, level);
        add(token.end, level);
        if (token.value) add([token.value], level);
        break;
      case 'block-map':
      case 'block-seq':
      case 'flow-collection':
        if (token.type === 'flow-collection') {
          add(token.end, level);
          const closing = token.start.type === 'flow-map-start' ? 'flow-map-end' : 'flow-seq-end';
          if (!token.end.some(({ type }) => type === closing))
            unclosedBrackets.push({ start: token.start.offset, end: token.start.offset + 1 });
        }
        for (const item of token.items) {
          add(item.start, level);
          add(item.sep, level);
          if (item.key) add([item.key], level + 1);
          if (item.value) add([item.value], level + 1);
        }
        break;
      case 'block-scalar':
        add(token.props, level);
        break;
      case 'double-quoted-scalar':
      case 'single-quoted-scalar':
        if (!isClosed(token.source)) unclosedQuotes.push(firstLine(token.offset, token.source));
        add(token.end, level);
        break;
      case 'flow-map-start':
      case 'flow-seq-start':
        strayBracket = true;
        break;
      case 'error':
        strayBracket ||= token.source === '{' || token.source === '[';
        break;
      case 'scalar':
      case 'alias':
      case 'doc-end':
        add(token.end, level);
        break;
      default:
        break;
    }
  }
  comments.sort((a, b) => a.start - b.start);
  unclosedQuotes.sort((a, b) => a.start - b.start);
  unclosedBrackets.sort((a, b) => a.start - b.start);
  return { depth, comments, unclosedQuotes, unclosedBrackets, strayBracket };
}

function isClosed(source: string): boolean {
  const quote = source[0];
  if (source.length < 2 || quote === undefined || !source.endsWith(quote)) return false;
  if (quote === "'") return true;
  const backslashes = /\\*$/.exec(source.slice(0, -1))?.[0].length ?? 0;
  return backslashes % 2 === 0;
}

function firstLine(offset: number, source: string): Span {
  const end = source.search(/[\r\n]/);
  return { start: offset, end: offset + (end < 0 ? source.length : end) };
}
