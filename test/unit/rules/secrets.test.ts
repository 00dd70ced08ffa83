import { describe, expect, it } from 'vitest';
import { isSecret, masked } from '../../../server/src/rules/secrets.ts';
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

describe('a text that is shown', () => {
  it.each([
    ['bot:hunter2@ghcr.io/acme/app:1', 'bot:…@ghcr.io/acme/app:1'],
    ['https://bot:hunter2@e.com/a', 'https://bot:…@e.com/a'],
    ['https://bot:hun@ter2@e.com/a', 'https://bot:…@e.com/a'],
    ['DB_PASSWORD=hunter2 and more', 'DB_PASSWORD=…'],
    ['run --token=hunter2 -v', 'run --token=… -v'],
    ['value: "DB_PASSWORD=hunter2"', 'value: "DB_PASSWORD=…"'],
    ['x ghp_0123456789012345678901234567890123456789', 'x …'],
  ])('has no secret: %s', (text, shown) => {
    expect(masked(text)).toBe(shown);
  });

  it.each([
    'docker.io/library/influxdb:2.7.1',
    `nginx:1.27@sha256:${'0'.repeat(64)}`,
    `localhost:5000/nginx:1.27@sha256:${'0'.repeat(64)}`,
    '127.0.0.1:80:80/tcp',
    '/data:/data:rprivate',
    'LEVEL=debug',
    'tcp://user@broker:1883',
  ])('is left alone where it holds none: %s', (text) => {
    expect(masked(text)).toBe(text);
  });
});

describe('a secret in a manifest', () => {
  const option = { key: 'cmd', value: '--token' };
  const entries = [
    { key: 'cmd', value: 'hunter2' },
    { key: 'image', value: 'https://bot:hunter2@ghcr.io/acme/app' },
    { key: 'image', value: 'bot:hunter2@ghcr.io/Acme/app:2' },
    { key: 'env', value: 'DB_PASSWORD=hunter2' },
    { key: 'env', value: '1A PASSWORD=hunter2' },
    { key: 'API_KEY=hunter2', value: 'x' },
    { key: 'port', value: 'bot:hunter2@80:80' },
    { key: 'mount', value: 'PASSWORD=hunter2' },
    { key: 'device', value: 'PASSWORD=hunter2' },
    { key: 'host', value: 'PASSWORD=hunter2' },
    { key: 'privileged', value: 'PASSWORD=hunter2' },
    { key: 'logMaxFiles', value: 'PASSWORD=hunter2' },
    { key: 'network', value: 'PASSWORD=hunter2' },
    { key: 'restartPolicy', value: 'PASSWORD=hunter2' },
    { key: 'memory', value: 'PASSWORD=hunter2' },
  ];
  const module = {
    softwareModule: { name: 'a', version: '1' },
    artifacts: [
      { download: { HTTP: { url: 'http://bot:hunter2@e.com/a' } } },
      { download: { HTTPS: { url: 'http://bot:hunter2@e.com/a' } } },
      { download: { HTTPS: { url: 'bot:hunter2@e.com/a' } } },
    ],
    metadata: { 'AES256.key': 'hunter2', 'AES256.iv': 'x' },
  };
  const manifests = [
    ...entries.map((entry) => ({
      domains: [{ id: 'containers', components: [{ id: 'a', version: '1', config: [option, entry] }] }],
    })),
    {
      domains: [{ id: 'containers', components: [{ id: 'a', version: '1', config: [option, ...entries] }] }],
    },
    [module],
  ];

  it.each(manifests)('is repeated by no finding, fix, outline or hover: %j', (manifest) => {
    const service = createLanguageService();
    const text = JSON.stringify(manifest, undefined, 1);
    const uri = 'file:///a.json';
    service.open(uri, 'kanto-json', 1, text);
    const lines = text.split('\n');
    const end = { line: lines.length, character: 0 };
    const diagnostics = service.validate(uri);
    const actions = service.codeActions(uri, { start: { line: 0, character: 0 }, end }, { diagnostics });
    const hovers = lines.flatMap((line, index) =>
      [...line.matchAll(/"/g)].map((mark) => service.hover(uri, { line: index, character: mark.index + 1 })),
    );
    const said = [
      ...diagnostics.map(({ message, relatedInformation }) => ({ message, relatedInformation })),
      ...actions.map(({ title }) => title),
      service.symbols(uri),
      hovers,
    ];
    expect([...JSON.stringify(said).matchAll(/.{0,80}hunter2/g)].map(([place]) => place)).toEqual([]);
  });
});
