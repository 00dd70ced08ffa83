/** What a person has in a file is never half of it, and never what somebody else has written meanwhile. */
import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFile, replaceFile } from '../../../client/src/cli/userFile.ts';

const hasLinks = process.platform !== 'win32';

async function folderWith(name: string, text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'kanto-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  return { folder, file };
}

const fault = (code: string, message: RegExp | string) => ({
  fault: { code, message: typeof message === 'string' ? message : expect.stringMatching(message) },
});

describe('a file that takes the place of another', () => {
  it('leaves nothing beside it', async () => {
    const { folder, file } = await folderWith('a.yaml', '\ufeffone\r\n');
    await replaceFile(file, '\ufefftwo\r\n', '\ufeffone\r\n');
    expect(await readFile(file, 'utf8')).toBe('\ufefftwo\r\n');
    expect(await readdir(folder)).toEqual(['a.yaml']);
  });

  it.runIf(hasLinks)(
    'is never the same file half written: who has the old one open reads it to its end',
    async () => {
      const { file } = await folderWith('a.yaml', 'one');
      const before = await stat(file);
      await replaceFile(file, 'two', 'one');
      expect((await stat(file)).ino).not.toBe(before.ino);
    },
  );

  it.runIf(hasLinks).each([0o600, 0o640, 0o664, 0o755])('has the rights that it had: %o', async (mode) => {
    const { file } = await folderWith('a.yaml', 'one');
    await chmod(file, mode);
    await replaceFile(file, 'two', 'one');
    expect((await stat(file)).mode & 0o7777).toBe(mode);
  });

  it.runIf(hasLinks)('is the one that a link leads to, and the link stays one', async () => {
    const { folder, file } = await folderWith('a.yaml', 'one');
    const link = join(folder, 'link.yaml');
    await symlink('a.yaml', link);
    await replaceFile(link, 'two', 'one');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readlink(link)).toBe('a.yaml');
    expect(await readFile(file, 'utf8')).toBe('two');
  });

  it('stays as it is where somebody has changed it since it was read', async () => {
    const { folder, file } = await folderWith('a.yaml', 'theirs');
    await expect(replaceFile(file, 'two', 'one')).rejects.toMatchObject(
      fault('file-changed', `${file} was changed by somebody else meanwhile, so it is left as it is.`),
    );
    expect(await readFile(file, 'utf8')).toBe('theirs');
    expect(await readdir(folder)).toEqual(['a.yaml']);
  });

  it('is not made anew where somebody has removed it', async () => {
    const { folder, file } = await folderWith('a.yaml', 'one');
    await rm(file);
    await expect(replaceFile(file, 'two', 'one')).rejects.toMatchObject(
      fault('file-unwritable', /there is no such file\.$/),
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(hasLinks)('takes the place of no pipe', async () => {
    const { folder } = await folderWith('a.yaml', 'one');
    const pipe = join(folder, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    await expect(replaceFile(pipe, 'two', 'one')).rejects.toMatchObject(
      fault('file-unwritable', /it is no usual file/),
    );
    expect((await lstat(pipe)).isFIFO()).toBe(true);
  });
});

describe('a new file', () => {
  it('takes the place of nothing', async () => {
    const { folder, file } = await folderWith('a.yaml', 'one');
    await expect(createFile(file, 'two')).rejects.toMatchObject(fault('file-exists', /is there already\.$/));
    expect(await readFile(file, 'utf8')).toBe('one');
    await createFile(join(folder, 'b.yaml'), 'two');
    expect(await readFile(join(folder, 'b.yaml'), 'utf8')).toBe('two');
  });
});
