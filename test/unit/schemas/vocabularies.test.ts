import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';

const ajv = new Ajv({ keywords: ['enumDescriptions', 'patternErrorMessage', 'x-parts', 'x-severity'] });
const schemaOf = (domain: string) =>
  JSON.parse(readFileSync(`schemas/domains/${domain}.schema.json`, 'utf8'));
const containers = ajv.compile(schemaOf('containers'));
const selfUpdate = ajv.compile(schemaOf('self-update'));

/** Accepted and refused (or ignored, or replaced) by the containers agent, as its recordings and its code have it. */
const values: [string, string[], string[]][] = [
  ['image', ['docker.io/library/influxdb:2.7.1', 'localhost:5000/x:1', 'app@sha256:00'], ['']],
  ['env', ['A', 'A=', 'A=b=c d', '_a1=x'], ['1A=b', 'A B', 'A.B=c', '']],
  ['cmd', ['', '--flag', 'a b'], []],
  [
    'port',
    ['80:80', '127.0.0.1:8080:80', '5000-6000:80/udp', '443:443/tcp'],
    ['80', 'localhost:80:80', '80:80-90', '[::1]:80:80', 'a:b', '80:80/foo'],
  ],
  ['mount', ['/a:/b', '/a:/b:shared', '/a:/b:'], ['/a', '/a:/b:ro', ':/b', 'a:b:c:d', '']],
  [
    'device',
    ['/dev/a:/dev/b', '/dev/a:/dev/b:rw', '/dev/a:'],
    ['/dev/a', '/dev/a:/dev/b:rwmr', '/dev/a:/dev/b:x'],
  ],
  ['host', ['db:10.0.0.1', 'me:host_ip', 'db:container_influxdb-host'], ['a', 'a:b:c', '']],
  ['network', ['bridge', 'host', ''], ['none', 'Bridge']],
  ['privileged', ['true', 'false', '1', 'T'], ['yes', '', 'TrUe']],
  ['terminal', ['true', 'F'], ['on']],
  ['interactive', ['t'], ['y']],
  ['restartPolicy', ['always', 'no', 'on-failure', 'unless-stopped'], ['sometimes', '', 'Always']],
  ['restartMaxRetries', ['0', '+3', '10'], ['x', '-1', '1.5', '']],
  ['restartTimeout', ['30'], ['10s', '-1', '']],
  ['logDriver', ['json-file', 'none', ''], ['syslog']],
  ['logMaxFiles', ['0', '5'], ['-1', '2.5', '']],
  ['logMaxSize', ['100M', '1.5M', '10 M', '10k', ''], ['100', '1B', '10MB']],
  ['logPath', ['/var/log/x', ''], []],
  ['logMode', ['blocking', 'non-blocking', ''], ['async', 'Blocking']],
  ['logMaxBufferSize', ['1M', '512k', ''], ['1', 'x']],
  ['memory', ['512M', '1.5G', '200m', '4096k', ''], ['512', '512MB', '1B']],
  ['memorySwap', ['1G', '-1', ''], ['512', '-2']],
  ['memoryReservation', ['256M', ''], ['300']],
];

describe('containers', () => {
  const { properties } = schemaOf('containers');
  const config = (key: string, value: string) => ({
    [key]: properties[key].type === 'array' ? [value] : value,
  });

  it('knows every config key, and no other', () => {
    expect(Object.keys(properties).sort()).toEqual(values.map(([key]) => key).sort());
  });

  it.each(values)('%s', (key, good, bad) => {
    expect(good.filter((value) => !containers(config(key, value)))).toEqual([]);
    expect(bad.filter((value) => containers(config(key, value)))).toEqual([]);
  });

  it('repeats env, cmd, port, mount, device and host only', () => {
    const repeatable = Object.keys(properties).filter((key) => properties[key].type === 'array');
    expect(repeatable.sort()).toEqual(['cmd', 'device', 'env', 'host', 'mount', 'port']);
  });

  it('takes a key in another letter case for an unknown one', () => {
    expect(containers({ Image: 'a' })).toBe(false);
  });

  it('knows systemContainers in the config of the domain, and not source', () => {
    const { definitions } = schemaOf('containers');
    const validate = ajv.compile(definitions.domainConfig);
    expect([validate({ systemContainers: 'a, b' }), validate({ source: 'value' })]).toEqual([true, false]);
  });
});

describe('self-update', () => {
  it('wants the URL of the bundle', () => {
    expect([
      selfUpdate({ image: 'https://example.com/os.raucb' }),
      selfUpdate({}),
      selfUpdate({ image: '' }),
    ]).toEqual([true, false, false]);
  });

  it('wants the component os-image with a version', () => {
    const validate = ajv.compile(schemaOf('self-update').definitions.component);
    const good = { id: 'os-image', version: '2.0' };
    expect(validate(good)).toBe(true);
    expect(
      [{ ...good, id: 'os' }, { ...good, version: '' }, { id: 'os-image' }].filter((it) => validate(it)),
    ).toEqual([]);
  });
});
