/** The HTTP status of an answer. */

/** Of several that disagree, the worse one counts. Undefined where none of them is the status of an answer. */
export function worseStatus(...statuses: readonly (number | undefined)[]): number | undefined {
  const known = statuses
    .filter((it) => it !== undefined)
    .filter((it) => Number.isInteger(it) && it >= 200 && it <= 599);
  return known.length > 0 ? Math.max(...known) : undefined;
}
