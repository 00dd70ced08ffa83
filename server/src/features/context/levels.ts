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

export interface Walk {
  readonly levels: readonly Level[];
  /** The innermost level has other keys or items at its column. */
  readonly siblings: boolean;
  /** Nothing of this kind can stand here: inside a scalar, or at a column that fits nothing. */
  readonly blocked: boolean;
}

/**
 * Finds what encloses a place, going up line by line to ever smaller columns, and then what else these levels hold below.
 * `own`: what stands left of the place in its own line.
 */
export function walk(
  text: string,
  start: number,
  own: readonly Element[],
  kind: Level['kind'],
  column: number,
): Walk {
  const building = (of: Level['kind'], at: number): Building => ({
    kind: of,
    column: at,
    entries: new Map(),
    items: [],
    count: 0,
  });
  let current = building(kind, column);
  const stack = [current];
  let siblings = false;
  let deeper = false;
  let blocked = false;

  const ascend = (element: Element & { kind: 'key' | 'dash' }, isEmpty: boolean) => {
    if (stack.length === 1 && deeper && !siblings) blocked = true;
    if (!isEmpty) blocked = true;
    if (element.kind === 'key') {
      current.key = element.name;
      current = building('object', element.column);
      current.entries.set(element.name, undefined);
    } else current = building('array', element.column);
    stack.push(current);
  };
  const visit = (element: Element, line: Line, isLast: boolean) => {
    const value = isLast ? line.value : '';
    if (element.kind === 'content' || element.column > current.column) {
      deeper ||= element.kind !== 'content' || element.column >= column;
      return;
    }
    const same = element.column === current.column;
    if (current.kind === 'object' && same) {
      if (element.kind === 'dash') deeper = true;
      else {
        current.entries.set(element.name, inlineScalar(value));
        siblings ||= stack.length === 1;
      }
    } else if (current.kind === 'array' && same && element.kind === 'dash') {
      current.count++;
      addItem(current, line);
      siblings ||= stack.length === 1;
    } else if (same && !(current.kind === 'array' && element.kind === 'key')) deeper = true;
    else ascend(element, value === '' || (element.kind === 'dash' && line.elements.at(-1)?.kind === 'key'));
  };

  for (const element of own.toReversed())
    visit(
      element,
      { start, end: start, indent: 0, kind: 'content', elements: own, value: '', valueStart: start },
      true,
    );
  for (let at = lineAbove(text, start); at !== undefined; at = lineAbove(text, at)) {
    const indent = indentAt(text, at);
    if (indent > current.column && indent > column) {
      if (!isBlankAt(text, at + indent)) deeper = true;
      continue;
    }
    const line = readLine(text, at);
    if (line.kind === 'marker') break;
    for (const element of line.elements.toReversed()) visit(element, line, element === line.elements.at(-1));
  }
  if (stack.length === 1 && deeper && !siblings) blocked = true;
  if (lookBelow(text, start, stack)) siblings = true;
  if (!siblings && contentBelow(text, start, stack[1])) blocked = true;
  return {
    levels: stack.toReversed().map((level, index, all) => finished(level, all[index - 1])),
    siblings,
    blocked,
  };
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
function contentBelow(text: string, start: number, around: Building | undefined): boolean {
  const line = contentLineBelow(text, start);
  if (line === undefined) return false;
  const isCompact = around?.kind === 'object' && line.elements[0]?.kind === 'dash';
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
