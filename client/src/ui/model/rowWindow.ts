/** Which rows of a long table are drawn: those on the screen and a few beyond it. Pure. */

export interface RowWindow {
  /** The first one that is drawn, from 0. */
  readonly first: number;
  /** The one after the last. */
  readonly end: number;
}

/** So many beyond each edge, so that scrolling shows no gap. */
const beyond = 10;

/** All lengths in pixels. */
export function rowWindow(
  rows: number,
  { height, scrolled, seen }: { readonly height: number; readonly scrolled: number; readonly seen: number },
): RowWindow {
  const first = Math.max(0, Math.min(rows, Math.floor(scrolled / height)) - beyond);
  const end = Math.min(rows, Math.ceil((scrolled + seen) / height) + beyond);
  return { first: Math.min(first, end), end };
}

/** Where a key leads from a cell of a table; undefined where it leads nowhere. */
export function moved(
  key: string,
  { row, column }: { readonly row: number; readonly column: number },
  { rows, columns, page, control }: { rows: number; columns: number; page: number; control: boolean },
): { readonly row: number; readonly column: number } | undefined {
  const at = (nextRow: number, nextColumn: number) => ({
    row: Math.max(0, Math.min(rows - 1, nextRow)),
    column: Math.max(0, Math.min(columns - 1, nextColumn)),
  });
  switch (key) {
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowRight':
      return at(row, column + 1);
    case 'PageUp':
      return at(row - page, column);
    case 'PageDown':
      return at(row + page, column);
    case 'Home':
      return control ? at(0, 0) : at(row, 0);
    case 'End':
      return control ? at(rows - 1, columns - 1) : at(row, columns - 1);
    default:
      return undefined;
  }
}
