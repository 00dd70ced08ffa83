/** The command line as a program among others: encodings, pipes, signals, terminals. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cliProgram, runCommandLine } from './commandLine.ts';
import { temporaryFolder } from './forThisTest.ts';

const hello = 'domains: [{id: containers, components: [{id: hello, version: "1"}]}]\n';

describe('kanto-manifest reads UTF-8 and nothing else', () => {
  const inBytes = (word: string) => Buffer.from(`# ${word}\n${hello}`, 'latin1');

  it.each([
    ['Latin-1', Buffer.concat([Buffer.from('# one\n'), inBytes('stra\xdfe')]), 'see line 2'],
    ['UTF-16', Buffer.from(`\ufeff${hello}`, 'utf16le'), 'UTF-16'],
  ])('and says so of %s, instead of changing it', async (_, input, says) => {
    const { status, out } = await runCommandLine(['validate', '--format', 'json', '-'], { input });
    expect(JSON.parse(out)).toMatchObject([
      { kind: null, diagnostics: [{ code: 'file-unreadable', message: expect.stringContaining(says) }] },
    ]);
    expect(JSON.parse(out)[0].diagnostics[0].message).toContain('Save it in the encoding UTF-8.');
    expect(status).toBe(1);
  });

  it('with a byte order mark or without', async () => {
    const { status } = await runCommandLine(['validate', '-'], { input: `\ufeff${hello}` });
    expect(status).toBe(0);
  });
});

describe('kanto-manifest tells why a text was not read', () => {
  const deep = `{"domains": ${'['.repeat(1000)}`;

  it('where it is validated', async () => {
    const { status, out } = await runCommandLine(['validate', '--format', 'json', '-'], { input: deep });
    expect(JSON.parse(out)[0].diagnostics).toMatchObject([{ code: 'syntax-refused', severity: 'error' }]);
    expect(status).toBe(1);
  });

  it('where it should be sent', async () => {
    const call = ['apply', '--connection', 'mqtt://127.0.0.1:9', '--device', 'edge:device', '-'];
    const { err } = await runCommandLine(call, { input: deep });
    expect(err).toContain('nested deeper');
  });
});

describe('kanto-manifest writes for terminals', () => {
  it('no control characters of a manifest or a device', async () => {
    const input = `domains: [{id: containers, components: [{id: "a\\e[31mb\\x9b", version: "1"}]}]\n`;
    const { out } = await runCommandLine(['validate', '-'], { input });
    expect(out).toContain('a\\u001b[31mb\\u009b');
    expect(out).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('its own options in what it advises', async () => {
    const call = ['apply', '--format', 'json', '--device', 'edge:device', '--connection'];
    const url = 'mqtt://me:pl4nted@localhost';
    const { out } = await runCommandLine([...call, url, 'examples/hello.desired-state.yaml']);
    expect(JSON.parse(out).error).toMatchObject({
      code: 'url-with-credentials',
      advice: expect.stringContaining('KANTO_PASSWORD'),
    });
    expect(out).not.toContain('pl4nted');
  });
});

describe.skipIf(process.platform === 'win32')('kanto-manifest among other programs', () => {
  function start(argv: readonly string[]) {
    const child = spawn(process.execPath, [cliProgram, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
    onTestFinished(async () => {
      child.kill('SIGKILL');
    });
    return child;
  }

  /** A named pipe; opening it for writing waits for the reader. */
  async function pipe() {
    const path = join(await temporaryFolder(), 'manifest.yaml');
    await once(spawn('mkfifo', [path]), 'exit');
    return path;
  }

  it('ends without a word where nobody reads its output any more', async () => {
    const components = Array.from({ length: 2000 }, (_, i) => `{id: "not a name ${i}", version: "1"}`);
    const child = start(['validate', '-']);
    const error = text(child.stderr);
    child.stdout.destroy();
    child.stdin.end(`domains: [{id: containers, components: [${components.join()}]}]`);
    const [status] = await once(child, 'exit');
    expect(await error).toBe('');
    expect(status).toBe(1);
  });

  it('is stopped while it reads: validate at once', async () => {
    const path = await pipe();
    const child = start(['validate', path]);
    const writer = await open(path, 'w');
    child.kill('SIGINT');
    const [, signal] = await once(child, 'exit');
    await writer.close();
    expect(signal).toBe('SIGINT');
  });

  it('is stopped while it reads: apply with its report', async () => {
    const path = await pipe();
    const call = ['apply', '--format', 'json', '--connection', 'mqtt://127.0.0.1:9', '--device', 'a:b', path];
    const child = start(call);
    const out = text(child.stdout);
    const writer = await open(path, 'w');
    child.kill('SIGINT');
    await once(child.stdout, 'data');
    await writer.close();
    const [status] = await once(child, 'exit');
    expect(JSON.parse(await out)).toMatchObject({ sent: null, error: { code: 'cancelled' } });
    expect(status).toBe(1);
  });
});
