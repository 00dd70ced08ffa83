/**
 * A change of the tree, told by places in it: how the text has to change follows from how the text is written, and only
 * when somebody wants it. A place behind an alias is that of the anchor: the change shows wherever the alias stands.
 */
import type { JsonValue, Spot } from '../node.ts';

export type TreeEdit =
  /** Another value in the place of a node. */
  | { readonly op: 'replace'; readonly value: Spot; readonly by: JsonValue }
  /** Another name for the property of this key. */
  | { readonly op: 'rename'; readonly key: Spot; readonly to: string }
  /** The property of this key is taken out. */
  | { readonly op: 'removeProperty'; readonly key: Spot }
  /** This item of a list is taken out. */
  | { readonly op: 'removeItem'; readonly item: Spot }
  /** A property more, behind the others or before the first. */
  | {
      readonly op: 'add';
      readonly object: Spot;
      readonly name: string;
      readonly value: JsonValue;
      readonly first?: boolean;
    }
  /** An item more, behind the others. */
  | { readonly op: 'append'; readonly list: Spot; readonly item: JsonValue }
  /** Items of another list more, behind the others: as they are written, with their comments, where that can be. */
  | { readonly op: 'copy'; readonly list: Spot; readonly items: readonly Spot[] };
