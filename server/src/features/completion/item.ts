/** Fits a candidate into the text: the exact edit, the words that find it, its place in the list. */
import {
  type CompletionItem,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from 'vscode-languageserver-types';
import { type ManifestDocument, rangeOf } from '../../manifest/document.ts';
import type { Span } from '../../text/node.ts';
import { type Style, Writer } from '../../text/render.ts';
import type { Shape } from '../../text/shape.ts';
import type { Cursor } from '../context/cursor.ts';
import { indentAt, lineStart } from '../context/lines.ts';
import type { Candidate } from './candidate.ts';

export interface CompletionClient {
  /** Understands tab stops. */
  readonly snippets: boolean;
  /** Shows Markdown beside completions. */
  readonly markdown: boolean;
  /** Has VS Code's command to ask for completions again. */
  readonly suggestCommand: boolean;
  /** Shows a word beside each label; else the detail is shown of the chosen one alone. */
  readonly labelDetails: boolean;
}

export function toItem(
  candidate: Candidate,
  cursor: Cursor,
  document: ManifestDocument,
  style: Style,
  client: CompletionClient,
): CompletionItem {
  const source = document.parsed.text;
  const writer = new Writer(style, cursor.writing, client.snippets);
  const place = new Insertion(source, cursor, client.snippets);
  const text = place.textOf(candidate.insert, writer);
  const comma = place.commaBefore();
  const { label, kind, detail, documentation, rank, goOn, search } = candidate;
  const words = search === undefined ? label : `${label} ${search}`;
  return {
    label,
    kind,
    ...(detail === undefined || detail === ''
      ? {}
      : { detail, ...(client.labelDetails && { labelDetails: { description: detail } }) }),
    ...(documentation === undefined
      ? {}
      : {
          documentation: {
            kind: client.markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
            value: documentation,
          },
        }),
    sortText: String(rank).padStart(4, '0'),
    filterText: cursor.quote + words,
    insertTextFormat:
      client.snippets && isMoreThanText(text) ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    // Snippets are indented by the editor; plain text is inserted as it is.
    insertTextMode: client.snippets ? InsertTextMode.adjustIndentation : InsertTextMode.asIs,
    textEdit: { range: rangeOf(document.text, place.replace), newText: text },
    ...(comma === undefined
      ? {}
      : {
          additionalTextEdits: [
            { range: rangeOf(document.text, { start: comma, end: comma }), newText: ',' },
          ],
        }),
    ...(goOn && client.suggestCommand
      ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }
      : {}),
  };
}

/**
 * With tab stops, escapes or further lines. A word that is no more than text is sent as such: editors see that it stands
 * there already, and let Enter end the line.
 */
function isMoreThanText(snippet: string): boolean {
  return /[$\\\n]/.test(snippet);
}

class Insertion {
  private readonly source: string;
  private readonly cursor: Cursor;
  /** The blanks that begin further lines, on top of what the editor adds. */
  private readonly base: string;
  /** A blank must come first, behind a colon or dash. */
  private blankMissing: boolean;
  replace: Span;

  constructor(source: string, cursor: Cursor, adjusted: boolean) {
    this.source = source;
    this.cursor = cursor;
    this.replace = cursor.replace;
    this.blankMissing = !cursor.blankBefore;
    const start = lineStart(source, cursor.replace.start);
    const indent = source.slice(start, start + indentAt(source, start)).replace('\uFEFF', '');
    const own = cursor.writing === 'block' ? ' '.repeat(Math.max(0, cursor.column - indent.length)) : '';
    this.base = adjusted ? own : indent + own;
  }

  textOf(insert: Candidate['insert'], writer: Writer): string {
    switch (insert.as) {
      case 'key':
        return this.wrapped(this.dash + this.keyText(insert.name, insert.value, writer));
      case 'value':
        return this.wrapped(this.valueText(insert.shape, writer));
      case 'value and more': {
        const value = this.valueText(insert.shape, writer);
        const key = writer.key(insert.name, '') + writer.afterKey(insert.value, this.base);
        return this.wrapped(value + this.betweenProperties() + key);
      }
      case 'item':
        return this.wrapped(this.itemText(insert.shape, writer));
    }
  }

  /** Where a comma is missing before the insertion and does not belong into it. */
  commaBefore(): number | undefined {
    const { commaMissingAt, replace } = this.cursor;
    return commaMissingAt === undefined || commaMissingAt === replace.start ? undefined : commaMissingAt;
  }

  private wrapped(text: string): string {
    const { commaMissingAt, replace, commaWanted } = this.cursor;
    const missing = commaMissingAt !== undefined && commaMissingAt === replace.start;
    const before = missing ? ', ' : this.blankMissing ? ' ' : '';
    const after = commaWanted ? ',' : '';
    return before + text + after;
  }

  /** What stands between two properties: the next one takes a line of its own where this one does. */
  private betweenProperties(): string {
    const { source, cursor } = this;
    if (cursor.writing === 'block') return `\n${this.base}`;
    const left = source.slice(lineStart(source, cursor.replace.start), cursor.replace.start);
    return /[{,]/.test(left) ? ', ' : `,\n${this.base}`;
  }

  private keyText(name: string, value: Shape, writer: Writer): string {
    const { cursor } = this;
    const key = writer.key(name, cursor.writing === 'json' ? '"' : cursor.quote);
    if (cursor.colonFollows) return key;
    return key + writer.afterKey(value, this.childIndent());
  }

  private get dash(): string {
    return this.cursor.dashMissing ? '- ' : '';
  }

  /** Where the keys of an item stand. */
  private childIndent(): string {
    return this.cursor.dashMissing ? `${this.base}  ` : this.base;
  }

  private valueText(shape: Shape, writer: Writer): string {
    const { cursor } = this;
    const isBlock = cursor.writing === 'block' && (shape.is === 'object' || shape.is === 'list');
    if (cursor.place === 'value' && cursor.property !== undefined && isBlock) {
      // A block begins on the next line: the blanks behind the colon go.
      let start = this.replace.start;
      while (this.source[start - 1] === ' ') start--;
      this.replace = { start, end: this.replace.end };
      this.blankMissing = false;
      return writer.blockAfterColon(shape, this.base);
    }
    return writer.value(shape, this.base, cursor.quote);
  }

  private itemText(shape: Shape, writer: Writer): string {
    const { cursor } = this;
    if (cursor.writing !== 'block') return writer.value(shape, this.base, cursor.quote);
    return this.dash + writer.value(shape, this.childIndent(), cursor.quote);
  }
}
