import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import {
  appendFile,
  chmod,
  link,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { BeginRecord } from '../../../client/src/rollout/journal.ts';
import { createJournal, openJournal } from '../../../client/src/rollout/journalFile.ts';
import { usualOptions, writtenOptions } from '../../../client/src/rollout/options.ts';

const losses = { destroyed: ['containers:old'], replaced: [], empties: false };
const begin: BeginRecord = {
  kind: 'begin',
  journal: 1,
  id: 'r',
  time: 1,
  manifest: { name: 'hello.yaml', salt: 's', digest: 'd' },
  owners: { lab: 'me' },
  options: writtenOptions(usualOptions),
  devices: [{ number: 1, connection: 'lab', device: 'edge:d1', wave: 1, losses }],
};
const sending = { kind: 'sending', number: 1, attempt: 1, activity: 'r-1', time: 2 } as const;
const ended = { kind: 'outcome', number: 1, outcome: 'succeeded', time: 3 } as const;

async function file(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kanto-journal-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'rollout.jsonl');
}

async function written(): Promise<string> {
  const path = await file();
  const journal = await createJournal(path, begin);
  await Promise.all([journal.append(sending), journal.append(ended)]);
  await journal.close();
  return path;
}

async function reopened(path: string) {
  const opened = await openJournal(path);
  onTestFinished(() => opened.journal.close());
  return opened;
}

