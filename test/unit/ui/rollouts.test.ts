import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../client/src/rollout/create.ts';
import { usualOptions } from '../../../client/src/rollout/options.ts';
import type { Rollout } from '../../../client/src/rollout/rollout.ts';
import type { RolloutOptions, RolloutState } from '../../../client/src/rollout/types.ts';
import { rolloutStatus, standingWords } from '../../../client/src/ui/model/rolloutStatus.ts';
import { isReadable, isUnfinished, Rollouts, summaryOf } from '../../../client/src/ui/model/rollouts.ts';
import { profile, World } from '../rollout/world.ts';

const options: RolloutOptions = {
  ...usualOptions,
  waves: [{ count: 1 }, { percent: 100 }],
  responseTimeout: 10,
  updateTimeout: 10,
};
const origin = { uri: 'file:///hello.yaml', number: 2 };

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'kanto-rollouts-'));
}

async function planned(world: World, id = 'r1', how = options): Promise<Rollout> {
  const places = [...world.devices.keys()].map((device) => ({ connection: profile.name, device }));
  const rollout = newRollout(id, places, how, world.parts());
  await rollout.plan();
  return rollout;
}

/** Resolves once the rollout has come to that. */
function reached(rollout: Rollout, kind: RolloutState['kind']): Promise<void> {
  return new Promise((resolve) => {
    const listening = rollout.onEvent((event) => {
      if (event.kind !== 'state' || event.state.kind !== kind) return;
      listening.dispose();
      resolve();
    });
  });
}

function known(rollouts: Rollouts, id = 'r1') {
  const listed = rollouts.get(id);
  if (listed === undefined || !isReadable(listed)) throw new Error(`${id} is not listed`);
  return listed;
}

/** One of three devices is done, and it waits for a person. */
async function waiting(folder: string, world: World) {
  world.add(3, () => ({ runs: ['old'], way: 'good' }));
  const rollouts = new Rollouts(folder);
  const rollout = await planned(world);
  const waits = reached(rollout, 'waiting');
  const begun = rollouts.begin(rollout, origin);
  await waits;
  return { rollouts, begun };
}

