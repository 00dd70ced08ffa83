/** Which files `validate` checks, by which configuration, and what it writes into them. */
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from './commandLine.ts';
import { temporaryFolder } from './forThisTest.ts';

const good = 'domains:\n  - id: containers\n    components:\n      - id: hello\n        version: "1.0"\n';
const faulty = good.replace('"1.0"', '1.0');
const moving = good.replace('"1.0"', 'latest');

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

interface Checked {
  readonly file: string;
  readonly kind: string | null;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
  }[];
}

async function check(folder: string, ...argv: string[]) {
  const { status, out, err } = await runCommandLine(['validate', '--format', 'json', ...argv], { folder });
  const reports: readonly Checked[] = out === '' ? [] : JSON.parse(out);
  return { status, err, files: reports.map(({ file }) => file), reports };
}

describe('kanto-manifest validate finds', () => {
  it('what a quoted pattern matches, in order, and nothing that others wrote', async () => {
    const folder = await folderWith({
      'deploy/b.yaml': good,
      'deploy/a/a.yaml': good,
      'deploy/node_modules/x/c.yaml': faulty,
      'other.yaml': faulty,
    });
    expect(await check(folder, 'deploy/**/*.yaml')).toMatchObject({
      status: 0,
      files: ['deploy/a/a.yaml', 'deploy/b.yaml'],
    });
  });

  it('the manifests below a folder, by their names', async () => {
    const folder = await folderWith({
      'a.desired-state.yaml': good,
      'x/b.kanto.json': '{"domains": []}',
      'x/package.json': '{}',
      'x/values.yaml': 'a: 1',
    });
    await symlink('..', join(folder, 'x/circle'));
    expect(await check(folder, '.')).toMatchObject({ files: ['a.desired-state.yaml', 'x/b.kanto.json'] });
    expect(await check(folder, 'x/')).toMatchObject({ files: ['x/b.kanto.json'] });
  });

  it('a file whose name looks like a pattern, and each file once', async () => {
    const folder = await folderWith({ '[a].kanto.yaml': good });
    expect(await check(folder, '[a].kanto.yaml', './[a].kanto.yaml', '.')).toMatchObject({
      status: 0,
      files: ['[a].kanto.yaml'],
    });
  });

  it('nothing, and says so: a pipeline that checks nothing must not pass', async () => {
    const folder = await folderWith({ 'empty/readme.txt': '' });
    const { status, reports } = await check(folder, '*.yaml', 'empty');
    expect(status).toBe(1);
    expect(reports).toMatchObject([
      { file: '*.yaml', diagnostics: [{ code: 'no-file', message: 'The pattern *.yaml matches no file.' }] },
      {
        file: 'empty',
        diagnostics: [{ code: 'no-file', message: expect.stringContaining('*.desired-state.*') }],
      },
    ]);
  });
});

describe('kanto-manifest validate --stdin', () => {
  it('calls what it reads as it is told, and reads it so', async () => {
    const { status, out } = await runCommandLine(
      ['validate', '--stdin', '--stdin-filename', 'remove.software-modules.json'],
      { input: '{"software": [{"group": "", "name": "hello", "version": "1"}]}' },
    );
    expect(out).toContain('remove.software-modules.json: remove value: 0 errors');
    expect(status).toBe(0);
  });
});

describe('kanto-manifest validate --max-warnings', () => {
  const warned = good.replace('version', 'config: [{key: restart, value: x}]\n        version');

  it('fails where there are more, and says so', async () => {
    const folder = await folderWith({ 'a.yaml': warned });
    const call = (...more: string[]) => runCommandLine(['validate', ...more, 'a.yaml'], { folder });
    expect(await call()).toMatchObject({ status: 0 });
    expect(await call('--max-warnings', '1')).toMatchObject({ status: 0, err: '' });
    const { status, err } = await call('--max-warnings', '0');
    expect(status).toBe(1);
    expect(err).toBe('1 warning, and --max-warnings allows 0.\n');
  });
});

