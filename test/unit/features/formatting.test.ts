import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Range } from 'vscode-languageserver-types';
import { format } from '../../../server/src/features/formatting.ts';
import { documentOf } from './support.ts';

const twoBlanks: FormattingOptions = { tabSize: 2, insertSpaces: true };

function formatted(languageId: string, text: string, options = twoBlanks, range?: Range): string {
  const document = documentOf(languageId, text);
  return TextDocument.applyEdits(document.text, format(document, options, range));
}

const json = (text: string, options?: FormattingOptions, range?: Range) =>
  formatted('kanto-json', text, options, range);
const yaml = (text: string, options?: FormattingOptions, range?: Range) =>
  formatted('kanto-yaml', text, options, range);
const lines = (...all: string[]) => `${all.join('\n')}\n`;
const lineRange = (first: number, last: number): Range => ({
  start: { line: first, character: 0 },
  end: { line: last, character: 1 },
});

describe('formatting JSON', () => {
  it('indents, gives each entry a line where the author began to, and keeps entries on one line that were', () => {
    expect(
      json(
        lines(
          '// what runs',
          '{ "domains":[',
          '{ "id":"containers" , "components" : [ {"id": "a"  }  ],',
          '"config":[ ] } // all',
          ' /* no more */ ] }',
        ),
      ),
    ).toBe(
      lines(
        '// what runs',
        '{ "domains": [',
        '  {',
        '    "id": "containers",',
        '    "components": [{ "id": "a" }],',
        '    "config": []',
        '  } // all',
        '  /* no more */',
        '] }',
      ),
    );
  });

  it('spreads what does not fit on a line', () => {
    const entry = '{"key":"image","value":"docker.io/library/influxdb:2.7.1"}';
    expect(
      json(`{"domains":[{"id":"containers","components":[{"id":"influxdb","config":[${entry}]}]}]}`),
    ).toBe(
      `{
  "domains": [
    {
      "id": "containers",
      "components": [
        {
          "id": "influxdb",
          "config": [{ "key": "image", "value": "docker.io/library/influxdb:2.7.1" }]
        }
      ]
    }
  ]
}`,
    );
  });

  it('keeps one blank line between entries', () => {
    expect(json('{\n\n  "a": 1,\n\n\n\n  // b\n  "b": 2\n\n}\n')).toBe(
      '{\n  "a": 1,\n\n  // b\n  "b": 2\n}\n',
    );
  });

  it('indents by tabs or more blanks where that is wanted', () => {
    const text = '{\n"a": [\n1\n]\n}\n';
    expect(json(text, { tabSize: 4, insertSpaces: false })).toBe('{\n\t"a": [\n\t\t1\n\t]\n}\n');
    expect(json(text, { tabSize: 3, insertSpaces: true })).toBe('{\n   "a": [\n      1\n   ]\n}\n');
  });

  it('leaves a damaged text alone', () => {
    for (const text of ['{ "a":1, }', '{ "a":1', '{ "a" 1 }', '{ "a": "b\n }', '[1 2]'])
      expect(json(text)).toBe(text);
  });
});

