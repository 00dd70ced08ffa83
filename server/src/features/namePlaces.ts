/** Names as the features see them: what stands at the cursor, and everywhere else it stands. */
import type { ManifestDocument } from '../manifest/document.ts';
import { type NameReader, type Occurrence, sameName } from '../manifest/names.ts';
import { within } from '../rules/support.ts';
import { type Span, spanOf } from '../text/node.ts';
import { scalarPart, scalarText } from '../text/scalarPart.ts';

/** Where an occurrence can be seen: the name alone, where that can be told, else the whole value, or its alias. */
export function placeOf({ alias, node, from, to }: Occurrence): Span {
  // In a block scalar the name stands below its sign, on a line of its own.
  return spanOf(alias ?? scalarPart(node, from, to) ?? within(node, scalarText(node).slice(from, to).trim()));
}

/** Both ends of a name belong to it. */
export function nameAt(
  document: ManifestDocument,
  offset: number,
  names: NameReader,
): Occurrence | undefined {
  return names(document).find((it) => {
    // Asked for every name of the document, at every step of the cursor.
    const { origin, from, to } = it.alias ?? it.node;
    if (offset < origin.offset + from || offset > origin.offset + to) return false;
    const { start, end } = placeOf(it);
    return start <= offset && offset <= end;
  });
}

/** Everything of the same name, in order of the text, the given one too; each place once. */
export function sameNames(document: ManifestDocument, of: Occurrence, names: NameReader): Occurrence[] {
  const placed = names(document)
    .filter(({ name }) => sameName(name, of.name))
    .map((it) => ({ it, start: placeOf(it).start }))
    .sort((a, b) => a.start - b.start);
  return placed.filter(({ start }, index) => placed[index - 1]?.start !== start).map(({ it }) => it);
}
