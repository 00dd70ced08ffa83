import { describe, expect, it } from 'vitest';
import { closePlan } from '../../../client/src/ui/commands/closePlan.ts';
import { planMarks } from '../../../client/src/ui/model/planMarks.ts';
import { planRows } from '../../../client/src/ui/model/planRows.ts';
import { type ShownPlan, ShownPlans } from '../../../client/src/ui/model/shownPlans.ts';
import type { SourceElement } from '../../../client/src/ui/model/treeElements.ts';
import { fingerprintOf } from '../../../client/src/updates/devicePlan.ts';
import { planDocument } from '../../../client/src/words/planWords.ts';
import type { JsonObject, Plan } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const service = createLanguageService();
const uri = 'file:///a.yaml';
const text = `domains:
  - id: containers
    components:
      - id: kept
        version: "1"
      - id: moved
        version: "2"
      - id: fresh
        version: "1"
`;

const running = (...ids: string[]): JsonObject => ({
  softwareNodes: [
    { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] },
    ...ids.map((id) => ({ id: `containers:${id}`, parameters: [{ key: 'image', value: `${id}:1` }] })),
  ],
});

function planFor(inventory: JsonObject): Plan {
  const answer = service.plan({ text, format: 'yaml', inventory });
  if ('refusal' in answer) throw new Error(answer.refusal.message);
  return answer.plan;
}

const reported = running('kept', 'moved', 'old1', 'old2', 'old3', 'old4');

function shownPlan(more: Partial<ShownPlan> = {}, device = 'edge:device'): ShownPlan {
  return {
    kind: 'plan',
    name: 'a.yaml',
    uri,
    plan: {
      connection: 'lab',
      device,
      manifest: { text, format: 'yaml' },
      inventory: fingerprintOf(reported),
      outcome: { plan: planFor(reported) },
      time: 0,
    },
    ...more,
  };
}

const target = { connection: 'lab', device: 'edge:device' };

describe('the marks of a plan in its manifest', () => {
  it('stand at each component, and at the domain for what will vanish', () => {
    expect(planMarks(planFor(reported)).map(({ line, text: words, tone }) => [line, words, tone])).toEqual([
      [1, 'destroy: containers:old1, containers:old2, containers:old3 and 1 more', 'destroy'],
      [3, 'keep', 'keep'],
      [5, 'replace: image', 'replace'],
      [7, 'create', 'create'],
    ]);
  });

  it('tell their reasons on hover', () => {
    const [vanishing, , moved] = planMarks(planFor(running('moved', 'old')));
    expect(vanishing?.hover).toMatch(/^containers:old: The manifest does not list it\./);
    expect(moved?.hover).toBe('image changes from moved:1 to moved:2.');
  });

  it('are none at the domain where nothing vanishes', () => {
    expect(planMarks(planFor(running('kept'))).map(({ line }) => line)).toEqual([3, 5, 7]);
  });
});

describe('a plan in the tree', () => {
  it('is one row beneath its device, and in it a row for each component', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan());
    const source = planRows(shown);
    const [row, ...others] = source.rows('lab', 'edge:device');
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      label: 'Plan',
      description: '4 to destroy, 1 to replace, 1 to create · a.yaml',
      spoken: 'Plan of a.yaml, 1 to create, 1 to replace, 0 to update, 4 to destroy',
      children: 'expanded',
      open: { command: 'kanto.showPlan', arguments: ['plan', target] },
    });
    expect(row?.rows?.slice(0, 4).map(({ label, description }) => [label, description])).toEqual([
      ['containers:kept', 'keep'],
      ['containers:moved', 'replace: image'],
      ['containers:fresh', 'create'],
      ['containers:old1', 'destroy'],
    ]);
    const ids = row?.rows?.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(source.rows('lab', 'edge:other')).toEqual([]);
  });

  it('stands beside the drift of the same device', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan());
    shown.show({ kind: 'drift', name: 'a.yaml', plan: shownPlan().plan });
    expect(
      planRows(shown)
        .rows('lab', 'edge:device')
        .map(({ label, description, spoken }) => [label, description, spoken]),
    ).toEqual([
      [
        'Plan',
        '4 to destroy, 1 to replace, 1 to create · a.yaml',
        'Plan of a.yaml, 1 to create, 1 to replace, 0 to update, 4 to destroy',
      ],
      [
        'Drift',
        '4 to destroy, 1 to replace, 1 to create · a.yaml',
        'Drift from a.yaml, edge:device has drifted from a.yaml: 6 components differ.',
      ],
    ]);
  });

  it('that is stale is one row that says so', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan({ stale: 'manifest' }));
    expect(planRows(shown).rows('lab', 'edge:device')).toMatchObject([
      {
        description: 'stale · a.yaml',
        children: 'none',
        rows: [],
        tooltip: expect.stringContaining('Plan again'),
      },
    ]);
  });
});

