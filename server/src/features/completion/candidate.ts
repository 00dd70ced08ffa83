/** Something to choose, before it is fitted into the text. */
import type { CompletionItemKind } from 'vscode-languageserver-types';
import type { Shape } from '../../text/shape.ts';

export interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** One line beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Lower ones come first; equal ones in order of their labels. */
  readonly rank: number;
  readonly insert:
    | { readonly as: 'key'; readonly name: string; readonly value: Shape }
    | { readonly as: 'value'; readonly shape: Shape }
    /** The value of the property at the cursor, and a property after it. */
    | { readonly as: 'value and more'; readonly shape: Shape; readonly name: string; readonly value: Shape }
    | { readonly as: 'item'; readonly shape: Shape };
  /** Words by which it is found besides its label. */
  readonly search?: string;
  /** What was inserted wants to be completed further. */
  readonly goOn?: boolean;
}

/** Ranks: what is most specific to the place comes first. */
export const ranks = {
  best: 0,
  skeleton: 100,
  required: 200,
  key: 300,
  value: 400,
  example: 500,
  item: 150,
} as const;
