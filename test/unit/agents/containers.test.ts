import { describe, expect, it } from 'vitest';
import { rejections } from '../../../server/src/agents/containerRejections.ts';
import { readContainer } from '../../../server/src/agents/containers.ts';
import {
  imageVersion,
  isContainerName,
  isEnvironmentVariable,
  parseDevice,
  parseMount,
  parsePort,
  parseSize,
  usesHostIp,
} from '../../../server/src/agents/containerValues.ts';
import {
  isIpAddress,
  parseBoolean,
  parseInteger,
  parseInteger32,
} from '../../../server/src/agents/goValues.ts';

const readable = (value: object) => !('wrong' in value);

describe('values as the Go standard library reads them', () => {
  it.each(['1', 't', 'T', 'TRUE', 'true', 'True'])('true: %s', (text) =>
    expect(parseBoolean(text)).toBe(true),
  );
  it.each(['0', 'f', 'F', 'FALSE', 'false', 'False'])('false: %s', (text) =>
    expect(parseBoolean(text)).toBe(false),
  );
  it.each(['', 'yes', 'tRUE', ' true', '2'])('neither: %j', (text) =>
    expect(parseBoolean(text)).toBeUndefined(),
  );

  it.each([
    ['5', 5],
    ['+5', 5],
    ['-5', -5],
    ['007', 7],
    ['9223372036854775807', Number(2n ** 63n)],
    ['9223372036854775808', undefined],
    ['', undefined],
    ['1.0', undefined],
    ['1_000', undefined],
    ['0x1', undefined],
    [' 1', undefined],
  ])('%j as a number', (text, value) => expect(parseInteger(text)).toBe(value));

  it('knows the bounds of 32 bits', () => {
    expect(parseInteger32('2147483647')).toBe(2147483647);
    expect(parseInteger32('2147483648')).toBeUndefined();
    expect(parseInteger32('-2147483648')).toBe(-2147483648);
  });

  it('knows IPv4 addresses, without leading zeros', () => {
    expect(['127.0.0.1', '0.0.0.0', '255.255.255.255'].every(isIpAddress)).toBe(true);
    expect(['127.0.0.01', '1.2.3', '256.0.0.1', 'localhost', ''].some(isIpAddress)).toBe(false);
  });
});

describe('ports', () => {
  it('reads all parts', () => {
    expect(parsePort(' 127.0.0.1:5000-6000:80/udp ')).toMatchObject({
      hostIp: '127.0.0.1',
      hostPort: 5000,
      hostPortEnd: 6000,
      containerPort: 80,
      protocol: 'udp',
    });
  });

  it('cuts to 16 bits', () => {
    expect(parsePort('80:70000')).toMatchObject({ containerPort: 4464, written: { containerPort: 70000 } });
  });

  it.each([
    '80',
    '',
    'localhost:80:80',
    '80:80-90',
    '80:',
    ':80',
    '-1:80',
    '80 : 80',
    '[::1]:80:80',
    '1:2:3:4',
    '80:99999999999',
  ])('cannot read %j', (text) => expect(readable(parsePort(text))).toBe(false));

  it.each(['+80:80', '0:0', '80:80/', '80:80/tcp/x', '5-4:1'])('reads %j', (text) =>
    expect(readable(parsePort(text))).toBe(true),
  );
});

describe('mounts and devices', () => {
  it('reads mounts', () => {
    expect(parseMount('/a:/b')).toEqual({ source: '/a', destination: '/b', propagation: 'rprivate' });
    expect(parseMount('/a:/b:')).toEqual({ source: '/a', destination: '/b', propagation: 'rprivate' });
    expect(parseMount('/a:/b:ro')).toMatchObject({ propagation: 'ro' });
    expect(['/a', 'a:b:c:d', ''].some((text) => readable(parseMount(text)))).toBe(false);
  });

  it('reads devices', () => {
    expect(parseDevice('/dev/a:/dev/b')).toEqual({ host: '/dev/a', container: '/dev/b', permissions: 'rwm' });
    expect(parseDevice('/dev/a:')).toMatchObject({ container: '/dev/a' });
    expect(parseDevice('/dev/a:/dev/b:rr')).toMatchObject({ permissions: 'rr' });
    expect(
      ['/dev/a', 'a:b:', 'a:b:x', 'a:b:rwmr', 'a:b:c:d'].some((text) => readable(parseDevice(text))),
    ).toBe(false);
  });
});

