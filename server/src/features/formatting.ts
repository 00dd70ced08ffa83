/**
 * The layout of a document or of some of its lines: blanks and line breaks change, nothing else. Comments stay where they
 * are; a text that cannot be read is left alone.
 */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import { layOutJson } from './formatting/json.ts';
import { LayoutEdits, type Lines } from './formatting/layoutEdits.ts';
import { saysTheSame } from './formatting/saysTheSame.ts';
import { layOutYaml } from './formatting/yaml.ts';

/**
 * The edits that lay out the document, or the lines that `range` touches.
 * Blanks at the end of a line go always: they are no content, and VS Code sends `trimTrailingWhitespace: false` for whoever
 * never chose.
 */
export function format(document: ManifestDocument, options: FormattingOptions, range?: Range): TextEdit[] {
  if (!document.ours || document.parsed.refused) return [];
  const lines = range && linesOf(range);
  return document.parsed.format === 'json'
    ? formatJson(document, options, lines)
    : formatYaml(document, options, lines);
}

/** A selection that ends before the first character of a line does not touch that line. */
function linesOf({ start, end }: Range): Lines {
  return { first: start.line, last: end.character === 0 && end.line > start.line ? end.line - 1 : end.line };
}

function formatJson(
  { text, parsed }: ManifestDocument,
  options: FormattingOptions,
  lines: Lines | undefined,
): TextEdit[] {
  if (parsed.problems.some(({ severity }) => severity === 'error')) return [];
  const edits = new LayoutEdits(text, lines);
  const start = parsed.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const layout = {
    unit: options.insertSpaces ? ' '.repeat(Math.max(1, options.tabSize)) : '\t',
    tabSize: options.tabSize,
    trimFinalNewlines: options.trimFinalNewlines === true,
    insertFinalNewline: options.insertFinalNewline === true,
  };
  layOutJson(parsed.text, start, layout, edits);
  return edits.edits;
}

function formatYaml(
  { text, parsed }: ManifestDocument,
  options: FormattingOptions,
  lines: Lines | undefined,
): TextEdit[] {
  const edits = new LayoutEdits(text, lines);
  const damaged = parsed.problems.filter(({ severity }) => severity === 'error').map(({ span }) => span);
  const layout = {
    // With one blank the keys below a dash would stand left of those that they belong to.
    unit: Math.max(2, options.tabSize),
    trimFinalNewlines: options.trimFinalNewlines === true,
    insertFinalNewline: options.insertFinalNewline === true,
    lines,
  };
  layOutYaml(parsed.text, damaged, (offset) => text.positionAt(offset).line, layout, edits);
  // Blanks mean much in YAML: whoever formats must be able to rely on it that nothing else was changed.
  return saysTheSame(parsed, TextDocument.applyEdits(text, edits.edits)) ? edits.edits : [];
}
