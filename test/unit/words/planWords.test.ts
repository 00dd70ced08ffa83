import { describe, expect, it } from 'vitest';
import { fault } from '../../../client/src/errors.ts';
import type { DevicePlan } from '../../../client/src/updates/devicePlan.ts';
import { type ApplyQuestionInput, applyQuestion } from '../../../client/src/words/applyQuestion.ts';
import { planLog } from '../../../client/src/words/planLines.ts';
import {
  actionWords,
  driftDocument,
  driftSentence,
  planDocument,
  planSentence,
} from '../../../client/src/words/planWords.ts';
import { dateAndTime } from '../../../client/src/words/times.ts';
import type { Plan, PlanAction, PlannedAction } from '../../../server/src/messages.ts';

function row(action: PlannedAction, name: string, more: Partial<PlanAction> = {}): PlanAction {
  return {
    component: `containers:${name}`,
    action,
    reasons: [`Why ${name}.`],
    keys: [],
    certain: true,
    ...more,
  };
}

function planOf(...actions: readonly PlanAction[]): DevicePlan {
  const count = (wanted: PlannedAction) => actions.filter(({ action }) => action === wanted).length;
  const summary = `${count('create')} to create, ${count('replace')} to replace, ${count('update')} to update, ${count('destroy')} to destroy`;
  const plan: Plan = { summary, differs: true, actions, domains: [] };
  return { ...base, outcome: { plan } };
}

const base = {
  connection: 'lab',
  device: 'edge:device',
  manifest: { text: '{}', format: 'json' },
  time: Date.UTC(2026, 0, 2),
} as const;

const silent: DevicePlan = {
  ...base,
  outcome: {
    unknown: {
      kind: 'unreported',
      fault: fault('response-timeout', 'No answer within 15 s.', 'Look at `it`.'),
    },
  },
};

function question(plan: DevicePlan, more: Partial<ApplyQuestionInput> = {}) {
  return applyQuestion({
    plan,
    name: 'a.yaml',
    isProtected: false,
    level: 'destroy',
    emptiesDevice: false,
    changed: undefined,
    insists: false,
    ...more,
  });
}

/** What stands before the plan itself. */
const note = (more: Partial<ApplyQuestionInput>) =>
  question(planOf(row('destroy', 'e')), more)?.detail.split('\n\n')[0];

const kept = [row('keep', 'a'), row('create', 'b'), row('update', 'c', { keys: ['memory'] })];

