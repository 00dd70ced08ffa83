import type { Span } from '../node.ts';

/** A piece of the text, and what stands there instead. */
export interface SpanEdit {
  readonly span: Span;
  readonly text: string;
}

export const deletion = (start: number, end: number): SpanEdit => ({ span: { start, end }, text: '' });
export const insertion = (at: number, text: string): SpanEdit => ({ span: { start: at, end: at }, text });

/** In order of the text. Undefined where two of them touch the same piece: they cannot be made at once. */
export function inOrder(edits: readonly SpanEdit[]): SpanEdit[] | undefined {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const clash = sorted.some((edit, index) => {
    const before = sorted[index - 1];
    return before !== undefined && before.span.end > edit.span.start;
  });
  return clash ? undefined : sorted;
}

/** The text with the edits made; they are in order of the text and do not overlap. */
export function applySpanEdits(text: string, edits: readonly SpanEdit[]): string {
  let result = '';
  let at = 0;
  for (const { span, text: inserted } of edits) {
    result += text.slice(at, span.start) + inserted;
    at = span.end;
  }
  return result + text.slice(at);
}
