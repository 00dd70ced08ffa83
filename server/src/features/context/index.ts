import type { TextFormat } from '../../text/document.ts';
import { blockCursors } from './block.ts';
import type { Cursor } from './cursor.ts';
import { scanFlow } from './flow.ts';

/** What the cursor may be at; empty where nothing can be completed. Never throws. */
export function cursorsAt(text: string, offset: number, format: TextFormat): Cursor[] {
  if (format === 'yaml') return blockCursors(text, offset);
  const { cursor } = scanFlow(text, 0, offset, 'json');
  return cursor === undefined ? [] : [cursor];
}
