import { describe, expect, it } from 'vitest';
import { chosen, completeAt, labels, plainEditor } from './support.ts';

/** A text with a cursor, what is chosen, and the text after that. */
type Case = readonly [
  name: string,
  language: 'kanto-json' | 'kanto-yaml',
  marked: string,
  label: string,
  after: string,
];

const cases: readonly Case[] = [
  [
    'a new key in block YAML',
    'kanto-yaml',
    'domains:\n  - id: containers\n    ¦\n',
    'components',
    'domains:\n  - id: containers\n    components:\n      - ‸\n',
  ],
  [
    'a half-typed key in block YAML',
    'kanto-yaml',
    'domains:\n  - id: containers\n    comp¦\n',
    'components',
    'domains:\n  - id: containers\n    components:\n      - ‸\n',
  ],
  [
    'a key in front of its colon: only the name is replaced',
    'kanto-yaml',
    'domains:\n  - id: containers\n    comp¦: []\n',
    'components',
    'domains:\n  - id: containers\n    components: []\n',
  ],
  [
    'lists at the column of their key, as the rest of the document has them',
    'kanto-yaml',
    'domains:\n- id: containers\n  ¦\n',
    'components',
    'domains:\n- id: containers\n  components:\n  - ‸\n',
  ],
  [
    'steps of four blanks, as the rest of the document has them',
    'kanto-yaml',
    'value:\n    activityId: a\n    ¦\n',
    'desiredState',
    'value:\n    activityId: a\n    desiredState:\n        ‸\n',
  ],
  [
    'the first key of an item behind its dash',
    'kanto-yaml',
    'domains:\n  - ¦\n',
    'components',
    'domains:\n  - components:\n      - ‸\n',
  ],
  [
    'the first key of an item whose dash is missing',
    'kanto-yaml',
    'domains:\n  ¦\n',
    'id',
    'domains:\n  - id: ‸\n',
  ],
  [
    'a key that was begun with a quote',
    'kanto-yaml',
    'domains:\n  - id: containers\n    "comp¦\n',
    'components',
    'domains:\n  - id: containers\n    "components":\n      - ‸\n',
  ],
  [
    'a key in flow YAML, behind another one',
    'kanto-yaml',
    'domains:\n  - {id: containers, ¦}\n',
    'components',
    'domains:\n  - {id: containers, components: [‸]}\n',
  ],
  [
    'a key in flow YAML that is not closed yet',
    'kanto-yaml',
    'domains:\n  - {id: containers, comp¦\n',
    'components',
    'domains:\n  - {id: containers, components: [‸]\n',
  ],
  [
    'a key in JSON written into a YAML file',
    'kanto-yaml',
    '{"domains": [\n  {"id": "containers", ¦}\n]}\n',
    'components',
    '{"domains": [\n  {"id": "containers", "components": [‸]}\n]}\n',
  ],
  [
    'a key in JSON',
    'kanto-json',
    '{ "domains": [{ "id": "containers", ¦ }] }',
    'components',
    '{ "domains": [{ "id": "containers", "components": [‸] }] }',
  ],
  [
    'a key in JSON in quotes that the editor closed',
    'kanto-json',
    '{ "domains": [{ "id": "containers", "¦" }] }',
    'components',
    '{ "domains": [{ "id": "containers", "components": [‸] }] }',
  ],
  [
    'a key in JSON whose quote is not closed',
    'kanto-json',
    '{ "domains": [\n  { "id": "containers",\n    "comp¦\n  }\n] }',
    'components',
    '{ "domains": [\n  { "id": "containers",\n    "components": [‸]\n  }\n] }',
  ],
  [
    'a key in JSON without any quote',
    'kanto-json',
    '{ "domains": [{ comp¦ }] }',
    'components',
    '{ "domains": [{ "components": [‸] }] }',
  ],
  [
    'a key in JSON before another one: the comma comes along',
    'kanto-json',
    '{ "domains": [{\n  ¦\n  "id": "containers"\n}] }',
    'components',
    '{ "domains": [{\n  "components": [‸],\n  "id": "containers"\n}] }',
  ],
  [
    'a key in JSON behind one without a comma: it is added there',
    'kanto-json',
    '{ "domains": [{\n  "id": "containers"\n  ¦\n}] }',
    'components',
    '{ "domains": [{\n  "id": "containers",\n  "components": [‸]\n}] }',
  ],
  [
    'a key in JSON at the end of a text that is not closed',
    'kanto-json',
    '{ "domains": [{ "id": "containers", "components": [{ "¦',
    'version',
    '{ "domains": [{ "id": "containers", "components": [{ "version": "‸"',
  ],
  [
    'a version in YAML: in quotes, since it may look like a number',
    'kanto-yaml',
    'domains:\n  - id: containers\n    components:\n      - id: a\n        ¦\n',
    'version',
    'domains:\n  - id: containers\n    components:\n      - id: a\n        version: "‸"\n',
  ],
  [
    'an object with what it must have',
    'kanto-yaml',
    'softwareModules:\n  - artifacts: []\n    ¦\n',
    'softwareModule',
    'softwareModules:\n  - artifacts: []\n    softwareModule:\n      name: influxdb\n      version: "1.8.4"\n',
  ],
  [
    'the value of a config entry: what its key wants',
    'kanto-yaml',
    'domains:\n  - id: containers\n    components:\n      - id: a\n        config:\n          - key: restartPolicy\n            ¦\n',
    'value',
    'domains:\n  - id: containers\n    components:\n      - id: a\n        config:\n          - key: restartPolicy\n            value: "‹always,no,on-failure,unless-stopped›"\n',
  ],
];

