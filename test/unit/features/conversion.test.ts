import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { convert } from '../../../server/src/features/conversion.ts';
import { parseText } from '../../../server/src/text/parse.ts';
import { plainValue } from '../../../server/src/text/tree.ts';
import { jsonTexts, yamlTexts } from '../text/manifestTexts.ts';
import { documentOf } from './support.ts';
import { writings } from './writings.ts';

type Format = 'json' | 'yaml';

const other = (format: Format): Format => (format === 'json' ? 'yaml' : 'json');

/** The text in the other format, or why not. */
function converted(format: Format, text: string, line?: number): string {
  const position = line === undefined ? undefined : { line, character: 0 };
  const result = convert(documentOf(`kanto-${format}`, text), other(format), position);
  return 'refused' in result ? `refused: ${result.refused}` : result.text;
}

const lines = (...all: string[]) => `${all.join('\n')}\n`;

describe('JSON becomes YAML', () => {
  it('with its comments, blank lines and order, quotes only where they are needed', () => {
    expect(
      converted(
        'json',
        lines(
          '// What runs.',
          '{ // all',
          '  "domains": [',
          '    {',
          '      // the only one',
          '      "id": "containers", // of Kanto',
          '      "components": [',
          '        { // first',
          '          "id": "influxdb", /* a',
          '                             * database */',
          '          "version": "1.10",',
          '',
          '          "config": [',
          '            { "key": "image", "value": "influxdb:1.10" }, // pinned',
          '            { "key": /* no */ "env", "value": "A=1\\nB=2" },',
          '            { "key": "privileged", "value": "true" }',
          '            // and no more',
          '          ]',
          '        }',
          '      ] // components',
          '    }',
          '  ],',
          '  "baselines": [] // none',
          '}',
          '// end',
        ),
      ),
    ).toBe(
      lines(
        '# What runs.',
        '# all',
        'domains:',
        '  # the only one',
        '  - id: containers # of Kanto',
        '    components:',
        '      - # first',
        '        id: influxdb',
        '        # a',
        '        # database',
        '        version: "1.10"',
        '',
        '        config:',
        '          - key: image # pinned',
        '            value: influxdb:1.10',
        '          # no',
        '          - key: env',
        '            value: |-',
        '              A=1',
        '              B=2',
        '          - key: privileged',
        '            value: "true"',
        '          # and no more',
        '      # components',
        'baselines: [] # none',
        '# end',
      ),
    );
  });
});

describe('YAML becomes JSON', () => {
  it('with its comments, blank lines and order', () => {
    expect(
      converted(
        'yaml',
        lines(
          '# What runs.',
          '',
          'domains: # all',
          '  - # first',
          '    id: containers # of Kanto',
          '    # here',
          '    components:',
          '      - id: influxdb',
          '        version: 1.10',
          '        config:',
          '          - key: image',
          '            value: influxdb:1.10 # pinned',
          '          - {key: port, value: "8086:8086"}',
          '          # - key: env',
          '          #   value: A=1',
          '',
          '      # another',
          '      - id: b',
          '        version:',
          '# the end',
        ),
      ),
    ).toBe(
      lines(
        '// What runs.',
        '',
        '{',
        '  "domains": [ // all',
        '    { // first',
        '      "id": "containers", // of Kanto',
        '      // here',
        '      "components": [',
        '        {',
        '          "id": "influxdb",',
        '          "version": 1.10,',
        '          "config": [',
        '            {',
        '              "key": "image",',
        '              "value": "influxdb:1.10" // pinned',
        '            },',
        '            { "key": "port", "value": "8086:8086" }',
        '            // - key: env',
        '            //   value: A=1',
        '          ]',
        '        },',
        '',
        '        // another',
        '        {',
        '          "id": "b",',
        '          "version": null',
        '        }',
        '      ]',
        '    }',
        '  ]',
        '}',
        '// the end',
      ),
    );
  });

  it('with a comment above the first item above it, and one behind the key behind it', () => {
    const yaml = lines('domains: # all', '  # where it runs', '  - id: containers');
    const json = lines(
      '{',
      '  "domains": [ // all',
      '    // where it runs',
      '    {',
      '      "id": "containers"',
      '    }',
      '  ]',
      '}',
    );
    expect(converted('yaml', yaml)).toBe(json);
    expect(converted('json', json)).toBe(yaml);
  });

  it('with a comment deep in a later entry where it stands', () => {
    const yaml = lines('a:', '  b: 1', 'c:', '  d:', '    # deep', '    - e');
    const json = lines(
      '{',
      '  "a": {',
      '    "b": 1',
      '  },',
      '  "c": {',
      '    "d": [',
      '      // deep',
      '      "e"',
      '    ]',
      '  }',
      '}',
    );
    expect(converted('yaml', yaml)).toBe(json);
  });

  it('with anchors and merge keys written out, and says so', () => {
    const text = lines('a: &x', '  id: 1 # one', 'b: *x', 'c:', '  <<: *x', '  own: 2');
    expect(convert(documentOf('kanto-yaml', text), 'json')).toEqual({
      text: lines(
        '{',
        '  "a": {',
        '    "id": 1 // one',
        '  },',
        '  "b": {',
        '    "id": 1',
        '  },',
        '  "c": {',
        '    "id": 1,',
        '    "own": 2',
        '  }',
        '}',
      ),
      notes: ['2 aliases and merge keys are written out: JSON has none.'],
    });
  });
});

