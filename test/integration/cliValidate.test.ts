import { describe, expect, it } from 'vitest';
import { runCommandLine } from './commandLine.ts';

const documented = 'test/fixtures/documented';

describe('kanto-manifest validate', () => {
  it('prints an array of files with kind and diagnostics as JSON', async () => {
    const { status, out } = await runCommandLine([
      'validate',
      '--format',
      'json',
      `${documented}/apply.request.json`,
      'examples/hello.desired-state.yaml',
    ]);
    const [faulty, good] = JSON.parse(out);
    expect(status).toBe(1);
    expect(faulty).toMatchObject({ file: `${documented}/apply.request.json`, kind: 'apply envelope' });
    expect(faulty.diagnostics.filter((it: { severity: string }) => it.severity === 'error')).toEqual([
      {
        code: 'component-id-prefix',
        severity: 'error',
        message: expect.stringContaining('invalid container name format : containers:influxdb'),
        range: { start: { line: 33, character: 13 }, end: { line: 33, character: 34 } },
      },
    ]);
    expect(good).toEqual({ file: 'examples/hello.desired-state.yaml', kind: 'apply bare', diagnostics: [] });
  });

  it('exits with 0 where no file has an error', async () => {
    const { status, out } = await runCommandLine(['validate', 'examples/hello.desired-state.yaml']);
    expect(status).toBe(0);
    expect(out).toBe('examples/hello.desired-state.yaml: apply bare: 0 errors, 0 warnings\n');
  });

  it('names file, line and column, so that a terminal can jump there', async () => {
    const { status, out } = await runCommandLine(['validate', 'examples/with-mistakes.desired-state.yaml']);
    expect(status).toBe(1);
    expect(out).toMatch(
      /^examples\/with-mistakes\.desired-state\.yaml:11:13: error: .*\[component-id-prefix\]$/m,
    );
  });

  it('reads standard input', async () => {
    const input = 'domains:\n  - id: containers\n    components: []\n';
    const { out } = await runCommandLine(['validate', '--format', 'json', '-'], { input });
    expect(JSON.parse(out)).toMatchObject([{ file: '-', kind: 'apply bare' }]);
  });

  it('says so where a file is no manifest, instead of passing it', async () => {
    const { status, out } = await runCommandLine(['validate', '--format', 'json', 'package.json']);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ kind: null, diagnostics: [{ code: 'unknown-document' }] }]);
  });

  it('tells which file cannot be read and checks the others', async () => {
    const { status, out } = await runCommandLine([
      'validate',
      '--format',
      'json',
      'no-such-file.yaml',
      'examples/hello.desired-state.yaml',
    ]);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { kind: null, diagnostics: [{ code: 'file-unreadable', severity: 'error' }] },
      { kind: 'apply bare', diagnostics: [] },
    ]);
  });

  it('exits with 2 and the form of the command on wrong usage', async () => {
    const { status, out, err } = await runCommandLine(['validate']);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('"validate" needs at least one FILE.');
    expect(err).toContain('kanto-manifest validate [options] FILE…');
    expect(err).not.toContain('kanto-manifest apply');
  });
});
