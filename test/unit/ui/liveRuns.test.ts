import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Emitter } from '../../../client/src/events.ts';
import { LiveRuns } from '../../../client/src/ui/model/liveRuns.ts';
import { runMarks } from '../../../client/src/ui/model/runMarks.ts';
import { runRows } from '../../../client/src/ui/model/runRows.ts';
import { ShownRuns } from '../../../client/src/ui/model/shownRuns.ts';
import type { UpdateRun } from '../../../client/src/updates/run.ts';
import type { Plan } from '../../../server/src/messages.ts';
import { action, run } from './samples.ts';

const finished = { status: 'COMPLETED', ok: true, actions: [], time: 2000 };
const uri = 'file:///a.yaml';

const rangeAt = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });
const plan: Plan = {
  summary: '',
  differs: true,
  actions: [
    { component: 'containers:a', action: 'create', reasons: [], keys: [], certain: true, range: rangeAt(3) },
    { component: 'containers:old', action: 'destroy', reasons: [], keys: [], certain: true },
  ],
  domains: [{ id: 'containers', range: rangeAt(1) }],
};

describe('updates that are followed', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function scene() {
    const heard = new Emitter<UpdateRun>();
    const runs: UpdateRun[] = [];
    const live = new LiveRuns({ runs, onRun: heard.event }, 5000);
    const told: string[] = [];
    live.onRun(({ id }) => told.push(id));
    const put = (it: UpdateRun) => {
      const index = runs.findIndex(({ id }) => id === it.id);
      if (index < 0) runs.push(it);
      else runs[index] = it;
      heard.fire(it);
    };
    return { live, told, put };
  }

  it('are told again while they go on and nothing is heard, by one timer for all of them', () => {
    const { told, put } = scene();
    put(run({ id: 'one', phase: 'running' }));
    put(run({ id: 'two', phase: 'running' }));
    told.length = 0;
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(['one', 'two', 'one', 'two']);
  });

  it('need no timer once all are over, nor for a device that is asked what it runs', () => {
    const { live, put } = scene();
    put(run({ id: 'asked', operation: 'refresh', phase: 'running' }));
    expect(vi.getTimerCount()).toBe(0);
    put(run({ id: 'one', phase: 'running' }));
    put(run({ id: 'one', phase: 'finished', finished }));
    expect(vi.getTimerCount()).toBe(0);
    put(run({ id: 'two', phase: 'running' }));
    live.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stand beneath their device, with how long each component takes and what nobody hears', () => {
    const actions = [
      action({ component: 'containers:a', status: 'DOWNLOADING', message: 'from the registry' }),
      action({ component: 'containers:b', status: 'UPDATE_SUCCESS' }),
    ];
    const going = run({ phase: 'running', subject: 'a.yaml', actions, lastHeard: 1000 });
    const { live, put } = scene();
    put(going);
    const [row] = runRows(live, () => 181_000).rows('lab', 'edge:device');
    expect(row).toMatchObject({
      label: '1 of 2 done, quiet for 3 min',
      description: 'a.yaml',
      spoken: 'update a.yaml, 1 of 2 done, quiet for 3 min',
      children: 'expanded',
      open: { command: 'kanto.showRun', arguments: ['run-1'] },
    });
    expect(row?.rows?.map(({ label, description }) => [label, description])).toEqual([
      ['a', 'downloading · 3 min · from the registry'],
      ['b', 'updated'],
    ]);
    put({ ...going, actions: [...actions, action({ component: 'self-update:os', status: 'UPDATING' })] });
    const [mixed] = runRows(live).rows('lab', 'edge:device');
    expect(mixed?.rows?.map(({ label }) => label)).toEqual([
      'containers:a',
      'containers:b',
      'self-update:os',
    ]);
    put({ ...going, phase: 'finished', finished });
    expect(runRows(live).rows('lab', 'edge:device')).toEqual([]);
  });
});

describe('the marks of an update in its manifest', () => {
  const actions = [
    action({ component: 'containers:a', status: 'DOWNLOADING', message: 'from the registry' }),
    action({ component: 'containers:old', status: 'REMOVAL_SUCCESS' }),
  ];

  it('stand at each component, and at the domain for what it does not list', () => {
    const marks = runMarks(run({ phase: 'running', plan, actions }));
    expect(marks.map(({ line, text, tone }) => [line, text, tone])).toEqual([
      [1, 'containers:old removed', 'done'],
      [3, 'downloading', 'busy'],
    ]);
    expect(marks[1]?.hover).toContain('from the registry');
  });

  it('claim no end that was not heard', () => {
    const fault = { code: 'update-silent', message: '', advice: '' } as const;
    const [, mark] = runMarks(run({ phase: 'abandoned', fault, plan, actions }));
    expect(mark).toMatchObject({ text: 'last heard: downloading', tone: 'unknown' });
  });

  it('are none where nobody knows the places', () => {
    expect(runMarks(run({ phase: 'running', actions }))).toEqual([]);
  });
});

describe('the update that a manifest shows', () => {
  const sent = (id: string, started: number) => run({ id, started, origin: { uri } });

  it('is the one that was sent last, whatever is heard of an older one', () => {
    const shown = new ShownRuns();
    shown.hear(sent('old', 1));
    shown.hear(sent('new', 2));
    shown.hear(sent('old', 1));
    expect(shown.of(uri)?.id).toBe('new');
    expect(shown.of('file:///b.yaml')).toBeUndefined();
  });

  it('is none once the text has changed, though the update goes on; the next one is shown again', () => {
    const shown = new ShownRuns();
    const old = sent('old', 1);
    shown.hear(old);
    shown.manifestChanged(uri, [old]);
    shown.hear({ ...old, phase: 'running' });
    expect(shown.of(uri)).toBeUndefined();
    shown.hear(sent('new', 2));
    expect(shown.of(uri)?.id).toBe('new');
  });
});
