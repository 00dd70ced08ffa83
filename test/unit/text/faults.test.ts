import { describe, expect, it } from 'vitest';
import { parseText } from '../../../server/src/text/parse.ts';

/** What is told of a text: the marked part and the message, joined by ` | `. */
const told = (format: 'json' | 'yaml', text: string) =>
  parseText(format, text).problems.map(
    ({ span, message }) => `${text.slice(span.start, span.end)} | ${message}`,
  );

const yaml = 'domains:\n  - id: containers\n    components:\n      - id: a\n        version: "1"\n';
const json = '{"domains": [{"id": "containers", "components": [{"id": "a", "version": "1"}]}]}';

describe('a mistyped YAML document: one fault, where it is, in plain words', () => {
  it.each([
    [
      'a key indented too deep',
      yaml.replace('        version', '          version'),
      'version: "1" | This line is indented deeper than the key above it, which has a value already: check its indentation.',
    ],
    [
      'no blank after the dash',
      yaml.replace('- id: a', '-id: a'),
      '-id | A blank is missing after the `-` of this list item.',
    ],
    [
      'no blank after the colon',
      yaml.replace('id: a', 'id:a'),
      'id:a | A blank is missing after `id:`, so YAML reads this as text and not as a key with a value.',
    ],
    ['no colon', yaml.replace('components:', 'components'), 'components | A `:` is missing after this key.'],
    ['a key half typed', `${yaml}        conf`, 'conf | A `:` is missing after this key.'],
    [
      'a tab',
      yaml.replace('        version', '\tversion'),
      '\t | YAML is indented with blanks; a tab is not allowed here.',
    ],
    [
      'an open quote',
      yaml.replace('"1"', '"1'),
      '"1 | The quote that opens here is never closed: a `"` is missing.',
    ],
    [
      'an open list in brackets',
      `${yaml}        config: [{key: a, value: b}\n  - id: x\n`,
      '[ | The `[` that opens here is not closed: a `]` is missing.',
    ],
    [
      'an open map in braces',
      `${yaml}        config: [{key: a, value: b]\n`,
      '{ | The `{` that opens here is not closed: a `}` is missing.',
    ],
    [
      'a quote in quotes',
      yaml.replace('"1"', "'it's'"),
      "s' | The quote is closed before this: within single quotes, a `'` is written twice.",
    ],
    [
      'a reserved character',
      yaml.replace('"1"', '@1'),
      '@ | A value cannot begin with `@` in YAML: put it in quotes.',
    ],
    [
      'a colon in a value',
      yaml.replace('"1"', 'a: b'),
      'a | Two keys stand on one line: put the value in quotes, or the second key on its own line.',
    ],
    [
      'an item among keys',
      'domains:\n  id: x\n  - id: y\n',
      '- id: y | A list item stands among keys: indent it under the key that it belongs to, or give it one.',
    ],
    [
      'a template',
      'a: {{x}}',
      '{x} | A list or a map cannot be a key: a message to a device has only text keys.',
    ],
    [
      'an unknown tag',
      yaml.replace('"1"', '!foo 1'),
      '!foo | The tag `!foo` is not known; a message to a device has no tags, and it is left out.',
    ],
    [
      'a merge conflict',
      `<<<<<<< HEAD\n${yaml}=======\n${yaml}>>>>>>> other\n`,
      '<<<<<<< HEAD | A merge conflict is left here: keep one of the two versions, and remove the marks.',
    ],
  ])('%s', (_, text, expected) => {
    expect(told('yaml', text)).toEqual([expected]);
  });

  it.each([
    ['a byte order mark', `\ufeff${yaml}`],
    ['an anchor alone', yaml.replace('"1"', '&a')],
    ['a known tag', yaml.replace('"1"', '!!str 1')],
    ['an item not yet written', `${yaml}        config:\n          - `],
    ['Windows line ends', yaml.replaceAll('\n', '\r\n')],
  ])('%s is no fault', (_, text) => {
    expect(told('yaml', text)).toEqual([]);
  });
});

describe('a mistyped JSON document: one fault, where it is, in plain words', () => {
  it.each([
    ['no comma', json.replace('"a",', '"a"'), '"version" | A comma is missing before this.'],
    ['a comma too many', json.replace('"a",', '"a",,'), ', | There is one comma too many here.'],
    [
      'a comma at the end',
      json.replace('}]}]}', '},]}]}'),
      ', | Nothing follows this comma: JSON allows no comma before `]`.',
    ],
    ['single quotes', json.replace('"a"', "'a'"), "'a' | Strings are written in double quotes in JSON."],
    [
      'a key without quotes',
      json.replace('"version"', 'version'),
      'version | Keys are written in double quotes in JSON: `"version"`.',
    ],
    [
      'a key in single quotes',
      json.replace('"version"', "'version'"),
      '\'version\' | Keys are written in double quotes in JSON: `"version"`.',
    ],
    [
      'no brace at the end',
      json.slice(0, -1),
      '] | The text ends here, but a `{` is not closed yet: a `}` is missing.',
    ],
    ['a brace too many', `${json}}`, '} | JSON holds one value, and it ended before this.'],
    [
      'a brace for a bracket',
      json.replace('}]}', '}}}'),
      '} | This `}` closes nothing: a `]` is missing before it.',
    ],
    [
      'no colon',
      json.replace('"version":', '"version"'),
      '"1" | A colon is missing between the key and its value.',
    ],
    ['no value', json.replace('"1"', ''), '} | A value is missing here.'],
    ['an open quote', json.replace('"1"', '"1'), '"1}]}]} | This string has no closing quote.'],
    ['a zero in front', json.replace('"1"', '01'), '1 | A number has no zero in front in JSON.'],
    ['a number half typed', json.replace('"1"', '1.'), '1. | `1.` is no number as JSON writes it.'],
    [
      'a tab in a string',
      json.replace('"1"', '"\t"'),
      '"\t" | A string holds a control character (a tab, say): write it as an escape, `\\t`.',
    ],
    [
      'no number',
      json.replace('"1"', 'NaN'),
      'NaN | `NaN` is no JSON value: strings are written in double quotes, besides numbers, true, false and null.',
    ],
    [
      'a merge conflict',
      `<<<<<<< HEAD\n${json}\n=======\n${json}\n>>>>>>> other\n`,
      '<<<<<<< HEAD | A merge conflict is left here: keep one of the two versions, and remove the marks.',
    ],
  ])('%s', (_, text, expected) => {
    expect(told('json', text)).toEqual([expected]);
  });
});
