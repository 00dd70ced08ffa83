import type { ParsedText, TextFormat } from './document.ts';
import { parseJson } from './json.ts';
import { parseYaml } from './yaml.ts';

/** Reads a text of either format. Never throws. */
export function parseText(format: TextFormat, text: string): ParsedText {
  return format === 'json' ? parseJson(text) : parseYaml(text);
}
