import { t } from '@vscode/l10n';
import type { ParsedText, TextFormat } from './document.ts';

/**
 * What is read at most. A manifest has at most some ten levels, and no broker takes a message of megabytes; the limits
 * keep damaged or hostile text from freezing the server.
 */
export const limits = {
  /** UTF-16 code units. YAML is read at about 1 MB/s, JSON twenty times faster. */
  length: { json: 16 * 1024 * 1024, yaml: 2 * 1024 * 1024 },
  /** Levels of nesting. */
  depth: 100,
  /** Nodes that the whole document stands for once each alias is replaced by what it names. */
  expandedNodes: 1_000_000,
} as const;

/** The answer for a text that is not read: nothing but one note that says why. */
export function refuse(format: TextFormat, text: string, reason: string): ParsedText {
  const firstLine = text.search(/[\r\n]/);
  return {
    format,
    text,
    roots: [undefined],
    rootSpans: [{ start: 0, end: text.length }],
    problems: [
      {
        code: 'syntax-refused',
        severity: 'information',
        message: t('This text is not checked: {0}.', reason),
        span: { start: 0, end: firstLine < 0 ? text.length : firstLine },
      },
    ],
    comments: [],
    refused: true,
  };
}

export function tooDeep(format: TextFormat, text: string): ParsedText {
  return refuse(format, text, t('it is nested deeper than {0} levels', limits.depth));
}

/** A refusal where the text is longer than is read, otherwise undefined. */
export function tooLong(format: TextFormat, text: string): ParsedText | undefined {
  const limit = limits.length[format];
  if (text.length <= limit) return undefined;
  const megabytes = (text.length / 1024 / 1024).toFixed(1);
  return refuse(
    format,
    text,
    t(
      'it has {0} MB, and {1} is read up to {2} MB',
      megabytes,
      format === 'json' ? 'JSON' : 'YAML',
      limit / 1024 / 1024,
    ),
  );
}
