import { describe, expect, it } from 'vitest';
import {
  anything,
  flag,
  int64,
  map,
  pointer,
  remarshal,
  slice,
  struct,
  text,
  uint16,
  unmarshal,
} from '../../../client/src/simulator/go/decode.ts';

const inner = struct('things.Inner', { name: text(), ports: slice(uint16) });
const outer = struct('things.Outer', {
  id: text(),
  size: int64,
  on: flag,
  inner: pointer(inner),
  list: slice(pointer(inner)),
  labels: map(text(), 'things.Label'),
  value: anything,
});

function errorOf(json: string): string {
  const read = unmarshal(json, outer);
  return read.ok ? '' : read.error;
}

describe('JSON text as Go scans it', () => {
  const faults: readonly (readonly [string, string])[] = [
    ['', 'unexpected end of JSON input'],
    ['{"id":', 'unexpected end of JSON input'],
    ['<html>', "invalid character '<' looking for beginning of value"],
    ['not json', "invalid character 'o' in literal null (expecting 'u')"],
    ['{"id" 1}', "invalid character '1' after object key"],
    ['{"id":"a" "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} x', "invalid character 'x' after top-level value"],
    ["{'id':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"id":"a\nb"}', "invalid character '\\n' in string literal"],
    ['{"id":"\\x"}', "invalid character 'x' in string escape code"],
    ['{"id":"\\u12g4"}', "invalid character 'g' in \\u hexadecimal character escape"],
    ['{"size":01}', "invalid character '1' after object key:value pair"],
    ['{"size":-}', "invalid character '}' in numeric literal"],
    ['{"size":1.}', "invalid character '}' after decimal point in numeric literal"],
    ['{"size":1e}', "invalid character '}' in exponent of numeric literal"],
    ['{"id":é}', "invalid character 'Ã' looking for beginning of value"],
    ['{"id":"a",}', "invalid character '}' looking for beginning of object key string"],
  ];
  it.each(faults)('%j', (json, error) => {
    expect(errorOf(json)).toBe(error);
  });
});

it('refuses nesting that is too deep', () => {
  expect(errorOf('['.repeat(100_000))).toBe('exceeded max depth');
});

describe('JSON values as Go decodes them', () => {
  it('takes keys without regard to letter case, the last of several', () => {
    const read = unmarshal('{"ID":"a","Inner":{"NAME":"n"},"id":"b"}', outer);
    expect(read).toMatchObject({ ok: true, value: { id: 'b', inner: { name: 'n' } } });
  });

  it('skips unknown keys, and takes null for absent', () => {
    const read = unmarshal('{"foo":[1],"id":null,"inner":null,"list":null}', outer);
    expect(read).toMatchObject({ ok: true, value: { id: '', inner: null, list: null } });
  });

  it('tells an empty list from none, and keeps nulls in lists', () => {
    const read = unmarshal('{"list":[],"inner":{"ports":[]}}', outer);
    expect(read).toMatchObject({ ok: true, value: { list: [], inner: { ports: [] } } });
    expect(unmarshal('{"list":[null]}', outer)).toMatchObject({ ok: true, value: { list: [null] } });
  });

  it('does not take inherited names for fields', () => {
    expect(unmarshal('{"constructor":1,"__proto__":2}', outer)).toMatchObject({ ok: true });
  });

  const wrongTypes: readonly (readonly [string, string])[] = [
    ['{"id":1}', 'number into Go struct field Outer.id of type string'],
    ['{"id":true}', 'bool into Go struct field Outer.id of type string'],
    ['{"on":"true"}', 'string into Go struct field Outer.on of type bool'],
    ['{"size":"1"}', 'string into Go struct field Outer.size of type int64'],
    ['{"size":1.5}', 'number 1.5 into Go struct field Outer.size of type int64'],
    [
      '{"size":9223372036854775808}',
      'number 9223372036854775808 into Go struct field Outer.size of type int64',
    ],
    ['{"inner":"x"}', 'string into Go struct field Outer.inner of type things.Inner'],
    ['{"inner":{"ports":{}}}', 'object into Go struct field Inner.inner.ports of type []uint16'],
    ['{"inner":{"ports":[1,70000]}}', 'number 70000 into Go struct field Inner.inner.ports of type uint16'],
    ['{"list":[{},{"name":[]}]}', 'array into Go struct field Inner.list.name of type string'],
    ['{"list":{}}', 'object into Go struct field Outer.list of type []*things.Inner'],
    ['{"labels":{"a":1}}', 'number into Go struct field Outer.labels of type string'],
    ['{"labels":[]}', 'array into Go struct field Outer.labels of type map[things.Label]string'],
    ['[]', 'array into Go value of type things.Outer'],
  ];
  it.each(wrongTypes)('%s', (json, error) => {
    expect(errorOf(json)).toBe(`json: cannot unmarshal ${error}`);
  });

  it('names the first wrong type in the text, or in sorted order where the value was marshalled again', () => {
    expect(errorOf('{"size":"x","id":1}')).toContain('Outer.size');
    expect(remarshal({ size: 'x', id: 1 }, outer)).toMatchObject({
      error: expect.stringContaining('Outer.id'),
    });
  });
});

it('takes no number that a float64 cannot hold, not even where anything goes', () => {
  expect(errorOf('{"value":{"deep":[1,1e400]}}')).toBe(
    'json: cannot unmarshal number 1e400 into Go struct field Outer.value of type float64',
  );
  expect(errorOf('{"value":1e308}')).toBe('');
});
