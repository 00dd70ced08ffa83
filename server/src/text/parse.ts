import { conflictProblems } from './conflicts.ts';
import type { ParsedText, TextFormat } from './document.ts';
import { parseJson } from './json.ts';
import { JsonReader } from './jsonReader.ts';
import { parseYaml } from './yaml.ts';
import { YamlReader } from './yamlReader.ts';

/** Reads a text of either format. Never throws. */
export function parseText(format: TextFormat, text: string): ParsedText {
  return withConflicts(format === 'json' ? parseJson(text) : parseYaml(text));
}

/**
 * Reads the states of one document, one after another: each as {@link parseText} does, but what was not changed is not
 * read again. Only in the last result the nodes are where they say.
 */
export function createTextReader(format: TextFormat): (text: string) => ParsedText {
  const reader = format === 'json' ? new JsonReader() : new YamlReader();
  return (text) => withConflicts(reader.read(text));
}

function withConflicts(parsed: ParsedText): ParsedText {
  const conflicts = parsed.problems.length > 0 ? conflictProblems(parsed.text) : undefined;
  if (!conflicts) return parsed;
  const { format, text, roots, rootSpans, comments, refused } = parsed;
  return { format, text, roots, rootSpans, comments, refused, problems: conflicts };
}