describe('an apply asks', () => {
  it('with the update that the device does first, and whether it was started here', () => {
    expect(note({ busy: { activityId: 'x', own: false } })).toBe(
      'edge:device is busy with an update that was not started here (activity x): this one waits for its end, when it may destroy something else.',
    );
    expect(note({ busy: { activityId: '', own: true } })).toContain(
      'busy with another update (without an activity id)',
    );
    expect(note({})).not.toContain('busy');
  });

  it('about what is destroyed: device, connection and names', () => {
    expect(question(planOf(...kept, row('replace', 'd', { keys: ['image'] }), row('destroy', 'e')))).toEqual({
      message:
        'a.yaml destroys 1 component of edge:device @ lab. Made anew, and what is stored there lost: 1 component.',
      detail: [
        '1 to create, 1 to replace, 1 to update, 1 to destroy',
        '',
        'Destroyed, with all that is stored there:',
        '  containers:e',
        '',
        'Destroyed too, with all that is stored there, and made anew:',
        '  containers:d (image)',
      ].join('\n'),
      yes: 'Apply and Destroy 1, Remake 1',
      empties: false,
    });
  });

  it('with what is made anew in the first sentence, also where nothing else is destroyed', () => {
    const replaced = planOf(row('replace', 'd', { keys: ['image'] }), row('replace', 'e', { keys: ['env'] }));
    expect(question(replaced, { level: 'replace' })).toMatchObject({
      message: 'Apply a.yaml to edge:device @ lab? Made anew, and what is stored there lost: 2 components.',
      yes: 'Apply',
    });
  });

  it('with no more names than fit on a screen, and how many more there are', () => {
    const many = Array.from({ length: 24 }, (_, index) => row('destroy', `old${index}`));
    const { detail } = question(planOf(...kept, ...many)) ?? { detail: '' };
    expect(detail).toContain('  containers:old11\n  and 12 more');
    expect(detail).not.toContain('old12');
  });

  it('with every name in one line of bearable length, whatever a device writes', () => {
    const { detail } = question(planOf(...kept, row('destroy', `x\ny${'z'.repeat(500)}`))) ?? { detail: '' };
    expect(detail).toContain('  containers:x y');
    expect(Math.max(...detail.split('\n').map(({ length }) => length))).toBeLessThan(130);
  });

  it('on a protected connection always, and names it', () => {
    expect(question(planOf(...kept), { isProtected: true })).toMatchObject({
      message: 'Apply a.yaml to edge:device @ lab?',
      detail: expect.stringContaining('The connection lab is protected: it asks before each apply.'),
      yes: 'Apply',
    });
  });

  it('where the device does not report what it runs: the consequences are unknown', () => {
    expect(question(silent)).toMatchObject({
      message: 'What a.yaml does to edge:device @ lab is unknown.',
      // The message has said that it is unknown.
      detail: expect.stringMatching(
        /^edge:device does not report what it runs\. No answer within 15 s\.\n\nLook at ‘it’\.\n\n.*destroyed\. What .* cannot be told\.$/,
      ),
      yes: 'Apply Without a Plan',
      empties: false,
    });
  });

  it('where what the device reports is not heard: it is not the device that is to blame', () => {
    const heard = fault('events-not-received', 'What edge:device runs cannot be heard.');
    const { detail = '' } =
      question({ ...base, outcome: { unknown: { kind: 'unreported', fault: heard } } }) ?? {};
    expect(detail).toMatch(/^What edge:device runs cannot be heard\.\n\nSet ‘receive’/);
  });

  it('where nobody else wants to be asked, by the setting', () => {
    const replaces = planOf(row('replace', 'a'));
    expect(question(replaces, { level: 'destroy' })).toBeUndefined();
    expect(question(replaces, { level: 'replace' })).toBeDefined();
    expect(question(planOf(...kept), { level: 'replace' })).toBeUndefined();
    expect(question(planOf(...kept), { level: 'always' })).toBeDefined();
  });

  it('about what is replaced in words that say what is lost, as the document of the plan does', () => {
    const replaces = planOf(row('replace', 'a', { keys: ['image'] }));
    const lost = /estroyed.*, with all that is stored (in it|there), and made anew/;
    expect(question(replaces, { level: 'replace' })?.detail).toMatch(lost);
    expect(planDocument({ plan: replaces, name: 'a.yaml' })).toMatch(lost);
  });

  it('nothing where components are only kept, updated and created', () => {
    expect(question(planOf(...kept))).toBeUndefined();
  });

  it('not a second time about a manifest that is sent in spite of its errors, where nothing else asks', () => {
    const refusal = { code: 'rejected', message: 'Its first error.' } as const;
    const faulty: DevicePlan = { ...base, outcome: { unknown: { kind: 'refused', refusal } } };
    expect(question(faulty)).toBeDefined();
    expect(question(faulty, { insists: true })).toBeUndefined();
    expect(question(faulty, { insists: true, isProtected: true })).toBeDefined();
    expect(question(faulty, { insists: true, level: 'always' })).toBeDefined();
    expect(question(faulty, { insists: true, emptiesDevice: true })).toMatchObject({ empties: true });
    expect(question(silent, { insists: true })).toBeDefined();
    expect(question(planOf(row('destroy', 'a')), { insists: true })).toBeDefined();
  });

  it('for an empty target on its own: nothing is left', () => {
    expect(question(planOf(row('destroy', 'a'), row('ignored', 'b')))).toMatchObject({ empties: true });
    expect(question(planOf(), { emptiesDevice: true })).toMatchObject({ empties: true });
    expect(question(silent, { emptiesDevice: true })).toMatchObject({ empties: true });
    expect(question(planOf(row('destroy', 'a'), row('keep', 'b')))).toMatchObject({ empties: false });
    expect(question(planOf(row('destroy', 'a'), row('protected', 'b')))).toMatchObject({ empties: false });
  });

  it('again, and says why, where what was agreed to has changed', () => {
    const { detail } = question(planOf(row('destroy', 'a')), { changed: 'device' }) ?? { detail: '' };
    expect(detail).toMatch(
      /^What the device runs has changed since it was planned\. This is the plan made again\.\n\n/,
    );
  });
});

