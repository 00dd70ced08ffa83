import { describe, expect, it } from 'vitest';
import { isWhole, perItem, perItemJoined } from '../../../server/src/text/perItem.ts';

interface Named {
  readonly name: string;
}
const named = (name: string): Named => ({ name });

function counted() {
  const made: string[] = [];
  const initial = perItem((it: Named) => {
    made.push(it.name);
    return it.name.slice(0, 1);
  });
  return { made, initial };
}

describe('what is made of each item of a list', () => {
  const [a, b, c, d] = [named('anna'), named('bert'), named('cleo'), named('dora')];

  it('is made anew only between the items that stayed', () => {
    const { made, initial } = counted();
    expect(initial([a, b, c])).toEqual(['a', 'b', 'c']);
    expect(initial([a, d, c])).toEqual(['a', 'd', 'c']);
    expect(initial([a, d, b, c])).toEqual(['a', 'd', 'b', 'c']);
    expect(initial([a, c])).toEqual(['a', 'c']);
    expect(made).toEqual(['anna', 'bert', 'cleo', 'dora', 'bert']);
  });

  it('is the very same list where the same comes out', () => {
    const { initial } = counted();
    const before = initial([a, b, c]);
    expect(initial([a, named('bela'), c])).toBe(before);
    expect(initial([named('alma'), b, c])).toBe(before);
    expect(initial([a, b, named('emil')])).not.toBe(before);
  });

  it('is the same list by what is said to be the same', () => {
    const lengths = perItem(
      ({ name }: Named) => [name.length],
      ([one], [other]) => one === other,
    );
    const before = lengths([a, b]);
    expect(lengths([a, c])).toBe(before);
    expect(lengths([a, named('theodor')])).toEqual([[4], [7]]);
  });

  it('is kept for several lists at a time', () => {
    const { made, initial } = counted();
    for (const list of [
      [a, b],
      [c, d],
      [a, b],
      [c, d],
    ])
      initial(list);
    expect(made).toHaveLength(4);
  });

  it('follows any change of a list, items that stand twice as well', () => {
    const { initial } = counted();
    const all = [a, b, c, d];
    const lists = all.flatMap((one) =>
      all.flatMap((two) => [[], [one], [one, two], [one, two, one], [two, ...all, one]]),
    );
    for (const list of lists) expect(initial(list)).toEqual(list.map(({ name }) => name.slice(0, 1)));
  });
});

describe('what each item of a list gives, joined', () => {
  const [ab, none, cd, ef] = [named('ab'), named(''), named('cd'), named('ef')];
  const lettersOf = () => {
    const asked: string[] = [];
    const letters = perItemJoined((it: Named) => {
      asked.push(it.name);
      return [...it.name];
    });
    return { asked, letters };
  };

  it('is asked only of the items between those that stayed', () => {
    const { asked, letters } = lettersOf();
    expect(letters([ab, none, cd])).toEqual(['a', 'b', 'c', 'd']);
    expect(letters([ab, ef, cd])).toEqual(['a', 'b', 'e', 'f', 'c', 'd']);
    expect(letters([ab, cd])).toEqual(['a', 'b', 'c', 'd']);
    expect(letters([none, ab, cd])).toEqual(['a', 'b', 'c', 'd']);
    expect(asked).toEqual(['ab', '', 'cd', 'ef', '']);
  });

  it('follows any change of a list, items that stand twice as well', () => {
    const { letters } = lettersOf();
    const all = [ab, none, cd, ef];
    const lists = all.flatMap((one) =>
      all.flatMap((two) => [[], [one], [one, two], [one, two, one], [two, ...all, one]]),
    );
    for (const list of lists) expect(letters(list)).toEqual(list.flatMap(({ name }) => [...name]));
  });
});

describe('a list of what was made', () => {
  it('is whole where something was made of every item', () => {
    expect(isWhole([1, 0])).toBe(true);
    expect(isWhole([1, undefined])).toBe(false);
  });
});
