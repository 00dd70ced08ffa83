import { describe, expect, it } from 'vitest';
import { isSecret } from '../../../server/src/rules/secrets.ts';
import { createLanguageService } from '../../../server/src/service.ts';

describe('a secret', () => {
  it.each([
    ['DB_PASSWORD', 'hunter2'],
    ['password', 'hunter2'],
    ['API_KEY', 'a1b2c3d4'],
    ['aws_secret_access_key', 'a1b2c3d4'],
    ['--token', 'a1b2c3d4'],
    ['DATABASE_URL', 'postgres://app:hunter2@db/app'],
    ['CERT', '-----BEGIN RSA PRIVATE KEY-----'],
    ['X', 'ghp_0123456789012345678901234567890123456789'],
  ])('is what %s=%s says', (name, value) => {
    expect(isSecret(name, value)).toBe(true);
  });

  it.each([
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '$DB_PASSWORD'],
    ['DB_PASSWORD', '<password>'],
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['TOKEN', '/run/secrets/token'],
    ['USE_TOKEN', 'true'],
    ['MAX_TOKENS', '10'],
    ['PASSWORDLESS', 'always'],
    ['URL', 'https://example.com/a@b'],
    ['MQTT_URL', 'tcp://user@broker:1883'],
  ])('is not what %s=%s says', (name, value) => {
    expect(isSecret(name, value)).toBe(false);
  });
});

describe('a value that may be a secret', () => {
  it.each(['DB_PASSWORD:hunter2', 'PASSWORD hunter2', 'DB-PASSWORD=hunter2', '=hunter2', '1A=hunter2'])(
    'is not repeated where the variable is wrong: %s',
    (value) => {
      const config = [{ key: 'env', value }];
      const components = [{ id: 'a', version: '1', config }];
      const text = JSON.stringify({ domains: [{ id: 'containers', components }] });
      const { problems, summary } = createLanguageService().describe({ text, format: 'json' });
      expect(problems.map(({ code }) => code)).toContain('env-invalid');
      for (const said of [summary, ...problems.map(({ message }) => message)])
        expect(said).not.toContain('hunter2');
    },
  );
});
