/** Documents with a cursor, and what an editor makes of a completion. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type CompletionItem,
  InsertTextFormat,
  InsertTextMode,
  type Position,
  type Range,
  TextEdit,
} from 'vscode-languageserver-types';
import { type CompletionClient, complete } from '../../../server/src/features/completion.ts';
import { formatOf, type ManifestDocument } from '../../../server/src/manifest/document.ts';
import { openDocument } from '../../../server/src/manifest/open.ts';
import { createSchemaLookup } from '../../../server/src/schema/lookup.ts';

export const lookup = createSchemaLookup();

export const vsCode: CompletionClient = {
  snippets: true,
  markdown: true,
  suggestCommand: true,
  labelDetails: true,
};
export const plainEditor: CompletionClient = {
  snippets: false,
  markdown: false,
  suggestCommand: false,
  labelDetails: false,
};

const fresh = { id: () => '11111111-2222-4333-8444-555555555555', time: () => 1_795_294_641_200 };

export function documentOf(languageId: string, text: string, uri = 'file:///manifest'): ManifestDocument {
  const format = formatOf(languageId);
  if (format === undefined) throw new Error(`no such language: ${languageId}`);
  return openDocument(languageId, format, TextDocument.create(uri, languageId, 1, text));
}

/** Takes the cursor out of the text. It is written `¦`: no manifest needs that sign. */
export function withCursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('¦');
  if (offset < 0) throw new Error('the text has no cursor');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

export interface Completed {
  readonly document: ManifestDocument;
  readonly position: Position;
  /** In the order in which an editor shows them. */
  readonly items: readonly CompletionItem[];
  /** The editor asks again with each further character. */
  readonly isIncomplete: boolean;
}

export function completeAt(
  languageId: string,
  marked: string,
  client: CompletionClient = vsCode,
  uri?: string,
  trigger?: string,
): Completed {
  const { text, offset } = withCursor(marked);
  const document = documentOf(languageId, text, uri);
  const position = document.text.positionAt(offset);
  const { items, isIncomplete } = complete(document, position, lookup, client, { fresh, trigger });
  return { document, position, items: inOrder(items), isIncomplete };
}

function inOrder(items: readonly CompletionItem[]): CompletionItem[] {
  const key = (item: CompletionItem) => `${item.sortText ?? item.label} ${item.label}`;
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function labels({ items }: Completed): string[] {
  return items.map((item) => item.label);
}

/** The whole text after `label` was chosen, stops replaced by what they hold: `‸` marks an empty one. */
export function chosen(completed: Completed, label: string): string {
  const item = completed.items.find((it) => it.label === label);
  if (item === undefined) throw new Error(`"${label}" is not offered, but: ${labels(completed).join(', ')}`);
  const edit = item.textEdit;
  if (!TextEdit.is(edit)) throw new Error('a completion without a text edit');
  const { document, position } = completed;
  mustHold(edit.range, position);
  const isSnippet = item.insertTextFormat === InsertTextFormat.Snippet;
  const expanded = isSnippet ? expand(edit.newText) : edit.newText;
  const newText =
    item.insertTextMode === InsertTextMode.adjustIndentation
      ? expanded.replaceAll('\n', `\n${indentation(document, edit.range)}`)
      : expanded;
  return TextDocument.applyEdits(document.text, [...(item.additionalTextEdits ?? []), { ...edit, newText }]);
}

/** The protocol's rule for completions: one line, with the position in it. */
function mustHold(range: Range, { line, character }: Position): void {
  const isOnLine = range.start.line === line && range.end.line === line;
  const holds = isOnLine && range.start.character <= character && character <= range.end.character;
  if (!holds) throw new Error(`the range ${JSON.stringify(range)} does not hold ${line}:${character}`);
}

function indentation(document: ManifestDocument, { start }: Range): string {
  const line = document.text.getText({ start: { line: start.line, character: 0 }, end: start });
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function expand(snippet: string): string {
  return snippet
    .replaceAll(/(?<!\\)\$\{\d+\|((?:\\.|[^\\|])*)\|\}/g, (_, choices: string) => `‹${choices}›`)
    .replaceAll(/(?<!\\)\$\{\d+:((?:\\.|[^\\}])*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$\d+/g, '‸')
    .replaceAll(/\\([\\$}|,])/g, '$1');
}
