/** Collects changes of blanks and line breaks: small ones, so that the cursor stays where it is. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { rangeOf } from '../../manifest/document.ts';

/** Lines that may be changed, both ends included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

export class LayoutEdits {
  readonly edits: TextEdit[] = [];
  readonly #document: TextDocument;
  readonly #text: string;
  readonly #lines: Lines | undefined;
  readonly #lineBreak: string;

  /** `lines`: where changes are wanted; everywhere without it. */
  constructor(document: TextDocument, lines: Lines | undefined) {
    this.#document = document;
    this.#text = document.getText();
    this.#lines = lines;
    this.#lineBreak = /\r?\n/.exec(this.#text)?.[0] ?? '\n';
  }

  /** Writes `wanted`, blanks and line breaks as `\n`, where there are blanks and line breaks now. Call in order of the text. */
  replace(start: number, end: number, wanted: string): void {
    const now = this.#text.slice(start, end).split(/\r\n|\n|\r/);
    const then = wanted.split('\n');
    if (now.length !== then.length) {
      this.#add(start, end, then.join(this.#lineBreak));
      return;
    }
    // Each line for itself: an edit that spans a line break would touch its neighbours.
    let at = start;
    for (const [index, blanks] of now.entries()) {
      const better = then[index] ?? '';
      if (blanks !== better) this.#add(at, at + blanks.length, better);
      at += blanks.length;
      if (index < now.length - 1) at += this.#text.startsWith('\r\n', at) ? 2 : 1;
    }
  }

  /** Are the lines from one offset to the other among those that are wanted? */
  mayChange(start: number, end: number): boolean {
    const lines = this.#lines;
    if (!lines) return true;
    return (
      this.#document.positionAt(start).line >= lines.first &&
      this.#document.positionAt(end).line <= lines.last
    );
  }

  #add(start: number, end: number, newText: string): void {
    if (this.mayChange(start, end))
      this.edits.push({ range: rangeOf(this.#document, { start, end }), newText });
  }
}
