import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../client/src/devices/device.ts';
import { parseFilter } from '../../../client/src/devices/deviceFilter.ts';
import { DeviceTree } from '../../../client/src/ui/model/deviceTree.ts';
import { type Pins, withoutPin, withPin } from '../../../client/src/ui/model/pins.ts';
import type { Grouping } from '../../../client/src/ui/model/shownDevices.ts';
import type { TreeElement } from '../../../client/src/ui/model/treeElements.ts';
import { connected, device, status } from './samples.ts';
import { ShownTree } from './shownTree.ts';

const connections = ['field', 'lab'].map((name) => status(name, connected));

/** The devices of two connections, and a tree of them. */
class Fleet {
  readonly devices = new Map<string, Device>();
  pins: Pins = {};
  readonly tree = this.freshTree();

  freshTree(): DeviceTree {
    const all = () => [...this.devices.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const of = (connection: string) => all().filter((it) => it.connection === connection);
    const engine = {
      connections,
      devices: of,
      deviceCount: (connection: string) => of(connection).length,
      device: (connection: string, id: string) => this.devices.get(`${connection} ${id}`),
    };
    return new DeviceTree({ engine, isSimulated: () => false, pins: () => this.pins, sources: [] });
  }

  put(device: Device): void {
    const { connection, id } = device;
    this.devices.set(`${connection} ${id}`, device);
    this.tree.changes.touch({ connection, device: id });
  }

  remove(connection: string, id: string): void {
    this.devices.delete(`${connection} ${id}`);
    this.tree.changes.touch({ connection, device: id });
  }
}

type Step = (fleet: Fleet, shown: ShownTree) => void;

const connection = fc.constantFrom('field', 'lab');
const id = fc.integer({ min: 0, max: 11 }).map((n) => `edge:${n}`);
const componentStatus = fc.constantFrom('Running', 'Dead', 'Stopped', undefined);

const steps: readonly [number, fc.Arbitrary<Step>][] = [
  [
    10,
    fc
      .tuple(connection, id, componentStatus, fc.constantFrom('in sync', 'drifted', 'unknown'), fc.nat(3))
      .map(
        ([connection, id, status, sync, size]): Step =>
          (fleet) => {
            const one = { domain: 'containers', parameters: [], ...(status && { status }) };
            const components = Array.from({ length: size }, (_, n) => ({ ...one, id: `c${n}` }));
            const lastHeard = fleet.devices.size;
            fleet.put(device({ connection, id, sync, components, lastHeard }));
          },
      ),
  ],
  [
    3,
    fc.tuple(connection, id).map(
      ([connection, id]): Step =>
        (fleet) =>
          fleet.remove(connection, id),
    ),
  ],
  // Not all that is drawn is asked for at the same time.
  [3, fc.constant<Step>((fleet, shown) => shown.refresh(fleet.tree.changes.take(Number.POSITIVE_INFINITY)))],
  [
    1,
    fc.tuple(connection, id, fc.boolean()).map(
      ([connection, device, isIn]): Step =>
        (fleet, shown) => {
          fleet.pins = (isIn ? withPin : withoutPin)(fleet.pins, { connection, device });
          shown.refresh(fleet.tree.changes.takeAll());
        },
    ),
  ],
  [
    1,
    fc.constantFrom('', 'state:running', 'c1', 'edge:1').map(
      (text): Step =>
        (fleet, shown) => {
          fleet.tree.shown.filter = parseFilter(text);
          shown.refresh(fleet.tree.changes.takeAll());
        },
    ),
  ],
  [
    1,
    fc.constantFrom<Grouping>('connection', 'state').map(
      (grouping): Step =>
        (fleet, shown) => {
          fleet.tree.shown.grouping = grouping;
          shown.refresh(fleet.tree.changes.takeAll());
        },
    ),
  ],
];

/** Some of the devices are open, the same ones always. */
const isOpen = (element: TreeElement) => element.kind !== 'device' || element.device < 'edge:5';

describe('the tree that is drawn anew only where something changed', () => {
  it('is the tree that is made from scratch, whatever happened in whichever order', () => {
    const step = fc.oneof(...steps.map(([weight, arbitrary]) => ({ weight, arbitrary })));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (history) => {
        const fleet = new Fleet();
        const shown = new ShownTree(fleet.tree, isOpen);
        shown.refresh(fleet.tree.changes.takeAll());
        for (const take of history) take(fleet, shown);
        shown.refresh(fleet.tree.changes.take(Number.POSITIVE_INFINITY));

        const fresh = fleet.freshTree();
        fresh.shown.filter = fleet.tree.shown.filter;
        fresh.shown.grouping = fleet.tree.shown.grouping;
        const wanted = new ShownTree(fresh, isOpen);
        wanted.refresh(undefined);
        expect(shown.lines).toEqual(wanted.lines);
        expect(fleet.tree.shown.counts()).toEqual(fresh.shown.counts());
      }),
      { numRuns: 300 },
    );
  });
});
