/** Where what is named at the cursor is declared. */
import type { LocationLink, Position } from 'vscode-languageserver-types';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import type { NameReader } from '../manifest/names.ts';
import { type Span, spanOf } from '../text/node.ts';
import { anchorAt } from './anchors.ts';
import { nameAt, placeOf, sameNames } from './namePlaces.ts';

/** Each with all that is declared there. A declaration leads to itself: editors then offer the references. */
export function definition(
  document: ManifestDocument,
  position: Position,
  names: NameReader,
): LocationLink[] {
  if (!document.ours) return [];
  const offset = document.text.offsetAt(position);
  const link = (origin: Span, whole: Span, target: Span): LocationLink => ({
    originSelectionRange: rangeOf(document.text, origin),
    targetUri: document.uri,
    targetRange: rangeOf(document.text, around(whole, target)),
    targetSelectionRange: rangeOf(document.text, target),
  });

  const anchor = anchorAt(document, offset);
  if (anchor) {
    const { at, anchor: target, target: node } = anchor;
    return target ? [link(at, node ? spanOf(node) : target, target)] : [];
  }
  const found = nameAt(document, offset, names);
  if (!found) return [];
  return sameNames(document, found, names).flatMap((it) =>
    it.declares ? [link(placeOf(found), spanOf(it.declares), placeOf(it))] : [],
  );
}

/** What is declared may stand elsewhere than its name, where a merge key brings it. */
function around(whole: Span, name: Span): Span {
  return { start: Math.min(whole.start, name.start), end: Math.max(whole.end, name.end) };
}
