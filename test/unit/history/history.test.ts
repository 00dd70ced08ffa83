import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bounds, History } from '../../../client/src/history/history.ts';
import type { UpdateRun } from '../../../client/src/updates/run.ts';
import { run } from '../ui/samples.ts';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A folder, a secret storage, and the windows that use them. */
function machine({ bounds = { runs: 100, bytes: 10_000_000 } as Bounds } = {}) {
  const folder = join(mkdtempSync(join(tmpdir(), 'kanto-history-')), 'history');
  folders.push(join(folder, '..'));
  const world = {
    folder,
    keys: new Map<string, string>(),
    now: 10_000,
    alive: new Set<number>(),
    keepsKeys: true,
    isKeyringOpen: true,
  };
  let windows = 0;
  const open = () => {
    windows += 1;
    const session = { id: `window-${windows}`, process: windows };
    world.alive.add(windows);
    return new History({
      folder,
      session,
      bounds,
      now: () => world.now,
      isRunning: (process) => world.alive.has(process),
      key: {
        get: async () => {
          if (!world.isKeyringOpen) throw new Error('the keyring is locked');
          return world.keys.get('key');
        },
        store: async (key) => {
          if (world.keepsKeys) world.keys.set('key', key);
        },
      },
    });
  };
  return { world, open, files: () => readdir(folder) };
}

const secretive = run({
  id: 'secretive',
  subject: 'a.desired-state.yaml',
  manifest: { content: { env: 'PASSWORD=hush-hush' } },
  before: { inventory: { softwareNodes: [{ id: 'containers:db', password: 'old-and-hidden' }] }, time: 900 },
});

function over(id: string, started: number, more: Partial<UpdateRun> = {}): UpdateRun {
  return run({
    id,
    started,
    phase: 'finished',
    finished: { status: 'COMPLETED', ok: true, actions: [], time: started + 50 },
    accepted: { status: 204, address: 'a', time: started + 1 },
    ...more,
  });
}

