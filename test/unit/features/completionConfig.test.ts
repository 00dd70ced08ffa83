import { describe, expect, it } from 'vitest';
import { chosen, completeAt, labels } from './support.ts';

const yaml = (config: string) => `domains:
  - id: containers
    components:
      - id: influxdb
        version: 2.7.1
        config:
${config}`;

const json = (config: string) =>
  `{ "domains": [{ "id": "containers", "components": [{ "id": "influxdb", "version": "2.7.1", "config": [${config}] }] }] }`;

describe('completion of whole config entries', () => {
  it('writes key and value in block YAML', () => {
    const completed = completeAt('kanto-yaml', yaml('          - ¦\n'));
    expect(chosen(completed, 'port')).toBe(yaml('          - key: port\n            value: 8086:8086\n'));
  });

  it('writes the dash where it is missing', () => {
    const before = '          - key: image\n            value: a:1\n';
    const completed = completeAt('kanto-yaml', yaml(`${before}          ¦\n`));
    expect(chosen(completed, 'network')).toBe(
      yaml(`${before}          - key: network\n            value: ‹host,bridge›\n`),
    );
  });

  it('writes one line in flow YAML', () => {
    const completed = completeAt(
      'kanto-yaml',
      yaml('          - {key: image, value: a}\n          - [¦]\n').replace('- [¦]', '[¦'),
    );
    expect(labels(completed)).not.toContain('image');
    const inFlow = completeAt(
      'kanto-yaml',
      yaml('          - ¦\n').replace('config:\n          - ¦', 'config: [¦]'),
    );
    expect(chosen(inFlow, 'env')).toContain('config: [{key: env, value: INFLUXD_LOG_LEVEL=info}]');
  });

  it('writes one line in JSON, with the comma that is wanted', () => {
    const completed = completeAt('kanto-json', json('¦ { "key": "port", "value": "80:80" }'));
    expect(chosen(completed, 'memory')).toBe(
      json('{ "key": "memory", "value": "512M" }, { "key": "port", "value": "80:80" }'),
    );
  });

  it('writes several lines in JSON where the other entries do', () => {
    const completed = completeAt(
      'kanto-json',
      '{"domains": [{"components": [{"config": [\n  {\n    "key": "image",\n    "value": "a"\n  },\n  ¦\n]}]}]}',
    );
    expect(chosen(completed, 'port')).toContain('  },\n  {\n    "key": "port",\n    "value": "80:80"\n  }\n');
  });

  it('takes the image from id and version of the component', () => {
    const completed = completeAt('kanto-yaml', yaml('          - ¦\n'));
    expect(chosen(completed, 'image')).toContain('value: docker.io/library/influxdb:2.7.1');
  });

  it('offers a key that may stand only once no second time, and others again', () => {
    const completed = completeAt(
      'kanto-yaml',
      yaml(
        '          - key: image\n            value: a:1\n          - key: env\n            value: A=b\n          - ¦\n',
      ),
    );
    expect(labels(completed)).not.toContain('image');
    expect(labels(completed)).toContain('env');
  });

  it('is found by the word that was typed, and by "key"', () => {
    const { items } = completeAt('kanto-yaml', yaml('          - ¦\n'));
    expect(items.find((item) => item.label === 'port')?.filterText).toBe('port key port');
  });

  it('quotes in YAML what would be read as a number or boolean', () => {
    const completed = completeAt('kanto-yaml', yaml('          - ¦\n'));
    expect(chosen(completed, 'privileged')).toContain('value: "‹true,false›"');
    expect(chosen(completed, 'logMaxFiles')).toContain('value: "2"');
  });

  it('knows the words of the domain itself', () => {
    const completed = completeAt('kanto-yaml', 'domains:\n  - config:\n      - ¦\n    id: containers\n');
    expect(labels(completed)[0]).toBe('systemContainers');
  });

  it('knows the words of other domains, and of none', () => {
    const of = (id: string) =>
      labels(completeAt('kanto-json', `{"domains": [{"components": [{"config": [¦]}], "id": "${id}"}]}`));
    expect(of('self-update')).toEqual(['image']);
    expect(of('firmware')).toEqual(['config entry']);
  });
});

