import { describe, expect, it } from 'vitest';
import { readDomainsSetting } from '../../../client/src/ui/model/domainsSetting.ts';
import { readVocabularies } from '../../../server/src/schema/vocabularies.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const schema = JSON.stringify({
  title: 'Firmware agent',
  required: ['slot'],
  properties: {
    slot: { description: 'Where it is flashed.', enum: ['a', 'b'] },
    retries: { $ref: '#/$defs/count' },
    file: { type: 'array', items: { type: 'string', pattern: '^/' } },
    verify: { type: 'boolean' },
  },
  $defs: { count: { type: 'integer' }, domainConfig: { properties: { modem: {} } } },
});
const uri = 'file:///a.yaml';

function serviceWith(text: string, vocabulary = schema) {
  const service = createLanguageService();
  service.configure({ domains: readVocabularies({ firmware: vocabulary }).vocabularies });
  service.open(uri, 'kanto-yaml', 1, text);
  return service;
}

const manifest = (config: string) =>
  `domains:\n  - id: firmware\n    components:\n      - id: modem\n        version: "1"\n        config: ${config}\n`;
const told = (config: string, vocabulary = schema) =>
  serviceWith(manifest(config), vocabulary)
    .validate(uri)
    .map(({ code, message }) => `${code} | ${message}`);

describe('a domain with a vocabulary', () => {
  it('is known, and right where it follows it', () => {
    const config =
      '[{key: slot, value: a}, {key: retries, value: "3"}, {key: file, value: /a}, {key: file, value: /b}, {key: verify, value: "true"}]';
    expect(told(config)).toEqual([]);
  });

  it.each([
    [
      'an unknown key',
      '[{key: slot, value: a}, {key: slots, value: b}]',
      'vocabulary-key-unknown',
      'Did you mean `slot`?',
    ],
    ['a value that is not listed', '[{key: slot, value: c}]', 'vocabulary-value-invalid', '`a`, `b`'],
    [
      'text for a number',
      '[{key: slot, value: a}, {key: retries, value: x}]',
      'vocabulary-value-invalid',
      'integer',
    ],
    [
      'one of several entries',
      '[{key: slot, value: a}, {key: file, value: /a}, {key: file, value: b}]',
      'vocabulary-value-invalid',
      '`b`',
    ],
    ['a missing key', '[{key: verify, value: "false"}]', 'vocabulary-key-missing', '`slot`'],
  ])('tells of %s', (_, config, code, says) => {
    expect(told(config)).toEqual([
      expect.stringMatching(new RegExp(`^${code} .*${says.replace('?', '\\?')}`)),
    ]);
  });

  it('takes any key where the vocabulary is open', () => {
    expect(told('[{key: x, value: y}]', '{"properties": {}, "additionalProperties": true}')).toEqual([]);
  });

  it('has its keys and values completed, its entries explained', () => {
    const text = manifest('[{key: slot, value: a}, {key: , value: x}]');
    const service = serviceWith(text);
    const labels = (character: number) =>
      service.complete(uri, { line: 5, character }).items.map(({ label }) => label);
    const line = text.split('\n')[5] ?? '';
    expect(labels(line.indexOf('key: ,') + 5)).toEqual(expect.arrayContaining(['retries', 'file', 'verify']));
    expect(labels(line.indexOf('a}'))).toEqual(expect.arrayContaining(['a', 'b']));
    expect(JSON.stringify(service.hover(uri, { line: 5, character: line.indexOf('slot') }))).toContain(
      'Where it is flashed.',
    );
  });

  it('is offered as a domain', () => {
    const service = serviceWith('domains:\n  - id: \n');
    const labels = service.complete(uri, { line: 1, character: 8 }).items.map(({ label }) => label);
    expect(labels).toContain('firmware');
  });

  it('is unknown again once its vocabulary is gone', () => {
    const service = serviceWith(
      `${manifest('[]')}  - id: containers\n    components: [{id: a, version: "1"}]\n`,
    );
    expect(service.validate(uri).map(({ code }) => code)).toEqual(['vocabulary-key-missing']);
    service.configure({ domains: new Map() });
    expect(service.validate(uri).map(({ code }) => code)).toEqual(['domain-unknown']);
  });
});

describe('a vocabulary that cannot be used', () => {
  it.each([
    ['is damaged', '{\n"properties": {', 'damaged JSON, see line 2'],
    ['is something else', '[]', 'must be a JSON Schema'],
    ['is no schema', '{"properties": {"a": {"type": "nothing"}}}', 'it is no JSON Schema'],
    [
      'refers to what is not there',
      '{"properties": {"a": {"$ref": "https://example.com/b.json"}}}',
      'is no JSON Schema',
    ],
    ['has a pattern that is none', '{"properties": {"a": {"pattern": "("}}}', 'is no JSON Schema'],
  ])('%s: it is told, and nothing else breaks', (_, text, reason) => {
    const { vocabularies, faults } = readVocabularies({ bad: text, good: schema });
    expect([...vocabularies.keys()]).toEqual(['good']);
    expect(faults).toEqual([expect.stringContaining(reason)]);
  });

  it('is of a domain that is built in', () => {
    expect(readVocabularies({ 'self-update': schema }).faults).toEqual([expect.stringContaining('built in')]);
  });

  it('may be of any dialect that means the same', () => {
    const newer = schema.replace(
      '{',
      '{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "x:y", ',
    );
    expect(readVocabularies({ firmware: newer }).faults).toEqual([]);
  });
});