describe('formatting block YAML', () => {
  it('indents each level, comments with what they stand beside, and keeps quotes, anchors and long texts', () => {
    expect(
      yaml(
        lines(
          '# what runs',
          'domains:',
          '    -   id:   containers   # all',
          '        components:',
          '        # the database',
          '        -   id: &n influxdb',
          '            version:  "2.7.1"  ',
          '            config:',
          '              -  key: env',
          '                 value: |',
          '                      A=1',
          '                        B=2',
          '              # - key: port',
          '              - key: x',
          '                value: "long',
          '                     text"',
          '',
          '',
          '',
          '            # after',
          '        -',
          '          id: *n',
          '    - id:',
          '          self-update',
        ),
      ),
    ).toBe(
      lines(
        '# what runs',
        'domains:',
        '  - id: containers   # all',
        '    components:',
        '      # the database',
        '      - id: &n influxdb',
        '        version: "2.7.1"',
        '        config:',
        '          - key: env',
        '            value: |',
        '              A=1',
        '                B=2',
        '          # - key: port',
        '          - key: x',
        '            value: "long',
        '                 text"',
        '',
        '        # after',
        '      -',
        '        id: *n',
        '  - id:',
        '      self-update',
      ),
    );
  });

  it('keeps lists in the column of their key where most are written so', () => {
    expect(yaml('domains:\n- id: a\n  components:\n    - id: b\n  config:\n  - key: c\n')).toBe(
      'domains:\n- id: a\n  components:\n  - id: b\n  config:\n  - key: c\n',
    );
  });

  it('steps as far as the editor says, but never with tabs', () => {
    expect(
      yaml('domains:\n  - id: a\n    config:\n      - key: b\n', { tabSize: 4, insertSpaces: false }),
    ).toBe('domains:\n    - id: a\n      config:\n          - key: b\n');
  });

  it('moves block scalars as a whole, and keeps a counted indentation', () => {
    expect(yaml('a:\n    b: |2-\n        x\n       y\n    c: >+\n      z\n\n\n')).toBe(
      'a:\n  b: |2-\n      x\n     y\n  c: >+\n    z\n\n\n',
    );
  });

  it('leaves a damaged document alone, and lays out the others of the text', () => {
    expect(yaml('a:   1\n---\nb:  "open\n---\nc: [ 1,2 ]\n')).toBe('a: 1\n---\nb:  "open\n---\nc: [ 1,2 ]\n');
    expect(yaml('a:   1\n---\n- b:  2\nc: 3\n---\nd:   4\n')).toBe('a: 1\n---\n- b:  2\nc: 3\n---\nd: 4\n');
    expect(yaml('a:\n\tb:   1\n')).toBe('a:\n\tb:   1\n');
  });
});

describe('formatting flow YAML', () => {
  it('puts blanks behind commas and colons and indents by brackets', () => {
    expect(
      yaml(
        lines(
          'domains: [',
          ' {id:  containers ,"components":[ {id: a,version: "1"}],',
          '      config: [',
          '    {key: x , value: "y:z"}, # pair',
          '  # more',
          '  ]},',
          ']',
        ),
      ),
    ).toBe(
      lines(
        'domains: [',
        '  {id: containers, "components": [ {id: a, version: "1"}],',
        '    config: [',
        '      {key: x, value: "y:z"}, # pair',
        '      # more',
        '    ]},',
        ']',
      ),
    );
  });
});

describe('formatting', () => {
  it('ends the text as the editor wants it', () => {
    const all = { ...twoBlanks, trimFinalNewlines: true, insertFinalNewline: true };
    expect(json('{}', all)).toBe('{}\n');
    expect(json('{}\n\n\n', all)).toBe('{}\n');
    expect(json('{}\n\n\n')).toBe('{}\n\n\n');
    expect(yaml('a: 1', all)).toBe('a: 1\n');
    expect(yaml('a: 1\n\n\n', all)).toBe('a: 1\n');
    expect(yaml('a: 1\n\n\n')).toBe('a: 1\n\n\n');
    expect(yaml('a: |+\n  x\n\n\n', all)).toBe('a: |+\n  x\n\n\n');
  });

  it('keeps the line breaks and the byte order mark of the text', () => {
    expect(json('\uFEFF{\r\n"a":1\r\n}\r\n')).toBe('\uFEFF{\r\n  "a": 1\r\n}\r\n');
    expect(yaml('\uFEFFa:\r\n    b:  1\r\n')).toBe('\uFEFFa:\r\n  b: 1\r\n');
  });

  it('of some lines changes those lines only', () => {
    expect(json('{\n"a":1,\n"b":2,\n"c":3\n}\n', twoBlanks, lineRange(2, 2))).toBe(
      '{\n"a":1,\n  "b": 2,\n"c":3\n}\n',
    );
    expect(
      yaml('a:\n    b:   1\n    c:\n        d:   |\n           x\n    e:  2\n', twoBlanks, lineRange(2, 4)),
    ).toBe('a:\n    b:   1\n    c:\n      d: |\n        x\n    e:  2\n');
  });

  it('makes small edits, so that the cursor stays where it is', () => {
    const document = documentOf('kanto-yaml', 'a:\n  b: 1\n  c:   2 # two\n');
    expect(format(document, twoBlanks)).toEqual([
      { range: { start: { line: 2, character: 4 }, end: { line: 2, character: 7 } }, newText: ' ' },
    ]);
  });

  it('leaves a text alone that is no manifest', () => {
    expect(formatted('json', '{ "a":1 }')).toBe('{ "a":1 }');
  });
});
