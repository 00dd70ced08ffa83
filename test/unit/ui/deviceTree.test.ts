import { describe, expect, it } from 'vitest';
import type { Device } from '../../../client/src/devices/device.ts';
import { parseFilter } from '../../../client/src/devices/deviceFilter.ts';
import { Emitter } from '../../../client/src/events.ts';
import { DeviceTree } from '../../../client/src/ui/model/deviceTree.ts';
import type { Pins } from '../../../client/src/ui/model/pins.ts';
import type { RowSource, TreeRow } from '../../../client/src/ui/model/rowSource.ts';
import { identityOf, type TreeElement } from '../../../client/src/ui/model/treeElements.ts';
import { connected, device, status } from './samples.ts';

const influxdb = { domain: 'containers', id: 'influxdb', status: 'Running', parameters: [] };

class World {
  devices: Device[];
  pins: Pins = {};
  readonly tree: DeviceTree;

  constructor(devices: Device[], sources: readonly RowSource[] = []) {
    this.devices = devices;
    const connections = ['lab', 'field'].map((name) => status(name, connected));
    const engine = {
      connections,
      devices: (connection: string) => this.devices.filter((it) => it.connection === connection),
      deviceCount: (connection: string) => engine.devices(connection).length,
      device: (connection: string, id: string) =>
        this.devices.find((it) => it.connection === connection && it.id === id),
    };
    this.tree = new DeviceTree({ engine, isSimulated: () => false, pins: () => this.pins, sources });
  }

  /** Puts a device in the place of the one of its id, or beside the others. */
  becomes(now: Device): void {
    this.devices = [...this.devices.filter((it) => it.id !== now.id), now].sort((x, y) =>
      x.id < y.id ? -1 : 1,
    );
    this.tree.changes.touch({ connection: now.connection, device: now.id });
  }

  goes(id: string): void {
    const gone = this.devices.find((it) => it.id === id);
    this.devices = this.devices.filter((it) => it.id !== id);
    if (gone) this.tree.changes.touch({ connection: gone.connection, device: id });
  }

  /** What is drawn, one line for each row, as far as it is open. */
  drawn(depth = 2): string[] {
    const below = (element: TreeElement | undefined, level: number): string[] =>
      this.tree.children(element).flatMap((it) => {
        const label = `${'  '.repeat(level)}${this.tree.row(it)?.label}`;
        return level + 1 < depth ? [label, ...below(it, level + 1)] : [label];
      });
    return below(undefined, 0);
  }

  changes(): string[] | 'all' {
    return this.tree.changes.take()?.map((it) => `${it.kind} ${this.tree.row(it)?.label}`) ?? 'all';
  }
}

const a = device({ id: 'edge:a', components: [influxdb] });
const b = device({ id: 'edge:b' });
const far = device({ id: 'edge:far', connection: 'field', components: [{ ...influxdb, status: 'Dead' }] });

describe('the tree of devices', () => {
  it('has the connections, and beneath each its devices, the pinned ones first', () => {
    const world = new World([a, b, far]);
    expect(world.drawn()).toEqual(['lab', '  edge:a', '  edge:b', 'field', '  edge:far']);
    world.pins = { lab: ['edge:b'] };
    expect(world.drawn()).toEqual(['lab', '  edge:b', '  edge:a', 'field', '  edge:far']);
  });

  it('can be grouped by state; a connection without devices stays, to be opened', () => {
    const world = new World([a, b]);
    world.tree.shown.grouping = 'state';
    expect(world.drawn()).toEqual(['running', '  edge:a', 'unknown', '  edge:b', 'field']);
    const [running] = world.tree.children();
    const [first] = world.tree.children(running);
    expect(first && world.tree.parent(first)).toBe(running);
    expect(first && world.tree.row(first)?.description).toBe('lab');
  });

  it('shows only what the filter leaves, in both groupings', () => {
    const world = new World([a, b, far]);
    world.tree.shown.filter = parseFilter('influx');
    expect(world.drawn()).toEqual(['lab', '  edge:a', 'field', '  edge:far']);
    world.tree.shown.grouping = 'state';
    expect(world.drawn()).toEqual(['failed', '  edge:far', 'running', '  edge:a']);
    expect(world.tree.shown.counts()).toEqual({ shown: 2, all: 3 });
  });

  it('has beneath a device its components with their parameters, software, hardware and last update', () => {
    const node = { id: 'gpu', parameters: [] };
    const full = device({
      components: [
        { ...influxdb, parameters: [{ key: 'image', value: 'influxdb:2' }] },
        { domain: '', id: '3c92', name: 'hello', parameters: [] },
      ],
      inventory: {
        ...{ activityId: '', time: 0, software: [], associations: [], leftOut: 0, size: 0 },
        hardware: [node],
      },
      lastUpdate: { activityId: 'x', status: 'COMPLETED', time: 0, terminal: true, ok: true },
    });
    expect(new World([full]).drawn(4)).toEqual([
      'lab',
      '  edge:device',
      '    influxdb',
      '      image',
      '    Software',
      '      hello',
      '    Hardware',
      '      gpu',
      '    Last update',
      'field',
    ]);
  });

  it('leads from every row back to its parent', () => {
    const world = new World([a, far], [planSource([{ ...planRow('top'), rows: [planRow('below')] }])]);
    const check = (element: TreeElement | undefined) => {
      for (const child of world.tree.children(element)) {
        const parent = world.tree.parent(child);
        expect(parent && identityOf(parent)).toBe(element && identityOf(element));
        check(child);
      }
    };
    check(undefined);
    world.tree.shown.grouping = 'state';
    check(undefined);
  });
});