describe('completion of keys', () => {
  it.each(cases)('%s', (_name, language, marked, label, after) => {
    expect(chosen(completeAt(language, marked), label)).toBe(after);
  });

  it('never offers a key that is there already, above or below the cursor', () => {
    const completed = completeAt('kanto-yaml', 'domains:\n  - id: containers\n    ¦\n    components: []\n');
    expect(labels(completed)).toEqual(['config']);
  });

  it('knows that the device reads names in any letter case', () => {
    expect(labels(completeAt('kanto-json', '{"domains": [{"ID": "containers", ¦}]}'))).not.toContain('id');
  });

  it('offers the key under the cursor itself', () => {
    expect(labels(completeAt('kanto-json', '{"domains": [{"id¦": "containers"}]}'))).toContain('id');
  });

  it('puts the required keys first', () => {
    expect(labels(completeAt('kanto-yaml', 'activityId: a\n¦'))[0]).toBe('desiredState');
    expect(labels(completeAt('kanto-json', '{"softwareModules": [{¦}]}')).slice(0, 2)).toEqual([
      'softwareModule',
      'artifacts',
    ]);
  });

  it('explains each key with the text of its schema', () => {
    const { items } = completeAt('kanto-json', '{"domains": [{"id": "containers", "components": [{¦}]}]}');
    const version = items.find((item) => item.label === 'version');
    expect(version?.detail).toBe('Version');
    expect(version?.documentation).toMatchObject({
      kind: 'markdown',
      value: expect.stringContaining('The version, as text'),
    });
  });

  it('offers in one YAML document only what that document lacks', () => {
    const completed = completeAt('kanto-yaml', 'domains: []\n---\ndomains: []\n¦');
    expect(labels(completed)).toEqual(['baselines']);
  });

  it('goes on where the text above is broken', () => {
    const completed = completeAt(
      'kanto-yaml',
      'baselines:\n  - title: "never closed\ndomains:\n  - id: containers\n    ¦\n',
    );
    expect(labels(completed)).toEqual(['components', 'config']);
  });

  it('has nothing to say in comments, block scalars and values that are no words of ours', () => {
    expect(labels(completeAt('kanto-yaml', 'domains: # the ¦'))).toEqual([]);
    expect(labels(completeAt('kanto-yaml', 'baselines:\n  - description: |\n      two ¦'))).toEqual([]);
    expect(labels(completeAt('kanto-yaml', 'domains:\n  - {"id" ¦: a}'))).toEqual([]);
    expect(labels(completeAt('kanto-json', '{ // ¦\n}'))).toEqual([]);
    expect(labels(completeAt('kanto-json', '{ /* ¦ */ }'))).toEqual([]);
  });

  it('has nothing to offer at a column that fits nothing', () => {
    expect(labels(completeAt('kanto-yaml', 'domains:\n    - id: a\n  ¦'))).toEqual([]);
  });

  it('inserts whole lines as they stand for an editor without snippets', () => {
    const completed = completeAt('kanto-yaml', 'domains:\n  - id: containers\n    comp¦\n', plainEditor);
    expect(chosen(completed, 'components')).toBe('domains:\n  - id: containers\n    components:\n      - \n');
  });
});
