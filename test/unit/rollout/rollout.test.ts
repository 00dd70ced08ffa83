import { describe, expect, it } from 'vitest';
import { newRollout, resumedRollout } from '../../../client/src/rollout/create.ts';
import { usualOptions } from '../../../client/src/rollout/options.ts';
import type { Rollout } from '../../../client/src/rollout/rollout.ts';
import type { RolloutDevice, RolloutOptions, RolloutState } from '../../../client/src/rollout/types.ts';
import { MemoryJournal } from './memoryJournal.ts';
import { manifestOf, profile, type Way, World } from './world.ts';

const allAtOnce: RolloutOptions = {
  ...usualOptions,
  waves: [{ percent: 100 }],
  pause: { kind: 'none' },
  skipInSync: true,
  responseTimeout: 60,
  maxFailures: { percent: 100 },
};

function rolloutTo(world: World, ids: readonly string[], options: Partial<RolloutOptions> = {}): Rollout {
  const places = ids.map((device) => ({ connection: 'lab', device }));
  return newRollout('r', places, { ...allAtOnce, ...options }, world.parts());
}

async function rolledOut(world: World, ids: readonly string[], options: Partial<RolloutOptions> = {}) {
  const rollout = rolloutTo(world, ids, options);
  const journal = new MemoryJournal();
  await rollout.plan();
  const state = await rollout.begin(journal.create);
  return { rollout, journal, state };
}

const phases = ({ devices }: Rollout) => devices.map(({ phase }) => phase);
const old = (way: Way) => ({ runs: ['old'], way });

