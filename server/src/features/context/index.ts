import type { ParsedText, TextFormat } from '../../text/document.ts';
import type { Node } from '../../text/node.ts';
import { blockCursors } from './block.ts';
import type { Cursor } from './cursor.ts';
import { scanFlow } from './flow.ts';
import { cursorsInWindow } from './window.ts';

/** Lists with fewer items are read whole: the text alone is the surest witness. */
const longList = 24;

/**
 * What the cursor may be at; empty where nothing can be completed. Never throws. `root`: the document at the offset.
 * `least`: the number of items from which on a list is not read beyond the item at the cursor.
 */
export function cursorsNear(
  parsed: ParsedText,
  root: Node | undefined,
  offset: number,
  least: number = longList,
): Cursor[] {
  return (
    cursorsInWindow(parsed, root, offset, least, blockCursors) ??
    cursorsAt(parsed.text, offset, parsed.format)
  );
}

/** The same, read from the text alone. */
export function cursorsAt(text: string, offset: number, format: TextFormat): Cursor[] {
  if (format === 'yaml') return blockCursors(text, offset);
  const { cursor } = scanFlow(text, 0, offset, 'json');
  return cursor === undefined ? [] : [cursor];
}
