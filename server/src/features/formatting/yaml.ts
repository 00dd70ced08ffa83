/**
 * The layout of YAML: indentation, blanks around `-`, `:` and `,`, blank lines. Everything else is left as it was written,
 * for a printer would lose it: quotes, the way of long texts, comments beside and between.
 */
import { type CST, Parser } from 'yaml';
import type { Span } from '../../text/node.ts';
import type { LayoutEdits, Lines } from './layoutEdits.ts';
import { type Column, type Leaf, leavesOf, listStyles, type YamlStyle } from './yamlLeaves.ts';

export interface YamlLayout {
  /** Blanks of one step of indentation. */
  readonly unit: number;
  readonly trimFinalNewlines: boolean;
  readonly insertFinalNewline: boolean;
  /** Where something may be changed; everywhere without it. */
  readonly lines: Lines | undefined;
}

/** Adds the edits that lay the text out. Documents in which something is `damaged` stay as they are. */
export function layOutYaml(
  text: string,
  damaged: readonly Span[],
  lineOf: (offset: number) => number,
  layout: YamlLayout,
  edits: LayoutEdits,
): void {
  // A byte order mark takes no column.
  const textStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const tokens = [...new Parser().parse(text.slice(textStart))];
  const { lines, unit } = layout;
  const style: YamlStyle = {
    unit,
    indentedLists: hasIndentedLists(tokens),
    columnOf: (offset) => offset + textStart - lineStart(text, offset + textStart, textStart),
    mayMove: (start, end) =>
      !lines || (lineOf(start + textStart) >= lines.first && lineOf(end + textStart) <= lines.last),
  };
  const leaves = tokens.flatMap((token, index): Leaf[] => {
    const span = { start: token.offset, end: tokens[index + 1]?.offset ?? text.length - textStart };
    if (token.type !== 'document') return sole(token, span);
    const isDamaged = damaged.some(
      ({ start }) => start - textStart >= span.start && start - textStart <= span.end,
    );
    return (isDamaged ? undefined : leavesOf(token, style)) ?? [opaque(span)];
  });
  const printer = new Printer(text, textStart, layout, edits);
  for (const [index, leaf] of leaves.entries())
    printer.next(shifted(leaf, textStart), () => following(leaves, index, textStart));
  printer.end();
}

function hasIndentedLists(tokens: readonly CST.Token[]): boolean {
  let indented = 0;
  let compact = 0;
  for (const token of tokens) {
    if (token.type !== 'document') continue;
    const found = listStyles(token);
    indented += found.indented;
    compact += found.compact;
  }
  return indented >= compact;
}

/** What stands between documents. */
function sole(token: CST.Token, span: Span): Leaf[] {
  switch (token.type) {
    case 'byte-order-mark':
    case 'space':
    case 'newline':
      return [];
    case 'comment':
      return [{ ...opaque(span), kind: 'comment', end: span.start + token.source.trimEnd().length }];
    case 'directive':
      return [{ ...opaque(span), kind: 'mark', end: span.start + token.source.length }];
    default:
      return [opaque(span)];
  }
}

function opaque({ start, end }: Span): Leaf {
  return { kind: 'opaque', start, end, column: 0, begins: undefined, within: undefined };
}

function shifted(leaf: Leaf, by: number): Leaf {
  return by === 0 ? leaf : { ...leaf, start: leaf.start + by, end: leaf.end + by };
}

/** The next leaf that is no comment. */
function following(leaves: readonly Leaf[], index: number, by: number): Leaf | undefined {
  const found = leaves.slice(index + 1, index + 200).find(({ kind }) => kind !== 'comment');
  return found && shifted(found, by);
}

function lineStart(text: string, offset: number, textStart: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1) + 1, textStart);
}

interface Bracket {
  readonly line: number;
  readonly indent: number;
}

class Printer {
  readonly #text: string;
  readonly #textStart: number;
  readonly #layout: YamlLayout;
  readonly #edits: LayoutEdits;
  readonly #brackets: Bracket[] = [];
  /** The collections that are open, outermost first. */
  #columns: Column[] = [];
  #before: Leaf | undefined;
  /** Lines are counted, to tell which brackets share one. */
  #line = 0;
  /** Where the current line begins, now and in the new layout. */
  #indent: Column = { old: 0, new: 0 };

  constructor(text: string, textStart: number, layout: YamlLayout, edits: LayoutEdits) {
    this.#text = text;
    this.#textStart = textStart;
    this.#layout = layout;
    this.#edits = edits;
  }

  next(leaf: Leaf, following: () => Leaf | undefined): void {
    const before = this.#before;
    this.#before = leaf;
    if (leaf.kind === 'block') {
      this.#block(leaf);
      return;
    }
    const gapStart = before?.end ?? this.#textStart;
    const gap = this.#text.slice(gapStart, leaf.start);
    const breaks = gap.match(/\n/g)?.length ?? 0;
    if (leaf.kind === 'opaque' || before?.kind === 'opaque') this.#columns = [];
    else if (breaks > 0 || before === undefined || before.kind === 'block') {
      const column = this.#columnOf(leaf, following);
      this.#line++;
      this.#indent = { old: this.#columnIn(leaf.start), new: column };
      const kept = before === undefined ? 0 : Math.min(breaks, 2);
      this.#edits.replace(gapStart, leaf.start, '\n'.repeat(kept) + ' '.repeat(column));
    } else this.#edits.replace(gapStart, leaf.start, between(before, leaf, gap));
    this.#keep(leaf);
    if (leaf.kind === 'word') this.#furtherLines(leaf);
  }

