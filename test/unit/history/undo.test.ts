import { describe, expect, it } from 'vitest';
import { canBeUndone, type UndoInput, undoLimits } from '../../../client/src/history/undo.ts';
import type { DevicePlan } from '../../../client/src/updates/devicePlan.ts';
import { applyQuestion } from '../../../client/src/words/applyQuestion.ts';
import { undoLimitWords, undoName } from '../../../client/src/words/undoWords.ts';
import type { PlanAction } from '../../../server/src/messages.ts';
import { problem, run } from '../ui/samples.ts';
import { keptRun } from './samples.ts';

function planOf(...actions: readonly Pick<PlanAction, 'component' | 'action'>[]) {
  const rows = actions.map((it) => ({ ...it, reasons: [], keys: [], certain: true }));
  return { summary: '1 to create', differs: true, actions: rows, domains: [] };
}

const back: DevicePlan = {
  connection: 'lab',
  device: 'edge:device',
  manifest: { text: '{}', format: 'json' },
  outcome: { plan: planOf({ component: 'containers:db', action: 'create' }) },
  time: 5000,
};

const undone = run({
  plan: planOf(
    { component: 'containers:db', action: 'destroy' },
    { component: 'containers:web', action: 'replace' },
    { component: 'self-update:os-image', action: 'update' },
  ),
});

const input: UndoInput = {
  run: undone,
  source: {
    kind: 'reported',
    imported: {
      plan: { plan: planOf() },
      notes: [
        { kind: 'left-out', component: 'containers:db', keys: ['created', 'exitCode'], message: 'Left out.' },
        { kind: 'left-out', component: 'self-update:os-image', keys: [], message: 'Its bundle is not told.' },
        { kind: 'lost', component: 'containers:db', keys: ['memorySwap'], message: 'It has no limit.' },
      ],
    },
  },
  problems: [problem({ code: 'image-moving' }), problem({ code: 'plain-http' })],
  later: 2,
};

describe('what cannot be undone', () => {
  it('is said before, by name', () => {
    const words = undoLimitWords(undoLimits(input, back));
    expect(words).toEqual([
      'What was stored inside of containers:db, containers:web went when it was destroyed or made anew; what lies in directories of the device stays as it is now.',
      'self-update:os-image: Its bundle is not told.',
      'containers:db: It has no limit.',
      '1 image is named by a tag that can mean another image by now.',
      'The domain self-update stays as it is: what is applied does not list it.',
      'No manifest can set what the device reported of its own: created, exitCode.',
      '2 later updates of this device are undone with it.',
    ]);
  });

  it('is said of directories alone where nothing was destroyed, and a manifest that was applied before comes back', () => {
    const source = { kind: 'applied' as const, run: keptRun() };
    const words = undoLimitWords(undoLimits({ run: run(), source, problems: [], later: 0 }, back));
    expect(words).toEqual(['What was written since into directories of the device stays as it is now.']);
  });

  it('is not told without an end, where many are concerned', () => {
    const many = Array.from({ length: 40 }, (_, n) => ({
      component: `containers:c${n}`,
      action: 'destroy' as const,
    }));
    const words = undoLimitWords(undoLimits({ ...input, run: run({ plan: planOf(...many) }) }, back));
    expect(words[0]).toContain('containers:c5 and 34 more');
  });

  it('is part of the question, which is always asked', () => {
    const asked = applyQuestion({
      plan: back,
      name: 'what edge:device reported',
      isProtected: false,
      level: 'destroy',
      emptiesDevice: false,
      changed: undefined,
      insists: false,
      undo: { of: 'a.yaml', limits: (plan) => undoLimitWords(undoLimits(input, plan)) },
    });
    expect(asked).toMatchObject({ message: 'Undo a.yaml on edge:device @ lab?', yes: 'Undo' });
    expect(asked?.detail).toMatch(/To undo a\.yaml, this is applied: what edge:device reported\./);
    expect(asked?.detail).toMatch(/What does not come back:\n {2}What was stored inside of containers:db/);
  });

  it('names the number of what is destroyed on the button, as any apply does', () => {
    const plan = { ...back, outcome: { plan: planOf({ component: 'containers:new', action: 'destroy' }) } };
    const asked = applyQuestion({
      plan,
      name: 'before',
      isProtected: false,
      level: 'destroy',
      emptiesDevice: false,
      changed: undefined,
      insists: false,
      undo: { of: 'a.yaml', limits: () => [] },
    });
    expect(asked).toMatchObject({
      message: 'To undo a.yaml destroys 1 component of edge:device @ lab.',
      yes: 'Undo and Destroy 1',
      empties: true,
    });
  });
});

describe('what can be undone', () => {
  const accepted = { status: 204, address: 'a', time: 1 };

  it('is an apply that the device has taken, and that is over', () => {
    expect(canBeUndone(run({ accepted, phase: 'finished' }))).toBe(true);
    expect(canBeUndone(run({ accepted, phase: 'running' }))).toBe(false);
    expect(canBeUndone(run({ phase: 'failed' }))).toBe(false);
    expect(canBeUndone(run({ accepted, phase: 'finished', operation: 'install' }))).toBe(false);
  });
});

it('calls an undo by what it undoes, wherever its run is shown', () => {
  expect(undoName('a.yaml')).toBe('Undo of a.yaml');
});
