/** What a schema says of a field, as Markdown for hover and completion. */
import type { FieldSchema } from '../schema/lookup.ts';
import type { JsonValue } from '../text/node.ts';

/** An example that fills a screen explains nothing. */
const longestExample = 120;

export function code(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === '') return '`""`';
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}

/** The description of one of a field's allowed values. */
export function enumDescription(field: FieldSchema, value: JsonValue): string | undefined {
  const index = field.enum?.indexOf(value) ?? -1;
  return index < 0 ? undefined : field.enumDescriptions?.[index];
}

/** Description, allowed values, default and examples. */
export function fieldText(field: FieldSchema): string {
  const parts: string[] = [];
  if (field.deprecated) parts.push('**Deprecated.**');
  if (field.description !== undefined) parts.push(field.description);
  if (field.enum !== undefined && field.enum.length > 0) {
    const lines = field.enum.map((value) => {
      const text = enumDescription(field, value);
      return text === undefined ? `- ${code(value)}` : `- ${code(value)}: ${text}`;
    });
    parts.push(lines.join('\n'));
  }
  if (field.default !== undefined) parts.push(`Default: ${code(field.default)}`);
  const examples = (field.examples ?? []).filter(
    (example) =>
      (typeof example !== 'object' || example === null) && String(example).length <= longestExample,
  );
  if (examples.length > 0 && field.enum === undefined) {
    const label = examples.length === 1 ? 'Example' : 'Examples';
    parts.push(`${label}: ${examples.map(code).join(', ')}`);
  }
  return parts.join('\n\n');
}

/** The same with a heading: `**Title** (`name`)`. */
export function fieldHeading(name: string, field: FieldSchema): string {
  return field.title === undefined || field.title === name
    ? `**${name}**`
    : `**${field.title}** (\`${name}\`)`;
}