describe('rollouts of a workspace', () => {
  it('are told of in the status bar while they go on, and after a restart as what stands still', async () => {
    const folder = await newFolder();
    const { rollouts } = await waiting(folder, new World());
    expect(rolloutStatus(rollouts.all)).toEqual({
      icon: 'bell',
      words: '1/3 devices',
      lines: ['hello.yaml: waits for you before wave 2, 1 of 3 done'],
      id: 'r1',
    });
    expect(standingWords(rollouts.all)).toBeUndefined();
    const elsewhere = new Rollouts(folder);
    await elsewhere.load();
    expect(rolloutStatus(elsewhere.all)).toBeUndefined();
    await rollouts.dispose();

    await elsewhere.load();
    expect(rolloutStatus(elsewhere.all)).toMatchObject({
      icon: 'debug-pause',
      words: '1/3 devices',
      id: 'r1',
    });
    const words = 'hello.yaml has stood still since it was stopped or VS Code was closed: 1 of 3 done.';
    expect(standingWords(elsewhere.all)).toBe(words);
    await elsewhere.dispose();
  });

  it('are listed while they go on, and tell each change', async () => {
    const { rollouts, begun } = await waiting(await newFolder(), new World());
    const changes: string[] = [];
    rollouts.onChange((change) => changes.push(change.device?.device ?? change.state?.kind ?? 'all'));
    expect(known(rollouts).state).toEqual({ kind: 'waiting', wave: 2 });
    expect(isUnfinished(known(rollouts))).toBe(true);
    await rollouts.live('r1')?.goOn();
    expect(await begun).toEqual({ kind: 'ended' });
    expect(summaryOf(known(rollouts)).sum.succeeded).toBe(3);
    expect(changes).toContain('edge:d0003');
    expect(changes.at(-1)).toBe('ended');
    await rollouts.dispose();
  });

  it.skipIf(process.platform === 'win32')(
    'are listed whatever else lies in their folder: nothing waits for what is no file',
    async () => {
      const folder = await newFolder();
      const { rollouts } = await waiting(folder, new World());
      await rollouts.dispose();
      execFileSync('mkfifo', [join(folder, 'r2.jsonl')]);
      await mkdir(join(folder, 'r3.jsonl'));
      await symlink('r4.jsonl', join(folder, 'r4.jsonl'));
      const later = new Rollouts(folder);
      await later.load();
      expect(later.all.map((it) => [it.id, isReadable(it)]).sort()).toEqual([
        ['r1', true],
        ['r2', false],
        ['r3', false],
        ['r4', false],
      ]);
    },
  );

  it('go on after a restart only where a person says so, and send nothing twice', async () => {
    const folder = await newFolder();
    const world = new World();
    const first = await waiting(folder, world);
    await first.rollouts.dispose();
    await first.begun;
    const second = new Rollouts(folder);
    await second.load();
    expect(known(second)).toMatchObject({ name: 'hello.yaml', isElsewhere: false });
    expect(known(second).state.kind).toBe('paused');
    expect(await second.origin('r1')).toEqual(origin);
    expect(world.sent).toHaveLength(1);
    const rollout = await second.open('r1', world.parts());
    expect(world.sent).toHaveLength(1);
    // It had waited before its second wave, which is the last: this is the word for that.
    await rollout.goOn();
    expect(known(second).state).toEqual({ kind: 'ended' });
    expect([...world.executed.values()]).toEqual([1, 1, 1]);
    await second.dispose();
  });

  it('are refused with words to a second window, which sees that they are in use', async () => {
    const folder = await newFolder();
    const world = new World();
    const { rollouts, begun } = await waiting(folder, world);
    const other = new Rollouts(folder);
    await other.load();
    expect(known(other).isElsewhere).toBe(true);
    await expect(other.open('r1', world.parts())).rejects.toThrow(/works with the journal/);
    await expect(other.delete('r1')).rejects.toThrow(/works with the journal/);
    await rollouts.stop('r1');
    await begun;
    expect(known(rollouts).state.kind).toBe('paused');
    await other.open('r1', world.parts());
    await other.dispose();
    await rollouts.dispose();
  });

  it('are refused where their manifest is another now, and can then be opened with the right one', async () => {
    const folder = await newFolder();
    const world = new World();
    const { rollouts, begun } = await waiting(folder, world);
    await rollouts.stop('r1');
    await begun;
    const changed = { ...world.parts(), manifest: new World(['other']).parts().manifest };
    await expect(rollouts.open('r1', changed)).rejects.toThrow('is not what was agreed to');
    expect(rollouts.live('r1')).toBeUndefined();
    await rollouts.open('r1', world.parts());
    await rollouts.dispose();
  });

  it('tell that a journal is damaged, without losing the others, and can be forgotten', async () => {
    const folder = await newFolder();
    const { rollouts, begun } = await waiting(folder, new World());
    await rollouts.stop('r1');
    await begun;
    const whole = await readFile(join(folder, 'r1.jsonl'), 'utf8');
    await writeFile(join(folder, 'r2.jsonl'), whole.replace('"journal":1', '"journal":'));
    await rollouts.load();
    expect(rollouts.all.map(({ id }) => id)).toEqual(['r1', 'r2']);
    const damaged = rollouts.get('r2');
    expect(damaged && !isReadable(damaged) && damaged.fault).toMatch(/Line 1 of the journal .* is damaged/);
    await rollouts.delete('r2');
    await rollouts.delete('r1');
    expect(rollouts.all).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('tell that another window has forgotten one', async () => {
    const folder = await newFolder();
    const { rollouts } = await waiting(folder, new World());
    await rollouts.dispose();
    const [here, elsewhere] = [new Rollouts(folder), new Rollouts(folder)];
    await here.load();
    await elsewhere.load();
    await elsewhere.delete('r1');
    const changes: string[] = [];
    here.onChange(({ id }) => changes.push(id));
    await here.load();
    expect(here.get('r1')).toBeUndefined();
    expect(changes).toEqual(['r1']);
  });

  it('send nothing where the journal cannot be made', async () => {
    const world = new World();
    world.add(1, () => ({ runs: ['old'], way: 'good' }));
    const file = join(await newFolder(), 'file');
    await writeFile(file, '');
    const rollouts = new Rollouts(join(file, 'rollouts'));
    await expect(rollouts.begin(await planned(world), origin)).rejects.toThrow('cannot be written');
    expect(world.sent).toEqual([]);
    expect(rollouts.all).toEqual([]);
  });
});
