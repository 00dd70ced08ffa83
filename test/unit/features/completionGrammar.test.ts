import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { rejections } from '../../../server/src/agents/containerRejections.ts';
import { readContainer } from '../../../server/src/agents/containers.ts';
import { problemsOf } from '../../../server/src/manifest/problems.ts';
import { createChecker } from '../../../server/src/rules/check.ts';
import { chosen, completeAt, documentOf, labels, vsCode } from './support.ts';

interface Entry {
  readonly key: string;
  readonly value: string;
}

interface Container {
  readonly id: string;
  readonly version?: string;
  readonly config: readonly Entry[];
}

const entry = (key: string, value: string): Entry => ({ key, value });

type Styled = readonly [style: string, language: string, write: (value: unknown) => string];

const blockYaml: Styled = ['block YAML', 'kanto-yaml', (value) => stringify(value, { lineWidth: 0 })];
const styles: readonly Styled[] = [
  ['JSON', 'kanto-json', (value) => JSON.stringify(value, null, 2)],
  blockYaml,
  ['flow YAML', 'kanto-yaml', (value) => stringify(value, { lineWidth: 0, collectionStyle: 'flow' })],
];

const manifest = (components: readonly Container[], domain = 'containers') => ({
  domains: [{ id: domain, components }],
});

/** The last component has a last entry with this key, and the cursor behind what is typed of its value. */
function marked(
  key: string,
  typed: string,
  config: readonly Entry[],
  others: readonly Container[],
  write: Styled[2],
) {
  const own = { id: 'app', version: '1.0', config: [...config, entry(key, `${typed}¦`)] };
  return write(manifest([...others, own]));
}

function at(
  key: string,
  typed: string,
  {
    config = [],
    others = [],
    style = blockYaml,
  }: { config?: Entry[]; others?: Container[]; style?: Styled } = {},
) {
  return completeAt(style[1], marked(key, typed, config, others, style[2]));
}

