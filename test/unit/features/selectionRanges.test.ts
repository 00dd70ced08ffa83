import { describe, expect, it } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-types';
import { selectionRanges } from '../../../server/src/features/selectionRanges.ts';
import { documentOf, withCursor } from './support.ts';

/** What the selection grows to, innermost first. */
function steps(languageId: string, marked: string): string[] {
  const { text, offset } = withCursor(marked);
  const document = documentOf(languageId, text);
  const [first] = selectionRanges(document, [document.text.positionAt(offset)]);
  const found: string[] = [];
  for (let it: SelectionRange | undefined = first; it; it = it.parent)
    found.push(document.text.getText(it.range));
  return found;
}

describe('selection ranges', () => {
  it('grow in JSON from a word to the text', () => {
    const component = '{ "id": "a", "config": [{ "key": "port", "value": "80:90" }] }';
    const text = `{ "domains": [{ "id": "containers", "components": [${component}] }] }`;
    expect(steps('kanto-json', text.replace('80:90', '80:9¦0'))).toEqual([
      '90',
      '80:90',
      '"80:90"',
      '"value": "80:90"',
      '"key": "port", "value": "80:90"',
      '{ "key": "port", "value": "80:90" }',
      '[{ "key": "port", "value": "80:90" }]',
      '"config": [{ "key": "port", "value": "80:90" }]',
      component.slice(2, -2),
      component,
      `[${component}]`,
      `"components": [${component}]`,
      `"id": "containers", "components": [${component}]`,
      `{ "id": "containers", "components": [${component}] }`,
      `[{ "id": "containers", "components": [${component}] }]`,
      `"domains": [{ "id": "containers", "components": [${component}] }]`,
      text,
    ]);
  });

  it('grow in block YAML from a word over entry and item to the text', () => {
    const entry = 'key: port\n        value: 80:90';
    const component = `id: a\n    config:\n      - ${entry}`;
    const text = `components:\n  - ${component}\n`;
    expect(steps('kanto-yaml', text.replace('80:90', '80:9¦0'))).toEqual([
      '90',
      '80:90',
      'value: 80:90',
      entry,
      `- ${entry}`,
      `config:\n      - ${entry}`,
      component,
      `- ${component}`,
      text.trimEnd(),
    ]);
  });

  it('grow in flow YAML', () => {
    expect(steps('kanto-yaml', 'domains: [{id: cont¦ainers, components: []}]\n')).toEqual([
      'containers',
      'id: containers',
      'id: containers, components: []',
      '{id: containers, components: []}',
      '[{id: containers, components: []}]',
      'domains: [{id: containers, components: []}]',
    ]);
  });

  it('grow from a key to its property', () => {
    expect(steps('kanto-yaml', 'doma¦ins: []\nbaselines: []\n')).toEqual([
      'domains',
      'domains: []',
      'domains: []\nbaselines: []',
    ]);
    expect(steps('kanto-json', '{"doma¦ins": []}')).toEqual([
      'domains',
      '"domains"',
      '"domains": []',
      '{"domains": []}',
    ]);
  });

  it('grow over one of several documents to all of them', () => {
    const found = steps('kanto-yaml', 'domains: []\n---\ndomains: [¦]\n');
    expect(found[0]).toBe('[]');
    expect(found.at(-1)).toBe('domains: []\n---\ndomains: []');
  });

  it('are one for each position, also where nothing stands', () => {
    const document = documentOf('kanto-yaml', '');
    const start = { line: 0, character: 0 };
    expect(selectionRanges(document, [start, start])).toHaveLength(2);
  });
});