function planRow(id: string): TreeRow {
  const looks = { description: '', tooltip: '', icon: { id: 'add' }, children: 'none', spoken: id } as const;
  return { id, label: id, ...looks };
}

function planSource(rows: readonly TreeRow[]): RowSource {
  const changes = new Emitter<{ connection: string; device: string }>();
  return { name: 'plan', rows: (_, id) => (id === 'edge:a' ? rows : []), onChange: changes.event };
}

describe('rows of other sections', () => {
  it('stand above the components of their device, and have rows of their own', () => {
    const world = new World([a, b], [planSource([{ ...planRow('plan'), rows: [planRow('create x')] }])]);
    expect(world.drawn(4)).toEqual([
      'lab',
      '  edge:a',
      '    plan',
      '      create x',
      '    influxdb',
      '  edge:b',
      'field',
    ]);
  });
});

describe('what is drawn anew', () => {
  function drawnWorld(): World {
    const world = new World([a, b, far]);
    world.drawn();
    world.tree.changes.takeAll();
    return world;
  }

  it('is nothing where nothing changed', () => {
    expect(drawnWorld().changes()).toEqual([]);
  });

  it('is one device where only it changed, however often', () => {
    const world = drawnWorld();
    world.becomes({ ...a, sync: 'drifted' });
    world.becomes({ ...a, sync: 'in sync' });
    expect(world.changes()).toEqual(['device edge:a']);
    expect(world.changes()).toEqual([]);
  });

  it('is no device that looks as before, unless somebody has read all that there is to say of it', () => {
    const world = drawnWorld();
    world.becomes({ ...a, lastHeard: 1 });
    expect(world.changes()).toEqual([]);
    const [element] = world.tree.children(world.tree.children()[0]);
    expect(element && world.tree.tooltip(element)).toContain('Last heard');
    world.becomes({ ...a, lastHeard: 2 });
    expect(world.changes()).toEqual(['device edge:a']);
    world.becomes({ ...a, lastHeard: 3 });
    expect(world.changes()).toEqual([]);
  });

  it('is a device that looks as before where what is beneath it has changed and is drawn', () => {
    const version = (version: string) => ({ ...a, components: [{ ...influxdb, version }] });
    const world = drawnWorld();
    world.becomes(version('1'));
    expect(world.changes()).toEqual([]);
    const [element] = world.tree.children(world.tree.children()[0]);
    expect(world.tree.children(element)).toHaveLength(1);
    world.becomes(version('2'));
    expect(world.changes()).toEqual(['device edge:a']);
    // It is asked anew for what is beneath it when that is seen.
    world.becomes(version('3'));
    expect(world.changes()).toEqual([]);
  });

  it('is no device beyond the page', () => {
    const many = Array.from({ length: 600 }, (_, n) => device({ id: `edge:d${100 + n}` }));
    const world = new World(many);
    world.drawn();
    world.tree.changes.takeAll();
    world.becomes({ ...device({ id: 'edge:d100' }), sync: 'drifted' });
    world.becomes({ ...device({ id: 'edge:d699' }), sync: 'drifted' });
    expect(world.changes()).toEqual(['device edge:d100']);
  });

  it('is a list of more than a page once a second at most, however many come and go', () => {
    const many = Array.from({ length: 600 }, (_, n) => device({ id: `edge:d${100 + n}` }));
    const world = new World(many);
    world.drawn();
    world.tree.changes.takeAll();
    const at = (time: number) => world.tree.changes.take(time)?.map(({ kind }) => kind);
    world.goes('edge:d100');
    expect(at(0)).toEqual(['connection']);
    world.goes('edge:d101');
    expect([at(999), world.tree.changes.isWaiting]).toEqual([[], true]);
    expect([at(1000), world.tree.changes.isWaiting]).toEqual([['connection'], false]);
  });

  it('is a device of which another section has other rows', () => {
    const world = drawnWorld();
    world.tree.changes.touchRows({ connection: 'lab', device: 'edge:a' });
    expect(world.changes()).toEqual(['device edge:a']);
  });

  it('is the connection where a device comes or goes, its devices being drawn with it', () => {
    const world = drawnWorld();
    world.becomes(device({ id: 'edge:new' }));
    world.becomes({ ...a, sync: 'drifted' });
    world.becomes({ ...far, sync: 'drifted' });
    expect(world.changes()).toEqual(['connection lab', 'device edge:far']);
    world.goes('edge:b');
    expect(world.changes()).toEqual(['connection lab']);
  });

  it('is nothing for a device that the filter hides, and its connection once it no longer does', () => {
    const world = drawnWorld();
    world.tree.shown.filter = parseFilter('influx');
    world.tree.changes.takeAll();
    world.becomes({ ...b, sync: 'drifted' });
    expect(world.changes()).toEqual([]);
    world.becomes({ ...b, components: [influxdb] });
    expect(world.changes()).toEqual(['connection lab']);
  });

  it('is everything where a device moves to another state, and the device alone where it stays', () => {
    const world = drawnWorld();
    world.tree.shown.grouping = 'state';
    world.tree.changes.takeAll();
    world.drawn();
    world.becomes({ ...a, sync: 'drifted' });
    expect(world.changes()).toEqual(['device edge:a']);
    world.becomes({ ...a, components: [{ ...influxdb, status: 'Dead' }] });
    expect(world.changes()).toBe('all');
  });

  it('keeps the elements that are still there, so that what is open stays open', () => {
    const world = drawnWorld();
    const before = world.tree.children(world.tree.children()[0]);
    world.becomes({ ...a, sync: 'drifted' });
    world.tree.changes.take();
    expect(world.tree.children(world.tree.children()[0])[0]).toBe(before[0]);
  });
});