describe('a rollout', () => {
  it('tells what becomes of each device, and never more than is known', async () => {
    const ways: readonly Way[] = ['good', 'lost', 'silent', 'bad', 'refuses', 'liar', 'nobody'];
    const world = new World();
    const ids = world.add(ways.length, (index) => old(ways[index - 1] ?? 'good'));
    const { rollout, state } = await rolledOut(world, ids);
    expect(state).toEqual({ kind: 'ended' });
    expect(phases(rollout)).toEqual([
      'succeeded',
      'unknown',
      'succeeded',
      'failed',
      'failed',
      'failed',
      'unreached',
    ]);
    expect([...world.executed.values()].every((times) => times === 1)).toBe(true);
  });

  it('leaves out whoever runs it already, does not say what it runs, or has said so too late', async () => {
    const world = new World();
    const [first = '', second = '', third = ''] = world.add(3, () => old('good'));
    world.devices.set(first, { runs: ['hello'], way: 'good' });
    world.devices.set(second, { runs: [], way: 'good', mute: true });
    const rollout = rolloutTo(world, [first, second, third]);
    await rollout.plan();
    expect(phases(rollout)).toEqual(['skipped', 'unreached', 'planned']);
    world.devices.set(third, { runs: ['hello'], way: 'good' });
    await rollout.begin(new MemoryJournal().create);
    expect(phases(rollout)).toEqual(['skipped', 'unreached', 'skipped']);
    expect(world.sent).toEqual([]);
  });

  it('holds back what would lose more than was agreed to, and what does another update', async () => {
    const world = new World();
    const ids = world.add(3, () => old('good'));
    const rollout = rolloutTo(world, ids);
    await rollout.plan();
    world.devices.set(ids[0] ?? '', { runs: ['old', 'dear'], way: 'good' });
    world.devices.set(ids[1] ?? '', { runs: ['old'], way: 'good', busy: true });
    world.devices.set(ids[2] ?? '', { runs: [], way: 'good' });
    await rollout.begin(new MemoryJournal().create);
    expect(phases(rollout)).toEqual(['held', 'held', 'succeeded']);
    expect(rollout.device(1)?.message).toContain('destroy containers:dear');
    expect(world.sent).toEqual(['r-3']);
  });

  it('goes wave by wave, and waits for a person between them', async () => {
    const world = new World();
    const ids = world.add(6, () => old('good'));
    const rollout = rolloutTo(world, ids, {
      waves: [{ count: 1 }, { count: 2 }],
      pause: { kind: 'ask' },
    });
    await rollout.plan();
    const sentBefore: number[] = [];
    rollout.onEvent((event) => {
      if (event.kind !== 'state' || event.state.kind !== 'waiting') return;
      sentBefore.push(world.sent.length);
      void rollout.goOn();
    });
    await rollout.begin(new MemoryJournal().create);
    expect(sentBefore).toEqual([1, 3]);
    expect(rollout.summary.sum.succeeded).toBe(6);
  });

  it('takes going on from a pause before a wave as the word for exactly that wave', async () => {
    const world = new World();
    const ids = world.add(6, () => old('good'));
    const options = { waves: [{ count: 1 }, { count: 2 }], pause: { kind: 'ask' } } as const;
    const rollout = rolloutTo(world, ids, options);
    await rollout.plan();
    const nobodyIsThere = (it: Rollout) =>
      it.onEvent((event) => {
        if (event.kind === 'state' && event.state.kind === 'waiting')
          it.pause({ kind: 'wave', wave: event.state.wave });
      });
    nobodyIsThere(rollout);
    const journal = new MemoryJournal();
    const pausedBefore = (wave: number) => ({ kind: 'paused', why: { kind: 'wave', wave } });
    expect(await rollout.begin(journal.create)).toEqual(pausedBefore(2));
    expect(world.sent).toHaveLength(1);
    expect(await rollout.goOn()).toEqual(pausedBefore(3));
    expect(world.sent).toHaveLength(3);

    const resumed = await resumedRollout({ journal, text: journal.read }, world.parts());
    nobodyIsThere(resumed);
    expect(await resumed.goOn()).toEqual({ kind: 'ended' });
    expect(world.sent).toHaveLength(6);
  });

  it('takes going on from a pause in a wave as the word for what is left of that wave', async () => {
    const world = new World();
    const ids = world.add(4, () => old('good'));
    const rollout = rolloutTo(world, ids, { waves: [{ count: 2 }], pause: { kind: 'ask' }, concurrency: 1 });
    await rollout.plan();
    world.beforeSend = async () => rollout.pause();
    expect(await rollout.begin(new MemoryJournal().create)).toMatchObject({ kind: 'paused' });
    world.beforeSend = async () => undefined;
    const waited = new Promise<number>((resolve) => {
      rollout.onEvent((event) => {
        if (event.kind !== 'state' || event.state.kind !== 'waiting') return;
        resolve(event.state.wave);
        rollout.pause();
      });
    });
    await rollout.goOn();
    expect(await waited).toBe(2);
    expect(world.sent).toEqual(['r-1', 'r-2']);
  });

  it('stops where too much goes wrong, and goes on where a person wants it to', async () => {
    const world = new World();
    const ids = world.add(10, (index) => old(index <= 3 ? 'bad' : 'good'));
    const { rollout, state } = await rolledOut(world, ids, { concurrency: 1, maxFailures: { count: 1 } });
    expect(state).toEqual({ kind: 'paused', why: { kind: 'failures', failures: 2, allowed: '1' } });
    expect(world.sent).toEqual(['r-1', 'r-2']);
    expect(await rollout.goOn()).toEqual({ kind: 'ended' });
    expect(rollout.summary.sum).toMatchObject({ failed: 3, succeeded: 7 });
  });

  it('tries devices once more only where a person wants that, as another activity', async () => {
    const world = new World();
    const ids = world.add(2, () => old('lost'));
    const { rollout } = await rolledOut(world, ids);
    for (const device of world.devices.values()) device.way = 'good';
    expect(await rollout.retry([2])).toBe(1);
    expect(await rollout.goOn()).toEqual({ kind: 'ended' });
    expect(phases(rollout)).toEqual(['unknown', 'succeeded']);
    expect(world.sent).toEqual(['r-1', 'r-2', 'r-2-2']);
  });

  it('begins no device any more once it pauses, and follows those that were', async () => {
    const world = new World();
    const ids = world.add(5, () => old('good'));
    const rollout = rolloutTo(world, ids, { concurrency: 2 });
    await rollout.plan();
    const states: RolloutState['kind'][] = [];
    rollout.onEvent((event) => event.kind === 'state' && states.push(event.state.kind));
    world.beforeSend = async () => rollout.pause();
    expect(await rollout.begin(new MemoryJournal().create)).toEqual({
      kind: 'paused',
      why: { kind: 'person' },
    });
    expect(states).toEqual(['running', 'pausing', 'paused']);
    const { succeeded, open } = rollout.summary.sum;
    expect(succeeded).toBe(world.sent.length);
    expect(succeeded + open).toBe(5);
    expect(open).toBeGreaterThan(0);
  });
});