describe('a conversion of one long line', () => {
  it('looks through it once', () => {
    const time = (count: number) => {
      const entry = '{"id":"containers","components":[{"id":"a","version":"1"}]}';
      const document = documentOf('kanto-json', `{"domains":[${Array(count).fill(entry).join()}]}`);
      const start = performance.now();
      convert(document, 'yaml');
      return performance.now() - start;
    };
    time(500);
    const least = (count: number) => Math.min(time(count), time(count), time(count));
    expect(least(4000) / least(250)).toBeLessThan(80);
  });
});

describe('a conversion is refused', () => {
  it('where the text is damaged, and tells where', () => {
    expect(converted('json', '{\n  "a": 1,\n}\n')).toMatch(/^refused: .*cannot be read.* Line \d: /);
    expect(converted('yaml', 'a: 1\nb: "open\n')).toMatch(/^refused: .*Line 2: /);
  });

  it('where nothing is there, or it is in that format already', () => {
    expect(converted('yaml', '# nothing\n')).toMatch(/^refused: .*nothing/);
    expect(convert(documentOf('kanto-json', '{}'), 'json')).toEqual({
      refused: 'The document is JSON already.',
    });
  });

  it('where several documents are meant, unless a cursor tells which one', () => {
    const text = 'a: 1\n---\nb: 2 # two\n---\nc: "open\n';
    expect(converted('yaml', text)).toMatch(/^refused: .*several|documents/);
    expect(converted('yaml', text, 2)).toBe('{\n  "b": 2 // two\n}\n');
    expect(converted('yaml', text, 4)).toMatch(/^refused: .*Line 5/);
  });
});

describe('conversion, whatever is converted', { timeout: 120_000 }, () => {
  const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 300);
  const words = ({ text, comments }: ReturnType<typeof parseText>) =>
    comments
      .flatMap(({ start, end }) => text.slice(start, end).split(/[\s#*/]+/))
      .filter((word) => word !== '');

  /** Value and comments stay the same there and back. */
  function lawful(format: Format, text: string, resolves = false): void {
    const result = convert(documentOf(`kanto-${format}`, text), other(format));
    if ('refused' in result) return;
    const before = parseText(format, text);
    const after = parseText(other(format), result.text);
    expect(after.problems).toEqual([]);
    const root = before.roots.find((node) => node);
    expect(plainValue(after.roots[0])).toEqual(plainValue(root));
    if (!resolves) expect(words(after)).toEqual(words(before));
  }

  const files = ['examples', 'test/fixtures/documented', 'test/fixtures/seeds']
    .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
    .filter((file) => /\.(json|ya?ml)(\.golden)?$/.test(file));

  it.each(files)('keeps value and comments: %s', (file) => {
    lawful(file.includes('.json') ? 'json' : 'yaml', readFileSync(file, 'utf8'));
  });

  it.each(writings.map((it) => [it.name, it] as const))(
    'keeps value and comments: %s',
    (_, { languageId, text }) => {
      const format = languageId === 'kanto-json' ? 'json' : 'yaml';
      lawful(format, text);
      const there = converted(format, text);
      expect(there).not.toMatch(/^refused/);
      lawful(other(format), there);
    },
  );

  it('keeps value and comments of generated manifests', () => {
    fc.assert(
      fc.property(yamlTexts, (text) => lawful('yaml', text)),
      { numRuns: runs },
    );
    fc.assert(
      fc.property(jsonTexts, (text) => lawful('json', text)),
      { numRuns: runs },
    );
  });

  it('keeps any value', () => {
    const key = fc.oneof(
      fc.constantFrom('<<', 'id', '', '1', 'true', 'a: b', '__proto__', '#x', '- a'),
      fc.string({ maxLength: 9 }),
    );
    const text = fc.oneof(
      fc.constantFrom(
        'two\nlines',
        'end\n',
        '\n',
        ' a\nb',
        'a \nb',
        'a\n\n\nb\n\n',
        '\t',
        'a\tb\n\tc',
        '# x\ny',
        '1e3',
        '0x1f',
        'No',
        '\uFEFF',
        '\u0085\n1',
        '---\n...',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
        fc.array(tie('value'), { maxLength: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4 }), fc.constantFrom(0, 2), (it, indent) => {
        const json = JSON.stringify(it, undefined, indent);
        lawful('json', json);
        lawful('yaml', stringify(JSON.parse(json), { collectionStyle: indent === 0 ? 'flow' : 'any' }));
      }),
      { numRuns: runs },
    );
  });
});