describe('a port mapping, step by step', () => {
  const grafana: Container = { id: 'grafana', config: [entry('port', '3000:3000')] };

  it('begins with whole mappings and addresses', () => {
    expect(labels(at('port', ''))).toEqual([
      '80:80',
      '443:443',
      '8080:8080',
      '1883:1883',
      '8883:8883',
      '127.0.0.1:',
      '0.0.0.0:',
    ]);
  });

  it('proposes what the image is known for first', () => {
    expect(labels(at('port', '', { config: [entry('image', 'docker.io/library/influxdb:2.7.1')] }))[0]).toBe(
      '8086:8086',
    );
  });

  it('proposes no port of the device that is taken', () => {
    const offered = at('port', '', { others: [grafana], config: [entry('port', '80:80')] });
    expect(labels(offered)).toContain('3001:3000');
    expect(offered.items.find(({ label }) => label === '3001:3000')?.detail).toContain(
      '3000 of the device is taken',
    );
    expect(labels(offered).filter((label) => /^(80|3000):/.test(label))).toEqual([]);
    expect(labels(at('port', '3000:', { others: [grafana] }))).toEqual([]);
  });

  it('goes on with the port of the container', () => {
    expect(labels(at('port', '9000')).slice(0, 3)).toEqual(['9000:9000', '9000:80', '9000:443']);
    expect(labels(at('port', '9000:')).slice(0, 2)).toEqual(['9000:9000', '9000:80']);
    expect(labels(at('port', '127.0.0.1:9000:8')).slice(0, 2)).toContain('127.0.0.1:9000:8/tcp');
  });

  it('ends with the protocol', () => {
    expect(labels(at('port', '9000:80'))).toEqual(
      expect.arrayContaining(['9000:80/tcp', '9000:80/udp', '9000:80/sctp']),
    );
    expect(labels(at('port', '9000-9010:80/'))).toEqual([
      '9000-9010:80/tcp',
      '9000-9010:80/udp',
      '9000-9010:80/sctp',
    ]);
  });

  it.each(styles)('replaces the value, quotes and all: %s', (...style) => {
    const text = style[2](manifest([{ id: 'app', version: '1.0', config: [entry('port', '9000:80/udp')] }]));
    expect(chosen(at('port', '9000:80/u', { style }), '9000:80/udp').replaceAll(/["\s]/g, '')).toBe(
      text.replaceAll(/["\s]/g, ''),
    );
  });

  it('keeps the cursor within quotes where the author goes on', () => {
    expect(chosen(at('port', ''), '127.0.0.1:')).toContain('value: "127.0.0.1:‸"');
  });
});

describe('other values with parts', () => {
  it('a mount: source, path in the container, propagation', () => {
    expect(labels(at('mount', '/data'))[0]).toBe('/data:/data');
    expect(labels(at('mount', '/data:/var/data')).slice(0, 3)).toEqual([
      '/data:/var/data',
      '/data:/var/data:rprivate',
      '/data:/var/data:private',
    ]);
    expect(labels(at('mount', '/a:/b:rs'))).toEqual(
      ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'].map((mode) => `/a:/b:${mode}`),
    );
  });

  it('a device: name, name in the container, rights', () => {
    expect(labels(at('device', '/dev/ttyAMA0'))[0]).toBe('/dev/ttyAMA0:/dev/ttyAMA0');
    expect(labels(at('device', '/dev/a:/dev/b:'))).toEqual([
      '/dev/a:/dev/b:rw',
      '/dev/a:/dev/b:r',
      '/dev/a:/dev/b:w',
      '/dev/a:/dev/b:rwm',
    ]);
  });

  it('a size: units behind a number, none that the device rejects', () => {
    expect(labels(at('memory', '512'))).toEqual(['512M', '512G']);
    expect(labels(at('memory', '2'))).toEqual(['2G']);
    expect(labels(at('memory', '1.5G'))).toEqual(['1.5G']);
    expect(labels(at('memorySwap', '', { config: [entry('memory', '512M')] }))).toEqual([
      '-1',
      '512M',
      '1G',
      '2G',
    ]);
    expect(labels(at('memoryReservation', '', { config: [entry('memory', '64M')] }))).toEqual(['32M', '64M']);
  });

  it('a host name: other containers, the device', () => {
    const others = [{ id: 'db', config: [] }];
    expect(labels(at('host', '', { others }))).toEqual(['db:container_db-host', 'device:host_ip']);
    expect(labels(at('host', 'store:', { others }))).toEqual([
      'store:container_db-host',
      'store:host_ip',
      'store:host_ip_',
    ]);
    expect(labels(at('host', 'store:', { others, config: [entry('network', 'host')] }))).toEqual([
      'store:container_db-host',
    ]);
  });

  it('a variable that another component has', () => {
    const others = [{ id: 'db', config: [entry('env', 'TZ=UTC'), entry('env', 'A=1')] }];
    expect(labels(at('env', '', { others, config: [entry('env', 'A=2')] }))).toEqual(['TZ=UTC', 'TZ=']);
  });

  it('an image: its tag from the version, images of others', () => {
    const others = [{ id: 'db', config: [entry('image', 'ghcr.io/x/db:3')] }];
    expect(labels(at('image', 'ghcr.io/acme/app', { others }))).toEqual([
      'ghcr.io/acme/app:1.0',
      'ghcr.io/acme/app:latest',
      'docker.io/library/app:1.0',
      'ghcr.io/x/db:3',
    ]);
  });

  it('keys and values of a domain that nobody describes, as its other components have them', () => {
    const text = (own: string) =>
      `domains:\n  - id: firmware\n    components:\n      - id: a\n        config:\n          - {key: slot, value: A}\n      - id: b\n        config:\n${own}`;
    expect(labels(completeAt('kanto-yaml', text('          - key: ¦\n')))).toEqual(['slot']);
    expect(labels(completeAt('kanto-yaml', text('          - key: slot\n            value: ¦\n')))).toEqual([
      'A',
    ]);
    expect(labels(completeAt('kanto-yaml', text('          - ¦\n')))).toContain('slot');
  });
});

describe('what the editor asks again', () => {
  it('values with parts, with each character; all others once', () => {
    expect(at('port', '80').isIncomplete).toBe(true);
    expect(at('network', 'b').isIncomplete).toBe(false);
  });

  it('a colon or slash within such a value, but not behind a key', () => {
    const typed = (text: string, trigger: string) =>
      labels(completeAt('kanto-yaml', text, vsCode, undefined, trigger));
    expect(typed(marked('port', '9000:', [], [], blockYaml[2]), ':')).toContain('9000:80');
    expect(typed(marked('port', '9000:80/', [], [], blockYaml[2]), '/')).toContain('9000:80/udp');
    expect(typed('domains:\n  - id:¦\n', ':')).toEqual([]);
    expect(typed('baselines:\n  - components:\n      - containers:¦\n', ':')).toEqual([]);
  });
});

describe('every value that is proposed', { timeout: 60_000 }, () => {
  const keys = [
    'port',
    'mount',
    'device',
    'host',
    'memory',
    'memorySwap',
    'memoryReservation',
    'logMaxSize',
    'logMaxBufferSize',
    'env',
    'network',
    'restartPolicy',
    'logDriver',
    'logMode',
    'privileged',
    'terminal',
    'restartMaxRetries',
    'restartTimeout',
    'logMaxFiles',
  ];
  const typed = fc.oneof(
    fc.constantFrom(
      '',
      '8',
      '80',
      '80:',
      '80:80',
      '80:80/',
      '127.0.0.1:',
      '127.0.0.1:80:8',
      '/a',
      '/a:',
      '/a:/b',
      '/a:/b:',
      '/dev/x:',
      'x:',
      'x',
      '5',
      '512',
      '4000',
    ),
    fc.stringMatching(/^[0-9a-z/:.-]{0,8}$/),
  );
  const config = fc.uniqueArray(
    fc.constantFrom(
      entry('port', '80:80'),
      entry('memory', '512M'),
      entry('port', '8080:80/udp'),
      entry('env', 'A=1'),
      entry('mount', '/a:/b'),
    ),
    { maxLength: 3, selector: ({ value }) => value.split(':')[0] },
  );

  it('is one that the device takes as it is written', () => {
    const checker = createChecker();
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        typed,
        config,
        fc.constantFrom(...styles),
        (key, begun, others, style) => {
          const completed = at(key, begun, {
            others: [{ id: 'other', config: others }],
            style,
            config: [entry('memory', '300M')].filter((it) => it.key !== key),
          });
          for (const item of completed.items) {
            const text = chosen(completed, item.label);
            // The author is not done with it.
            if (text.includes('‸')) continue;
            const document = documentOf(style[1], text);
            const said = problemsOf(document, checker, new Map()).shown.filter(
              ({ code, severity }) =>
                severity !== 'information' && /-(ignored|invalid|changed|taken|unsupported)$/.test(code),
            );
            expect(said, `${key}: ${item.label} behind "${begun}"`).toEqual([]);
            const reading = readContainer('app', '1.0', [entry('memory', '300M'), entry(key, item.label)]);
            expect(
              rejections(reading).map(({ message }) => message),
              item.label,
            ).toEqual([]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
