import type { ParsedText } from './document.ts';
import { JsonReader } from './jsonReader.ts';

/**
 * Reads JSON with comments. Damaged text gives a tree of what can be read and problems for the rest.
 * Never throws; a text that is too long or nested too deep is refused with a note.
 */
export function parseJson(text: string): ParsedText {
  return new JsonReader().read(text);
}