describe('a journal in a file', () => {
  it('that there is not is told, and nothing is left in its place', async () => {
    const folder = dirname(await written());
    const before = await readdir(folder);
    await expect(openJournal(join(folder, 'other'))).rejects.toMatchObject({
      fault: { code: 'journal-missing', message: expect.stringContaining('no rollout to go on with') },
    });
    expect(await readdir(folder)).toEqual(before);
  });

  it('is read as it was written, in the order in which it was, and by its user alone', async () => {
    const path = await written();
    const { text } = await reopened(path);
    expect(text.begin).toEqual(begin);
    expect(text.records).toEqual([sending, ended]);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['half a line', '{"kind":"outc'],
    ['zeros', '\0\0\0\0'],
  ])('goes on after %s at its end, which is cut off', async (_, torn) => {
    const path = await written();
    await appendFile(path, torn);
    const { journal, text } = await openJournal(path);
    expect(text.records).toEqual([sending, ended]);
    await journal.append({ kind: 'wave', wave: 2, time: 4 });
    await journal.close();
    expect((await reopened(path)).text.records).toEqual([sending, ended, { kind: 'wave', wave: 2, time: 4 }]);
  });

  it.each([
    ['in the middle', (lines: readonly string[]) => [lines[0], '{"kind":"sen', ...lines.slice(2)], 2],
    ['at its begin', (lines: readonly string[]) => ['{}', ...lines.slice(1)], 1],
    [
      'where it names a device that was not agreed',
      (lines: readonly string[]) => [
        lines[0],
        '{"kind":"outcome","number":7,"outcome":"failed","time":1}',
        ...lines.slice(2),
      ],
      2,
    ],
    // Its end was written, so it was acted upon: nothing of it may be forgotten.
    [
      'at its end, where a whole line is no record',
      (lines: readonly string[]) => [...lines.slice(0, 2), '{"kind":"outcome","number":', ''],
      3,
    ],
    [
      'at its end, of a record that is not known here',
      (lines: readonly string[]) => [...lines.slice(0, 2), '{"kind":"sent-too","number":1,"time":2}', ''],
      3,
    ],
  ])('tells damage %s, and does not go on', async (_, damage, line) => {
    const path = await written();
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, damage(lines).join('\n'));
    await expect(openJournal(path)).rejects.toMatchObject({
      fault: { code: 'journal-damaged', message: expect.stringContaining(`Line ${line} `) },
    });
  });

  it.each([
    ['lists a device twice', { devices: [begin.devices[0], { ...begin.devices[0], number: 2 }] }],
    ['lists a number twice', { devices: [begin.devices[0], { ...begin.devices[0], device: 'edge:d2' }] }],
    ['does not say where its connection led', { owners: {} }],
  ])('does not go on where it %s', async (_, change) => {
    const path = await written();
    await writeFile(path, `${JSON.stringify({ ...begin, ...change })}\n`);
    await expect(openJournal(path)).rejects.toMatchObject({ fault: { code: 'journal-damaged' } });
  });

  it.skipIf(process.platform === 'win32')('does not go on where others can write it', async () => {
    const path = await written();
    await chmod(path, 0o622);
    await expect(openJournal(path)).rejects.toMatchObject({ fault: { code: 'journal-not-own' } });
    await chmod(path, 0o644);
    await (await openJournal(path)).journal.close();
    await link(path, `${path}.other`);
    await expect(openJournal(path)).rejects.toMatchObject({ fault: { code: 'journal-not-own' } });
  });

  it('leaves nothing in the way of the next one where the disk is full', async () => {
    const path = await file();
    const probe = await open(`${path}.probe`, 'w');
    await probe.close();
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const append = vi.spyOn(Object.getPrototypeOf(probe), 'appendFile').mockRejectedValueOnce(full);
    onTestFinished(() => append.mockRestore());
    await expect(createJournal(path, begin)).rejects.toMatchObject({ fault: { code: 'journal-unwritten' } });
    expect(append).toHaveBeenCalledOnce();
    await (await createJournal(path, begin)).close();
    expect((await readdir(dirname(path))).sort()).toEqual(['rollout.jsonl', 'rollout.jsonl.probe']);
  });

  it('tells that an empty file is none', async () => {
    const path = await written();
    await truncate(path, 0);
    await expect(openJournal(path)).rejects.toMatchObject({ fault: { code: 'journal-damaged' } });
  });

  it('never takes the place of another one', async () => {
    const path = await written();
    await expect(createJournal(path, begin)).rejects.toMatchObject({ fault: { code: 'journal-exists' } });
    expect((await reopened(path)).text.records).toHaveLength(2);
  });

  it('is refused to a second one as long as the first has it', async () => {
    const path = await written();
    const first = await openJournal(path);
    await expect(openJournal(path)).rejects.toMatchObject({ fault: { code: 'journal-in-use' } });
    await first.journal.close();
    await reopened(path);
  });

  it('is refused to a second one that comes by another name', async () => {
    const path = await written();
    const other = `${dirname(path)}-link`;
    await symlink(dirname(path), other);
    await symlink(path, `${path}.link`);
    onTestFinished(() => rm(other));
    await reopened(path);
    for (const name of [join(other, 'rollout.jsonl'), `${path}.link`])
      await expect(openJournal(name)).rejects.toMatchObject({ fault: { code: 'journal-in-use' } });
  });

  it('is refused to a second one however the clock is set meanwhile', async () => {
    const path = await written();
    await reopened(path);
    const now = Date.now();
    onTestFinished(() => void vi.restoreAllMocks());
    for (const hours of [-24, 24]) {
      vi.spyOn(Date, 'now').mockReturnValue(now + hours * 3_600_000);
      await expect(openJournal(path)).rejects.toMatchObject({ fault: { code: 'journal-in-use' } });
    }
  });

  /** A journal with the lock of a process that is gone, as it is written, or otherwise. */
  async function left(otherwise: Readonly<Record<string, string | undefined>> = {}): Promise<string> {
    const path = await written();
    const gone = execFile(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    const first = await openJournal(path);
    const held: unknown = JSON.parse(await readFile(`${path}.lock`, 'utf8'));
    await first.journal.close();
    const lock = { ...Object(held), pid: gone.pid, token: 'of the gone', ...otherwise };
    await writeFile(`${path}.lock`, JSON.stringify(lock));
    return path;
  }

  const isLinux = process.platform === 'linux';
  const hasMachineId = existsSync('/etc/machine-id') && statSync('/etc/machine-id').size > 1;

  it.runIf(isLinux).each([
    ['in another container of the same name', { space: 'pid:[1]' }],
    ['in a container that nobody knows', { space: undefined }],
    ['on another machine', { host: 'elsewhere' }],
    ['on another machine of the same name', { boot: 'another', machine: 'another' }],
    ['on a machine of the same name that has no id', { boot: 'another', machine: undefined }],
    ['on another system of the same name', { boot: undefined, space: undefined }],
  ])('is not taken over from a process %s, which may run: what to do is told', async (_, otherwise) => {
    const path = await left(otherwise);
    await expect(openJournal(path)).rejects.toMatchObject({
      fault: {
        code: 'journal-in-use',
        message: expect.stringContaining('whether it still runs cannot be seen from here'),
        advice: expect.stringContaining(`Then delete ${path}.lock`),
      },
    });
    await rm(`${path}.lock`);
    await reopened(path);
  });

  it.runIf(isLinux && hasMachineId)('is taken over after another start of the same machine', async () => {
    await reopened(await left({ boot: 'another' }));
  });

  it('is taken over from a process that is gone, by one of many', async () => {
    const path = await left();
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => openJournal(path)));
    const opened = all.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
    for (const { journal } of opened) await journal.close();
    expect(opened).toHaveLength(1);
  });
});
