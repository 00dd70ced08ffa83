import type { Node, Span } from './node.ts';

export type TextFormat = 'json' | 'yaml';

/** What is wrong with the text itself, before any meaning. */
export interface SyntaxProblem {
  /** Stable, kebab-case: `syntax-…`. */
  readonly code: string;
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
  readonly problems: readonly SyntaxProblem[];
  /** Comments, in order of the text. */
  readonly comments: readonly Span[];
}
