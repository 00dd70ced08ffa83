/**
 * A change of the tree, told by places in it: how the text has to change follows from how the text is written, and only
 * when somebody wants it. A place behind an alias is that of the anchor: the change shows wherever the alias stands.
 */
import type { JsonValue, ScalarNode, Spot } from '../node.ts';

export type TreeEdit =
  /** Another value in the place of a node; of a string of YAML that reads as another type the quotes are seen to. */
  | { readonly op: 'replace'; readonly value: Spot; readonly by: JsonValue }
  /** Another name for the property of this key. */
  | { readonly op: 'rename'; readonly key: ScalarNode; readonly to: string }
  /** The property of this key, or the item of a list, is taken out. */
  | { readonly op: 'remove'; readonly what: Spot }
  /** A property more, behind the others or before the first. */
  | {
      readonly op: 'add';
      readonly object: Spot;
      readonly name: string;
      readonly value: JsonValue;
      readonly first?: boolean;
    }
  /** An item more; `at`: its index, behind the others where there is none. */
  | { readonly op: 'insert'; readonly list: Spot; readonly item: JsonValue; readonly at?: number };