describe('completion of the key of a config entry', () => {
  it('brings the value along', () => {
    const completed = completeAt('kanto-yaml', yaml('          - key: ¦\n'));
    expect(chosen(completed, 'port')).toBe(yaml('          - key: port\n            value: 8086:8086\n'));
  });

  it('brings the value along in JSON', () => {
    const completed = completeAt('kanto-json', json('{ "key": "¦" }'));
    expect(chosen(completed, 'port')).toBe(json('{ "key": "port", "value": "8086:8086" }'));
  });

  it('brings the value along on a line of its own where the key has one', () => {
    const marked = '{"domains": [{"components": [{"config": [\n  {\n    "key": ¦\n  }\n]}]}]}';
    expect(chosen(completeAt('kanto-json', marked), 'port')).toContain(
      '  {\n    "key": "port",\n    "value": "80:80"\n  }\n',
    );
  });

  it('brings the value along in flow YAML that is not closed', () => {
    const completed = completeAt('kanto-yaml', yaml('          - {key: po¦\n'));
    expect(chosen(completed, 'port')).toBe(yaml('          - {key: port, value: 8086:8086\n'));
  });

  it('leaves a value alone that is there', () => {
    const completed = completeAt('kanto-yaml', yaml('          - key: ¦\n            value: x\n'));
    expect(chosen(completed, 'port')).toBe(yaml('          - key: port\n            value: x\n'));
  });

  it('replaces the word with its quotes', () => {
    const completed = completeAt('kanto-yaml', yaml('          - key: "im¦"\n            value: x\n'));
    expect(chosen(completed, 'image')).toBe(yaml('          - key: "image"\n            value: x\n'));
  });

  it('offers the key that is being changed', () => {
    const completed = completeAt('kanto-yaml', yaml('          - key: ima¦ge\n            value: x\n'));
    expect(labels(completed)).toContain('image');
  });

  it('explains the key', () => {
    const { items } = completeAt('kanto-yaml', yaml('          - key: ¦\n'));
    expect(items.find((item) => item.label === 'memory')?.detail).toBe('Memory');
  });
});

describe('completion of the value of a config entry', () => {
  it('offers the allowed values, each explained, and marks the default', () => {
    const completed = completeAt('kanto-yaml', yaml('          - key: network\n            value: ¦\n'));
    expect(labels(completed)).toEqual(['bridge', 'host']);
    expect(completed.items[0]).toMatchObject({
      detail: 'default',
      documentation: { value: expect.stringContaining('Its own address') },
    });
  });

  it('writes a boolean as text', () => {
    const entry = (value: string) => yaml(`          - key: privileged\n            value: ${value}\n`);
    expect(chosen(completeAt('kanto-yaml', entry('¦')), 'true')).toBe(entry('"true"'));
    expect(chosen(completeAt('kanto-yaml', entry('tr¦')), 'true')).toBe(entry('"true"'));
    expect(chosen(completeAt('kanto-yaml', entry("'tr¦'")), 'true')).toBe(entry("'true'"));
  });

  it('writes the value right behind the colon with a blank', () => {
    const completed = completeAt('kanto-yaml', yaml('          - key: network\n            value:¦\n'));
    expect(chosen(completed, 'host')).toBe(yaml('          - key: network\n            value: host\n'));
  });

  it('replaces the whole value under the cursor', () => {
    const completed = completeAt('kanto-json', json('{ "key": "network", "value": "bri¦dge" }'));
    expect(chosen(completed, 'host')).toBe(json('{ "key": "network", "value": "host" }'));
  });

  it('looks for the key below the value too', () => {
    const completed = completeAt('kanto-yaml', yaml('          - value: ¦\n            key: logMode\n'));
    expect(labels(completed)).toEqual(['blocking', 'non-blocking']);
  });

  it('offers nothing for keys of domains that it does not know', () => {
    const completed = completeAt(
      'kanto-json',
      '{"domains": [{"id": "firmware", "components": [{"config": [{"key": "¦"}]}]}]}',
    );
    expect(labels(completed)).toEqual([]);
  });

  it('shows examples where nothing better is known', () => {
    const completed = completeAt('kanto-yaml', yaml('          - key: cmd\n            value: ¦\n'));
    expect(labels(completed)).toEqual(['--verbose']);
  });
});
