/** What a schema says of a field, as Markdown for hover and completion. */
import { t } from '@vscode/l10n';
import { masked } from '../rules/secrets.ts';
import type { FieldSchema } from '../schema/lookup.ts';
import type { JsonValue } from '../text/node.ts';

/** An example that fills a screen explains nothing. */
const longestExample = 120;

/** What is longer is no value that anybody reads. */
const longestCode = 1000;

/**
 * Code in a line: nothing of a document is ever taken for Markdown, so nothing of it can be clicked. Line breaks, which
 * would end the paragraph and with it the code, become blanks; secrets are left out.
 */
export function code(value: JsonValue): string {
  const whole = masked((typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 2 * longestCode));
  if (whole === '') return '`""`';
  const shown = whole.length > longestCode ? `${whole.slice(0, longestCode)}…` : whole;
  const text = shown.replaceAll(/[\r\n]+/g, ' ');
  const fence = '`'.repeat(longestFence(text) + 1);
  const gap = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${gap}${text}${gap}${fence}`;
}

/** A name of a document, in bold where nothing in it could be taken for Markdown or an address. */
export function bold(name: string): string {
  return word(name) === name ? `**${name}**` : code(name);
}

/** The same without emphasis. */
export function word(text: string): string {
  return /^(?!www\.)[\w.-]+$/i.test(text) ? text : code(text);
}

/** Lines of code; the fence is longer than any in them. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const text = lines.join('\n');
  const fence = '`'.repeat(Math.max(3, longestFence(text)) + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestFence(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}

/** The description of one of a field's allowed values. */
export function enumDescription(field: FieldSchema, value: JsonValue): string | undefined {
  const index = field.enum?.indexOf(value) ?? -1;
  return index < 0 ? undefined : field.enumDescriptions?.[index];
}

/** Description, allowed values, default and examples. */
export function fieldText(field: FieldSchema): string {
  const parts: string[] = [];
  if (field.deprecated) parts.push(t('**Deprecated.**'));
  if (field.description !== undefined) parts.push(field.description);
  if (field.enum !== undefined && field.enum.length > 0) {
    const lines = field.enum.map((value) => {
      const text = enumDescription(field, value);
      return text === undefined ? `- ${code(value)}` : `- ${code(value)}: ${text}`;
    });
    parts.push(lines.join('\n'));
  }
  if (field.default !== undefined) parts.push(t('Default: {0}', code(field.default)));
  const examples = (field.examples ?? []).filter(
    (example) =>
      (typeof example !== 'object' || example === null) && String(example).length <= longestExample,
  );
  if (examples.length > 0 && field.enum === undefined) {
    const shown = examples.map(code).join(', ');
    parts.push(examples.length === 1 ? t('Example: {0}', shown) : t('Examples: {0}', shown));
  }
  return parts.join('\n\n');
}

/** The same with a heading: `**Title** (`name`)`. */
export function fieldHeading(name: string, field: FieldSchema): string {
  if (field.title !== undefined && field.title !== name) return `**${field.title}** (${code(name)})`;
  return bold(name);
}
