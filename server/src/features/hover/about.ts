/** What a hover is about: the place, and how to look around from it. */
import type { ManifestKind } from '../../messages.ts';
import type { SchemaLookup } from '../../schema/lookup.ts';
import type { Node } from '../../text/node.ts';
import type { Path } from '../../text/tree.ts';

export interface About {
  /** The root of the YAML document, or of the JSON text. */
  readonly node: Node;
  readonly kind: ManifestKind;
  readonly lookup: SchemaLookup;
  /** Names and indices from the root to the key or value under the mouse. */
  readonly path: Path;
}

/** The parts that say something, each a paragraph of its own. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
