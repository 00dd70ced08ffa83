/** What is the same in two states of one text: a start and an end; what lies between was changed. */
export interface Change {
  /** Up to here both are the same. */
  readonly start: number;
  /** From here on the text before is the same as … */
  readonly endBefore: number;
  /** … the text after from here on. */
  readonly endAfter: number;
}

export function changeOf(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  const start = mostThat(most, (from, to) => before.slice(from, to) === after.slice(from, to));
  const { length } = before;
  const same = mostThat(
    most - start,
    (from, to) =>
      before.slice(length - to, length - from) === after.slice(after.length - to, after.length - from),
  );
  return { start, endBefore: length - same, endAfter: after.length - same };
}

/** Where a part of the text after stood before, if all of it did. */
export function placeBefore(change: Change, start: number, length: number): number | undefined {
  if (start + length <= change.start) return start;
  return start >= change.endAfter ? start - change.endAfter + change.endBefore : undefined;
}

/** Halving: strings are compared far quicker by the engine than character by character. */
function mostThat(most: number, same: (from: number, to: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (same(low, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
