/** Reads the beginnings of lines: as much of YAML as is needed to see where the items of a block sequence begin and end. */

/**
 * - `item`: a dash with a blank behind it
 * - `odd`: what is not to be judged by its beginning (a tab as indentation, a directive, a lone carriage return)
 */
export type LineKind = 'end' | 'blank' | 'comment' | 'item' | 'content' | 'odd';

const space = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** One line at a time; {@link look} moves it. No object is made for a line: a text has many. */
export class LineReader {
  readonly text: string;
  kind: LineKind = 'end';
  /** Blanks before the content. */
  indent = 0;
  /** Where the content begins. */
  content = 0;
  /** Where the next line begins. */
  next = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads the line that begins at an offset, and tells its kind. */
  look(start: number): LineKind {
    const { text } = this;
    let at = start;
    while (text.charCodeAt(at) === space) at++;
    this.indent = at - start;
    this.content = at;
    const lineEnd = text.indexOf('\n', at);
    this.next = lineEnd < 0 ? text.length : lineEnd + 1;
    this.kind = start >= text.length ? 'end' : this.#kindAt(at);
    return this.kind;
  }

  /** Reads the first line from here on that is neither blank nor a comment, and tells its kind. */
  lookForContent(start: number): LineKind {
    let kind = this.look(start);
    while (kind === 'blank' || kind === 'comment') kind = this.look(this.next);
    return kind;
  }

  /** Is the comment's mark followed by its text without a blank? */
  get isTightComment(): boolean {
    return this.kind === 'comment' && !isEmpty(this.text.charCodeAt(this.content + 1));
  }

  /**
   * Might the line mean something else after another line above? A closing bracket may belong to one that was opened
   * above; and the reader of the `yaml` package looks at the second character to tell how deep the line is.
   */
  get dependsOnAbove(): boolean {
    const first = this.text[this.content];
    if (this.kind !== 'content') return false;
    return first === ']' || first === '}' || isEmpty(this.text.charCodeAt(this.content + 1));
  }

  #kindAt(at: number): LineKind {
    const { text } = this;
    switch (text.charCodeAt(at)) {
      case lineFeed:
        return 'blank';
      case carriageReturn:
        return text.charCodeAt(at + 1) === lineFeed ? 'blank' : 'odd';
      case tab:
        return 'odd';
      case 0x23: // #
        return 'comment';
      case 0x25: // %
        return this.indent === 0 ? 'odd' : 'content';
      case 0x2d: // -
        return isEmpty(text.charCodeAt(at + 1)) ? 'item' : 'content';
      default:
        return at >= text.length ? 'blank' : 'content';
    }
  }
}

/** A blank, a line break or the end of the text. */
function isEmpty(code: number): boolean {
  return code === space || code === tab || code === lineFeed || code === carriageReturn || Number.isNaN(code);
}