describe('sizes, names, variables, images', () => {
  it.each([
    ['3M', 3 * 1024 ** 2],
    ['1.5G', 1.5 * 1024 ** 3],
    ['512 k', 512 * 1024],
    ['0m', 0],
    ['512', undefined],
    ['512MB', undefined],
    ['1.2.3M', undefined],
    ['.5M', undefined],
    ['-1M', undefined],
    ['1  M', undefined],
    ['', undefined],
  ])('size %j', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it('knows names of containers', () => {
    expect(['influxdb', '_a', '0', 'a.b-c_d', ''].every(isContainerName)).toBe(true);
    expect(['-a', '.a', 'a b', 'a:b', 'é', 'a/b', 'a\n'].some(isContainerName)).toBe(false);
  });

  it('knows variables', () => {
    expect(['A', 'A=', 'A=b=c', '_a1=ä', 'A=b\rc'].every(isEnvironmentVariable)).toBe(true);
    expect(['', '=x', '1A=b', 'A B', 'A.B=c', 'A=b\nc'].some(isEnvironmentVariable)).toBe(false);
  });

  it('knows the reserved host', () => {
    expect(['a:host_ip', 'a:host_ip_eth0', 'a:b:host_ip'].every(usesHostIp)).toBe(true);
    expect([':host_ip', 'a:host_ip_', 'a:1.2.3.4'].some(usesHostIp)).toBe(false);
  });

  it.each([
    ['docker.io/library/influxdb:2.7.1', '2.7.1'],
    ['localhost:5000/x', undefined],
    ['localhost:5000/x:1', '1'],
    ['x@sha256:ab', 'sha256:ab'],
    ['x:1@sha256:ab', 'sha256:ab'],
    ['x:', undefined],
    ['', undefined],
  ])('the device reports %j as %j', (image, version) => expect(imageVersion(image)).toBe(version));
});

describe('a container', () => {
  const container = (...config: [string, string][]) =>
    readContainer(
      'c',
      '1',
      config.map(([key, value]) => ({ key, value })),
    );
  const messages = (...config: [string, string][]) =>
    rejections(container(...config)).map(({ message }) => message);

  it('has the defaults of the device', () => {
    expect(container().container).toMatchObject({
      name: 'c',
      image: 'c:1',
      network: 'bridge',
      restartPolicy: 'unless-stopped',
      logDriver: 'json-file',
      logMaxFiles: 2,
      logMaxSize: '100M',
      logMode: 'blocking',
      memory: '',
    });
    expect(messages()).toEqual([]);
  });

  it('takes the last of each key, and every entry of the keys that may repeat', () => {
    const { container: made } = container(['image', 'a'], ['env', 'A=1'], ['image', 'b'], ['env', 'B=2']);
    expect(made).toMatchObject({ image: 'b', env: ['A=1', 'B=2'] });
  });

  it('leaves out what it cannot read', () => {
    const { container: made, listed } = container(
      ['port', 'x'],
      ['port', '80:80'],
      ['privileged', 'yes'],
      ['logMaxFiles', 'x'],
    );
    expect(made).toMatchObject({ ports: [{ hostPort: 80 }], privileged: false, logMaxFiles: 2 });
    expect(listed.ports).toEqual([1]);
  });

  it('reads the restart numbers with on-failure only', () => {
    expect(container(['restartMaxRetries', '3']).container.restartMaxRetries).toBe(0);
    expect(
      container(['restartPolicy', 'on-failure'], ['restartMaxRetries', '3']).container.restartMaxRetries,
    ).toBe(3);
    expect(messages(['restartPolicy', 'always'], ['restartMaxRetries', '-3'])).toEqual([]);
  });

  it('names all faults in the order in which the device checks', () => {
    expect(
      messages(
        ['env', '1=x'],
        ['memory', '1'],
        ['restartPolicy', 'x'],
        ['logDriver', 'x'],
        ['device', ':/b'],
        ['network', 'x'],
        ['mount', ':x'],
        ['image', ''],
      ),
    ).toEqual([
      'the containers image configuration is invalid',
      'source and destination must be set for a mount point',
      'unsupported network mode x',
      'both path on the host and in the container must be specified for a device mapping',
      'unsupported log driver configuration',
      'unsupported restart policy type x',
      'invalid format of memory - 1',
      'invalid environmental variable declaration provided : 1=x',
    ]);
  });

  it('takes no log sizes without files, and no buffer without non-blocking', () => {
    expect(messages(['logDriver', 'none'], ['logMaxSize', 'x'], ['logMaxFiles', '-1'])).toEqual([]);
    expect(messages(['logMaxBufferSize', 'x'])).toEqual([]);
    expect(messages(['logMode', 'non-blocking'], ['logMaxBufferSize', 'x'])).toHaveLength(1);
  });

  it('compares swap and reservation with the memory', () => {
    expect(messages(['memory', '200M'], ['memorySwap', '-1'])).toEqual([]);
    expect(messages(['memory', '200M'], ['memorySwap', '200m'], ['memoryReservation', '200M'])).toEqual([]);
    expect(messages(['memoryReservation', '1G'])).toEqual([]);
    expect(messages(['memory', '200M'], ['memorySwap', '100M'], ['memoryReservation', '300M'])).toEqual([
      'swap memory - 100M is less than memory - 200M',
      'reservation memory - 300M must be lower than memory - 200M',
    ]);
  });
});
