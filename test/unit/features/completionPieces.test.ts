import { describe, expect, it } from 'vitest';
import { InsertTextFormat } from 'vscode-languageserver-types';
import { chosen, completeAt, labels, plainEditor } from './support.ts';

const id = '11111111-2222-4333-8444-555555555555';

describe('the format of a completion', () => {
  it('is plain text for a word that stands there already, so that Enter ends the line', () => {
    const { items } = completeAt('kanto-yaml', 'domains:\n  - id: containers¦\n');
    expect(items.find((item) => item.label === 'containers')).toMatchObject({
      insertTextFormat: InsertTextFormat.PlainText,
      textEdit: { newText: 'containers' },
    });
  });

  it('is a snippet where there are stops to fill in', () => {
    const { items } = completeAt('kanto-yaml', 'domains:\n  - ¦\n');
    expect(items.find((item) => item.label === 'id')?.insertTextFormat).toBe(InsertTextFormat.Snippet);
    expect(items.find((item) => item.label === 'containers domain')?.insertTextFormat).toBe(
      InsertTextFormat.Snippet,
    );
  });
});

describe('completion of whole pieces', () => {
  it('writes a component in block YAML', () => {
    const completed = completeAt('kanto-yaml', 'domains:\n  - id: containers\n    components:\n      - ¦\n');
    expect(chosen(completed, 'component')).toBe(
      [
        'domains:',
        '  - id: containers',
        '    components:',
        '      - id: influxdb',
        '        version: "2.7.1"',
        '        config:',
        '          - key: image',
        '            value: docker.io/library/influxdb:2.7.1',
        '',
      ].join('\n'),
    );
  });

  it('writes a component in JSON, one step deeper than its line', () => {
    const completed = completeAt(
      'kanto-json',
      '{\n  "domains": [\n    {\n      "id": "containers",\n      "components": [\n        ¦\n      ]\n    }\n  ]\n}',
    );
    expect(chosen(completed, 'component')).toBe(
      [
        '{',
        '  "domains": [',
        '    {',
        '      "id": "containers",',
        '      "components": [',
        '        {',
        '          "id": "influxdb",',
        '          "version": "2.7.1",',
        '          "config": [',
        '            { "key": "image", "value": "docker.io/library/influxdb:2.7.1" }',
        '          ]',
        '        }',
        '      ]',
        '    }',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it('writes the same lines for an editor that does not indent', () => {
    const marked = 'domains:\n  - id: containers\n    components:\n      - ¦\n';
    const snippet = chosen(completeAt('kanto-yaml', marked), 'component');
    expect(chosen(completeAt('kanto-yaml', marked, plainEditor), 'component')).toBe(snippet);
  });

  it('begins the list behind its key', () => {
    const completed = completeAt('kanto-yaml', 'domains:\n  - id: containers\n    components: ¦\n');
    expect(chosen(completed, 'component').split('\n').slice(2, 5)).toEqual([
      '    components:',
      '      - id: influxdb',
      '        version: "2.7.1"',
    ]);
  });

  it('writes a domain with its agent’s components', () => {
    const completed = completeAt('kanto-yaml', 'domains:\n  - ¦\n');
    expect(labels(completed).slice(0, 3)).toEqual(['containers domain', 'self-update domain', 'domain']);
    expect(chosen(completed, 'self-update domain')).toContain('    components:\n      - id: os-image\n');
  });

  it('offers no domain twice', () => {
    const completed = completeAt('kanto-yaml', 'domains:\n  - id: containers\n  - ¦\n');
    expect(labels(completed)).not.toContain('containers domain');
  });

  it('writes modules, artifacts and software', () => {
    expect(chosen(completeAt('kanto-json', '{"softwareModules": [¦]}'), 'software module')).toContain(
      '"softwareModule": {',
    );
    expect(
      chosen(completeAt('kanto-yaml', 'softwareModules:\n  - artifacts:\n      - ¦\n'), 'artifact'),
    ).toContain('download:\n          HTTPS:\n            url: https://example.com/influxdb.json\n');
    expect(chosen(completeAt('kanto-yaml', 'correlationId: a\nsoftware:\n  - ¦\n'), 'software')).toBe(
      'correlationId: a\nsoftware:\n  - name: ‸\n    version: "‸"\n',
    );
  });
});

describe('completion of what the document itself names', () => {
  const domains =
    'domains:\n  - id: containers\n    components:\n      - id: influxdb\n      - id: grafana\n';

  it('offers the components for a baseline', () => {
    const completed = completeAt(
      'kanto-yaml',
      `${domains}baselines:\n  - title: a\n    components:\n      - ¦\n`,
    );
    expect(labels(completed)).toEqual(['containers:influxdb', 'containers:grafana']);
    expect(chosen(completed, 'containers:grafana')).toContain('      - containers:grafana\n');
  });

  it('offers them in each style', () => {
    const flow = `${domains}baselines:\n  - {title: a, components: [containers:influxdb, ¦]}\n`;
    expect(chosen(completeAt('kanto-yaml', flow), 'containers:grafana')).toContain(
      '[containers:influxdb, containers:grafana]',
    );
    const json =
      '{"domains": [{"id": "containers", "components": [{"id": "a"}]}], "baselines": [{"components": ["con¦"]}]}';
    expect(chosen(completeAt('kanto-json', json), 'containers:a')).toContain(
      '"components": ["containers:a"]',
    );
  });

  it('offers no component that a baseline has already: the device would reject it', () => {
    const completed = completeAt(
      'kanto-yaml',
      `${domains}baselines:\n  - components:\n      - containers:influxdb\n  - components:\n      - ¦\n`,
    );
    expect(labels(completed)).toEqual(['containers:grafana']);
  });

  it('offers the reference under the cursor again', () => {
    const completed = completeAt(
      'kanto-yaml',
      `${domains}baselines:\n  - components:\n      - containers:infl¦uxdb\n`,
    );
    expect(labels(completed)).toContain('containers:influxdb');
  });

  it('offers the components that baselines name and the domain lacks', () => {
    const completed = completeAt(
      'kanto-yaml',
      'baselines:\n  - components: [containers:db]\ndomains:\n  - id: containers\n    components:\n      - ¦\n',
    );
    expect(labels(completed)[0]).toBe('db');
    expect(chosen(completed, 'db')).toContain('      - id: db\n        version:');
  });

  it('offers the domains that baselines name, and those that are known', () => {
    const completed = completeAt(
      'kanto-yaml',
      'baselines:\n  - components: [firmware:main]\ndomains:\n  - id: ¦\n',
    );
    expect(labels(completed)).toEqual(['firmware', 'containers', 'self-update']);
  });

  it('offers no domain that stands there already', () => {
    const completed = completeAt('kanto-yaml', 'domains:\n  - id: containers\n  - id: ¦\n');
    expect(labels(completed)).toEqual(['self-update']);
  });

  it('knows the one component of the operating system', () => {
    const completed = completeAt(
      'kanto-yaml',
      'domains:\n  - id: self-update\n    components:\n      - id: ¦\n',
    );
    expect(labels(completed)).toEqual(['os-image']);
  });

  it('offers the tag of the image as the version', () => {
    const completed = completeAt(
      'kanto-yaml',
      'domains:\n  - id: containers\n    components:\n      - id: a\n        version: ¦\n        config:\n          - {key: image, value: "reg:5000/a:1.10"}\n',
    );
    expect(labels(completed)[0]).toBe('1.10');
    expect(chosen(completed, '1.10')).toContain('version: "1.10"\n');
  });
});

describe('completion of the message around the content', () => {
  it('fills topic, headers and path from the operation and the device', () => {
    const before = 'path: /features/UpdateManager/inbox/messages/apply\n';
    expect(chosen(completeAt('kanto-yaml', `${before}¦`), 'topic')).toBe(
      `${before}topic: edge/device/things/live/messages/apply`,
    );
    expect(chosen(completeAt('kanto-yaml', `${before}¦`), 'headers')).toBe(
      `${before}headers:\n  response-required: true\n  content-type: application/json\n  correlation-id: ${id}`,
    );
    const topic = 'topic: ed/dev:edge:containers/things/live/messages/install\n';
    expect(chosen(completeAt('kanto-yaml', `${topic}¦`), 'path')).toBe(
      `${topic}path: /features/SoftwareUpdatable/inbox/messages/install`,
    );
  });

  it('takes the device from another message of the file', () => {
    const completed = completeAt(
      'kanto-yaml',
      'topic: ed/dev/things/live/messages/refresh\npath: /features/UpdateManager/inbox/messages/refresh\n---\npath: /features/SoftwareUpdatable/inbox/messages/install\ntopic: ¦\n',
    );
    expect(labels(completed)).toEqual(['ed/dev:edge:containers/things/live/messages/install']);
  });

  it('offers the topic of every operation while none is known', () => {
    const completed = completeAt('kanto-json', '{"topic": "¦", "headers": {}}');
    expect(labels(completed)).toEqual([
      'edge/device/things/live/messages/apply',
      'edge/device/things/live/messages/download',
      'edge/device/things/live/messages/refresh',
      'edge/device:edge:containers/things/live/messages/install',
      'edge/device:edge:containers/things/live/messages/remove',
    ]);
  });

  it('makes fresh ids', () => {
    expect(chosen(completeAt('kanto-json', '{"activityId": "¦"}'), 'new UUID')).toBe(
      `{"activityId": "${id}"}`,
    );
    expect(chosen(completeAt('kanto-yaml', 'activityId: ¦'), 'new UUID')).toBe(`activityId: ${id}`);
  });

  it('tells the time', () => {
    expect(chosen(completeAt('kanto-json', '{"activityId": "a", "timestamp": ¦}'), 'now')).toBe(
      '{"activityId": "a", "timestamp": 1795294641200}',
    );
  });

  it('may become an apply while there is an activity id only', () => {
    expect(labels(completeAt('kanto-yaml', 'activityId: a\n¦'))).toContain('desiredState');
  });
});

describe('completion in an empty document', () => {
  it.each(['kanto-yaml', 'kanto-json'])('offers every operation in each form: %s', (language) => {
    const offered = labels(completeAt(language, '¦')).filter((label) => label.includes(': '));
    expect(offered).toEqual([
      'Apply: desired state',
      'Apply: message value',
      'Apply: whole message',
      'Refresh: message value',
      'Refresh: whole message',
      'Install: software modules',
      'Install: message value',
      'Install: whole message',
      'Remove: software',
      'Remove: message value',
      'Remove: whole message',
      'Download: whole message',
    ]);
  });

  it('writes a desired state', () => {
    expect(chosen(completeAt('kanto-yaml', '¦'), 'Apply: desired state')).toBe(
      [
        'domains:',
        '  - id: containers',
        '    components:',
        '      - id: influxdb',
        '        version: "2.7.1"',
        '        config:',
        '          - key: image',
        '            value: docker.io/library/influxdb:2.7.1',
      ].join('\n'),
    );
  });

  it('writes a whole message', () => {
    const text = chosen(completeAt('kanto-json', '¦'), 'Remove: whole message');
    expect(JSON.parse(text.replaceAll('‸', ''))).toEqual({
      topic: 'edge/device:edge:containers/things/live/messages/remove',
      headers: { 'response-required': true, 'content-type': 'application/json', 'correlation-id': id },
      path: '/features/SoftwareUpdatable/inbox/messages/remove',
      value: { correlationId: id, software: [{ name: '', version: '' }] },
    });
  });

  it('replaces the word that was begun', () => {
    expect(chosen(completeAt('kanto-json', 'refr¦'), 'Refresh: message value')).toBe(
      `{\n  "activityId": "${id}"\n}`,
    );
  });

  it('puts first what the name of the file promises', () => {
    const completed = completeAt('kanto-yaml', '¦', undefined, 'file:///a.software-modules.yaml');
    expect(labels(completed)[0]).toBe('Install: software modules');
  });

  it('offers keys too, in YAML', () => {
    expect(labels(completeAt('kanto-yaml', 'dom¦'))).toContain('domains');
  });

  it('begins anew after a document mark, and only there', () => {
    expect(labels(completeAt('kanto-yaml', 'domains: []\n---\n¦'))).toContain('Apply: desired state');
    expect(labels(completeAt('kanto-yaml', 'domains: []\n¦'))).not.toContain('Apply: desired state');
  });
});
