/**
 * Messages by chance, as texts of JSON: what authors write, and everything that can go wrong with it. Made as texts and
 * not as values, since a text can say what no value holds: keys that repeat, numbers in many spellings.
 */
import fc from 'fast-check';

/** A JSON text that is still to be joined. */
export type Json = fc.Arbitrary<string>;

const json = (value: unknown): string => JSON.stringify(value);
export const constants = (...values: readonly unknown[]): Json => fc.constantFrom(...values.map(json));

/** Characters that decoders, trimmers and grammars disagree on. */
const odd = fc.constantFrom(
  ...[' ', '\t', '\n', '\r', '\u000b', '\u0085', '\u00a0', '\u2028', '\u3000', '\ufeff', '\u0000', '\ud800'],
  ...['é', 'ä', '\u017f', '\u212a', '\u0130', '😀', '٣', '０'],
  ...[':', '/', '-', '+', '.', '_', '=', ',', '@', '%', '$', '{', '<', '"', "'", '\\', '#', '*', '&', '|'],
  ...['0', '1', '9', 'a', 'A', 'k', 'M', 'e', 'E', 'x', 'n'],
);

/** A written value with something put in, taken out, put around, or in another letter case. */
function spoiled(value: string): fc.Arbitrary<string> {
  const at = fc.nat(value.length);
  return fc.oneof(
    fc.tuple(at, odd).map(([index, it]) => value.slice(0, index) + it + value.slice(index)),
    at.map((index) => value.slice(0, index) + value.slice(index + 1)),
    odd.map((it) => it + value),
    odd.map((it) => value + it),
    fc.constant(value.toUpperCase()),
    fc.constant(value.toLowerCase()),
    fc.constant(`${value}${value}`),
  );
}

const anyText = fc.oneof(
  fc.array(odd, { maxLength: 6 }).map((characters) => characters.join('')),
  fc.string({ maxLength: 8 }),
);

export const numbers = fc.constantFrom(
  ...['0', '-0', '1', '-1', '1.1', '1.0', '1e2', '1E+2', '-1.5e-3', '1e400', '4294967296', '2147483648'],
  ...['9007199254740993', '9223372036854775807', '9223372036854775808', '-9223372036854775809'],
  ...['18446744073709551615', '18446744073709551616', '99999999999999999999'],
);

/** Something else than what is wanted there. */
export const wrong: Json = fc.oneof(
  numbers,
  fc.constantFrom(
    'null',
    'true',
    'false',
    '[]',
    '{}',
    '[null]',
    '[1]',
    '["x"]',
    '{"a":1}',
    '""',
    '"x"',
    '[[]]',
  ),
);

/** Mostly this; sometimes something else. */
export function mostly(usual: Json, other: Json, often = 19): Json {
  return fc.oneof({ arbitrary: usual, weight: 8 * often }, { arbitrary: other, weight: 1 });
}

/** Mostly the first of these texts, sometimes another, or one that is spoiled; rarely no text at all. */
export function text(...values: readonly string[]): Json {
  const known = fc.constantFrom(...values);
  const value = fc.oneof(
    { arbitrary: fc.constantFrom(...values.slice(0, 3)), weight: 60 },
    { arbitrary: known, weight: 16 },
    { arbitrary: known.chain(spoiled), weight: 4 },
    { arbitrary: anyText, weight: 1 },
  );
  return mostly(value.map(json), wrong);
}

/** Field names in letter cases that the decoder takes, and in some that it does not. */
export function field(name: string): fc.Arbitrary<string> {
  const other = fc.constantFrom(
    name.toUpperCase(),
    `${name[0]?.toUpperCase()}${name.slice(1)}`,
    name.replace('s', '\u017f'),
    name.replace('k', '\u212a'),
    name.replace('i', '\u0130'),
    ` ${name}`,
  );
  return fc.oneof({ arbitrary: fc.constant(name), weight: 200 }, { arbitrary: other, weight: 1 });
}

export type Field = readonly [name: fc.Arbitrary<string>, value: Json];

/** An object of these fields: each of them mostly there, in any order, rarely one twice or one that nobody knows. */
export function object(...fields: readonly Field[]): Json {
  const one = (entry: Field) =>
    fc.tuple(entry[0].map(json), entry[1]).map(([key, value]) => `${key}:${value}`);
  const written = fields.map((entry) => fc.option(one(entry), { freq: 60, nil: undefined }));
  const all = fields.map(one);
  const extra = fc.option(fc.oneof(...all, fc.constantFrom('"extra":1', '"x-note":"y"', '"":null')), {
    freq: 30,
    nil: undefined,
  });
  // `freq` of an option counts how often there is none; here it is wanted the other way.
  return fc
    .tuple(
      fc.tuple(...written),
      fc.oneof({ arbitrary: fc.constant(undefined), weight: 12 }, { arbitrary: extra, weight: 1 }),
      fc.nat(7),
    )
    .map(([entries, more, turn]) => {
      const parts = [...entries, more].filter((it) => it !== undefined);
      const from = turn % 4 === 0 ? turn % Math.max(1, parts.length) : 0;
      return `{${[...parts.slice(from), ...parts.slice(0, from)].join(',')}}`;
    });
}

export function list(item: Json, most: number, nulls = 20): Json {
  return fc
    .array(mostly(item, fc.constant('null'), nulls), { maxLength: most })
    .map((items) => `[${items.join(',')}]`);
}
