import { describe, expect, it } from 'vitest';
import { mask, maskedJson, maskedParameters } from '../../../client/src/devices/masking.ts';

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

  it('and what is nested without end stops somewhere', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`);
    expect(JSON.stringify(maskedJson(deep)).length).toBeLessThan(200);
  });
});
