/** A YAML text as the row of its tokens, each with the column that it shall have where it begins a line. */
import type { CST } from 'yaml';

export type LeafKind =
  | 'word'
  | 'alias'
  | 'property'
  | 'dash'
  | 'colon'
  | 'comma'
  | 'open'
  | 'close'
  | 'comment'
  /** The lines of a block scalar, line breaks included. */
  | 'block'
  /** `---`, `...`, a directive. */
  | 'mark'
  /** A document that is damaged: it stays as it is. */
  | 'opaque';

/** Where the keys of a block map or the dashes of a block sequence stand. */
export interface Column {
  readonly old: number;
  readonly new: number;
}

export interface Leaf {
  readonly kind: LeafKind;
  readonly start: number;
  readonly end: number;
  /** Where it shall stand if it begins a line outside brackets. */
  readonly column: number;
  /** The collection whose entry it begins. */
  readonly begins: Column | undefined;
  /** The innermost block collection around it; undefined at the root. */
  readonly within: Column | undefined;
}

/** What is needed to tell columns. */
export interface YamlStyle {
  /** Blanks of one step of indentation. */
  readonly unit: number;
  /** The dashes below a key stand right of it. */
  readonly indentedLists: boolean;
  /** The column of an offset. */
  columnOf(offset: number): number;
  /** False for a collection that may not be moved, since it reaches beyond the lines that are laid out. */
  mayMove(start: number, end: number): boolean;
}

/** The row of a document's tokens. Undefined for what nobody writes (`? key`) or what is not understood. */
export function leavesOf(document: CST.Document, style: YamlStyle): Leaf[] | undefined {
  const row = new Row(style);
  row.document(document);
  return row.understood ? row.leaves : undefined;
}

type Collection = CST.BlockMap | CST.BlockSequence;
type Sourced = Extract<CST.Token, { source: string }>;

interface Around {
  /** The collection; undefined at the root. */
  readonly within: Column | undefined;
  /** Where a value begins that takes a line of its own. */
  readonly value: number;
}

class Row {
  readonly leaves: Leaf[] = [];
  understood = true;
  readonly #style: YamlStyle;

  constructor(style: YamlStyle) {
    this.#style = style;
  }

  document({ start, value, end }: CST.Document): void {
    const root: Around = { within: undefined, value: 0 };
    this.#sources(start, root);
    if (value) this.#value(value, root, (collection) => this.#place(collection, 0));
    this.#sources(end, root);
  }

  #value(token: CST.Token, around: Around, place: (collection: Collection) => Column): void {
    switch (token.type) {
      case 'block-map':
        this.#map(token, place(token));
        break;
      case 'block-seq':
        this.#sequence(token, place(token));
        break;
      case 'flow-collection':
        this.#flow(token, around);
        break;
      case 'block-scalar': {
        const from = this.#sources(token.props, around) ?? token.offset;
        this.#leaf('block', from, token.source.length, around);
        break;
      }
      case 'alias':
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.#leaf(token.type === 'alias' ? 'alias' : 'word', token.offset, token.source.length, around);
        this.#sources(token.end, around);
        break;
      default:
        this.understood = false;
    }
  }

  #map(map: CST.BlockMap, column: Column): void {
    const { unit, indentedLists } = this.#style;
    const around: Around = { within: column, value: column.new + unit };
    for (const { start, key, sep, value } of map.items) {
      const first = this.leaves.length;
      this.#sources(start, around);
      if (key) this.#value(key, around, () => this.#strange(column));
      this.#beginEntry(first, column);
      this.#sources(sep, around);
      if (value)
        this.#value(value, around, (it) =>
          this.#place(it, it.type === 'block-seq' && !indentedLists ? column.new : column.new + unit),
        );
    }
  }

  #sequence(sequence: CST.BlockSequence, column: Column): void {
    // What follows a dash stands behind one blank.
    const around: Around = { within: column, value: column.new + 2 };
    for (const { start, key, sep, value } of sequence.items) {
      const first = this.leaves.length;
      if (key || sep) this.understood = false;
      this.#sources(start, around);
      this.#beginEntry(first, column);
      if (value) this.#value(value, around, (it) => this.#place(it, column.new + 2));
    }
  }

  #flow(flow: CST.FlowCollection, around: Around): void {
    this.#source(flow.start, around);
    for (const { start, key, sep, value } of flow.items) {
      this.#sources(start, around);
      for (const part of [key, value]) {
        if (part === value) this.#sources(sep, around);
        if (part) this.#value(part, around, () => this.#strange({ old: 0, new: 0 }));
      }
    }
    this.#sources(flow.end, around);
  }

  /** A block collection where none can be. */
  #strange(column: Column): Column {
    this.understood = false;
    return column;
  }

  #place(collection: Collection, wanted: number): Column {
    const start = startOf(collection);
    const old = this.#style.columnOf(start);
    return { old, new: this.#style.mayMove(start, endOf(collection)) ? wanted : old };
  }

  /** The first token of an entry stands in the column of its collection. */
  #beginEntry(first: number, column: Column): void {
    let index = first;
    while (this.leaves[index]?.kind === 'comment') index++;
    const leaf = this.leaves[index];
    if (!leaf) return;
    if (this.#style.columnOf(leaf.start) !== column.old) this.understood = false;
    this.leaves[index] = { ...leaf, column: column.new, begins: column };
  }

  /** Where the last of them ends. */
  #sources(tokens: readonly CST.Token[] | undefined, around: Around): number | undefined {
    let end: number | undefined;
    for (const token of tokens ?? []) {
      if (!('source' in token)) continue;
      this.#source(token, around);
      end = token.offset + token.source.length;
    }
    return end;
  }

  #source({ type, offset, source }: Sourced, around: Around): void {
    const kind = kinds.get(type);
    if (kind === undefined) this.understood = false;
    else if (kind === 'comment') this.#leaf(kind, offset, source.trimEnd().length, around);
    else if (kind !== 'blank') this.#leaf(kind, offset, source.length, around);
  }

  #leaf(kind: LeafKind, start: number, length: number, { within, value }: Around): void {
    if (kind === 'block' || length > 0)
      this.leaves.push({ kind, start, end: start + length, column: value, begins: undefined, within });
  }
}

