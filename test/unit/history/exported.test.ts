import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { exportedRuns } from '../../../client/src/history/exported.ts';
import { comparisonText } from '../../../client/src/words/runComparison.ts';
import { action, run } from '../ui/samples.ts';
import { keptRun } from './samples.ts';

const schema = JSON.parse(readFileSync('docs/history.schema.json', 'utf8'));
const isValid = new Ajv({ strict: true, formats: { 'date-time': true } }).compile(schema);

const secretive = run({
  subject: 'a.desired-state.yaml',
  sent: [{ address: 'command', time: 1001 }],
  manifest: {
    content: {
      domains: [
        {
          id: 'containers',
          components: [{ id: 'db', config: [{ key: 'env', value: 'DB_PASSWORD=hush-hush' }] }],
        },
      ],
    },
  },
  before: {
    time: 900,
    inventory: {
      softwareNodes: [{ id: 'containers:db', parameters: [{ key: 'env', value: 'TOKEN=old-one' }] }],
    },
  },
  plan: {
    summary: '1 to replace',
    differs: true,
    domains: [],
    actions: [
      { component: 'containers:db', action: 'replace', reasons: ['env'], keys: ['env'], certain: true },
    ],
  },
  phase: 'finished',
  actions: [
    action({ component: 'containers:db', status: 'UPDATE_SUCCESS', message: 'set hush-hush', progress: 100 }),
  ],
  finished: { status: 'COMPLETED', ok: true, actions: [], time: 3500, message: 'with hush-hush' },
  confirmed: { time: 3600, differences: ['containers:db differs in env.'] },
  transcript: {
    messages: [{ time: 1001, direction: 'out', address: 'command', text: 'repeats hush-hush', cut: 3 }],
    dropped: { messages: 2, characters: 9 },
  },
});

/** The device has called things what it was given as a secret. */
const echoed = keptRun({
  outcome: 'differs',
  status: 'hush-hush',
  subject: 'hush-hush.yaml',
  components: ['containers:hush-hush'],
});

describe('exported runs', () => {
  const text = exportedRuns([{ kept: keptRun({ locked: true }) }, { kept: echoed, run: secretive }], 5000);

  it('are as their schema says, also one that cannot be read any more', () => {
    const content: unknown = JSON.parse(text);
    expect(isValid(content), JSON.stringify(isValid.errors)).toBe(true);
    expect(content).toMatchObject({
      format: 'kanto-history',
      version: 1,
      runs: [{ complete: false }, { complete: true, outcome: 'differs', plan: { summary: '1 to replace' } }],
    });
  });

  it('hold no secret, wherever a device has repeated it, and say by what it was replaced', () => {
    expect(text).not.toMatch(/hush-hush|old-one/);
    expect(text).toContain('DB_PASSWORD=•••');
    expect(JSON.parse(text)).toMatchObject({ mask: '•••' });
  });

  it('hold nothing that their schema does not describe', () => {
    const described = Object.keys(schema.definitions.run.properties);
    const written = Object.keys(JSON.parse(text).runs[1]);
    expect(written.filter((key) => !described.includes(key))).toEqual([]);
  });
});

describe('a run beside another', () => {
  it('tells outcome, duration, plan, components and what was sent, without a secret', () => {
    const text = comparisonText(secretive);
    expect(text).toMatch(/Took 2\.5 s/);
    expect(text).toContain('// Plan: 1 to replace');
    expect(text).toContain('//   containers:db replace');
    expect(text).toContain('//   containers:db UPDATE_SUCCESS');
    expect(text).toContain('//   containers:db differs in env.');
    expect(text).toContain('"id": "db"');
    expect(text).not.toContain('hush-hush');
  });

  it('differs only where the runs do', () => {
    const other = { ...secretive, id: 'other', correlationId: 'another', activityId: 'another' };
    expect(comparisonText(other)).toBe(comparisonText(secretive));
  });
});