describe('the history of a workspace', () => {
  it('gives a run back after a restart as it was, with manifest, plan, messages and the state before', async () => {
    const { open } = machine();
    const whole = over('whole', 1000, {
      ...secretive,
      id: 'whole',
      phase: 'finished',
      plan: { summary: '1 to create', differs: true, actions: [], domains: [] },
      transcript: {
        messages: [{ time: 1001, direction: 'out', address: 'command', text: '{}' }],
        dropped: { messages: 0, characters: 0 },
      },
    });
    await open().write(whole, 'ann@lab');
    const later = open();
    await later.load();
    expect(later.runs).toMatchObject([{ id: 'whole', owner: 'ann@lab', outcome: 'done', locked: false }]);
    expect(await later.read('whole')).toEqual({ kind: 'found', run: whole });
  });

  it('writes nothing down that a manifest or a device keeps secret', async () => {
    const { open, files, world } = machine();
    await open().write(secretive, 'ann@lab');
    const [file = ''] = await files();
    const text = await readFile(join(world.folder, file), 'utf8');
    expect(text).toContain('a.desired-state.yaml');
    expect(text).not.toMatch(/hush|hidden|PASSWORD/);
    expect(Buffer.from(text.split('\n')[1] ?? '', 'base64').toString('latin1')).not.toMatch(/hush|hidden/);
  });

  it('writes nothing secret into the summary either, where a device calls its state or a component so', async () => {
    const { open, files, world } = machine();
    const echoing = over('echoing', 1000, {
      manifest: secretive.manifest,
      actions: [
        { component: 'containers:hush-hush', status: 'UPDATE_SUCCESS', since: 1001, lastHeard: 1001 },
      ],
      finished: { status: 'DONE hush-hush', ok: false, actions: [], time: 1050 },
    });
    await open().write(echoing, 'ann@lab');
    const [file = ''] = await files();
    const text = await readFile(join(world.folder, file), 'utf8');
    expect(text).toContain('DONE •••');
    expect(text).not.toContain('hush-hush');
  });

  it('seals the same run in another way each time', async () => {
    const { open, files, world } = machine();
    const history = open();
    const read = async () => readFile(join(world.folder, (await files())[0] ?? ''), 'utf8');
    await history.write(secretive, undefined);
    const first = await read();
    await history.write(secretive, undefined);
    expect(await read()).not.toBe(first);
    expect(await files()).toHaveLength(1);
  });

  it('shows when, where and how a run ended although the key is lost, and says that it is', async () => {
    const { open, world } = machine();
    await open().write(over('a', 1000), undefined);
    world.keys.clear();
    const later = open();
    await later.load();
    expect(later.runs).toMatchObject([{ id: 'a', outcome: 'done', device: 'edge:device', locked: true }]);
    expect(await later.read('a')).toEqual({ kind: 'locked' });
    await later.write(over('b', 2000), undefined);
    expect(await later.read('b')).toMatchObject({ kind: 'found' });
    expect(await later.read('a')).toEqual({ kind: 'locked' });
  });

  it('keeps the summary alone where the secret storage keeps nothing', async () => {
    const { open, world } = machine();
    world.keepsKeys = false;
    const history = open();
    await history.write(secretive, undefined);
    expect(history.runs).toMatchObject([{ id: 'secretive', locked: true }]);
    expect(await history.read('secretive')).toEqual({ kind: 'locked' });
  });

  it('does not claim the end of a run that was going on when its window was closed', async () => {
    const { open, world } = machine();
    const sent = [{ address: 'a', time: 1001 }];
    await open().write(run({ phase: 'running', sent, status: 'RUNNING' }), undefined);
    world.alive.clear();
    const later = open();
    await later.load();
    expect(later.runs).toMatchObject([{ outcome: 'unheard', elsewhere: false }]);
    const reading = await later.read('run-1');
    expect(reading).toMatchObject({
      kind: 'found',
      run: {
        phase: 'abandoned',
        fault: { code: 'end-unknown', message: expect.stringContaining('not heard') },
      },
    });
  });

  it('says of a run that had not left yet that it was not sent', async () => {
    const { open, world } = machine();
    await open().write(run(), undefined);
    world.alive.clear();
    const later = open();
    expect(await later.read('run-1')).toMatchObject({
      run: { phase: 'failed', fault: { code: 'cancelled' } },
    });
  });

  it('tells a run that another window follows from one that nobody follows any more', async () => {
    const { open, world } = machine();
    await open().write(run({ phase: 'running', sent: [{ address: 'a', time: 1 }] }), undefined);
    const other = open();
    await other.load();
    expect(other.runs).toMatchObject([{ outcome: 'going', elsewhere: true }]);
    // Its process is there, but it has not written for long: the number belongs to another program by now.
    world.now += 600_000;
    await other.reload();
    expect(other.runs).toMatchObject([{ outcome: 'unheard', elsewhere: false }]);
  });

  it('deletes what the user deletes, also where news of it come afterwards, and nothing that goes on', async () => {
    const { open, files } = machine();
    const history = open();
    await history.write(over('a', 1000), undefined);
    await history.write(run({ id: 'b', phase: 'running', sent: [{ address: 'a', time: 1 }] }), undefined);
    expect(await history.delete(['a', 'b', 'c'])).toBe(1);
    await history.write(over('a', 1000), undefined);
    expect(history.runs.map(({ id }) => id)).toEqual(['b']);
    expect(await files()).toHaveLength(1);
    expect(await history.read('a')).toEqual({ kind: 'gone' });
  });

  it('keeps no more runs and bytes than its bounds, drops the oldest first, and says so after a restart too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 2000, max: 12_000 }),
        fc.array(fc.nat(3000), { minLength: 1, maxLength: 14 }),
        async (runs, bytes, written) => {
          const { open, files, world } = machine({ bounds: { runs, bytes } });
          const history = open();
          const all = written.map((length, index) =>
            over(`r${index}`, 1000 + index, { manifest: { content: noise(length) } }),
          );
          for (const it of all) await history.write(it, undefined);
          const later = open();
          await later.load();
          expect(later.runs.length).toBeLessThanOrEqual(runs);
          expect(later.runs).toEqual(history.runs);
          const gone = all.filter((it) => !later.runs.some(({ id }) => id === it.id));
          expect(later.droppedUntil).toBe(
            gone.length === 0 ? undefined : Math.max(...gone.map(({ started }) => started)),
          );
          expect(later.runs.map(({ id }) => id)).toEqual(all.slice(gone.length).map(({ id }) => id));
          const kept = await Promise.all((await files()).map((name) => stat(join(world.folder, name))));
          expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(
            bytes + 'dropped'.length + 13,
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  it('never drops what goes on', async () => {
    const { open } = machine({ bounds: { runs: 1, bytes: 10_000_000 } });
    const history = open();
    await history.write(run({ phase: 'running', sent: [{ address: 'a', time: 1 }] }), undefined);
    await history.write(over('a', 2000), undefined);
    expect(history.runs.map(({ id }) => id)).toEqual(['run-1']);
  });

  it('loses no run of two windows that write at once, and gives no half of one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 2, maxLength: 12 }), async (firsts) => {
        const { open, files } = machine();
        const [one, other] = [open(), open()];
        // The two share what both of them write, as a window does that re-synchronises the run of a closed one.
        const shared = firsts.map((isFirst, index) =>
          Promise.all([
            (isFirst ? one : other).write(over(`r${index}`, 1000 + index), undefined),
            (isFirst ? other : one).write(over('shared', 500), undefined),
          ]),
        );
        await Promise.all(shared);
        const later = open();
        await later.load();
        expect(later.damaged.size).toBe(0);
        expect(later.runs.map(({ id }) => id)).toEqual(['shared', ...firsts.map((_, index) => `r${index}`)]);
        for (const { id, locked } of later.runs) {
          // Two windows that make the first key at once: the last counts, and what was sealed with the other says so.
          const { kind } = await later.read(id);
          expect(kind).toBe(locked ? 'locked' : 'found');
        }
        expect((await files()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('tells a damaged file and gives all others, whatever was done to it', async () => {
    const { open, files, world } = machine();
    const history = open();
    await history.write(over('good', 1000), undefined);
    await history.write(over('bad', 2000, { manifest: { content: noise(500) } }), undefined);
    const name = (await files()).find((it) => it.includes('bad')) ?? '';
    const path = join(world.folder, name);
    const whole = await readFile(path);
    const broken = fc.oneof(
      fc.nat(whole.length - 2).map((length) => whole.subarray(0, length)),
      fc
        .tuple(fc.nat(whole.length - 2), fc.integer({ min: 1, max: 255 }))
        .map(([at, by]) => Buffer.from(whole.map((byte, index) => (index === at ? byte ^ by : byte)))),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(broken, async (bytes) => {
        await writeFile(path, bytes);
        const later = open();
        await later.load();
        expect(await later.read('good')).toMatchObject({ kind: 'found' });
        const isListed = later.runs.some(({ id }) => id === 'bad');
        expect(isListed).toBe(!later.damaged.has(name));
        // Base64 has some freedom in how it is written: what is read is never anything else than what was kept.
        const reading = await later.read('bad');
        if (reading.kind === 'found') expect(reading.run.manifest).toEqual({ content: noise(500) });
        else expect(['damaged', 'locked', 'gone']).toContain(reading.kind);
      }),
      { numRuns: 60 },
    );
    const last = open();
    await last.load();
    await last.deleteDamaged();
    expect(last.damaged.size).toBe(0);
  });

  it('takes no run for another: a summary is sealed with its run', async () => {
    const { open, files, world } = machine();
    const history = open();
    await history.write(over('a', 1000), undefined);
    const [name = ''] = await files();
    const path = join(world.folder, name);
    await writeFile(path, (await readFile(path, 'utf8')).replace('edge:device', 'edge:others'));
    const later = open();
    await later.load();
    expect(later.runs).toMatchObject([{ device: 'edge:others' }]);
    expect(await later.read('a')).toMatchObject({ kind: 'damaged' });
  });

  it.skipIf(process.platform === 'win32')(
    'waits for nothing that is no file, and is given whatever else lies in its folder',
    async () => {
      const { open, world } = machine();
      await open().write(over('good', 1000), undefined);
      const at = (name: string) => join(world.folder, name);
      execFileSync('mkfifo', [at('0000000000002000-pipe.run')]);
      await mkdir(at('0000000000003000-folder.run'));
      await mkdir(at('0000000000003000-half.run.tmp'));
      await utimes(at('0000000000003000-half.run.tmp'), 0, 0);
      await symlink('0000000000004000-loop.run', at('0000000000004000-loop.run'));
      await symlink('nowhere', at('0000000000005000-dangling.run'));
      await writeFile(at('0000000000006000-huge.run'), '');
      await truncate(at('0000000000006000-huge.run'), 3 * 1024 ** 3);
      const history = open();
      await history.load();
      expect(history.runs.map(({ id }) => id)).toEqual(['good']);
      expect([...history.damaged.keys()]).toEqual(['0000000000004000-loop.run', '0000000000006000-huge.run']);
      await history.deleteDamaged();
      await history.reload();
      expect(history.damaged.size).toBe(0);
      expect(await history.read('good')).toMatchObject({ kind: 'found' });
    },
  );

  it('is there once the secret storage can be read, which it could not be at the start', async () => {
    const { open, world } = machine();
    await open().write(over('kept', 1000), undefined);
    const history = open();
    world.isKeyringOpen = false;
    await expect(history.load()).rejects.toThrow('the keyring is locked');
    world.isKeyringOpen = true;
    await history.load();
    expect(history.runs).toMatchObject([{ id: 'kept', locked: false }]);
    expect(await history.read('kept')).toMatchObject({ kind: 'found' });
  });

  it('does not take a run for one that goes on because the clock was set back since, and its process number is taken', async () => {
    const { open, world } = machine();
    world.now = 10_000_000;
    await open().write(run({ id: 'left', started: world.now, phase: 'running' }), undefined);
    world.now = 1_000_000;
    const history = open();
    await history.load();
    expect(history.runs).toMatchObject([{ id: 'left', elsewhere: false, outcome: 'unheard' }]);
    expect(await history.delete(['left'])).toBe(1);
  });

  it('leaves files alone that are none of its own', async () => {
    const { open, files, world } = machine();
    const history = open();
    await history.write(over('a', 1000), undefined);
    await writeFile(join(world.folder, 'notes.txt'), 'mine');
    await history.reload();
    await history.deleteDamaged();
    expect(history.damaged.size).toBe(0);
    expect(await files()).toContain('notes.txt');
  });

  it('is empty, and no fault, where nothing was ever written', async () => {
    const history = machine().open();
    await history.load();
    expect([history.runs, history.droppedUntil]).toEqual([[], undefined]);
  });
});

/** Text that no packing makes shorter. */
function noise(length: number): string {
  let state = 12345;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(33 + ((state >> 8) % 90));
  }).join('');
}