describe('a plan whose device has taken an apply', () => {
  it('is gone from tree and manifest, also once the device reports; its document says why, and the drift stays', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan());
    shown.show({ kind: 'drift', name: 'a.yaml', plan: shownPlan().plan });
    shown.applyTaken(target, 1);
    shown.deviceReported(target, running());
    expect(
      planRows(shown)
        .rows('lab', 'edge:device')
        .map(({ id }) => id),
    ).toEqual(['drift']);
    expect(shown.of(uri)).toEqual([]);
    const found = shown.get('plan', target);
    const text = found && planDocument(found);
    expect(text).toContain('has taken an apply since');
    expect(text).not.toMatch(/Nothing has been sent|Stale/);
  });

  it('stays where it was made after that apply was begun, or is of another device', () => {
    const shown = new ShownPlans();
    const { plan } = shownPlan();
    shown.show(shownPlan({ plan: { ...plan, time: 2 } }));
    shown.applyTaken(target, 1);
    shown.applyTaken({ ...target, device: 'edge:other' }, 3);
    expect(planRows(shown).rows('lab', 'edge:device')).toHaveLength(1);
  });
});

describe('a plan that is closed', () => {
  const element = (shown: ShownPlans, kind: string): SourceElement => {
    const row = planRows(shown)
      .rows('lab', 'edge:device')
      .find(({ id }) => id === kind);
    if (row === undefined) throw new Error(`There is no row of a ${kind}.`);
    return { kind: 'row', device: { kind: 'device', ...target }, path: ['plan', row.id], row };
  };

  it('is gone from tree and manifest, and what else is shown of the device stays', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan());
    shown.show({ kind: 'drift', name: 'a.yaml', plan: shownPlan().plan });
    const told: unknown[] = [];
    shown.onChange((change) => told.push(change));
    closePlan({ plans: shown }, element(shown, 'plan'));
    expect(shown.of(uri)).toEqual([]);
    expect(
      planRows(shown)
        .rows('lab', 'edge:device')
        .map(({ id }) => id),
    ).toEqual(['drift']);
    expect(told).toEqual([{ kind: 'plan', ...target }]);
    closePlan({ plans: shown }, element(shown, 'drift'));
    expect(planRows(shown).rows('lab', 'edge:device')).toEqual([]);
  });

  it('is closed by its own row, which offers it, and by no other', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan());
    const row = element(shown, 'plan');
    expect(row.row.context).toBe('plan');
    closePlan({ plans: shown }, undefined);
    closePlan({ plans: shown }, { ...row, path: ['runs', 'plan'] });
    closePlan({ plans: shown }, { ...row, path: ['plan', 'plan', '0 containers:kept'] });
    closePlan({ plans: shown }, { ...row, device: { ...row.device, device: 'edge:other' } });
    expect(shown.get('plan', target)).toBeDefined();
  });
});

describe('a plan that is shown', () => {
  it('is stale once its manifest changes, and stays in no editor', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan());
    expect(shown.of(uri)).toHaveLength(1);
    shown.manifestChanged('file:///other.yaml');
    expect(shown.get('plan', target)?.stale).toBeUndefined();
    shown.manifestChanged(uri);
    expect(shown.get('plan', target)?.stale).toBe('manifest');
    expect(shown.of(uri)).toEqual([]);
  });

  it('is stale once its device reports something else, and not where it reports the same', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan());
    shown.deviceReported(target, reported);
    shown.deviceReported({ ...target, device: 'edge:other' }, running());
    expect(shown.get('plan', target)?.stale).toBeUndefined();
    shown.deviceReported(target, running());
    expect(shown.get('plan', target)?.stale).toBe('device');
  });

  it('costs a device nothing that has no plan, however much it reports', () => {
    const shown = new ShownPlans();
    shown.show(shownPlan());
    const unread = new Proxy<JsonObject>(
      {},
      {
        get: () => {
          throw new Error('The inventory was looked at.');
        },
      },
    );
    shown.deviceReported({ ...target, device: 'edge:other' }, unread);
    expect(() => shown.deviceReported(target, unread)).toThrow('looked at');
  });

  it('takes the place of the one before it, and tells whose it is', () => {
    const shown = new ShownPlans();
    const told: unknown[] = [];
    shown.onChange((change) => told.push(change));
    shown.show(shownPlan({ stale: 'manifest' }));
    shown.show(shownPlan());
    expect(shown.get('plan', target)?.stale).toBeUndefined();
    expect(told).toEqual([
      { kind: 'plan', ...target },
      { kind: 'plan', ...target },
    ]);
  });

  it('is forgotten where there are very many newer ones', () => {
    const shown = new ShownPlans();
    for (let index = 0; index <= 100; index++) shown.show(shownPlan({}, `edge:device${index}`));
    expect(shown.get('plan', { connection: 'lab', device: 'edge:device0' })).toBeUndefined();
    expect(shown.get('plan', { connection: 'lab', device: 'edge:device1' })).toBeDefined();
  });
});