describe('a journal', () => {
  it('takes a rollout on where it was left: what was sent is found out, not sent again', async () => {
    const world = new World();
    const ids = world.add(3, () => old('good'));
    const dead = new MemoryJournal('', 4); // begin, wave, sending, and the outcome of the first
    const first = rolloutTo(world, ids, { concurrency: 1 });
    await first.plan();
    const isSecondSent = new Promise<void>((resolve) => {
      world.beforeSend = async () => {
        if (dead.left === 0) resolve();
      };
    });
    dead.left = 5; // … and the sending of the second
    void first.begin(dead.create);
    await isSecondSent;
    world.beforeSend = async () => undefined;
    await new Promise((resolve) => setImmediate(resolve));
    const journal = new MemoryJournal(dead.text);
    const second = await resumedRollout({ journal, text: journal.read }, world.parts());
    expect(phases(second)).toEqual(['succeeded', 'resolving', 'planned']);
    expect(await second.goOn()).toEqual({ kind: 'ended' });
    expect(phases(second)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(world.sent).toEqual(['r-1', 'r-2', 'r-3']);
  });

  it('is of one manifest, and of the connections as they were', async () => {
    const world = new World();
    const { journal } = await rolledOut(
      world,
      world.add(1, () => old('good')),
    );
    const opened = { journal, text: journal.read };
    const other = { ...world.parts(), manifest: manifestOf(['other']) };
    await expect(resumedRollout(opened, other)).rejects.toMatchObject({ fault: { code: 'other-manifest' } });
    world.profiles = [{ ...profile, url: 'mqtt://elsewhere.example' }];
    await expect(resumedRollout(opened, world.parts())).rejects.toMatchObject({
      fault: { code: 'other-target' },
    });
  });

  it.each([
    ['leads elsewhere', [{ ...profile, url: 'mqtt://elsewhere.example' }]],
    ['is gone', []],
  ])('is not begun where a connection %s since the devices were planned', async (_, profiles) => {
    const world = new World();
    const rollout = rolloutTo(
      world,
      world.add(1, () => old('good')),
    );
    await rollout.plan();
    world.profiles = profiles;
    const journal = new MemoryJournal();
    await expect(rollout.begin(journal.create)).rejects.toMatchObject({ fault: { code: 'other-target' } });
    expect([journal.text, world.sent]).toEqual(['', []]);
  });

  it('holds no word of the manifest', async () => {
    const world = new World(['pl4nted-secret']);
    const { journal } = await rolledOut(
      world,
      world.add(1, () => old('good')),
    );
    expect(journal.text).not.toContain('pl4nted');
  });
});

describe('a connection that leads elsewhere while a rollout goes on', () => {
  const elsewhere = [{ ...profile, url: 'mqtt://elsewhere.example' }];
  const otherTarget = { code: 'other-target' };

  async function pausedAt(when: 'beforeSend' | 'afterSend', way: Way) {
    const world = new World();
    const ids = world.add(2, () => old(way));
    const rollout = rolloutTo(world, ids, { concurrency: 1 });
    const journal = new MemoryJournal();
    await rollout.plan();
    world[when] = async () => {
      world.profiles = elsewhere;
    };
    const state = await rollout.begin(journal.create);
    world[when] = async () => undefined;
    return { world, rollout, journal, state };
  }

  async function resumed(journal: MemoryJournal, world: World): Promise<Rollout> {
    const next = new MemoryJournal(journal.text);
    return resumedRollout({ journal: next, text: next.read }, world.parts());
  }

  it('gets no command, and the journal says that none has left', async () => {
    const { world, rollout, journal, state } = await pausedAt('beforeSend', 'good');
    expect(state).toMatchObject({
      kind: 'paused',
      why: { kind: 'fault', fault: { code: 'connection-changed' } },
    });
    expect(world.sent).toEqual([]);
    expect(phases(rollout)).toEqual(['planned', 'planned']);
    expect(journal.read.records.map(({ kind }) => kind)).toEqual(['wave', 'sending', 'unsent']);
    await expect(rollout.goOn()).rejects.toMatchObject({ fault: otherTarget });

    world.profiles = [profile];
    const next = await resumed(journal, world);
    expect(phases(next)).toEqual(['planned', 'planned']);
    for (const it of [rollout, next]) expect(await it.goOn()).toEqual({ kind: 'ended' });
    expect(phases(rollout)).toEqual(['succeeded', 'succeeded']);
    expect(phases(next)).toEqual(['skipped', 'skipped']);
    expect(world.sent).toHaveLength(2);
    expect(world.asked).toEqual(new Set([profile.url]));
  });

  it('is not asked what became of a command that has left: that is found out once it leads back', async () => {
    const { world, rollout, journal, state } = await pausedAt('afterSend', 'silent');
    expect(state).toMatchObject({ kind: 'paused', why: { kind: 'fault', fault: otherTarget } });
    expect(phases(rollout)).toEqual(['resolving', 'planned']);
    await expect(rollout.goOn()).rejects.toMatchObject({ fault: otherTarget });
    await expect(resumed(journal, world)).rejects.toMatchObject({ fault: otherTarget });

    world.profiles = [profile];
    expect(await rollout.goOn()).toEqual({ kind: 'ended' });
    expect(phases(rollout)).toEqual(['succeeded', 'succeeded']);
    expect(world.sent).toHaveLength(2);
    expect([...world.executed.values()]).toEqual([1, 1]);
    expect(world.asked).toEqual(new Set([profile.url]));
  });

  it('is agreed to by going on where it leads where it did, and only how it is reached is another', async () => {
    const world = new World();
    const rollout = rolloutTo(
      world,
      world.add(1, () => old('good')),
    );
    await rollout.plan();
    const again = { ...profile, keepAlive: 60 };
    world.beforeSend = async () => {
      world.profiles = [again];
    };
    const state = await rollout.begin(new MemoryJournal().create);
    expect(state).toMatchObject({
      kind: 'paused',
      why: { kind: 'fault', fault: { code: 'connection-changed' } },
    });
    expect(await rollout.goOn()).toEqual({ kind: 'ended' });
    expect(phases(rollout)).toEqual(['succeeded']);
  });
});

describe('events of a rollout', () => {
  it('tell each change of a device as it was and as it is', async () => {
    const world = new World();
    const rollout = rolloutTo(
      world,
      world.add(1, () => old('good')),
    );
    const steps: RolloutDevice['phase'][] = [];
    rollout.onEvent((event) => {
      if (event.kind === 'device' && event.before.phase !== event.device.phase)
        steps.push(event.device.phase);
    });
    await rollout.plan();
    await rollout.begin(new MemoryJournal().create);
    expect(steps).toEqual(['planning', 'planned', 'looking', 'sending', 'running', 'succeeded']);
  });

  it('tell while a device waits for its owner, and for what, and with its end no more', async () => {
    const world = new World();
    const rollout = rolloutTo(
      world,
      world.add(1, () => old('asks')),
    );
    const asked: (string | undefined)[] = [];
    rollout.onEvent((event) => event.kind === 'device' && asked.push(event.device.ownerAsked?.command));
    await rollout.plan();
    await rollout.begin(new MemoryJournal().create);
    expect(asked).toContain('DOWNLOAD');
    expect(asked.at(-1)).toBeUndefined();
  });
});