describe('kanto-manifest validate --fix', () => {
  it('writes what has one obvious fix, keeps the rest of the bytes, and reports what stays', async () => {
    const text = `\ufeff# ours\n${faulty}`.replaceAll('\n', '\r\n');
    const folder = await folderWith({ 'a.yaml': text });
    const { status, err, reports } = await check(folder, '--fix', 'a.yaml');
    expect(reports).toMatchObject([{ diagnostics: [] }]);
    expect(status).toBe(0);
    expect(err).toBe('a.yaml: put right.\n');
    expect(await readFile(join(folder, 'a.yaml'), 'utf8')).toBe(text.replace('1.0', '"1.0"'));
  });

  it.skipIf(process.platform === 'win32')(
    'leaves the text that was there where the disk is full',
    async () => {
      const long = `${faulty}# ${'x'.repeat(100_000)}\n`;
      const folder = await folderWith({ 'a.yaml': long });
      // A limit of the size of files, as a full disk lets no more be written.
      const script = 'trap "" XFSZ; ulimit -f 64; exec "$@"';
      const { status, out } = await runCommandLine(['validate', '--fix', 'a.yaml'], { folder, script });
      expect(status).toBe(1);
      expect(out).toMatch(/a\.yaml cannot be written: .*\[file-unwritable\]$/m);
      expect(await readFile(join(folder, 'a.yaml'), 'utf8')).toBe(long);
      expect(await readdir(folder)).toEqual(['a.yaml']);
    },
  );

  it('writes nothing with --dry-run', async () => {
    const folder = await folderWith({ 'a.yaml': faulty });
    const { status, err } = await check(folder, '--fix', '--dry-run', 'a.yaml');
    expect(status).toBe(0);
    expect(err).toBe('a.yaml: would be put right.\n');
    expect(await readFile(join(folder, 'a.yaml'), 'utf8')).toBe(faulty);
  });
});

describe('kanto-manifest validate is configured', () => {
  const off = '{ "kanto.rules": { "image-moving": "off" } }';
  const asError = '{ "kanto.rules": { "image-moving": "error" } }';
  const codes = ({ reports }: { reports: readonly Checked[] }) =>
    reports.map(({ diagnostics }) => diagnostics.map(({ code, severity }) => `${code} ${severity}`));

  it('by the nearest file above each manifest', async () => {
    const folder = await folderWith({
      'kanto.config.json': off,
      'a/b.kanto.yaml': moving,
      'strict/kanto.config.json': asError,
      'strict/c.kanto.yaml': moving,
    });
    const checked = await check(folder, '.');
    expect(codes(checked)).toEqual([[], ['image-moving error']]);
    expect(checked.status).toBe(1);
  });

  it('by the file that the call names, or by none', async () => {
    const folder = await folderWith({ 'kanto.config.json': off, 'strict.json': asError, 'a.yaml': moving });
    expect(codes(await check(folder, '--config', 'strict.json', 'a.yaml'))).toEqual([['image-moving error']]);
    expect(codes(await check(folder, '--no-config', 'a.yaml'))).toEqual([['image-moving information']]);
  });

  it('by vocabularies and patterns of files beside it', async () => {
    const folder = await folderWith({
      'kanto.config.json':
        '{ "kanto.domains": { "firmware": "words/firmware.json" }, "kanto.manifest.globs": ["plants/*.yaml"] }',
      'words/firmware.json': '{ "properties": { "slot": { "enum": ["a", "b"] } } }',
      'plants/north.yaml':
        'domains: [{id: firmware, components: [{id: x, version: "1", config: [{key: slot, value: c}]}]}]',
    });
    const checked = await check(folder, 'plants');
    expect(codes(checked)).toEqual([[expect.stringMatching(/^vocabulary-value-invalid/)]]);
    // As it was called, like a file whose own name says what it is.
    expect(checked.reports).toMatchObject([{ file: join('plants', 'north.yaml') }]);
  });

  it('by the settings of a workspace of VS Code, so that a team says it once', async () => {
    const folder = await folderWith({
      '.vscode/settings.json':
        '{ "editor.tabSize": 2, "kanto.trace.server": "off", "kanto.rules": { "image-moving": "error" }, "kanto.domains": { "firmware": "words.json" }, }',
      'words.json': '{ "properties": {} }',
      'a.yaml': moving,
    });
    const checked = await check(folder, '--config', '.vscode/settings.json', 'a.yaml');
    expect(codes(checked)).toEqual([['image-moving error']]);
  });

  it.each([
    ['damaged', '{', '1:1: Nothing in it counts: it is damaged. The text ends here'],
    [
      'naming a rule that there is not',
      '{"kanto.rules": {"imgae-moving": "off"}}',
      'Did you mean `image-moving`?',
    ],
    [
      'naming a vocabulary that there is not',
      '{"kanto.domains": {"a": "no.json"}}',
      'no.json cannot be read',
    ],
    ['naming a connection', '{"kanto.connections": []}', 'not decided by a file that came with them'],
  ])('checks nothing by a file %s', async (_, text, says) => {
    const folder = await folderWith({ 'kanto.config.json': text, 'a.yaml': good });
    const { status, err, reports } = await check(folder, 'a.yaml');
    expect(status).toBe(2);
    expect(err).toContain(says);
    expect(reports).toEqual([]);
  });
});

