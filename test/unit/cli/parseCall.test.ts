import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../client/src/cli/arguments.ts';
import { parseCall } from '../../../client/src/cli/parseCall.ts';

const target = ['--connection', 'mqtt://127.0.0.1', '--device', 'edge:device'];

describe('a call of kanto-manifest', () => {
  it('reads files and format of validate', () => {
    expect(parseCall(['validate', '--format', 'json', 'a.yaml', 'b.json'])).toEqual({
      command: 'validate',
      format: 'json',
      files: ['a.yaml', 'b.json'],
      configuration: 'nearest',
    });
  });

  it('reads how validate checks', () => {
    const options = ['--stdin', '--stdin-filename', 'a.yaml', '--max-warnings', '3', '--fix', '--dry-run'];
    expect(parseCall(['validate', ...options, '--config', 'c.json', '--format', 'sarif'])).toEqual({
      command: 'validate',
      format: 'sarif',
      files: ['-'],
      stdinName: 'a.yaml',
      configuration: { file: 'c.json' },
      maxWarnings: 3,
      fix: 'dry',
    });
    expect(parseCall(['validate', '--fix', '--no-config', 'a'])).toMatchObject({
      configuration: 'none',
      fix: 'write',
    });
  });

  it('reads a conversion, and what is looked up', () => {
    expect(parseCall(['convert', '--to', 'json', '--form', 'content', '--document', '2', 'a.yaml'])).toEqual({
      command: 'convert',
      configuration: 'nearest',
      file: 'a.yaml',
      to: 'json',
      form: 'bare',
      document: 2,
    });
    expect(parseCall(['schema', 'apply.value'])).toEqual({ command: 'schema', name: 'apply.value' });
    expect(parseCall(['schema', '--list'])).toEqual({ command: 'schema' });
    expect(parseCall(['rules', 'image-moving'])).toEqual({
      command: 'rules',
      code: 'image-moving',
      format: 'text',
    });
  });

  it('reads whom a question for help is about', () => {
    expect(parseCall(['help', 'plan'])).toEqual({ command: 'help', about: 'plan' });
    expect(parseCall(['plan', '-h'])).toEqual({ command: 'help', about: 'plan' });
  });

  it('reads a send with its defaults: 60 seconds, no waiting, text', () => {
    expect(parseCall(['apply', ...target, 'a.yaml'])).toEqual({
      command: 'send',
      configuration: 'nearest',
      operation: 'apply',
      connection: { url: 'mqtt://127.0.0.1', secrets: {}, verbose: false },
      device: 'edge:device',
      wait: false,
      timeout: 60_000,
      yes: false,
      sendAnyway: false,
      format: 'text',
      file: 'a.yaml',
    });
  });

  describe('to an Eclipse Hono', () => {
    const hono = ['apply', '--connection', 'amqps://hono', '--device', 'edge:device', 'a.yaml'];

    it('names a tenant, and what is taken from others', () => {
      expect(parseCall([...hono, '--tenant', 'plant'])).toMatchObject({ connection: { tenant: 'plant' } });
      expect(
        parseCall([...hono, '--tenant', 'plant', '--wait', '--receive', 'events,telemetry']),
      ).toMatchObject({ connection: { receive: ['events', 'telemetry'] }, wait: true });
    });

    it.each([
      ['without a tenant', [], '--tenant is missing'],
      ['waiting for what it does not hear', ['--tenant', 'plant', '--wait'], '--wait needs --receive events'],
      ['with an addressing', ['--tenant', 'plant', '--addressing', 'device'], '--addressing has no meaning'],
      ['in direct mode', ['--tenant', 'plant', '--direct'], '--direct has no meaning'],
      ['with a version of MQTT', ['--tenant', 'plant', '--mqtt', '5'], '--mqtt has no meaning'],
      ['receiving what there is not', ['--tenant', 'plant', '--receive', 'all'], 'got "all"'],
    ])('%s is wrong', (_, options, message) => {
      expect(() => parseCall([...hono, ...options])).toThrow(message);
    });

    it('alone receives', () => {
      expect(() => parseCall(['apply', ...target, '--receive', 'events', 'a.yaml'])).toThrow('--receive');
    });
  });

  it('knows what an apply is asked about, which nobody answers beforehand', () => {
    expect(parseCall(['apply', ...target, '--ask', 'replace', 'a.yaml'])).toMatchObject({ ask: 'replace' });
    for (const wrong of [
      ['--ask', 'never'],
      ['--ask', 'replace', '--yes'],
    ])
      expect(() => parseCall(['apply', ...target, ...wrong, 'a.yaml'])).toThrow(UsageError);
    expect(() => parseCall(['install', ...target, '--ask', 'replace', 'a.yaml'])).toThrow(UsageError);
  });

  it('reads which of several manifests is meant', () => {
    expect(parseCall(['apply', ...target, '--document', '2', 'a.yaml'])).toMatchObject({ document: 2 });
    expect(() => parseCall(['apply', ...target, '--document', '0', 'a.yaml'])).toThrow(UsageError);
    expect(() => parseCall(['validate', '--document', '2', 'a.yaml'])).toThrow(UsageError);
  });

  it('reads which daemon gets software modules, where one can', () => {
    const call = (command: string, daemon: string) =>
      parseCall([command, ...target, '--daemon', daemon, 'a.yaml']);
    expect(call('install', 'software-update')).toMatchObject({ target: 'root' });
    expect(call('remove', 'containers')).toMatchObject({ target: 'containers' });
    expect(() => call('install', 'root')).toThrow(UsageError);
    expect(() => call('apply', 'containers')).toThrow(UsageError);
  });

  it.each([
    ['500ms', 500],
    ['60s', 60_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['1.5s', 1500],
    ['7', 7000],
  ])('reads the time %s', (text, milliseconds) => {
    expect(parseCall(['apply', ...target, '--timeout', text, 'a.yaml'])).toMatchObject({
      timeout: milliseconds,
    });
  });

  it('reads a device registry for what looks at more than one device', () => {
    const options = [
      '--registry',
      'https://hono',
      '--registry-username',
      'me',
      '--registry-filter',
      '{"/a": 1}',
    ];
    const registry = { url: 'https://hono', username: 'me', filter: { '/a': 1 } };
    const call = (command: string, ...rest: string[]) =>
      parseCall([command, '--connection', 'mqtt://127.0.0.1', '--tenant', 'plant', ...rest]);
    expect(call('devices', ...options)).toMatchObject({ connection: { tenant: 'plant', registry } });
    expect(call('doctor', ...options)).toMatchObject({ connection: { registry } });
    expect(call('devices', '--registry', 'https://hono', '--registry-filter', 'north')).toMatchObject({
      connection: { registry: { filter: 'north' } },
    });
    expect(() => call('devices', '--registry-username', 'me')).toThrow(UsageError);
    expect(() => call('refresh', '--device', 'edge:device', ...options)).toThrow(UsageError);
  });

  it('lets a refresh stand without a file', () => {
    const call = parseCall(['refresh', ...target]);
    expect(call).toMatchObject({ operation: 'refresh' });
    expect(call).not.toHaveProperty('file');
  });

  it('reads a plan for a device, and one without', () => {
    expect(parseCall(['plan', ...target, '--timeout', '5s', 'a.yaml'])).toEqual({
      command: 'plan',
      configuration: 'nearest',
      source: {
        connection: { url: 'mqtt://127.0.0.1', secrets: {}, verbose: false },
        device: 'edge:device',
        timeout: 5000,
      },
      format: 'text',
      file: 'a.yaml',
    });
    expect(parseCall(['plan', '--inventory', 'i.json', '--format', 'json', 'a.yaml'])).toEqual({
      command: 'plan',
      configuration: 'nearest',
      source: { inventory: 'i.json' },
      format: 'json',
      file: 'a.yaml',
    });
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['aply', 'a.yaml']],
    ['an unknown option', ['validate', '--frmat', 'json', 'a.yaml']],
    ['an option of another command', ['validate', '--wait', 'a.yaml']],
    ['no file', ['validate']],
    ['two files to send', ['apply', ...target, 'a.yaml', 'b.yaml']],
    ['no connection', ['apply', '--device', 'edge:device', 'a.yaml']],
    ['no device', ['apply', '--connection', 'mqtt://127.0.0.1', 'a.yaml']],
    ['a name of no standard input', ['validate', '--stdin-filename', 'a.yaml', 'b.yaml']],
    ['a secret and a manifest by standard input', ['apply', ...target, '--password-stdin', '-']],
    [
      'two secrets by standard input',
      ['refresh', ...target, '--password-stdin', '--registry-password-stdin'],
    ],
    ['standard input for the file of a secret', ['refresh', ...target, '--password-file', '-']],
    ['a secret where nothing is connected', ['validate', '--stdin', '--password-stdin']],
    ['standard input to be written', ['validate', '--fix', '-']],
    ['a dry run of nothing', ['validate', '--dry-run', 'a.yaml']],
    ['a number of warnings that is none', ['validate', '--max-warnings', '-1', 'a.yaml']],
    ['no number of warnings', ['validate', '--max-warnings', '', 'a.yaml']],
    ['a configuration and none', ['validate', '--config', 'c.json', '--no-config', 'a.yaml']],
    ['a conversion to nothing', ['convert', 'a.yaml']],
    ['a conversion to another language', ['convert', '--to', 'toml', 'a.yaml']],
    ['a form that there is not', ['convert', '--form', 'bare', 'a.yaml']],
    ['a device of what names none', ['convert', '--form', 'value', '--device', 'a:b', 'a.yaml']],
    ['two schemas', ['schema', 'a', 'b']],
    ['an unknown format', ['validate', '--format', 'xml', 'a.yaml']],
    ['a time without meaning', ['apply', ...target, '--timeout', 'soon', 'a.yaml']],
    ['a time of nothing', ['apply', ...target, '--timeout', '0s', 'a.yaml']],
    ['a time beyond what a timer counts', ['apply', ...target, '--timeout', '9999h', 'a.yaml']],
    ['a plan of nothing', ['plan', '--inventory', 'i.json']],
    ['a plan of two files', ['plan', '--inventory', 'i.json', 'a.yaml', 'b.yaml']],
    ['a plan without a device', ['plan', '--connection', 'mqtt://127.0.0.1', 'a.yaml']],
    ['a plan with an inventory and a device', ['plan', ...target, '--inventory', 'i.json', 'a.yaml']],
    ['a plan that would wait', ['plan', ...target, '--wait', 'a.yaml']],
    ['two files from standard input', ['plan', '--inventory', '-', '-']],
    ['a port that is none', ['simulate', '--port', '70000']],
    ['a file where none belongs', ['simulate', 'a.yaml']],
  ])('is refused with %s', (_, argv) => {
    expect(() => parseCall(argv)).toThrow(UsageError);
  });

  it('answers --help anywhere', () => {
    expect(parseCall(['--help'])).toEqual({ command: 'help' });
    expect(parseCall(['apply', '--help'])).toEqual({ command: 'help', about: 'apply' });
  });
});

