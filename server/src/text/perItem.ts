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
  const least = Math.min(items.length, old.length);
  let head = 0;
  while (head < least && items[head] === old[head]) head++;
  let tail = 0;
  while (tail < least - head && items[items.length - 1 - tail] === old[old.length - 1 - tail]) tail++;
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
