import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { hover } from '../../../server/src/features/hover.ts';
import { documentOf, lookup, withCursor } from './support.ts';

function hoverAt(languageId: string, marked: string): string | undefined {
  const { text, offset } = withCursor(marked);
  const document = documentOf(languageId, text);
  const found = hover(document, document.text.positionAt(offset), lookup);
  if (found === null) return undefined;
  if (typeof found.contents !== 'object' || !('value' in found.contents)) throw new Error('no Markdown');
  return found.contents.value;
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

const state = (config: readonly Entry[], domain = 'containers') => ({
  domains: [{ id: domain, components: [{ id: 'db', version: '1.0', config }] }],
});

type Styled = readonly [style: string, language: string, write: (value: unknown) => string];

const blockYaml: Styled = ['block YAML', 'kanto-yaml', (value) => stringify(value, { lineWidth: 0 })];
const styles: readonly Styled[] = [
  ['JSON', 'kanto-json', (value) => JSON.stringify(value, null, 2)],
  blockYaml,
  ['flow YAML', 'kanto-yaml', (value) => stringify(value, { lineWidth: 0, collectionStyle: 'flow' })],
];

/** The first paragraph below the heading, for the value of the first entry. */
function words(config: readonly Entry[], [, language, write]: Styled = blockYaml): string {
  const text = write(state(config));
  const written = config[0]?.value ?? '';
  const at = text.indexOf(written, text.indexOf('value'));
  const found = hoverAt(language, `${text.slice(0, at)}¦${text.slice(at)}`) ?? '';
  return (found.split('\n\n---\n\n')[0] ?? '').split('\n\n').slice(1).join('\n\n');
}

const one = (key: string, value: string, ...more: Entry[]) => words([{ key, value }, ...more]);

describe('the value of a config entry is read out as the device takes it', () => {
  it.each(styles)('in %s', (...style) => {
    expect(words([{ key: 'port', value: '8080:80/udp' }], style)).toBe(
      'Port **8080** of the device, on all its addresses, leads to port **80** of the container (UDP).',
    );
  });

  it('a port with address and range, cut and ignored ones', () => {
    expect(one('port', '127.0.0.1:5000-6000:80')).toBe(
      'A free port between **5000** and **6000** of the device, on the address `127.0.0.1`, leads to port **80** of the container (TCP).',
    );
    expect(one('port', '80:70000')).toContain('There is no port 70000: **the device cuts it to 4464**.');
    expect(one('port', 'localhost:80:80')).toMatch(/^\*\*Ignored by the device\*\*: `localhost` is no IP/);
    expect(one('port', '80:80/a/b')).toContain('**the device drops the protocol**');
    expect(one('port', '80:80/http')).toContain('`http` is no protocol');
  });

  it('a mount with its propagation, and one that is rejected', () => {
    expect(one('mount', '/data:/var/data')).toBe(
      '`/data` of the device is `/var/data` in the container, to read and to write.\n\nPropagation `rprivate` (the default): what is mounted below it later, on either side, is not seen on the other.',
    );
    expect(one('mount', '/a:/b:ro')).toBe(
      '**The device rejects the update**: `propagation mode must be set to one of the supported modes`.',
    );
    expect(one('mount', '/a')).toMatch(/^\*\*Ignored by the device\*\*/);
  });

  it('a device with its rights', () => {
    expect(one('device', '/dev/ttyACM0:/dev/ttyUSB0:rw')).toBe(
      '`/dev/ttyACM0` of the device is `/dev/ttyUSB0` in the container, which may read and write.',
    );
    expect(one('device', '/dev/a:/dev/b')).toContain('may read, write and create nodes (mknod)');
    expect(one('device', '/dev/a:/dev/b:x')).toMatch(/^\*\*Ignored by the device\*\*/);
  });

  it('sizes in bytes and binary units', () => {
    expect(one('memory', '512M')).toBe('At most **536,870,912 bytes** (512 MiB); what takes more is killed.');
    expect(one('memory', '1.5G')).toContain('**1,610,612,736 bytes** (1.5 GiB)');
    expect(one('memory', '512MB')).toMatch(/write `512M`[\s\S]*\*\*The device rejects the update\*\*/);
    expect(one('memorySwap', '1G', { key: 'memory', value: '512M' })).toContain(
      'that leaves 512 MiB of swap',
    );
    expect(one('memorySwap', '-1', { key: 'memory', value: '512M' })).toContain('no limit');
    expect(one('logMaxSize', '10M', { key: 'logMaxFiles', value: '5' })).toContain('5 × 10 MiB = 50 MiB');
  });

  it('a restart policy with its attempts and pauses', () => {
    const rest = [
      { key: 'restartMaxRetries', value: '3' },
      { key: 'restartTimeout', value: '90' },
    ];
    expect(one('restartPolicy', 'on-failure', ...rest)).toContain(
      'Started again 3 times at most, with pauses of at most 90 seconds (1 min 30 s).',
    );
    expect(one('restartPolicy', 'on-failure')).toContain(
      'as often as it fails, with pauses of at most one minute',
    );
    expect(one('restartTimeout', '10s', { key: 'restartPolicy', value: 'on-failure' })).toContain(
      '**the device takes 0**',
    );
    expect(one('restartTimeout', '10')).toContain(
      '**Not read by the device**: the restart policy is `unless-stopped`',
    );
  });

  it('an image in its parts', () => {
    expect(one('image', 'registry.example:5000/a/b:1.2')).toBe(
      '- Registry: `registry.example:5000`\n- Repository: `a/b`\n- Tag: `1.2`',
    );
    expect(one('image', 'docker.io/library/influxdb')).toContain(
      'Tag: none; which image that is, only the registry says',
    );
    expect(one('image', 'docker.io/a@sha256:00')).toContain('Digest: `sha256:00`, exactly this image');
    expect(one('image', 'influxdb:2')).toContain('Registry: none is named');
  });

  it('environment, command, hosts and truth values', () => {
    expect(one('env', 'TZ=UTC')).toBe('The variable `TZ` is `UTC` in the container.');
    expect(one('env', 'TZ=')).toBe('The variable `TZ` is empty in the container.');
    expect(one('env', 'TZ')).toContain('it is unset');
    expect(one('env', '1A=b')).toContain('**The device rejects the update**');
    expect(one('cmd', 'influxd', { key: 'cmd', value: 'a b' })).toContain('`influxd "a b"`');
    expect(one('host', 'db:container_influxdb-host')).toContain(
      'the container `influxdb` on the same bridge',
    );
    expect(one('host', 'db:host_ip_eth0')).toContain('the interface `eth0`');
    expect(one('host', 'db')).toContain('**the container does not start**');
    expect(one('privileged', 'yes')).toContain('**the device takes it as** `false`');
  });

  it('an entry that a later one replaces', () => {
    expect(one('network', 'host', { key: 'network', value: 'bridge' })).toContain('**Does not count**');
  });

  it('whatever stands there', () => {
    const keys = lookup.vocabulary('containers')?.component.map(({ key }) => key) ?? [];
    const value = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[\w.:/@=-]{0,20}$/),
      fc.stringMatching(/^-?\d{0,12}[kMG]?(:\d{0,6}){0,3}(\/\w*)?$/),
    );
    const entries = fc.array(fc.record({ key: fc.constantFrom(...keys), value }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(entries, fc.nat(5), (config, at) => {
        const text = JSON.stringify(state(config));
        const index = at % config.length;
        const start = text.split('"value":', index + 1).join('"value":').length + '"value":'.length;
        const found = hoverAt(
          'kanto-json',
          `${text.slice(0, start)}¦${text.slice(start)}`.replace(/¦(?=[\s\S]*¦)/, ''),
        );
        expect(found).toMatch(/^\*\*/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('names are read out', () => {
  const manifest = (version: string, config: readonly Entry[]) =>
    stringify({ domains: [{ id: 'containers', components: [{ id: 'db', version, config }] }] });
  const at = (text: string, word: string) => text.replace(word, `¦${word}`);

  it('a version against the image that runs', () => {
    const image = { key: 'image', value: 'docker.io/db:2.0' };
    expect(hoverAt('kanto-yaml', at(manifest('a1', []), 'a1'))).toContain('the device pulls `db:a1`');
    expect(hoverAt('kanto-yaml', at(manifest('a1', [image]), 'a1'))).toContain(
      '**the device reports `2.0`**',
    );
  });

  it('a domain and a component', () => {
    expect(hoverAt('kanto-yaml', at(manifest('1', []), 'containers'))).toContain(
      'Containers. Here it shall have 1 component.',
    );
    expect(hoverAt('kanto-yaml', 'domains:\n  - id: ¦containers\n')).toContain(
      '**all that it runs is removed**',
    );
    expect(hoverAt('kanto-yaml', at(manifest('1', []), 'db'))).toContain(
      'Baselines and feedback call it `containers:db`.',
    );
  });

  it('an alias and a merge key', () => {
    const text = (end: string) =>
      `domains:\n  - id: containers\n    components:\n      - &base\n        id: a\n        version: "1"\n      - ${end}\n`;
    expect(hoverAt('kanto-yaml', text('*ba¦se'))).toBe(
      'Alias of `&base`:\n\n````yaml\nid: a\nversion: "1"\n````',
    );
    expect(hoverAt('kanto-yaml', text('<¦<: *base'))).toContain('Merge key');
  });
});

describe('the frame of a message is read out', () => {
  const envelope = (thing: string, operation: string, headers: string, value = '{}') =>
    `{"topic": "${thing}/things/live/messages/${operation}", "headers": {${headers}}, "path": "/features/${operation === 'apply' ? 'UpdateManager' : 'SoftwareUpdatable'}/inbox/messages/${operation}", "value": ${value}}`;
  const at = (text: string, word: string) => text.replace(word, `¦${word}`);

  it('who listens to a topic', () => {
    const own = envelope('ed/dev', 'apply', '"response-required": true');
    expect(hoverAt('kanto-json', at(own, 'ed/dev'))).toContain(
      'update-manager gets it, by the MQTT topic `command///req/<request id>/apply`',
    );
    const containers = envelope('ed/dev:edge:containers', 'install', '');
    expect(hoverAt('kanto-json', at(containers, 'ed/dev'))).toContain(
      'container management gets it, by the MQTT topic `command//ed:dev:edge:containers/req/<any id>/install`',
    );
    expect(hoverAt('kanto-json', at(envelope('ed/dev:edge:containers', 'apply', ''), 'ed/dev'))).toContain(
      'The containers have no UpdateManager',
    );
  });

  it('headers and times', () => {
    const text = envelope(
      'ed/dev',
      'apply',
      '"response-required": true, "correlation-id": "c1"',
      '{"activityId": "a", "timestamp": 1795294641200, "desiredState": {}}',
    );
    expect(hoverAt('kanto-json', at(text, 'true'))).toContain('`204` says no more than that');
    expect(hoverAt('kanto-json', at(text, 'c1'))).toContain('answers with `c1`');
    expect(hoverAt('kanto-json', at(text, '1795294641200'))).toContain('2026-11-21 20:57:21.200 UTC');
  });
});

describe('software modules are read out', () => {
  const module = (checksums: object, download: object = { HTTPS: { url: 'https://a.example/b' } }) =>
    JSON.stringify([
      { softwareModule: { name: 'a', version: '1' }, artifacts: [{ download, checksums, size: 4096 }] },
    ]);
  const at = (text: string, word: string) => text.replace(word, `¦${word}`);
  const md5 = 'd41d8cd98f00b204e9800998ecf8427e';

  it('which checksum counts, and whether it can be right', () => {
    expect(hoverAt('kanto-json', at(module({ MD5: md5 }), md5))).toContain(
      'It is the one that container management checks.',
    );
    expect(hoverAt('kanto-json', at(module({ SHA1: 'abc', MD5: md5 }), 'abc'))).toMatch(
      /\*\*No SHA1\*\*: that has 40[\s\S]*checks `MD5` and does not look at this one/,
    );
  });

  it('which address counts', () => {
    const both = module({}, { HTTPS: { url: 'https://a' }, HTTP: { url: 'http://a' } });
    expect(hoverAt('kanto-json', at(both, 'HTTPS'))).toContain('takes `HTTP` and does not look at this one');
    expect(hoverAt('kanto-json', at(both, 'http://a'))).toContain(
      'It is the address that container management takes.',
    );
    expect(hoverAt('kanto-json', at(module({}, { FTP: { url: 'ftp://a' } }), 'FTP'))).toContain(
      'cannot download by `FTP`',
    );
  });

  it('a size', () => {
    expect(hoverAt('kanto-json', at(module({}), '4096'))).toContain('4,096 bytes (4 KiB)');
  });
});
