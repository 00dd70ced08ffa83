/** What encloses a place in block YAML, and what else stands at the same columns. */
import type { Level } from './cursor.ts';
import {
  type Element,
  indentAt,
  inlineScalar,
  isBlankAt,
  type Line,
  lineAbove,
  lineBelow,
  readLine,
} from './lines.ts';

/** A level while it is read. */
interface Building {
  readonly kind: Level['kind'];
  readonly column: number;
  readonly entries: Map<string, string | undefined>;
  readonly items: string[];
  /** Items above. */
  count: number;
  /** The key under which it stands. */
  key?: string;
}

/** What encloses a place. */
export interface Surroundings {
  readonly levels: readonly Level[];
  /** The innermost level has other keys or items at its column. */
  readonly siblings: boolean;
  /** Nothing of this kind can stand here: inside a scalar, or at a column that fits nothing. */
  readonly blocked: boolean;
}

/** A place in block YAML, taken as a key of an object, an item of a list, or as something that is open yet. */
export interface BlockPlace {
  /** Where its line begins. */
  readonly start: number;
  readonly column: number;
  readonly kind: Level['kind'];
  /** What stands left of it in its own line. */
  readonly own: readonly Element[];
  /** It is a key with a colon: what stands deeper below is its value. */
  readonly keepsBelow?: boolean;
}

/**
 * Goes up line by line to ever smaller columns, which gives what encloses the place, and then down for what these levels
 * hold there.
 */
export function surroundings(text: string, place: BlockPlace): Surroundings {
  const climb = new Climb(place);
  for (const element of place.own.toReversed()) climb.visit(element, '', false);
  for (let at = lineAbove(text, place.start); at !== undefined; at = lineAbove(text, at)) {
    const indent = indentAt(text, at);
    if (indent > climb.column && indent > place.column) {
      if (!isBlankAt(text, at + indent)) climb.passDeeper();
      continue;
    }
    const line = readLine(text, at);
    if (line.kind === 'marker') break;
    const last = line.elements.at(-1);
    for (const element of line.elements.toReversed())
      climb.visit(element, element === last ? line.value : '', last?.kind === 'key', line);
  }
  const { levels } = climb;
  const siblings = lookBelow(text, place.start, levels) || climb.siblings;
  const misplaced = !siblings && contentBelow(text, place, levels[1]);
  return {
    levels: levels.toReversed().map((level, index, all) => finished(level, all[index - 1])),
    siblings,
    blocked: misplaced || climb.isBlocked,
  };
}

function building(kind: Level['kind'], column: number): Building {
  return { kind, column, entries: new Map(), items: [], count: 0 };
}

class Climb {
  /** Innermost first. */
  readonly levels: Building[];
  siblings = false;
  private current: Building;
  private readonly place: BlockPlace;
  /** Something stands deeper, between the place and what encloses it. */
  private deeper = false;
  private blocked = false;

  constructor(place: BlockPlace) {
    this.place = place;
    this.current = building(place.kind, place.column);
    this.levels = [this.current];
  }

  /** The column of the outermost level so far. */
  get column(): number {
    return this.current.column;
  }

  get isBlocked(): boolean {
    return this.blocked || this.isMisplaced;
  }

  passDeeper(): void {
    this.deeper = true;
  }

  /** `value`: the scalar right of a key or dash. `holdsKey`: the line has a key, so that its dashes hold an object. */
  visit(element: Element, value: string, holdsKey: boolean, line?: Line): void {
    const { current } = this;
    const isInnermost = this.levels.length === 1;
    if (element.kind === 'content' || element.column > current.column) {
      if (element.kind !== 'content' || element.column >= this.place.column) this.deeper = true;
      return;
    }
    const same = element.column === current.column;
    if (same && current.kind === 'object' && element.kind === 'key') {
      current.entries.set(element.name, inlineScalar(value));
      if (isInnermost) this.siblings = true;
    } else if (same && current.kind === 'array' && element.kind === 'dash') {
      current.count++;
      if (line !== undefined) addItem(current, line);
      if (isInnermost) this.siblings = true;
    } else if (same && current.kind !== 'array') {
      // The items of a list at the column of its key, or what an open level has already.
      this.deeper = true;
    } else this.ascend(element, value === '' || (element.kind === 'dash' && holdsKey));
  }

  private ascend(element: Element & { kind: 'key' | 'dash' }, isEmpty: boolean): void {
    if (this.isMisplaced || !isEmpty) this.blocked = true;
    if (element.kind === 'key') {
      this.current.key = element.name;
      this.current = building('object', element.column);
      this.current.entries.set(element.name, undefined);
    } else this.current = building('array', element.column);
    this.levels.push(this.current);
  }

  /** What encloses the place has its content at another column. */
  private get isMisplaced(): boolean {
    return this.levels.length === 1 && this.deeper && !this.siblings;
  }
}

function addItem(level: Building, line: Line): void {
  const content = line.elements.at(-1);
  if (content?.kind !== 'content') return;
  const text = inlineScalar(line.value);
  if (text !== undefined) level.items.push(text);
}

function finished(level: Building, parent: Building | undefined): Level {
  const step = parent?.kind === 'array' ? parent.count : level.key;
  return {
    kind: level.kind,
    ...(step === undefined ? {} : { step }),
    entries: level.entries,
    items: level.items,
  };
}

/** Collects what the levels hold below the line; tells whether the innermost one holds something there. */
function lookBelow(text: string, start: number, stack: readonly Building[]): boolean {
  const active = [...stack];
  let found = false;
  for (let at = lineBelow(text, start); at !== undefined && active.length > 0; at = lineBelow(text, at)) {
    const indent = indentAt(text, at);
    let level = active[0];
    if (level === undefined || indent > level.column || isBlankAt(text, at + indent)) continue;
    const line = readLine(text, at);
    if (line.kind === 'marker') break;
    const first = line.elements[0];
    if (first === undefined || first.kind === 'content') continue;
    while (level !== undefined && closes(level, first)) {
      active.shift();
      level = active[0];
    }
    if (level === undefined || level.column !== first.column) continue;
    const innermost = level === stack[0];
    if (level.kind === 'object' && first.kind === 'key') {
      level.entries.set(first.name, inlineScalar(line.value));
      found ||= innermost;
    } else if (level.kind === 'array' && first.kind === 'dash') {
      addItem(level, line);
      found ||= innermost;
    }
  }
  return found;
}

/** Whether the level around has its content further down already, at a column of its own. */
function contentBelow(text: string, place: BlockPlace, around: Building | undefined): boolean {
  const line = contentLineBelow(text, place.start);
  if (line === undefined) return false;
  const isItem = line.elements[0]?.kind === 'dash';
  if (place.keepsBelow && (line.indent > place.column || (isItem && line.indent === place.column)))
    return false;
  const isCompact = around?.kind === 'object' && isItem;
  return line.indent > (around?.column ?? -1) || (isCompact && line.indent === around.column);
}

export function indentBelow(text: string, start: number): number {
  return contentLineBelow(text, start)?.indent ?? 0;
}

/** The next line that is more than blanks and comments; undefined at the end of the document. */
function contentLineBelow(text: string, start: number): Line | undefined {
  for (let at = lineBelow(text, start); at !== undefined; at = lineBelow(text, at)) {
    if (isBlankAt(text, at + indentAt(text, at))) continue;
    const line = readLine(text, at);
    return line.kind === 'marker' ? undefined : line;
  }
  return undefined;
}

function closes(level: Building, first: Element): boolean {
  if (first.column !== level.column) return first.column < level.column;
  return level.kind === 'array' ? first.kind === 'key' : level.kind === 'open';
}
