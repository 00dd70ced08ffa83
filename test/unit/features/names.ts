/** Asks what is named at a place, and shows the answer as marks in the text. */

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { type Refused, rename } from '../../../server/src/features/rename.ts';
import type { ManifestDocument } from '../../../server/src/manifest/document.ts';
import { createNameReader, type NameReader } from '../../../server/src/manifest/names.ts';
import { documentOf } from './support.ts';

export interface Asked {
  readonly document: ManifestDocument;
  readonly position: Position;
  readonly names: NameReader;
}

/** The cursor stands behind the first letter of the `nth` place where the text has this word (from 0; -1 is the last). */
export function askAt(languageId: string, text: string, word: string, nth = 0): Asked {
  const places = [...text.matchAll(new RegExp(word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))];
  const place = places.at(nth);
  if (place === undefined) throw new Error(`"${word}" stands there ${places.length} times`);
  const document = documentOf(languageId, text);
  return { document, position: document.text.positionAt(place.index + 1), names: createNameReader() };
}

/** The text with every range in «marks». */
export function marked(document: ManifestDocument, ranges: readonly Range[]): string {
  const edits = ranges.map((range) => ({ range, newText: `«${document.text.getText(range)}»` }));
  return TextDocument.applyEdits(document.text, edits);
}

/** The text after a rename; throws the reason where it is refused. */
export function renamed({ document, position, names }: Asked, newName: string): string {
  const result = rename(document, position, newName, names);
  if (!result) throw new Error('there is nothing to rename');
  if ('refused' in result) throw new Error(result.refused);
  return TextDocument.applyEdits(document.text, [...result]);
}

export function refusal(result: readonly TextEdit[] | Refused | object | undefined): string {
  if (result && 'refused' in result && typeof result.refused === 'string') return result.refused;
  throw new Error(`it is not refused, but: ${JSON.stringify(result)}`);
}
