/** Takes from around a manifest what is not its content. */
import type { ParsedText } from '../../text/document.ts';
import { deletion, insertion, type SpanEdit } from '../../text/edit/spanEdit.ts';
import { type Node, type Property, type Span, spanOf } from '../../text/node.ts';
import { asObject } from '../../text/tree.ts';
import { lineEnd, lineStart, outdentLines } from './shift.ts';

export interface Unwrapped {
  readonly edits: readonly SpanEdit[];
  /** Comments that go with what is around. */
  readonly lostComments: number;
}

/** `kept`: the property whose value stays; `inner`: that value. */
export function unwrap(parsed: ParsedText, root: Node, span: Span, kept: Property, inner: Node): Unwrapped {
  const { text, format, comments } = parsed;
  const outer = spanOf(root);
  const stays = stayingPart(parsed, inner, span);
  const above = comments.filter(({ start }) => start >= aboveFrom(parsed, root, kept) && start < stays.start);
  const end = format === 'json' || flows(root) ? outer.end : Math.max(stays.end, blockEnd(text, outer.end));
  const begin = flows(root) ? outer.start : lineStart(text, outer.start);
  const lost = comments.filter(({ start }) => start >= begin && start < end).length;
  const inside = comments.filter(({ start }) => start >= stays.start && start < stays.end).length;
  const lines = above.map(({ start, end }) => `${text.slice(start, end)}\n`).join('');
  return {
    edits: [
      deletion(begin, stays.start),
      ...(lines === '' ? [] : [insertion(stays.start, lines)]),
      ...stays.edits,
      ...(stays.end < end ? [deletion(stays.end, end)] : []),
    ],
    lostComments: lost - inside - above.length,
  };
}

interface Staying extends Span {
  readonly edits: readonly SpanEdit[];
}

function stayingPart({ text, comments }: ParsedText, inner: Node, span: Span): Staying {
  const { start, end } = spanOf(inner);
  const begin = lineStart(text, start);
  if (!('flow' in inner) || inner.flow) {
    const width = /^[ \t]*/.exec(text.slice(begin, start))?.[0].length ?? 0;
    return { start, end, edits: outdentLines(text, start, end, width) };
  }
  const column = start - begin;
  let last = lineEnd(text, end > start && text[end - 1] === '\n' ? end - 1 : end);
  // Comments below that stand in its column or right of it are about it.
  for (const comment of comments) {
    if (comment.start < last || comment.start >= span.end) continue;
    const commentColumn = comment.start - lineStart(text, comment.start);
    if (/\S/.test(text.slice(last, comment.start)) || commentColumn < Math.max(1, column)) break;
    last = comment.end;
  }
  return { start: begin, end: last, edits: outdentLines(text, begin - 1, last, column) };
}

/** Comments from here on, up to the value that stays, are about it. */
function aboveFrom({ text }: ParsedText, root: Node, kept: Property): number {
  let current = asObject(root);
  let from = spanOf(root).start;
  // The innermost object that has the property.
  while (current && !current.properties.includes(kept)) {
    const holder = current.properties.find(({ value }) => {
      const it = value && spanOf(value);
      return it && it.start <= spanOf(kept.key).start && it.end >= spanOf(kept.key).end;
    });
    if (!holder) return from;
    current = asObject(holder.value);
    from = spanOf(holder.key).end;
  }
  const index = current?.properties.indexOf(kept) ?? -1;
  const before = current?.properties[index - 1];
  if (!before) return from;
  // What stands on the line of the property before is about that.
  return lineEnd(text, spanOf(before.value ?? before.key).end);
}

function flows(node: Node): boolean {
  return 'flow' in node && node.flow;
}

/** With the comment on its last line. */
function blockEnd(text: string, end: number): number {
  return lineEnd(text, end > 0 && text[end - 1] === '\n' ? end - 1 : end);
}
