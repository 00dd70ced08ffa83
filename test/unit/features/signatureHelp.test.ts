import { describe, expect, it } from 'vitest';
import { signatureHelp } from '../../../server/src/features/signatureHelp.ts';
import { documentOf, lookup, withCursor } from './support.ts';

/** The form of the value at the cursor, with the active part in «marks»; null where there is no help. */
function helpAt(languageId: string, marked: string): string | null {
  const { text, offset } = withCursor(marked);
  const document = documentOf(languageId, text);
  const help = signatureHelp(document, document.text.positionAt(offset), lookup);
  const [signature] = help?.signatures ?? [];
  const active = signature?.parameters?.[help?.activeParameter ?? -1]?.label;
  if (!signature || !Array.isArray(active)) return null;
  const [start, end] = active;
  const { label } = signature;
  return `${label.slice(0, start)}«${label.slice(start, end)}»${label.slice(end)}`;
}

/** An entry in a component, in each way to write it; none of them is closed behind the cursor. */
const entries: readonly [string, (key: string, value: string) => string | null][] = [
  [
    'JSON',
    (key, value) =>
      helpAt(
        'kanto-json',
        `{"domains": [{"id": "containers", "components": [{"id": "a", "config": [{"key": "${key}", "value": "${value}¦`,
      ),
  ],
  [
    'block YAML',
    (key, value) =>
      helpAt(
        'kanto-yaml',
        `domains:\n  - id: containers\n    components:\n      - id: a\n        config:\n          - key: ${key}\n            value: ${value}¦\n      - id: b\n`,
      ),
  ],
  [
    'flow YAML',
    (key, value) =>
      helpAt(
        'kanto-yaml',
        `domains: [{id: containers, components: [{id: a, config: [{key: ${key}, value: "${value}¦`,
      ),
  ],
];

describe.each(entries)('signature help in %s', (_, at) => {
  it('shows the part of a port mapping that is being written', () => {
    const form = '[<host ip>:]<host port>[-<last host port>]:<container port>[/<protocol>]';
    const active = (part: string) => form.replace(part, `«${part}»`);
    expect(at('port', '')).toBe(active('<host port>'));
    expect(at('port', '80')).toBe(active('<host port>'));
    expect(at('port', '127.0.0')).toBe(active('[<host ip>:]'));
    expect(at('port', '127.0.0.1:80')).toBe(active('<host port>'));
    expect(at('port', '5000-')).toBe(active('[-<last host port>]'));
    expect(at('port', '8080:')).toBe(active(':<container port>'));
    expect(at('port', '8080:80/u')).toBe(active('[/<protocol>]'));
  });

  it('shows the parts of mounts, devices, host names, variables, images and sizes', () => {
    expect(at('mount', '/a:/b:')).toBe('<source>:<destination>«[:<propagation>]»');
    expect(at('device', '/dev/a:')).toBe('<device on the host>«:<device in the container>»[:<rights>]');
    expect(at('host', 'db:h')).toBe('<name>«:<address>»');
    expect(at('env', 'A')).toBe('«<name>»=<value>');
    expect(at('env', 'A=')).toBe('<name>«=<value>»');
    expect(at('image', 'docker.io')).toBe('«<registry>/»<repository>[:<tag>][@<digest>]');
    expect(at('image', 'docker.io/influxdb:2')).toBe('<registry>/<repository>«[:<tag>]»[@<digest>]');
    expect(at('memory', '512')).toBe('«<number>»<unit>');
    expect(at('memory', '512M')).toBe('<number>«<unit>»');
  });

  it('has nothing to say of values of one part, and of keys', () => {
    expect(at('network', 'b')).toBeNull();
    expect(at('constructor', 'b')).toBeNull();
    expect(at('other', 'a:b')).toBeNull();
  });
});

describe('signature help', () => {
  it('is given in a finished document, for what stands before the cursor', () => {
    expect(
      helpAt(
        'kanto-json',
        '{"domains": [{"components": [{"config": [{"value": "80¦:80/tcp", "key": "port"}]}], "id": "containers"}]}',
      ),
    ).toContain('«<host port>»');
  });

  it('is given for a reference of a baseline', () => {
    expect(helpAt('kanto-yaml', 'baselines:\n  - components:\n      - containers:¦\n')).toBe(
      '<domain>«:<component>»',
    );
    expect(helpAt('kanto-json', '{"baselines": [{"components": ["con¦"]}]}')).toBe('«<domain>»:<component>');
    expect(helpAt('kanto-yaml', 'baselines: [{components: [con¦]}]\n')).toBe('«<domain>»:<component>');
  });

  it('is given for the topic and the path of a message', () => {
    expect(
      helpAt('kanto-json', '{"topic": "edge/¦", "path": "/features/UpdateManager/inbox/messages/apply"}'),
    ).toBe('<namespace>«/<name>»/things/live/messages/<operation>');
    expect(helpAt('kanto-yaml', 'topic: edge/device/things/live/messages/¦\nvalue: {}\n')).toBe(
      '<namespace>/<name>/things/live/messages«/<operation>»',
    );
    expect(helpAt('kanto-yaml', '{topic: a/b/things/live/messages/apply, path: /features/¦}')).toBe(
      '/features«/<feature>»/inbox/messages/<operation>',
    );
  });

  it('is not given for the same key of another domain', () => {
    const text =
      'domains: [{id: self-update, components: [{id: os-image, config: [{key: image, value: htt¦}]}]}]\n';
    expect(helpAt('kanto-yaml', text)).toBeNull();
  });

  it('explains the parts in the words of the schema', () => {
    const { text, offset } = withCursor(
      '{"domains": [{"id": "containers", "components": [{"config": [{"key": "port", "value": "¦"}]}]}]}',
    );
    const document = documentOf('kanto-json', text);
    const help = signatureHelp(document, document.text.positionAt(offset), lookup);
    expect(help?.signatures[0]?.documentation).toMatchObject({ value: expect.stringContaining('ignored') });
    expect(help?.signatures[0]?.parameters?.[0]?.documentation).toMatchObject({
      value: expect.stringContaining('all of them if left out'),
    });
  });
});
