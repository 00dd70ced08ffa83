import type { Node, Span } from './node.ts';

export type TextFormat = 'json' | 'yaml';

/** What is wrong with the text itself, before any meaning. */
export interface SyntaxProblem {
  /** Stable, kebab-case: `syntax-…`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  /** What was found and what is wanted, in plain words. */
  readonly message: string;
  readonly span: Span;
}

/** One parsed text. A YAML file may hold several documents; JSON always one. */
export interface ParsedText {
  readonly format: TextFormat;
  readonly text: string;
  /** A document that holds nothing (only comments or blanks) is `undefined`. */
  readonly roots: readonly (Node | undefined)[];
  /** For each root the part of the text that belongs to it, in order and without gaps. */
  readonly rootSpans: readonly Span[];
  readonly problems: readonly SyntaxProblem[];
  /** Comments, in order of the text. */
  readonly comments: readonly Span[];
  /** True where the text was not read because it is too large or too deep: `problems` says so, `roots` hold nothing. */
  readonly refused: boolean;
}
