import { describe, expect, it } from 'vitest';
import { maskedJson, maskedParameters } from '../../../client/src/devices/masking.ts';
import { mask, maskedText } from '../../../client/src/protocol/secrets.ts';
import { growth } from '../timing.ts';

describe('of what a device reports, nothing secret is kept:', () => {
  it.each([
    ['env', 'DB_PASSWORD=planted', `DB_PASSWORD=${mask}`],
    ['env', 'A=planted=planted', `A=${mask}`],
    ['env', 'ONLY_NAMED', 'ONLY_NAMED'],
    ['registryPassword', 'planted', mask],
    ['apiKey', 'planted', mask],
    ['cmd', '--password=planted', `--password=${mask}`],
    ['cmd', 'sh -c "run --token planted --fast"', `sh -c "run --token ${mask} --fast"`],
    ['cmd', 'password: "planted planted" rest', `password: ${mask} rest`],
    ['source', 'https://user:planted@host/path', `https://${mask}@host/path`],
    ['image', 'docker.io/library/influxdb:2.7.1', 'docker.io/library/influxdb:2.7.1'],
    ['image', 'influxdb:2@sha256:0123', 'influxdb:2@sha256:0123'],
    ['image', 'user:planted@registry/influxdb:2', `${mask}@registry/influxdb:2`],
    ['source', 'https://user:plan@ted@host/path', `https://${mask}@host/path`],
    ['source', 'https://host/path?a=1&sig=planted', `https://host/path?a=1&sig=${mask}`],
    ['note', 'Authorization: Bearer planted', `Authorization: Bearer ${mask}`],
    ['note', 'sent bearer planted-planted', `sent bearer ${mask}`],
    ['note', 'ghp_plantedplantedplantedplanted', mask],
    [
      'note',
      '-----BEGIN RSA PRIVATE KEY-----\nplanted\n-----END RSA PRIVATE KEY-----',
      `${mask}-----END RSA PRIVATE KEY-----`,
    ],
    ['note', '{\\"password\\":\\"planted\\"}', `{\\"password\\":\\${mask}}`],
  ])('the parameter %s with %s', (key, value, wanted) => {
    expect(maskedParameters([{ key, value }])).toEqual([{ key, value: wanted }]);
  });

  it('an argument that follows its flag', () => {
    const parameters = ['--user', 'me', '--db-password', 'planted', 'last'].map((value) => ({
      key: 'cmd',
      value,
    }));
    expect(maskedParameters(parameters).map(({ value }) => value)).toEqual([
      '--user',
      'me',
      '--db-password',
      mask,
      'last',
    ]);
  });

  it('anything of it in a twin, wherever it stands', () => {
    const twin = {
      properties: {
        status: {
          name: 'influxdb',
          config: {
            env: ['DB_PASSWORD=planted', 'NAME'],
            cmd: ['--secret', 'planted'],
            decryption: { keys: ['planted'] },
          },
        },
        inventory: { softwareNodes: [{ id: 'a', parameters: [{ key: 'env', value: 'A=planted' }] }] },
        token: 5,
      },
    };
    const kept = JSON.stringify(maskedJson(twin));
    expect(kept).not.toContain('planted');
    expect(maskedJson(twin)).toMatchObject({
      properties: {
        status: {
          name: 'influxdb',
          config: { env: [`DB_PASSWORD=${mask}`, 'NAME'], cmd: ['--secret', mask] },
        },
        token: mask,
      },
    });
  });

  it.each([
    ['an environment that is an object', { env: { DB: 'planted', PORT: 5 } }],
    ['an environment of entries', { env: [{ name: 'DB', value: 'planted' }] }],
    [
      'an entry that follows that of its option',
      [
        { key: 'cmd', value: '--token' },
        { key: 'cmd', value: 'planted' },
      ],
    ],
    ['what stands beside a key and its value', { key: 'a', value: 'b', password: 'planted' }],
    ['a value that is no text', { key: 'password', value: { inner: ['planted'] } }],
  ])('%s', (_, value) => {
    expect(JSON.stringify(maskedJson(value))).not.toContain('planted');
  });

  it.each([
    ['-password', ''],
    ['token', '!'],
    ['token=', ''],
    ['--a-token-', '!'],
    ['a.', '@token'],
    ['a:', '@token'],
    ['a://', '@token'],
    ["token='", '"'],
    ['Bearer  ', ''],
    ['-----BEGIN PRIVATE KEY', ''],
  ])('in a time that grows with the text and no faster: %s again and again', (part, end) => {
    const masking = (length: number) => {
      const text = part.repeat(length / part.length) + end;
      return () => {
        for (let round = 0; round < 5; round++) maskedText(text);
      };
    };
    // Ten times the text; its square would be a hundred times. A millisecond more: what takes no time cannot be compared.
    expect(growth(5, masking(2000), masking(20_000), 1)).toBeLessThan(40);
  });

  it('and what is nested without end stops somewhere', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`);
    expect(JSON.stringify(maskedJson(deep)).length).toBeLessThan(200);
  });
});