describe('a hostile device', () => {
  const trick = '\u202e](command:evil)$(bug)<img src=https://x.y>\n\u0000'.repeat(500);

  it('has at most a page of rows beneath each parent, and the rest on demand', () => {
    const components = Array.from({ length: 100_000 }, (_, n) => ({ ...influxdb, id: `c${n}` }));
    const world = new World([device({ components })]);
    const [lab] = world.tree.children();
    const [only] = world.tree.children(lab);
    const rows = world.tree.children(only);
    expect(rows).toHaveLength(501);
    const more = rows.at(-1);
    expect(more && world.tree.row(more)?.label).toBe('99500 rows more…');
    if (more?.kind !== 'more') throw new Error('the last row stands for more');
    world.tree.showMore(more);
    expect(world.tree.children(only)).toHaveLength(1001);
  });

  it('can call its parts what it likes: every row has an identity of its own and no markup', () => {
    const components = [
      {
        ...influxdb,
        id: trick,
        name: trick,
        version: trick,
        type: trick,
        parameters: [{ key: trick, value: trick }],
      },
      { ...influxdb, id: 'more' },
      { ...influxdb, id: 'row' },
      { ...influxdb, domain: '', id: trick },
    ];
    const lastUpdate = {
      activityId: trick,
      status: trick,
      message: trick,
      time: 0,
      terminal: true,
      ok: false,
    };
    const world = new World([device({ components, lastUpdate, domains: [trick], tenant: trick })]);
    const seen = new Set<string>();
    const look = (element: TreeElement | undefined) => {
      for (const child of world.tree.children(element)) {
        const identity = identityOf(child);
        expect(seen.has(identity)).toBe(false);
        seen.add(identity);
        const tooltip = world.tree.row(child)?.tooltip ?? '';
        const outsideOfCode = tooltip.replace(/`[^`]*`/g, '');
        expect(outsideOfCode).not.toMatch(/(?<!\\)[[\]<>]|\u202e/);
        expect(outsideOfCode).not.toContain('\0');
        look(child);
      }
    };
    look(undefined);
    expect(seen.size).toBeGreaterThan(8);
  });

  it('among ten thousand: they come a page at a time, too', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => device({ id: `edge:d${n}` }));
    const world = new World(many);
    const [lab] = world.tree.children();
    expect(world.tree.children(lab)).toHaveLength(501);
  });
});
