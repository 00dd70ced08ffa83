import { describe, expect, it } from 'vitest';
import { usualOptions } from '../../../client/src/rollout/options.ts';
import type { RolloutComponent, RolloutDevice, RolloutState } from '../../../client/src/rollout/types.ts';
import { readFromPage } from '../../../client/src/ui/model/matrixMessages.ts';
import { matrixPage } from '../../../client/src/ui/model/matrixPage.ts';
import {
  MatrixFeed,
  matrixWords,
  mostColumns,
  unreadableMatrix,
} from '../../../client/src/ui/model/rolloutMatrix.ts';
import { mostDrawn, rolloutChildren, rolloutRow } from '../../../client/src/ui/model/rolloutRows.ts';
import { hasToRetry, type KnownRollout } from '../../../client/src/ui/model/rollouts.ts';
import { moved, rowWindow } from '../../../client/src/ui/model/rowWindow.ts';

function device(number: number, more: Partial<RolloutDevice> = {}): RolloutDevice {
  const id = `edge:d${number}`;
  return {
    number,
    connection: 'lab',
    device: id,
    phase: 'planned',
    attempt: 0,
    components: [],
    wave: 1,
    ...more,
  };
}

function component(name: string, status: string, more: Partial<RolloutComponent> = {}): RolloutComponent {
  return { component: name, status, since: 0, ...more };
}

function rollout(devices: readonly RolloutDevice[], state: RolloutState = { kind: 'running', wave: 1 }) {
  const whole: KnownRollout = {
    id: 'r1',
    name: 'hello.yaml',
    began: 0,
    options: usualOptions,
    state,
    devices,
    isElsewhere: false,
  };
  return whole;
}

