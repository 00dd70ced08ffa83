/** Everywhere that what is named at the cursor is spoken of. */
import type { Location, Position } from 'vscode-languageserver-types';
import { DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver-types';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import type { NameReader } from '../manifest/names.ts';
import type { Span } from '../text/node.ts';
import { anchorAt } from './anchors.ts';
import { nameAt, placeOf, sameNames } from './namePlaces.ts';

/** In order of the text. */
export function references(
  document: ManifestDocument,
  position: Position,
  names: NameReader,
  includeDeclaration: boolean,
): Location[] {
  return mentions(document, position, names)
    .filter(({ declares }) => includeDeclaration || !declares)
    .map(({ place }) => ({ uri: document.uri, range: rangeOf(document.text, place) }));
}

/** The same within one document: declarations as places that are written, references as places that are read. */
export function highlights(
  document: ManifestDocument,
  position: Position,
  names: NameReader,
): DocumentHighlight[] {
  return mentions(document, position, names).map(({ place, declares }) =>
    DocumentHighlight.create(
      rangeOf(document.text, place),
      declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    ),
  );
}

interface Mention {
  readonly place: Span;
  readonly declares: boolean;
}

function mentions(document: ManifestDocument, position: Position, names: NameReader): Mention[] {
  if (!document.ours) return [];
  const offset = document.text.offsetAt(position);
  const anchor = anchorAt(document, offset);
  if (anchor) {
    const own = anchor.anchor ? [{ place: anchor.anchor, declares: true }] : [];
    return [...own, ...anchor.aliases.map((place) => ({ place, declares: false }))];
  }
  const found = nameAt(document, offset, names);
  if (!found) return [];
  return sameNames(document, found, names).map((it) => ({
    place: placeOf(it),
    declares: it.role === 'declaration',
  }));
}
