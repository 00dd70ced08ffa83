/** Texts of strangers inside Markdown: nothing in them becomes a link, an image, an icon or markup. */
import { visible } from './visible.ts';

/** Characters of one text; a tooltip or a document is no place for more. */
const longest = 2000;

/** All ASCII punctuation can be escaped (CommonMark, "Backslash escapes"); a bare address then is no link either. */
export function plain(text: string): string {
  return visible(text, longest).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/**
 * For documents that are read as they are written, too: only what would become markup is escaped. A bare address may become
 * a link, which says where it leads.
 */
export function prose(text: string): string {
  return visible(text, longest).replace(/[\\`*[\]<]/g, '\\$&');
}

/** A code span. An empty one would be none. */
export function code(text: string): string {
  const shown = visible(text, longest).replaceAll('`', "'");
  return shown.trim() === '' ? '(empty)' : `\`${shown}\``;
}