describe('a hostile vocabulary', () => {
  const config = (value: string) => `[{key: x, value: "${value}"}, {key: y, value: z}]`;

  it.each(['^(a+)+$', '^(a|a)*$', '(a*)*b'])('cannot stop the server with a pattern: %s', (pattern) => {
    const vocabulary = JSON.stringify({
      properties: { x: { type: 'string', pattern }, y: { enum: ['a'] } },
    });
    expect(told(config(`${'a'.repeat(39)}!`), vocabulary)).toEqual([expect.stringContaining('`a`')]);
  });

  it('cannot stop the server with a simple pattern and a long text', () => {
    const vocabulary = JSON.stringify({ properties: { x: { pattern: 'a+b' }, y: { enum: ['a'] } } });
    expect(told(config('a'.repeat(500_000)), vocabulary)).toEqual([expect.stringContaining('`a`')]);
  });

  /** Each of so many definitions leads twice to the next. */
  const doubling = (levels: number) => ({
    properties: { x: { $ref: '#/definitions/d0' } },
    definitions: Object.fromEntries(
      Array.from({ length: levels }, (_, level) => [
        `d${level}`,
        { oneOf: [{ $ref: `#/definitions/d${level + 1}` }, { $ref: `#/definitions/d${level + 1}` }] },
      ]).concat([[`d${levels}`, { oneOf: [] }]]),
    ),
  });

  it.each<[string, object]>([
    ['few lines that lead to very much', doubling(60)],
    ['very many keys', { properties: Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [i, {}])) }],
    ['very many values', { properties: { x: { enum: Array.from({ length: 100_000 }, (_, i) => i) } } }],
  ])('that has %s is not used, and read no further', (_, vocabulary) => {
    const { faults } = readVocabularies({ firmware: JSON.stringify(vocabulary) });
    expect(faults).toEqual([expect.stringContaining('can be checked while somebody types')]);
  });

  it('cannot stop the server where a manifest decides how often it leads back', () => {
    const back = { additionalProperties: { $ref: '#/definitions/back' } };
    const vocabulary = JSON.stringify({
      properties: { x: { type: 'object', oneOf: [{ $ref: '#/definitions/back' }] }, y: {} },
      definitions: { back: { oneOf: [back, { ...back, minProperties: 1 }] } },
    });
    const nested = `${'{\\"a\\":'.repeat(60)}1${'}'.repeat(60)}`;
    expect(told(config(nested), vocabulary)).toEqual([]);
  });

  it('of a thousand keys with ten values each, as a large agent has, is used', () => {
    const values = Array.from({ length: 10 }, (_, i) => `v${i}`);
    const keys = Array.from({ length: 1000 }, (_, i) => [`k${i}`, { type: 'string', enum: values }]);
    const { faults } = readVocabularies({
      firmware: JSON.stringify({ properties: Object.fromEntries(keys) }),
    });
    expect(faults).toEqual([]);
  });

  it('has patterns with choices and repetitions that are kept to', () => {
    const pattern = '^(?:a+|b+)(?:,(?:a+|b+))*$';
    const vocabulary = JSON.stringify({ properties: { x: { type: 'string', pattern }, y: {} } });
    expect(told(config('aa,b'), vocabulary)).toEqual([]);
    expect(told(config('aa,'), vocabulary)).toEqual([expect.stringContaining('vocabulary-value-invalid')]);
  });

  it.each([
    ['itself', { $ref: '#', properties: { x: { type: 'string' } } }],
    ['its own property', { properties: { x: { $ref: '#/properties/x' } } }],
    [
      'a definition that leads to itself',
      {
        properties: { x: { allOf: [{ $ref: '#/definitions/a' }] } },
        definitions: { a: { allOf: [{ $ref: '#/definitions/a' }] } },
      },
    ],
  ])('that leads to %s is not used', (_, vocabulary) => {
    const { faults } = readVocabularies({ firmware: JSON.stringify(vocabulary) });
    expect(faults).toEqual([expect.stringContaining('leads back to itself')]);
  });

  it('is not used where it is nested without end, or longer than anybody writes', () => {
    const nested = `${'{"properties":{"x":'.repeat(5000)}{}${'}}'.repeat(5000)}`;
    expect(readVocabularies({ firmware: nested }).faults).toEqual([expect.stringContaining('too deep')]);
    const long = `{"properties": {}}${' '.repeat(5_000_000)}`;
    expect(readVocabularies({ firmware: long }).faults).toEqual([expect.stringContaining('4 MB')]);
  });

  it('is checked at once, though it asks for something else', () => {
    const vocabulary = JSON.stringify({ $async: true, properties: { x: { type: 'number' }, y: {} } });
    expect(told(config('a'), vocabulary)).toEqual([expect.stringContaining('must be number')]);
  });

  it('leads to no other file', () => {
    for (const $ref of ['http://127.0.0.1:9/a.json', 'file:///etc/passwd', '../other.json'])
      expect(readVocabularies({ firmware: JSON.stringify({ properties: { x: { $ref } } }) }).faults).toEqual([
        expect.stringContaining("can't resolve reference"),
      ]);
  });
});

describe('the setting kanto.domains', () => {
  it('names files', () => {
    const { files, faults } = readDomainsSetting({ firmware: 'a.json', other: 5 });
    expect([...files]).toEqual([['firmware', 'a.json']]);
    expect(faults).toEqual([expect.stringContaining('"other"')]);
    expect(readDomainsSetting([]).faults).toHaveLength(1);
    expect(readDomainsSetting(undefined)).toEqual({ files: new Map(), faults: [] });
  });
});
