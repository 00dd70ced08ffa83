import type { SpanEdit } from './spanEdit.ts';

/** A part of the first text that is still there, or a text that was put in. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** Edits of a text, one after another, told as edits of the first one. */
export class EditHistory {
  readonly #length: number;
  #pieces: readonly Piece[];

  /** `length`: of the first text. */
  constructor(length: number) {
    this.#length = length;
    this.#pieces = length > 0 ? [{ start: 0, end: length }] : [];
  }

  /** Edits of the text as it is now, in order and not overlapping. */
  make(edits: readonly SpanEdit[]): void {
    const made: Piece[] = [];
    const rest = this.#pieces.toReversed();
    let at = 0;
    /** Goes on to an offset of the text as it was; what is passed stays or goes. */
    const advance = (to: number, stays: boolean) => {
      while (at < to) {
        const piece = rest.pop();
        if (!piece) return;
        const length = lengthOf(piece);
        const taken = Math.min(length, to - at);
        const [head, tail] = cut(piece, taken);
        if (stays) made.push(head);
        if (tail) rest.push(tail);
        at += taken;
      }
    };
    for (const { span, text } of edits) {
      advance(span.start, true);
      advance(span.end, false);
      if (text !== '') made.push({ text });
    }
    this.#pieces = [...made, ...rest.reverse()];
  }

  /** The edits of the first text that give the present one, in order. */
  edits(): SpanEdit[] {
    const edits: SpanEdit[] = [];
    let at = 0;
    let text = '';
    const upTo = (start: number) => {
      if (start > at || text !== '') edits.push({ span: { start: at, end: start }, text });
      text = '';
    };
    for (const piece of this.#pieces) {
      if ('text' in piece) text += piece.text;
      else {
        upTo(piece.start);
        at = piece.end;
      }
    }
    upTo(this.#length);
    return edits;
  }
}

function lengthOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.end - piece.start;
}

function cut(piece: Piece, length: number): [Piece, Piece | undefined] {
  if (length >= lengthOf(piece)) return [piece, undefined];
  if ('text' in piece) return [{ text: piece.text.slice(0, length) }, { text: piece.text.slice(length) }];
  const middle = piece.start + length;
  return [
    { start: piece.start, end: middle },
    { start: middle, end: piece.end },
  ];
}
