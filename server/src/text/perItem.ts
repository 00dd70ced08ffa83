/**
 * The same function for the items of a list, which keeps what it made beside them: of a list that was changed in one
 * place only that place is made anew. Where what comes out there is the `same` as before, it gives the very list that
 * it gave before: so what is made of that list {@link perNode} costs nothing.
 */
export function perItem<Item extends object, Made>(
  make: (item: Item) => Made,
  same: (one: Made, other: Made) => boolean = Object.is,
): (items: readonly Item[]) => readonly Made[] {
  const kept = new WeakMap<Item, MadeList<Item, Made>>();
  return (items) => {
    const first = items[0];
    const last = items.at(-1);
    if (!first || !last) return [];
    const before = kept.get(first) ?? kept.get(last);
    const made = before ? madeAnew(before, items, make, same) : items.map(make);
    const list = { items, made };
    // A change nearly always leaves one of its ends to a list.
    kept.set(first, list);
    kept.set(last, list);
    return made;
  };
}

/**
 * All that a function gives for the items of a list, one after the other; kept as {@link perItem} does. Of thousands of
 * items nearly all give nothing, and after a change none but the changed ones is looked at.
 */
export function perItemJoined<Item extends object, Made>(
  make: (item: Item) => readonly Made[],
): (items: readonly Item[]) => readonly Made[] {
  const kept = new WeakMap<Item, JoinedList<Item, Made>>();
  return (items) => {
    const first = items[0];
    const last = items.at(-1);
    if (!first || !last) return [];
    const list = joinedAnew(kept.get(first) ?? kept.get(last) ?? nothingJoined, items, make);
    kept.set(first, list);
    kept.set(last, list);
    return list.joined;
  };
}

/** Was something made of every item? */
export function isWhole<Made>(made: readonly (Made | undefined)[]): made is readonly Made[] {
  return !made.includes(undefined);
}

interface MadeList<Item, Made> {
  readonly items: readonly Item[];
  readonly made: readonly Made[];
}

function madeAnew<Item, Made>(
  { items: old, made }: MadeList<Item, Made>,
  items: readonly Item[],
  make: (item: Item) => Made,
  same: (one: Made, other: Made) => boolean,
): readonly Made[] {
  if (items === old) return made;
  const { head, tail } = unchanged(old, items);
  const changed = items.slice(head, items.length - tail).map(make);
  const gone = made.slice(head, made.length - tail);
  const isSame =
    changed.length === gone.length &&
    gone.every((was, index) => {
      const is = changed[index];
      return is !== undefined && same(was, is);
    });
  return isSame ? made : made.slice(0, head).concat(changed, made.slice(made.length - tail));
}

interface JoinedList<Item, Made> {
  readonly items: readonly Item[];
  readonly joined: readonly Made[];
  /** For each item where in the joined list ends what it gave. */
  readonly ends: readonly number[];
}

const nothingJoined = { items: [], joined: [], ends: [] };

function joinedAnew<Item, Made>(
  before: JoinedList<Item, Made>,
  items: readonly Item[],
  make: (item: Item) => readonly Made[],
): JoinedList<Item, Made> {
  const { items: old, joined, ends } = before;
  if (items === old) return before;
  const { head, tail } = unchanged(old, items);
  const given = items.slice(head, items.length - tail).map(make);
  const start = ends[head - 1] ?? 0;
  const endBefore = ends[old.length - tail - 1] ?? 0;
  const newEnds = ends.slice(0, head);
  let end = start;
  for (const { length } of given) {
    end += length;
    newEnds.push(end);
  }
  for (const was of ends.slice(old.length - tail)) newEnds.push(was - endBefore + end);
  return {
    items,
    joined: [...joined.slice(0, start), ...given.flat(), ...joined.slice(endBefore)],
    ends: newEnds,
  };
}

/** How many items a list has in common with another one at its beginning, and of the others at its end. */
function unchanged(
  old: readonly unknown[],
  items: readonly unknown[],
): { readonly head: number; readonly tail: number } {
  const least = Math.min(items.length, old.length);
  let head = 0;
  while (head < least && items[head] === old[head]) head++;
  let tail = 0;
  while (tail < least - head && items[items.length - 1 - tail] === old[old.length - 1 - tail]) tail++;
  return { head, tail };
}
