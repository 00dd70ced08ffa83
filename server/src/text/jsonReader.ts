import { type Change, changeOf, placeBefore } from './change.ts';
import type { ParsedText } from './document.ts';
import { jsonProblems } from './jsonProblems.ts';
import { JsonTree, type Piece } from './jsonTree.ts';
import { tooDeep, tooLong } from './limits.ts';
import { spanOf } from './node.ts';

/**
 * Reads the states of one JSON document one after another, and reads again only what was changed. An object in a list
 * is read alike whatever stands around it, as long as nothing is wrong in it; where it stands unchanged, its nodes stay
 * the same objects, moved to where they are now. So only the last reading has its nodes at the right places.
 */
export class JsonReader {
  #text: string | undefined;
  #pieces: ReadonlyMap<number, Piece> = new Map();

  /** Damaged text gives a tree of what can be read and problems for the rest; what is too long or too deep is refused. */
  read(text: string): ParsedText {
    const refusal = tooLong('json', text);
    if (refusal) return refusal;
    const tree = this.#tree(text);
    if (!tree) return tooDeep('json', text);
    const { root, faults, comments } = tree;
    return {
      format: 'json',
      text,
      roots: [root],
      rootSpans: [{ start: 0, end: text.length }],
      problems: jsonProblems(text, faults),
      get comments() {
        return comments.map(spanOf);
      },
      refused: false,
    };
  }

  #tree(text: string): JsonTree | undefined {
    const before = this.#text;
    const pieces = this.#pieces;
    // While it is read, pieces move: if the reading is given up, they can be used no more.
    this.#text = undefined;
    const change = before === undefined ? undefined : changeOf(before, text);
    const tree = new JsonTree(text, change && ((start) => unchanged(pieces, change, start)));
    if (!tree.read()) return undefined;
    this.#text = text;
    this.#pieces = byPlace(tree.pieces);
    return tree;
  }
}

/** The piece that begins there and stood unchanged in the text before. */
function unchanged(pieces: ReadonlyMap<number, Piece>, change: Change, start: number): Piece | undefined {
  const place = placeBefore(change, start, 1);
  const piece = place === undefined ? undefined : pieces.get(place);
  return piece && placeBefore(change, start, piece.length) === place ? piece : undefined;
}

function byPlace(pieces: readonly Piece[]): ReadonlyMap<number, Piece> {
  const places = new Map<number, Piece>();
  const add = (piece: Piece): void => {
    places.set(piece.origin.offset, piece);
    piece.inner.forEach(add);
  };
  pieces.forEach(add);
  return places;
}
