import { describe, expect, it } from 'vitest';
import { spanOf } from '../../../server/src/text/node.ts';
import { asObject, nodeAtPath, placeAt, plainValue } from '../../../server/src/text/tree.ts';
import { parseYaml } from '../../../server/src/text/yaml.ts';
import { growth } from '../timing.ts';

const plain = (text: string) => parseYaml(text).roots.map((root) => plainValue(root));
const marked = (text: string) =>
  parseYaml(text).problems.map(({ span, message }) => `${text.slice(span.start, span.end)} | ${message}`);

describe('YAML', () => {
  it('reads every document of the text, each with its part of it', () => {
    const text = 'a: 1\n---\nb: 2\n...\n---\n# nothing\n';
    const parsed = parseYaml(text);
    expect(parsed.problems).toEqual([]);
    expect(parsed.roots.map((root) => root && plainValue(root))).toEqual([{ a: 1 }, { b: 2 }, undefined]);
    expect(parsed.rootSpans.map(({ start, end }) => text.slice(start, end)).join('|')).toBe(
      'a: 1\n|---\nb: 2\n...\n|---\n# nothing\n',
    );
  });

  it('has one empty document for an empty text', () => {
    expect(parseYaml('')).toMatchObject({ roots: [undefined], rootSpans: [{ start: 0, end: 0 }] });
  });

  it('follows aliases and merge keys; what is written beside the merge key wins', () => {
    const text = 'base: &b {id: x, version: "1"}\nmade:\n  <<: *b\n  version: "2"\nsame: *b\n';
    expect(plain(text)).toEqual([
      { base: { id: 'x', version: '1' }, made: { id: 'x', version: '2' }, same: { id: 'x', version: '1' } },
    ]);
  });

  it('knows the anchor of a key, and takes an alias in its place for the key that it names', () => {
    const text = 'a:\n  &k id: x\n  version: *k\nb: {*k : y, &v version: *v}\nc:\n  ? &w w\n  : *w\n';
    expect(parseYaml(text).problems).toEqual([]);
    expect(plain(text)).toEqual([
      { a: { id: 'x', version: 'id' }, b: { id: 'y', version: 'version' }, c: { w: 'w' } },
    ]);
  });

  it('refuses an alias for a key that names nothing, or no text', () => {
    expect(marked('x: &x []\n*y : 1\n*x : 2\n')).toEqual([
      '*y | `*y` names nothing: no `&y` stands before it.',
      '*x | A list or a map cannot be a key: a message to a device has only text keys.',
    ]);
  });

  it('takes a quoted `<<` for a key like any other', () => {
    expect(plain('"<<": {a: 1}')).toEqual([{ '<<': { a: 1 } }]);
  });

  it('keeps how a value was written', () => {
    const root = parseYaml("version: 1.10\ntext: |\n  one\n  two\nquoted: 'x'\n").roots[0];
    expect(nodeAtPath(root, ['version'])).toMatchObject({
      type: 'number',
      value: 1.1,
      source: '1.10',
      style: 'plain',
    });
    expect(nodeAtPath(root, ['text'])).toMatchObject({ type: 'string', value: 'one\ntwo\n', style: 'block' });
    expect(nodeAtPath(root, ['quoted'])).toMatchObject({ value: 'x', source: "'x'", style: 'single' });
  });

  it('implies null where nothing is written, and nothing where the colon is missing', () => {
    const properties = asObject(parseYaml('a:\nb').roots[0])?.properties;
    expect(properties?.[0]?.value).toMatchObject({ type: 'null', source: '' });
    expect(properties?.[1]?.value).toBeUndefined();
  });

  it.each([': 5', 'null: 5', '&a : 5'])('survives a key that is nothing: %s', (text) => {
    const key = asObject(parseYaml(`${text}\nb: 1`).roots[0])?.properties[0];
    expect(typeof key?.name).toBe('string');
  });

  it('reads past a byte order mark, with places that count it', () => {
    const root = parseYaml('\ufeffa: 1\n').roots[0];
    const node = nodeAtPath(root, ['a']);
    expect(node && spanOf(node)).toEqual({ start: 4, end: 5 });
  });

  it('finds all comments in order', () => {
    const text = '# a\nx: 1 # b\ny:\n  # c\n  - 1 # d\n';
    expect(parseYaml(text).comments.map(({ start, end }) => text.slice(start, end))).toEqual([
      '# a',
      '# b',
      '# c',
      '# d',
    ]);
  });

  it('tells the path at a place', () => {
    const text = 'domains:\n  - id: containers\n    components:\n      - id: x\n';
    const root = parseYaml(text).roots[0] ?? expect.fail('no tree');
    expect(placeAt(root, text.indexOf('x'))?.path).toEqual(['domains', 0, 'components', 0, 'id']);
    expect(placeAt(root, text.indexOf('components') + 2)).toMatchObject({
      path: ['domains', 0, 'components'],
      inKey: true,
    });
  });

  it.each([
    ['a: "x\nb: 3\n', ['"x | The quote that opens here is never closed: a `"` is missing.']],
    ['a:\n\t- b: 1\n\tc: 2\n', ['\t | YAML is indented with blanks; a tab is not allowed here.']],
    ['a: 1\nb\nc: 2\n', ['b | A `:` is missing after this key.']],
    [
      'id:containers\nversion: 3',
      [
        'id:containers | A blank is missing after `id:`, so YAML reads this as text and not as a key with a value.',
      ],
    ],
    [
      'version: 3\nid:containers\n',
      [
        'id:containers | A blank is missing after `id:`, so YAML reads this as text and not as a key with a value.',
      ],
    ],
    ['a: *q', ['*q | `*q` names nothing: no `&q` stands before it.']],
    ['a: &a [*a]', ['*a | `*a` stands inside the very value that `&a` names: it would never end.']],
    ['a: .nan', ['.nan | `.nan` has no form in JSON, so it cannot be sent to a device.']],
    ['a: @x', ['@ | A value cannot begin with `@` in YAML: put it in quotes.']],
    ['a: - b', ['- | A list cannot begin on the line of its key: put the `-` on the next line.']],
  ])('marks the cause, once: %j', (text, expected) => {
    expect(marked(text)).toEqual(expected);
  });

  it.each(['!!set {a, b}', '!!omap [a: 1]', '!!pairs [a: 1]', '!!binary eA==', '!!timestamp 2026-01-01'])(
    'takes a value for what it is without its tag, and says so: %s',
    (value) => {
      const parsed = parseYaml(`x: ${value}`);
      expect(parsed.problems).toMatchObject([{ code: 'syntax-unknown-tag', severity: 'warning' }]);
      expect(plainValue(parsed.roots[0])).toEqual(
        plainValue(parseYaml(`x: ${value.replace(/^\S+ /, '')}`).roots[0]),
      );
    },
  );

  it('refuses what is nested too deep with one note', () => {
    const unclosed = `domains:\n${'  - {id: a\n'.repeat(10_000)}`;
    for (const text of ['['.repeat(10_000), `${'- '.repeat(10_000)}a`, '{a: '.repeat(10_000), unclosed]) {
      const parsed = parseYaml(text);
      expect(parsed.refused).toBe(true);
      expect(parsed.problems).toMatchObject([{ code: 'syntax-refused', severity: 'information' }]);
    }
  });

  it('refuses aliases that stand for more than can be read', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i}: &l${i} [${Array(10).fill(i ? `*l${i - 1}` : 'x')}]`,
    );
    expect(parseYaml(levels.join('\n')).refused).toBe(true);
  });

  it('explains each of many faults on one line without looking through the line again', () => {
    const reading = (count: number) => {
      const text = `domains: ${'!a '.repeat(count)}`;
      return () => parseYaml(text);
    };
    expect(growth(4, reading(500), reading(16_000))).toBeLessThan(130);
  });

  it('answers a document of 100,000 aliases', () => {
    const parsed = parseYaml(`a: &a {id: x}\nb:\n${'  - *a\n'.repeat(100_000)}`);
    expect(parsed.refused).toBe(false);
    expect(parsed.problems).toEqual([]);
  });
});
