import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EditHistory } from '../../../../server/src/text/edit/editHistory.ts';
import { applySpanEdits, type SpanEdit } from '../../../../server/src/text/edit/spanEdit.ts';

/** Edits at places told by parts of the text's length, in order. */
const rounds = fc.array(
  fc.array(fc.tuple(fc.nat(99), fc.nat(5), fc.string({ maxLength: 4 })), { maxLength: 4 }),
  {
    maxLength: 5,
  },
);

function editsOf(text: string, wishes: readonly (readonly [number, number, string])[]): SpanEdit[] {
  let from = 0;
  return wishes
    .toSorted(([a], [b]) => a - b)
    .map(([at, length, inserted]) => {
      const start = Math.max(from, Math.floor((text.length * at) / 100));
      const end = Math.min(text.length, start + length);
      from = end;
      return { span: { start, end }, text: inserted };
    });
}

describe('edits, one after another', () => {
  it('are told as edits of the first text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), rounds, (first, wishes) => {
        const history = new EditHistory(first.length);
        let text = first;
        for (const round of wishes) {
          const edits = editsOf(text, round);
          history.make(edits);
          text = applySpanEdits(text, edits);
        }
        expect(applySpanEdits(first, history.edits())).toBe(text);
      }),
    );
  });
});
