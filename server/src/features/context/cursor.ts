/**
 * Where the cursor is, read from the text alone. Completion has to work in documents that are broken just where the
 * cursor is, so it does not ask the parsed tree; it reads the brackets (JSON, flow YAML) or the indentation (block YAML).
 */
import type { Span } from '../../text/node.ts';
import type { Writing } from '../../text/render.ts';

/** One container around the cursor. */
export interface Level {
  /** `open`: a YAML `key:` or `-` with nothing below it yet, that may become an object, a list or a scalar. */
  readonly kind: 'object' | 'array' | 'open';
  /** The property name or item index under which it stands in the level above; absent at the root. */
  readonly step?: string | number;
  /**
   * Of an object: its properties with their scalar values as text (`undefined` where the value is no scalar).
   * The property under the cursor is left out.
   */
  readonly entries: ReadonlyMap<string, string | undefined>;
  /** Of a list of scalars written in one line each: the other items. */
  readonly items: readonly string[];
}

export interface Cursor {
  /** Outermost first; the last one holds the cursor. Never empty. */
  readonly levels: readonly Level[];
  /**
   * - `key`: at a property name of the last level (which is an object, or is open)
   * - `value`: at the value of `property` of the last level
   * - `item`: at an item of the last level (a list, or open)
   */
  readonly place: 'key' | 'value' | 'item';
  readonly property?: string;
  readonly writing: Writing;
  /** What a completion replaces: the token under the cursor, quotes included; empty between tokens. */
  readonly replace: Span;
  /** The token's text up to the cursor, without its opening quote. */
  readonly typed: string;
  /** The quote the token opens with. */
  readonly quote: '"' | "'" | '';
  /** At a key: its colon is there already. */
  readonly colonFollows: boolean;
  /** With braces: where a comma is missing before the cursor. */
  readonly commaMissingAt?: number;
  /** With braces: something follows that wants a comma between. */
  readonly commaWanted: boolean;
  /** By indentation: the column (UTF-16 units) of the key or item; at a value, of its key. */
  readonly column: number;
  /** By indentation, at an item: its `- ` is not written yet. */
  readonly dashMissing: boolean;
  /** A blank stands between the colon or dash and the place. */
  readonly blankBefore: boolean;
}

/** The property names and item indices that lead from the root to the last level. */
export function pathOf(levels: readonly Level[]): (string | number)[] {
  return levels.flatMap((level) => (level.step === undefined ? [] : [level.step]));
}
