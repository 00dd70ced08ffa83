import { conflictProblems } from './conflicts.ts';
import type { ParsedText, TextFormat } from './document.ts';
import { parseJson } from './json.ts';
import { parseYaml } from './yaml.ts';

/** Reads a text of either format. Never throws. */
export function parseText(format: TextFormat, text: string): ParsedText {
  const parsed = format === 'json' ? parseJson(text) : parseYaml(text);
  const conflicts = parsed.problems.length > 0 ? conflictProblems(text) : undefined;
  return conflicts ? { ...parsed, problems: conflicts } : parsed;
}
