import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonValue } from '../../../server/src/text/node.ts';
import { parseText } from '../../../server/src/text/parse.ts';
import {
  renderProperty,
  renderValue,
  type Style,
  styleOf,
  yamlScalar,
} from '../../../server/src/text/render.ts';
import { plainValue } from '../../../server/src/text/tree.ts';

const style: Style = { unit: '  ', indentedLists: true, spreadObjects: false };
const component = {
  id: 'influxdb',
  version: '1.10',
  config: [{ key: 'image', value: 'influxdb:1.10' }],
  empty: [],
};

const read = (format: 'json' | 'yaml', text: string) => plainValue(parseText(format, text).roots[0]);

describe('a value is written', () => {
  it('as block YAML', () => {
    expect(renderProperty('component', component, 'block', style, '')).toBe(
      [
        'component:',
        '  id: influxdb',
        '  version: "1.10"',
        '  config:',
        '    - key: image',
        '      value: influxdb:1.10',
        '  empty: []',
      ].join('\n'),
    );
  });

  it('as flow YAML', () => {
    expect(renderValue(component, 'flow', style, '')).toBe(
      '{id: influxdb, version: "1.10", config: [{key: image, value: influxdb:1.10}], empty: []}',
    );
  });

  it('as JSON', () => {
    expect(renderValue(component, 'json', style, '')).toBe(
      [
        '{',
        '  "id": "influxdb",',
        '  "version": "1.10",',
        '  "config": [',
        '    { "key": "image", "value": "influxdb:1.10" }',
        '  ],',
        '  "empty": []',
        '}',
      ].join('\n'),
    );
  });
});

describe('a string in YAML', () => {
  it('is quoted where YAML 1.1 or 1.2 would read something else', () => {
    for (const word of ['1.10', 'yes', '0o17', '017', '1_000', 'null', '~', '', '<<', '- a', 'a: b', 'a #b'])
      expect(yamlScalar(word, false)).toMatch(/^".*"$|^'.*'$/);
    for (const word of ['influxdb', 'docker.io/library/influxdb:2.7.1', '2.7.1', 'a,b'])
      expect(yamlScalar(word, false)).toBe(word);
  });
});

describe('a name in YAML', () => {
  it.each(['a]\u2028', 'a\u2028b', '\u0085', '[a]\u00a0', 'a\u00a0', '\ufeff', 'a: \u2029'])(
    'keeps blanks and line breaks of other scripts: %j',
    (text) => {
      for (const version of ['1.1', '1.2'] as const) {
        expect(parse(`a: ${yamlScalar(text, false)}\n`, { version })).toEqual({ a: text });
        expect(parse(`[${yamlScalar(text, true)}]`, { version })).toEqual([text]);
      }
      expect(yamlScalar(text, false)).not.toMatch(/[\u0085\u2028\u2029]/);
    },
  );

  it('hides no sign: what is not seen stands as its number, and is read back as it was', () => {
    const hidden = ['\u200b', '\u200e', '\u061c', '\u00ad', '\u202e', '\u2066', '\ufeff', '\u{e0041}'];
    for (const text of hidden.flatMap((sign) => [`a${sign}b`, `${sign}: #`])) {
      for (const version of ['1.1', '1.2'] as const)
        expect(parse(`- ${yamlScalar(text, false)}`, { version })).toEqual([text]);
      expect(yamlScalar(text, false)).toMatch(/^"[\x20-\x7e]+"$/);
    }
  });

  it('is written as the printer writes it', () => {
    const letters = fc.constantFrom(...'aNoyes1_./-:');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 6 }), (name) => {
        const written = yamlScalar(name, false);
        if (written !== name) return;
        for (const version of ['1.1', '1.2'] as const)
          expect(parse(`- ${name}`, { version })).toEqual([name]);
        if (yamlScalar(name, true) === name) expect(parse(`[${name}, x]`)).toEqual([name, 'x']);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('whatever the value', () => {
  const value = fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .map((it) => JSON.parse(JSON.stringify(it)) as JsonValue);
  it.each([
    ['json', 'json'],
    ['flow', 'yaml'],
    ['block', 'yaml'],
  ] as const)('%s reads back as it', (writing, format) => {
    fc.assert(
      fc.property(value, (it) => {
        const text =
          writing === 'block'
            ? renderProperty('root', it, writing, style, '')
            : `${writing === 'json' ? '{ "root": ' : '{root: '}${renderValue(it, writing, style, '')}}`;
        expect(read(format, text)).toEqual({ root: it });
      }),
    );
  });
});

describe('the lists of a text', () => {
  const indented = (text: string) => styleOf(text, 'yaml').indentedLists;

  it('stand as the first one below a key does', () => {
    expect(indented('a:\n  - b\nc:\n- d\n')).toBe(true);
    expect(indented('a:\n- b\nc:\n  - d\n')).toBe(false);
    expect(indented('- a:\n  - b\n- c:\n    - d\n')).toBe(false);
  });

  it('are not told by what is no list below a key', () => {
    expect(indented('- a:\n- b\n')).toBe(true);
    expect(indented('- a:\n- b:\n  - c\n')).toBe(false);
  });
});