describe('Every command that reads manifests', () => {
  const device = ['--connection', 'mqtt://127.0.0.1:1', '--device', 'plant:press'];
  const journal = ['--connection', 'mqtt://127.0.0.1:1', '--devices', 'plant:press', '--journal', 'j.jsonl'];
  const strict = { 'kanto.config.json': '{"kanto.rules": {"image-moving": "error"}}', 'a.yaml': moving };

  it.each([
    ['apply', device],
    ['rollout', journal],
  ])('is configured as validate is: %s', async (command, options) => {
    const folder = await folderWith(strict);
    const call = (...more: string[]) => runCommandLine([command, ...options, ...more, 'a.yaml'], { folder });
    expect(await call()).toMatchObject({ status: 1, err: expect.stringContaining('a.yaml has 1 error') });
    expect(await call('--no-config')).toMatchObject({ status: 3 });
  });

  it.each([
    ['convert', ['--to', 'json'], 2],
    ['plan', ['--inventory', 'i.json'], 1],
    ['drift', ['--inventory', 'i.json'], 1],
    ['apply', device, 2],
    ['refresh', device, 2],
    ['rollout', journal, 2],
  ])(
    'does nothing by a configuration that is damaged, and says where: %s',
    async (command, options, status) => {
      const folder = await folderWith({ 'kanto.config.json': '{\n"kanto.rules": 1}', 'a.yaml': good });
      const told = await runCommandLine([command, ...options, 'a.yaml'], { folder });
      expect(told.err).toContain('2:16: "kanto.rules" must be an object');
      expect(told).toMatchObject({ status, out: '' });
    },
  );
});

it('kanto-manifest validate --format sarif explains its rules and offers fixes', async () => {
  const folder = await folderWith({ 'a.yaml': faulty });
  const { status, out } = await runCommandLine(['validate', '--format', 'sarif', 'a.yaml'], { folder });
  const [run] = JSON.parse(out).runs;
  expect(run.tool.driver.rules).toMatchObject([{ id: 'wrong-type' }]);
  expect(run.tool.driver.rules[0].help.markdown).toMatch(/^# wrong-type/);
  const [replacement] = run.results[0].fixes[0].artifactChanges[0].replacements;
  expect(replacement).toMatchObject({ deletedRegion: { startLine: 5 }, insertedContent: {} });
  expect(status).toBe(1);
});
