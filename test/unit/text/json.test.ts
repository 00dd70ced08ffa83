import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../server/src/text/json.ts';
import { spanOf } from '../../../server/src/text/node.ts';
import { asObject, nodeAtPath, placeAt, plainValue } from '../../../server/src/text/tree.ts';

const codes = (text: string) => parseJson(text).problems.map(({ code }) => code);
const marked = (text: string) =>
  parseJson(text).problems.map(({ span, message }) => `${text.slice(span.start, span.end)} | ${message}`);

describe('JSON', () => {
  it('reads comments without a complaint', () => {
    const parsed = parseJson('{ // one\n "a": /* two */ [1, true, null, "x"] }');
    expect(parsed.problems).toEqual([]);
    expect(plainValue(parsed.roots[0])).toEqual({ a: [1, true, null, 'x'] });
    expect(parsed.comments).toHaveLength(2);
  });

  it('keeps the place and the source of every node', () => {
    const text = '{"a": {"b": "x\\ny"}}';
    const node = nodeAtPath(parseJson(text).roots[0], ['a', 'b']);
    expect(node && text.slice(spanOf(node).start, spanOf(node).end)).toBe('"x\\ny"');
    expect(node).toMatchObject({ type: 'string', value: 'x\ny', source: '"x\\ny"', style: 'double' });
  });

  it('reads past a byte order mark, with places that count it', () => {
    const parsed = parseJson('\ufeff{"a": 1}');
    expect(parsed.problems).toEqual([]);
    expect(parsed.roots[0] && spanOf(parsed.roots[0])).toEqual({ start: 1, end: 9 });
  });

  it('gives a property without a value while it is typed', () => {
    const parsed = parseJson('{"a": , "b"');
    expect(asObject(parsed.roots[0])?.properties.map(({ name, value }) => [name, value])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
  });

  it('closes what is open at the end of the text', () => {
    const text = '{"domains": [{"id": "containers", ';
    const place = placeAt(parseJson(text).roots[0] ?? expect.fail('no tree'), text.length);
    expect(place?.path).toEqual(['domains', 0]);
  });

  it.each([
    ['', []],
    ['{"a": 1 "b": 2}', ['"b" | A comma is missing before this.']],
    ['{"a": 1,}', [', | Nothing follows this comma: JSON allows no comma before `}`.']],
    ['{"a" 1}', ['1 | A colon is missing between the key and its value.']],
    [
      '{"a": yes}',
      [
        'yes | `yes` is no JSON value: strings are written in double quotes, besides numbers, true, false and null.',
      ],
    ],
    ['{"a": }', ['} | A value is missing here.']],
    ['{"a": "x\n, "b": 1}', ['"x | This string has no closing quote.']],
    ['{"a": [1', ['1 | The text ends here, but a `[` is not closed yet: a `]` is missing.']],
    ['{"a": 1e999}', ['1e999 | `1e999` is too large: no device can read it.']],
    ['{} {}', ['{ | JSON holds one value, and it ended before this.']],
  ])('marks the cause, once: %s', (text, expected) => {
    expect(marked(text)).toEqual(expected);
  });

  it('says one thing about an empty object that never ends', () => {
    expect(codes('{')).toEqual(['syntax-unclosed']);
  });

  it('refuses what is nested too deep with one note', () => {
    const parsed = parseJson('{"a":'.repeat(10_000));
    expect(parsed.refused).toBe(true);
    expect(parsed.problems).toMatchObject([{ code: 'syntax-refused', severity: 'information' }]);
  });

  it('is not deceived by brackets in strings and comments', () => {
    expect(parseJson(`{"a": "${'['.repeat(200)}" /* ${'{'.repeat(200)} " */}`).refused).toBe(false);
  });
});
