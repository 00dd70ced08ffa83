import { describe, expect, it } from 'vitest';
import { spanOf } from '../../../server/src/text/node.ts';
import { parseText } from '../../../server/src/text/parse.ts';
import { scalarPart, scalarText } from '../../../server/src/text/scalarPart.ts';
import { asObject, asScalar, property } from '../../../server/src/text/tree.ts';

/** The source of each unit of the value of `a`; undefined where it cannot be told. */
function pieces(format: 'json' | 'yaml', text: string): (string | undefined)[] {
  const node = asScalar(property(asObject(parseText(format, text).roots[0]), 'a')?.value);
  if (!node) throw new Error('there is no scalar');
  return Array.from({ length: scalarText(node).length }, (_, at) => {
    const spot = scalarPart(node, at, at + 1);
    if (!spot) return undefined;
    const { start, end } = spanOf(spot);
    return text.slice(start, end);
  });
}

describe('the part of a scalar', () => {
  it('is where it says, without the quotes', () => {
    expect(pieces('yaml', 'a: bcd')).toEqual(['b', 'c', 'd']);
    expect(pieces('yaml', "a: 'bcd'")).toEqual(['b', 'c', 'd']);
    expect(pieces('json', '{"a": "bcd"}')).toEqual(['b', 'c', 'd']);
    expect(pieces('json', '{"a": 1.5}')).toEqual(['1', '.', '5']);
  });

  it('is as long as its escapes', () => {
    expect(pieces('yaml', "a: 'b''c'")).toEqual(['b', "''", 'c']);
    expect(pieces('json', '{"a": "b\\u0063\\"d\\n"}')).toEqual(['b', '\\u0063', '\\"', 'd', '\\n']);
    expect(pieces('yaml', 'a: "\\x41b"')).toEqual(['\\x41', 'b']);
    expect(pieces('yaml', 'a: "\\U0001F980b"')).toEqual(['', '\\U0001F980', 'b']);
  });

  it('is unknown in what goes over several lines', () => {
    expect(pieces('yaml', 'a: |\n  bc\n')).toEqual([undefined, undefined, undefined]);
    expect(pieces('yaml', 'a: b\n  c\n')).toEqual([undefined, undefined, undefined]);
    expect(pieces('yaml', 'a: "b\n  c"\n')).toEqual([undefined, undefined, undefined]);
  });
});