const kinds: ReadonlyMap<CST.Token['type'], LeafKind | 'blank'> = new Map<
  CST.Token['type'],
  LeafKind | 'blank'
>([
  ['byte-order-mark', 'blank'],
  ['space', 'blank'],
  ['newline', 'blank'],
  ['comment', 'comment'],
  ['doc-start', 'mark'],
  ['seq-item-ind', 'dash'],
  ['map-value-ind', 'colon'],
  ['anchor', 'property'],
  ['tag', 'property'],
  ['comma', 'comma'],
  ['flow-map-start', 'open'],
  ['flow-seq-start', 'open'],
  ['flow-map-end', 'close'],
  ['flow-seq-end', 'close'],
  ['block-scalar-header', 'word'],
]);

/** How many lists below a key stand right of it, and how many in its column. */
export function listStyles(document: CST.Document): { readonly indented: number; readonly compact: number } {
  let indented = 0;
  let compact = 0;
  const waiting: CST.Token[] = document.value ? [document.value] : [];
  for (let token = waiting.pop(); token; token = waiting.pop()) {
    if (token.type !== 'block-map' && token.type !== 'block-seq') continue;
    for (const { value } of token.items) {
      if (!value) continue;
      waiting.push(value);
      if (token.type !== 'block-map' || value.type !== 'block-seq') continue;
      if (value.indent > token.indent) indented++;
      else compact++;
    }
  }
  return { indented, compact };
}

function startOf(collection: Collection): number {
  const [first] = collection.items;
  const begins = first?.start.find(({ type }) => kinds.get(type) !== 'blank' && type !== 'comment');
  return begins?.offset ?? first?.key?.offset ?? collection.offset;
}

/** Where the last token ends that is in it. */
function endOf(token: CST.Token): number {
  if (token.type === 'block-map' || token.type === 'block-seq') {
    const last = token.items.at(-1);
    const deepest = last?.value ?? last?.key;
    const sign = (last?.sep ?? last?.start)?.findLast(({ type }) => kinds.get(type) !== 'blank');
    const signEnd = sign ? sign.offset + sign.source.length : token.offset;
    return deepest ? Math.max(endOf(deepest), signEnd) : signEnd;
  }
  if (token.type === 'flow-collection')
    return (token.end.find(({ type }) => kinds.get(type) === 'close') ?? token.start).offset + 1;
  if (token.type === 'block-scalar') {
    const header = token.props.at(-1);
    const start = header && 'source' in header ? header.offset + header.source.length : token.offset;
    return start + token.source.trimEnd().length;
  }
  return 'source' in token ? token.offset + token.source.length : 0;
}
