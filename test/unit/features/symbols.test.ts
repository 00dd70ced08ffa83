import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { symbols } from '../../../server/src/features/symbols.ts';
import { documentOf } from './support.ts';

/** The outline as text: one line a symbol, its detail behind a bar, children indented. */
function outline(languageId: string, text: string): string[] {
  const lines = (found: readonly DocumentSymbol[], indent: string): string[] =>
    found.flatMap(({ name, detail, children }) => [
      `${indent}${name}${detail === undefined ? '' : ` | ${detail}`}`,
      ...lines(children ?? [], `${indent}  `),
    ]);
  return lines(symbols(documentOf(languageId, text)), '');
}

describe('document symbols', () => {
  it('names baselines, domains, components and their config', () => {
    const text =
      'baselines:\n  - title: metrics\n    components: [containers:influxdb]\ndomains:\n  - id: containers\n    config:\n      - {key: systemContainers, value: ""}\n    components:\n      - id: influxdb\n        version: 2.7.1\n        config:\n          - key: image\n            value: influxdb:2.7.1\n          - key: port\n            value: 8086:8086\n';
    expect(outline('kanto-yaml', text)).toEqual([
      'metrics | baseline',
      '  containers:influxdb',
      'containers | 1 component',
      '  systemContainers',
      '  influxdb 2.7.1 | influxdb:2.7.1',
      '    image | influxdb:2.7.1',
      '    port | 8086:8086',
    ]);
  });

  it('names the parts of a whole message', () => {
    const text = readFileSync('test/fixtures/documented/install.request.json', 'utf8');
    expect(outline('kanto-json', text)).toEqual([
      'topic | edge/device:edge:containers/things/live/messages/install',
      'headers',
      '  response-required | true',
      '  content-type | application/json',
      '  correlation-id | <UUID>',
      'path | /features/SoftwareUpdatable/inbox/messages/install',
      'correlationId | other_correlation_id',
      'influxdb 1.8.4 | software module',
      expect.stringMatching(/^ {2}valid\.json \| https:\/\/raw\.githubusercontent\.com.*…$/),
    ]);
  });

  it('names software that shall be removed', () => {
    expect(outline('kanto-json', '[{"group": "g", "name": "influxdb", "version": "1"}]')).toEqual([
      'influxdb 1 | software',
    ]);
  });

  it('shows each of several YAML documents', () => {
    expect(outline('kanto-yaml', 'activityId: a\n---\ndomains: []\n')).toEqual([
      'refresh value',
      '  activityId | a',
      'apply bare',
    ]);
  });

  it('shows what has no name yet', () => {
    expect(outline('kanto-json', '{"domains": [{"components": [{}]}]}')).toEqual([
      '(no name) | 1 component',
      '  (no name)',
    ]);
  });

  it('shows a device’s answer property by property', () => {
    expect(
      outline(
        'kanto-json',
        '{"topic": "a/b/things/live/messages/apply", "path": "/features/UpdateManager/outbox/messages/apply", "status": 204}',
      ),
    ).toEqual([
      'topic | a/b/things/live/messages/apply',
      'path | /features/UpdateManager/outbox/messages/apply',
      'status | 204',
    ]);
  });

  it('keeps a selection inside its range where a merge key brings the name from elsewhere', () => {
    const text =
      'domains:\n  - &base\n    id: containers\n    components: []\n  - <<: *base\n    config: []\n';
    const found = symbols(documentOf('kanto-yaml', text));
    expect(found.map(({ name }) => name)).toEqual(['containers', 'containers']);
    expect(found[1]?.selectionRange.start.line).toBe(4);
  });
});