describe('a rollout', () => {
  const call = (...options: readonly string[]) =>
    parseCall(['rollout', '--connection', 'mqtt://host', '--journal', 'r.jsonl', ...options, 'a.yaml']);

  it('is careful unless it is told otherwise', () => {
    expect(call('--devices', 'edge:*')).toMatchObject({
      journal: 'r.jsonl',
      yes: false,
      format: 'text',
      aim: {
        kind: 'begin',
        devices: 'edge:*',
        options: { concurrency: 20, pause: { kind: 'ask' }, maxFailures: { count: 0 }, skipInSync: false },
      },
    });
  });

  it('takes its options', () => {
    const begun = call(
      ...['--devices', '@fleet', '--waves', '2,50%', '--pause', '30s', '--max-failures', '5%'],
      ...['--concurrency', '50', '--skip-in-sync', '--timeout', '9s', '--filter', 'state:failed'],
    );
    expect(begun).toMatchObject({
      aim: {
        filter: 'state:failed',
        options: {
          waves: [{ count: 2 }, { percent: 50 }],
          pause: { kind: 'time', milliseconds: 30_000 },
          maxFailures: { percent: 5 },
          concurrency: 50,
          skipInSync: true,
          responseTimeout: 9000,
          updateTimeout: 9000,
        },
      },
    });
  });

  it('goes on with what was agreed to, and changes only how', () => {
    expect(call('--resume', '--max-failures', '7', '--retry', 'unknown,failed')).toMatchObject({
      aim: { kind: 'resume', options: { maxFailures: { count: 7 } }, retry: ['unknown', 'failed'] },
    });
    for (const option of ['--devices', '--waves', '--filter', '--listen'])
      expect(() => call('--resume', option, '1')).toThrow(/was agreed to when the rollout was begun/);
  });

  it('knows the call that goes on with it, which a shell takes as it is', () => {
    const begun = parseCall([
      ...[
        'rollout',
        '--connection',
        'mqtt://host',
        '-y',
        '--devices',
        'edge:*',
        '--waves=1',
        '--listen',
        '1s',
      ],
      ...['--journal', "the fleet's.jsonl", '--max-failures=5%', '--username', 'me & you', 'a b.yaml'],
    ]);
    const line =
      "kanto-manifest rollout --resume --connection mqtt://host --journal 'the fleet'\\''s.jsonl'" +
      " --max-failures 5% --username 'me & you' 'a b.yaml'";
    expect(begun).toMatchObject({ resume: line });
    const resumed = ['rollout', '--resume', '--retry', 'failed', '--connection', 'mqtt://host'];
    expect(parseCall([...resumed, '--journal=-j', '--', '-a'])).toMatchObject({
      resume: 'kanto-manifest rollout --resume --connection mqtt://host --journal=-j -- -a',
    });
  });

  it.each([
    [[]],
    [['--devices', 'a:b', '--waves', '0']],
    [['--devices', 'a:b', '--pause', 'soon']],
    [['--devices', 'a:b', '--max-failures', 'many']],
    [['--devices', 'a:b', '--concurrency', '0']],
    [['--devices', 'a:b', '--retry', 'failed']],
    [['--devices', 'a:b', '--format', 'sarif']],
    [['--resume', '--retry', 'succeeded']],
  ])('is refused with the options %j', (options) => {
    expect(() => call(...options)).toThrow(UsageError);
  });

  it('needs its journal, and over AMQP the events', () => {
    expect(() => parseCall(['rollout', '--connection', 'mqtt://host', '--devices', 'a:b', 'a.yaml'])).toThrow(
      /--journal is missing/,
    );
    const hono = ['rollout', '--connection', 'amqps://host', '--tenant', 't', '--devices', 'a:b'];
    expect(() => parseCall([...hono, '--journal', 'r', 'a.yaml'])).toThrow(/needs --receive events/);
    expect(parseCall([...hono, '--journal', 'r', '--receive', 'events', 'a.yaml'])).toBeDefined();
  });
});
