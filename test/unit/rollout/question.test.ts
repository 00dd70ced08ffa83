import { describe, expect, it } from 'vitest';
import { freshDevice } from '../../../client/src/rollout/board.ts';
import type { PlannedChanges, RolloutDevice } from '../../../client/src/rollout/types.ts';
import { rolloutPlanDocument } from '../../../client/src/words/rolloutPlan.ts';
import { rolloutQuestion } from '../../../client/src/words/rolloutQuestion.ts';

const nothing: PlannedChanges = {
  create: 0,
  update: 0,
  replaced: [],
  replacements: [],
  destroyed: [],
  empties: false,
  inSync: false,
  summary: '',
};

function planned(number: number, plan: Partial<PlannedChanges>): RolloutDevice {
  const place = { connection: 'lab', device: `edge:d${number}` };
  return { ...freshDevice(number, place), phase: 'planned', plan: { ...nothing, ...plan } };
}

function question(devices: readonly RolloutDevice[], protectedConnections: readonly string[] = []) {
  const options = { waves: [{ count: 1 }] };
  return rolloutQuestion({ devices, name: 'a.yaml', options, protectedConnections, corrections: [] });
}

/** Replaces `containers:c`, since its image is another. */
function replacing(number: number): RolloutDevice {
  const reasons = [`image is nginx:${number}, is to be nginx:9.`];
  const replacements = [{ component: 'containers:c', keys: ['image'], reasons }];
  return planned(number, { replaced: ['containers:c'], replacements, summary: '1 to replace' });
}

describe('the plan of a rollout', () => {
  it('reads well as it is written, and says why a component is replaced on which device', () => {
    const devices = [replacing(1), replacing(2), planned(3, { create: 2, summary: '2 to create' })];
    const text = rolloutPlanDocument({ name: 'a_b.yaml', devices, options: { waves: [{ count: 1 }] } });
    expect(text).not.toContain('\\');
    expect(text).toContain(
      '- `containers:c` (image), 2 devices\n' +
        '  - edge:d1 @ lab: image is nginx:1, is to be nginx:9.\n' +
        '  - edge:d2 @ lab: image is nginx:2, is to be nginx:9.\n',
    );
    expect(text).toContain('## Wave 1: 1 device\n\n- edge:d1 @ lab: 1 to replace\n');
  });
});

describe('the question before a rollout', () => {
  it('adds up what it does, and tells the waves', () => {
    const asked = question([planned(1, { create: 2 }), planned(2, { create: 1, update: 1 })]);
    expect(asked?.message).toBe('Roll out a.yaml to 2 devices?');
    expect(asked?.detail).toContain('3 to create, 0 to replace, 1 to update, 0 to destroy on 2 devices.');
    expect(asked?.detail).toContain('In 2 waves: 1, 1 devices.');
    expect(asked?.yes).toBe('Roll Out');
    expect(asked?.typed).toBeUndefined();
  });

  it('names what is destroyed and where, what is lost most often first', () => {
    const some = [
      planned(1, { destroyed: ['containers:a'], replaced: ['containers:c'] }),
      ...[2, 3, 4, 5].map((number) => planned(number, { destroyed: ['containers:b'] })),
      planned(6, { create: 1 }),
    ];
    const asked = question(some);
    expect(asked?.message).toBe('a.yaml destroys 5 components on 5 of 6 devices.');
    expect(asked?.yes).toBe('Roll Out and Destroy 5');
    expect(asked?.detail).toMatch(
      / {2}containers:b on edge:d2 @ lab, edge:d3 @ lab, edge:d4 @ lab and 1 more\n {2}containers:a on edge:d1 @ lab\n/,
    );
    expect(asked?.detail).toContain('made anew:\n  containers:c on edge:d1 @ lab');
  });

  it('says what forces a component to be replaced', () => {
    expect(question([replacing(1), replacing(2)])?.detail).toContain(
      'made anew:\n  containers:c (image) on edge:d1 @ lab, edge:d2 @ lab',
    );
  });

  it('wants the number typed of those of which nothing is left', () => {
    const asked = question([planned(1, { destroyed: ['containers:a'], empties: true }), planned(2, {})]);
    expect(asked?.typed).toBe('empty 1');
    expect(asked?.detail).toContain('Nothing is left of what these run:\n  edge:d1 @ lab');
  });

  it('says of a protected connection that it is one', () => {
    expect(question([planned(1, {})], ['lab'])?.detail).toContain('The connection lab is protected');
  });

  it('tells who is left out and why; is not asked where nobody gets anything', () => {
    const left: RolloutDevice[] = (['skipped', 'unreached', 'unplanned'] as const).map((phase, index) => ({
      ...planned(index + 2, {}),
      phase,
    }));
    expect(question([planned(1, {}), ...left])?.detail).toContain(
      '1 device runs what it says already: skipped.\n1 device did not say what runs there: left out.\nFor 1 device there is no plan: left out.',
    );
    expect(question(left)).toBeUndefined();
  });
});