describe('the matrix of a rollout', () => {
  it('has a row for each device and a column for each component, those of most devices first', () => {
    const told = new MatrixFeed().all(
      rollout([
        device(1, {
          phase: 'running',
          components: [
            component('containers:a', 'UPDATE_SUCCESS', { version: '2' }),
            component('containers:b', 'DOWNLOADING', { progress: 40, message: 'slowly' }),
          ],
        }),
        device(2, {
          phase: 'failed',
          message: 'No disk.',
          components: [component('containers:b', 'UPDATE_FAILURE')],
        }),
      ]),
    );
    expect(told.columns).toEqual(['containers:b', 'containers:a']);
    expect(told.rows.map(({ phase, tone, filter }) => [phase, tone, filter])).toEqual([
      ['updating', 'busy', 'busy'],
      ['failed', 'bad', 'failed'],
    ]);
    expect(told.rows[0]?.cells).toEqual([
      { column: 1, text: 'updated · 2', tone: 'good' },
      { column: 0, text: 'downloading 40 %', tone: 'busy', message: 'slowly' },
    ]);
  });

  it('names beforehand what a device loses by what was agreed to', () => {
    const agreed = { destroyed: ['containers:old'], replaced: ['containers:a'], empties: false };
    const told = new MatrixFeed().all(rollout([device(1, { agreed })]));
    expect(told.rows[0]?.cells.map(({ text, tone }) => [text, tone])).toEqual([
      ['to be destroyed', 'lost'],
      ['to be replaced', 'lost'],
    ]);
  });

  it('tells afterwards only the rows that have changed, and keeps each column where it is', () => {
    const feed = new MatrixFeed();
    feed.all(rollout([device(1, { components: [component('containers:m', 'IDENTIFIED')] }), device(2)]));
    const told = feed.some(
      rollout([device(1), device(2, { components: [component('containers:a', 'IDENTIFIED')] })]),
      new Set([2]),
    );
    expect(told.rows.map(({ number }) => number)).toEqual([2]);
    expect(told.columns).toEqual(['containers:m', 'containers:a']);
    expect(told.rows[0]?.cells[0]?.column).toBe(1);
  });

  it('bears what a hostile device says: names of prototypes, markup, marks that turn the text, names without end', () => {
    const many = Array.from({ length: 3000 }, (_, index) => component(`containers:c${index}`, 'IDENTIFIED'));
    const hostile = [
      component('__proto__', 'constructor', { message: '<img src=x onerror=alert(1)>' }),
      component('containers:\u202eevil', 'x'.repeat(100_000)),
      ...many,
    ];
    const told = new MatrixFeed().all(
      rollout([device(1, { components: hostile, message: 'm'.repeat(10_000) })]),
    );
    expect(told.columns).toHaveLength(mostColumns);
    expect(told.head.remark).toContain(`Only ${mostColumns} components have a column`);
    expect(told.columns.join()).not.toMatch(/\u202e/);
    const cells = told.rows[0]?.cells ?? [];
    expect(cells.length).toBeLessThanOrEqual(mostColumns);
    expect(JSON.stringify(told).length).toBeLessThan(20_000);
  });

  it('offers what can be done now', () => {
    const actions = (state: RolloutState, devices = [device(1)]) =>
      new MatrixFeed().all(rollout(devices, state)).head.actions;
    expect(actions({ kind: 'running', wave: 1 })).toEqual(['pause', 'stop', 'export']);
    expect(actions({ kind: 'waiting', wave: 2 })).toEqual(['goOn', 'pause', 'stop', 'export']);
    const paused: RolloutState = { kind: 'paused', why: { kind: 'person' } };
    expect(actions(paused)).toEqual(['resume', 'export', 'forget']);
    expect(actions(paused, [device(1, { phase: 'failed' })])).toEqual([
      'resume',
      'retry',
      'export',
      'forget',
    ]);
    expect(actions({ kind: 'ended' })).toEqual(['export']);
  });

  it('takes from its page only what it knows', () => {
    expect(readFromPage({ kind: 'do', action: 'pause' })).toEqual({ kind: 'do', action: 'pause' });
    expect(readFromPage({ kind: 'do', action: 'constructor' })).toBeUndefined();
    expect(readFromPage({ kind: 'run', number: 'x' })).toBeUndefined();
    expect(readFromPage(null)).toBeUndefined();
  });

  it('has a page that loads its one script and nothing else', () => {
    const html = matrixPage({ nonce: 'N', script: 'https://x/"><b>', language: 'de', words: matrixWords() });
    expect(html).toContain("default-src 'none'; style-src 'nonce-N'; script-src 'nonce-N';");
    expect(html).not.toContain('"><b>');
    expect(html).not.toMatch(/unsafe|style="|onclick/);
  });
});

describe('a long table', () => {
  it('draws the rows on the screen and a few beyond', () => {
    expect(rowWindow(1000, { height: 20, scrolled: 0, seen: 200 })).toEqual({ first: 0, end: 20 });
    expect(rowWindow(1000, { height: 20, scrolled: 10_000, seen: 200 })).toEqual({ first: 490, end: 520 });
    expect(rowWindow(3, { height: 20, scrolled: 10_000, seen: 200 })).toEqual({ first: 0, end: 3 });
    expect(rowWindow(0, { height: 20, scrolled: 0, seen: 200 })).toEqual({ first: 0, end: 0 });
  });

  it('is gone through by keys, and never beyond its edges', () => {
    const table = { rows: 100, columns: 5, page: 10, control: false };
    const at = { row: 50, column: 2 };
    expect(moved('PageDown', at, table)).toEqual({ row: 60, column: 2 });
    expect(moved('End', at, table)).toEqual({ row: 50, column: 4 });
    expect(moved('End', at, { ...table, control: true })).toEqual({ row: 99, column: 4 });
    expect(moved('ArrowUp', { row: 0, column: 0 }, table)).toEqual({ row: 0, column: 0 });
    expect(moved('a', at, table)).toBeUndefined();
  });
});

describe('the matrix of a damaged journal', () => {
  it('says what is wrong with it, and offers nothing', () => {
    expect(unreadableMatrix({ id: 'r2', fault: 'Line 3 is damaged.\u202e' })).toEqual({
      kind: 'all',
      id: 'r2',
      head: {
        title: 'Damaged: r2',
        state: '',
        sum: '',
        remark: 'Line 3 is damaged.\\u202e',
        actions: [],
      },
      columns: [],
      rows: [],
    });
  });
});

describe('the view Rollouts', () => {
  it('shows waves, those without one last, and what needs looking at first', () => {
    const all = [
      rollout([
        device(1, { phase: 'succeeded' }),
        device(2, { phase: 'failed' }),
        device(3, { phase: 'held' }),
        { ...device(4, { phase: 'unreached' }), wave: 0 },
      ]),
    ];
    const waves = rolloutChildren(all, { kind: 'rollout', id: 'r1' });
    expect(waves.map((it) => it.kind === 'rolloutWave' && it.wave)).toEqual([1, 0]);
    const devices = rolloutChildren(all, { kind: 'rolloutWave', id: 'r1', wave: 1 });
    expect(devices.map((it) => it.kind === 'rolloutDevice' && it.number)).toEqual([2, 3, 1]);
    expect(rolloutRow(all, { kind: 'rollout', id: 'r1' })).toMatchObject({
      label: 'hello.yaml',
      description: '4/4 · wave 1 goes on · 1 failed · 1 not reached · 1 held back',
      context: 'rollout.running',
    });
  });

  it('says which devices wait for their owner, and how many, as the matrix does', () => {
    const ownerAsked = { command: 'UPDATE', usualEnd: 0, waits: true };
    const asking = rollout([device(1, { phase: 'running', ownerAsked }), device(2, { phase: 'running' })]);
    const whole = rolloutRow([asking], { kind: 'rollout', id: 'r1' });
    expect(whole?.description).toContain('1 device waiting for the owner');
    expect(rolloutRow([asking], { kind: 'rolloutDevice', id: 'r1', number: 1 })).toMatchObject({
      description: 'waits for its owner: UPDATE · lab',
      icon: { id: 'bell' },
    });
    expect(new MatrixFeed().all(asking)).toMatchObject({
      head: { state: 'wave 1 goes on, 1 device waiting for the owner' },
      rows: [
        { phase: 'waits for its owner: UPDATE', tone: 'uneasy' },
        { phase: 'updating', tone: 'busy' },
      ],
    });
  });

  it('draws of a long wave only so much, and leads to the matrix for the rest', () => {
    const all = [rollout(Array.from({ length: mostDrawn + 7 }, (_, index) => device(index + 1)))];
    const drawn = rolloutChildren(all, { kind: 'rolloutWave', id: 'r1', wave: 1 });
    expect(drawn).toHaveLength(mostDrawn + 1);
    expect(drawn.at(-1)).toMatchObject({ kind: 'rolloutMore', hidden: 7 });
  });

  it('tells two rollouts of one file apart by their time', () => {
    const [first, second] = [rollout([device(1)]), { ...rollout([device(1)]), id: 'r2', began: 86_400_000 }];
    const row = (all: readonly KnownRollout[], id: string) => rolloutRow(all, { kind: 'rollout', id });
    expect(row([second], 'r2')?.label).toBe('hello.yaml');
    const rows = ['r1', 'r2'].map((id) => row([first, second], id));
    for (const it of rows) expect(it?.label).toMatch(/\d.* {2}hello\.yaml$/);
    expect(new Set(rows.map((it) => it?.label)).size).toBe(2);
    expect(new Set(rows.map((it) => it?.spoken)).size).toBe(2);
  });

  it('has something to try once more only where a device that got its turn has failed', () => {
    const isOffered = (...devices: readonly RolloutDevice[]) => hasToRetry(rollout(devices));
    expect(isOffered(device(1, { phase: 'succeeded' }), device(2, { phase: 'held' }))).toBe(false);
    const { wave: _, ...leftOut } = device(3, { phase: 'unreached' });
    expect(isOffered(leftOut)).toBe(false);
    for (const phase of ['failed', 'unknown', 'unreached'] as const)
      expect(isOffered(device(1, { phase })), phase).toBe(true);
  });

  it('says of a damaged journal what is wrong with it', () => {
    const all = [{ id: 'r2', fault: 'Line 3 is damaged.' }];
    expect(rolloutRow(all, { kind: 'rollout', id: 'r2' })).toMatchObject({
      label: 'Damaged: r2',
      description: 'Line 3 is damaged.',
      context: 'rollout.damaged',
    });
  });

  it('says why it has paused', () => {
    const why = { kind: 'failures', failures: 2, allowed: '1' } as const;
    const row = rolloutRow([rollout([device(1)], { kind: 'paused', why })], { kind: 'rollout', id: 'r1' });
    expect(row?.spoken).toContain('2 devices failed, unknown or not reached, and 1 allowed');
  });
});
