/** Moves lines right or left. */
import { deletion, insertion, type SpanEdit } from '../../text/edit/spanEdit.ts';

/** Indents each line that begins after `start` and before `end`; empty lines stay so. */
export function indentLines(text: string, start: number, end: number, blanks: string): SpanEdit[] {
  if (blanks === '') return [];
  return linesWithin(text, start, end)
    .filter((at) => !/[\r\n]/.test(text[at] ?? '\n'))
    .map((at) => insertion(at, blanks));
}

/** Takes up to so many blanks or tabs from each line that begins after `start` and before `end`. */
export function outdentLines(text: string, start: number, end: number, width: number): SpanEdit[] {
  return linesWithin(text, start, end).flatMap((at) => {
    let blanks = 0;
    while (blanks < width && /[ \t]/.test(text[at + blanks] ?? '')) blanks++;
    return blanks > 0 ? [deletion(at, at + blanks)] : [];
  });
}

function linesWithin(text: string, start: number, end: number): number[] {
  const found: number[] = [];
  for (let at = text.indexOf('\n', start); at >= 0 && at + 1 < end; at = text.indexOf('\n', at + 1))
    found.push(at + 1);
  return found;
}

/** Where the line begins that holds an offset. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
}

/** Where the line ends that holds an offset, its line break not counted. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}