  #keep(leaf: Leaf): void {
    const { begins, kind, within } = leaf;
    if (begins) {
      while ((this.#columns.at(-1)?.old ?? -1) >= begins.old) this.#columns.pop();
      this.#columns.push(begins);
    }
    if (kind === 'mark') this.#columns = [];
    if (kind === 'close') this.#brackets.pop();
    if (kind !== 'open') return;
    const outer = this.#brackets.at(-1);
    this.#brackets.push({ line: this.#line, indent: this.#bracketIndent(outer, within) });
  }

  /** Brackets that open on one line are one step; but within a block only the outermost may close in the block's column. */
  #bracketIndent(outer: Bracket | undefined, within: Column | undefined): number {
    if (!outer) return within?.new ?? 0;
    if (outer.line !== this.#line) return this.#indent.new;
    return within && this.#brackets.length === 1 ? outer.indent + this.#layout.unit : outer.indent;
  }

  #columnOf(leaf: Leaf, following: () => Leaf | undefined): number {
    const bracket = this.#brackets.at(-1);
    if (bracket) return bracket.indent + (leaf.kind === 'close' ? 0 : this.#layout.unit);
    if (leaf.kind === 'comment') return this.#commentColumn(this.#columnIn(leaf.start), following());
    return leaf.kind === 'mark' ? 0 : leaf.column;
  }

  /** A comment moves with what it stands beside in the same column: what follows it, or what came before. */
  #commentColumn(old: number, following: Leaf | undefined): number {
    if (following && following.kind !== 'mark' && following.kind !== 'opaque') {
      const next = this.#columnIn(following.start);
      if (next === old) return following.column;
    }
    const beside = this.#columns.findLast((column) => column.old <= old);
    return beside ? beside.new + old - beside.old : old;
  }

  /** A text over several lines: what its lines begin with does not count, but they must stand right of what they belong to. */
  #furtherLines({ start, end, within }: Leaf): void {
    const least = within ? within.new + 1 : 0;
    for (let at = this.#nextLine(start, end); at < end; at = this.#nextLine(at, end)) {
      const blanks = countBlanks(this.#text, at);
      const isBlank = /[\r\n]/.test(this.#text[at + blanks] ?? '\n');
      const wanted = Math.max(least, blanks + this.#indent.new - this.#indent.old);
      if (!isBlank) this.#edits.replace(at, at + blanks, ' '.repeat(wanted));
    }
  }

  /** A block scalar: all its lines move together. */
  #block({ start, end, within }: Leaf): void {
    const lines: { readonly at: number; readonly blanks: number; readonly isBlank: boolean }[] = [];
    for (let at = start; at < end; at = this.#nextLine(at, end)) {
      const blanks = countBlanks(this.#text, at);
      lines.push({ at, blanks, isBlank: /[\r\n]/.test(this.#text[at + blanks] ?? '\n') });
    }
    const old = Math.min(...lines.filter(({ isBlank }) => !isBlank).map(({ blanks }) => blanks));
    if (!within || !Number.isFinite(old)) return;
    const header = this.#text.slice(this.#text.lastIndexOf('\n', start - 2) + 1, start);
    // A number in the header counts from the column of what it belongs to.
    const counted = /[|>][+-]?[1-9][+-]?\s*(#.*)?\s*$/.test(header);
    const wanted = counted ? old + within.new - within.old : within.new + this.#layout.unit;
    const moves = within.new !== within.old || counted;
    if (!moves && !this.#edits.mayChange(start, Math.max(start, end - 1))) return;
    for (const { at, blanks, isBlank } of lines) {
      // Blanks up to the column of the text are none of it.
      if (!isBlank) this.#edits.replace(at, at + blanks, ' '.repeat(blanks - old + wanted));
      else if (blanks > old) this.#edits.replace(at, at + blanks, ' '.repeat(blanks - old + wanted));
      else this.#edits.replace(at, at + blanks, '');
    }
  }

  end(): void {
    const { trimFinalNewlines, insertFinalNewline } = this.#layout;
    const last = this.#before;
    // The line breaks behind a block scalar may be part of it.
    if (last?.kind === 'block' || last?.kind === 'opaque') return;
    const from = last?.end ?? this.#textStart;
    const breaks = this.#text.slice(from).match(/\n/g)?.length ?? 0;
    const kept = trimFinalNewlines ? Math.min(breaks, 1) : breaks;
    const wanted = insertFinalNewline && last && kept === 0 ? 1 : kept;
    this.#edits.replace(from, this.#text.length, '\n'.repeat(wanted));
  }

  #columnIn(offset: number): number {
    return offset - lineStart(this.#text, offset, this.#textStart);
  }

  #nextLine(at: number, end: number): number {
    const found = this.#text.indexOf('\n', at);
    return found < 0 || found + 1 > end ? end : found + 1;
  }
}

/** Between two tokens on one line. */
function between(before: Leaf, leaf: Leaf, gap: string): string {
  if (leaf.kind === 'comment' || before.kind === 'mark') return gap;
  if (before.kind === 'dash') {
    const inner = leaf.begins;
    return ' '.repeat(inner ? Math.max(1, inner.new - before.column - 1) : 1);
  }
  // `*name:` would be the name of an alias.
  if (leaf.kind === 'colon') return before.kind === 'alias' ? gap : '';
  if (leaf.kind === 'comma') return '';
  if (before.kind === 'colon' || before.kind === 'comma') return ' ';
  if (before.kind === 'open' && leaf.kind === 'close') return '';
  return gap === '' ? '' : ' ';
}

function countBlanks(text: string, at: number): number {
  let end = at;
  while (text[end] === ' ') end++;
  return end - at;
}
