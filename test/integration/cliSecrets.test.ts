import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { cliProgram, type RunOptions, runCommandLine } from './commandLine.ts';
import { mosquitto, temporaryFolder } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';

const password = 'pl4nted-s3cret';

async function secretFile(text: string, mode = 0o600): Promise<string> {
  const file = join(await temporaryFolder(), 'password');
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

describeWithMosquitto('a password of kanto-manifest', () => {
  async function call(options: readonly string[], run?: RunOptions) {
    const { url } = await mosquitto({ users: { ann: password } });
    const ended = await runCommandLine(
      ['devices', '--connection', url, '--username', 'ann', '--timeout', '1ms', ...options],
      run,
    );
    expect(ended.out + ended.err).not.toContain(password);
    return ended;
  }

  it('comes from a file that only its owner can read, without the line break at its end', async () => {
    expect((await call(['--password-file', await secretFile(`${password}\n`)])).status).toBe(0);
  });

  it('goes before that of the environment, which stands in where none is given', async () => {
    const env = { KANTO_PASSWORD: 'wrong' };
    expect((await call(['--password-file', await secretFile(password)], { env })).status).toBe(0);
    expect((await call([], { env })).status).toBe(4);
    expect((await call([], { env: { KANTO_PASSWORD: password } })).status).toBe(0);
  });

  it('comes from standard input', async () => {
    expect((await call(['--password-stdin'], { input: `${password}\r\n` })).status).toBe(0);
    expect((await call(['--password-stdin'], { input: 'wrong' })).status).toBe(4);
  });

  it('comes from a pipe that the shell opens for the program', async () => {
    const { url } = await mosquitto({ users: { ann: password } });
    const script = `exec "$0" dist/cli.js devices --connection ${url} --username ann --timeout 1ms --password-file <(printf %s "$SECRET")`;
    const child = spawn('bash', ['-c', script, process.execPath], {
      env: { ...process.env, SECRET: password },
      stdio: 'ignore',
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.runIf(process.platform !== 'win32')(
    'is waited for with a word where a pipe gives it late, and in pieces',
    async () => {
      const { url } = await mosquitto({ users: { ann: password } });
      const pipe = join(await temporaryFolder(), 'pipe');
      execFileSync('mkfifo', ['-m', '600', pipe]);
      const from = ['--password-file', pipe, '--username', 'ann', '--timeout', '1ms'];
      const child = spawn(process.execPath, [cliProgram, 'devices', '--connection', url, ...from]);
      const told = createInterface({ input: child.stderr });
      expect(await once(told, 'line')).toEqual([
        `Waiting for the password from ${pipe}: it has not come to its end yet.`,
      ]);
      const ended = once(child, 'exit');
      const writing = await open(pipe, 'w');
      for (const part of [password.slice(0, 3), password.slice(3), '\r\n']) await writing.write(part);
      await writing.close();
      expect(await ended).toEqual([0, null]);
    },
  );

  it.runIf(process.platform !== 'win32')('is waited for until Ctrl+C where a pipe gives none', async () => {
    const pipe = join(await temporaryFolder(), 'pipe');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    const argv = [
      'doctor',
      '--connection',
      'mqtt://127.0.0.1:9',
      '--username',
      'ann',
      '--password-file',
      pipe,
    ];
    const child = spawn(process.execPath, [cliProgram, ...argv]);
    const [told] = await once(createInterface({ input: child.stderr }), 'line');
    expect(told).toContain('Waiting for the password');
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect(await ended).not.toEqual([0, null]);
  });

  it.each([
    ['others can read it', async () => secretFile(password, 0o644), /mode 0644.*chmod 600/s],
    ['it is empty', async () => secretFile('\n'), /is empty/],
    ['it has several lines', async () => secretFile('a\nb'), /several lines/],
    ['it is as long as no secret', async () => secretFile('a'.repeat(5000)), /longer than any secret/],
    ['it is not there', async () => '/nowhere/password', /no such file/],
  ])('is not taken from a file where %s', async (_, file, words) => {
    const { status, err } = await call(['--password-file', await file()]);
    expect(status).toBe(1);
    expect(err).toMatch(words);
  });

  it.each([
    [['--password', password], 2],
    [[`--password=${password}`], 2],
    [[`--passphrase=${password}`], 2],
    [['--connection', `mqtt://ann:${password}@127.0.0.1`], 2],
  ])('is refused as an argument: %j', async (options, expected) => {
    const { status, err } = await call(options);
    expect(status).toBe(expected);
    expect(err).toMatch(/arguments of a program.*change it/s);
  });
});