describe('a plan in words', () => {
  it('begins with the sentence, or says why there is none', () => {
    expect(planSentence(planOf(row('create', 'a')))).toBe(
      '1 to create, 0 to replace, 0 to update, 0 to destroy',
    );
    const refusal = { code: 'no-domain', message: 'The device rejects it.' } as const;
    expect(planSentence({ ...base, outcome: { unknown: { kind: 'refused', refusal } } })).toBe(
      'There is no plan. The device rejects it.',
    );
  });

  it('names the keys that decide, and doubts with a question mark', () => {
    expect(actionWords(row('replace', 'a', { keys: ['image', 'env', 'env'] }))).toBe('replace: image, env');
    expect(actionWords(row('keep', 'a', { certain: false }))).toBe('keep?');
    expect(actionWords(row('destroy', 'a'))).toBe('destroy');
  });

  it('is a document that begins with what is lost, and has each row with its reasons', () => {
    const plan = planOf(row('keep', 'a'), row('create', 'b'), row('destroy', 'c`d'));
    expect(planDocument({ plan, name: 'a.yaml' }).replace(/^Made .*$/m, 'Made …')).toBe(
      `# Plan of a.yaml for edge:device @ lab

1 to create, 0 to replace, 0 to update, 1 to destroy

Made …

## To destroy

- \`containers:c'd\` destroy
  Why c\\\`d.

## To create

- \`containers:b\` create
  Why b.

## Kept as it is

- \`containers:a\` keep
  Why a.
`,
    );
  });

  it('says when the device reported what it was made from, and in every question where that is long ago', () => {
    const old = { ...planOf(row('destroy', 'a')), reported: base.time - 38 * 60_000 };
    const now = { ...old, reported: base.time };
    const moment = dateAndTime(old.reported);
    const made = `from what edge:device reported at ${moment} (38 min before)`;
    expect(planDocument({ plan: old, name: 'a.yaml' })).toContain(made);
    expect(driftDocument({ plan: old, name: 'a.yaml' })).toContain(made);
    expect(planDocument({ plan: now, name: 'a.yaml' })).toContain('(0 s before)');
    const words = `The plan is made from what edge:device reported at ${moment}, 38 min before. Refresh Device State asks it anew.`;
    expect(question(old)?.detail).toContain(words);
    expect(planLog(old)).toContain(`  ${words}`);
    expect([question(now)?.detail, ...planLog(now)].join()).not.toContain('before');
  });

  it('that is stale says so', () => {
    expect(planDocument({ plan: planOf(), name: 'a.yaml', stale: 'manifest' })).toContain(
      '**Stale:** The manifest has changed since it was planned. Plan again.',
    );
  });

  it('tells drift by what another apply would change', () => {
    expect(driftSentence(planOf(row('keep', 'a')), 'a.yaml')).toBe(
      'edge:device is in sync: it runs what a.yaml says.',
    );
    expect(driftSentence(planOf(row('create', 'a'), row('destroy', 'b')), 'a.yaml')).toBe(
      'edge:device has drifted from a.yaml: 2 components differ.',
    );
    expect(driftSentence(silent, 'a.yaml')).toContain('unknown');
    const document = driftDocument({ plan: planOf(row('destroy', 'b')), name: 'a.yaml' });
    expect(document).toMatch(
      /^# Drift of edge:device @ lab\n\nedge:device has drifted from a\.yaml: 1 component differs\./,
    );
    expect(document).toContain('- `containers:b` destroy');
  });
});
