import { describe, expect, it } from 'vitest';
import type { TreeRow } from '../../../client/src/ui/model/rowSource.ts';
import {
  componentElements,
  type DeviceElement,
  identityOf,
  isDeviceElement,
  isTreeElement,
  openOf,
  type TreeElement,
} from '../../../client/src/ui/model/treeElements.ts';

const device: DeviceElement = { kind: 'device', connection: 'lab', device: 'edge:device' };
const component = { domain: 'containers', id: 'influxdb', parameters: [] };

const row: TreeRow = {
  id: 'a',
  label: 'a',
  description: '',
  tooltip: '',
  icon: { id: 'add' },
  children: 'none',
  spoken: 'a',
};

describe('the elements of the tree', () => {
  it('have each an identity of their own, also two containers of one name', () => {
    const elements: TreeElement[] = [
      { kind: 'connection', connection: 'lab' },
      device,
      ...componentElements(device, [component, component, { ...component, domain: '' }]),
      { kind: 'software', device },
      { kind: 'lastUpdate', device },
      { kind: 'row', device, path: ['plan', 'a'], row },
      { kind: 'row', device, path: ['plan', 'a', 'b'], row },
      { ...device, connection: 'field' },
    ];
    expect(new Set(elements.map(identityOf)).size).toBe(elements.length);
  });

  it('keep their identity over a refresh', () => {
    const [before] = componentElements(device, [component]);
    const [after] = componentElements(device, [{ ...component, status: 'Exited' }]);
    expect(before && identityOf(before)).toBe(after && identityOf(after));
  });

  it('lead to the run where they tell of an update, and to more rows where they stand for them', () => {
    const last: TreeElement = { kind: 'lastUpdate', device };
    const more: TreeElement = { kind: 'more', parent: device, hidden: 1 };
    const open = { command: 'kanto.showPlan', arguments: ['plan', {}] } as const;
    expect(openOf(last)).toEqual({ command: 'kanto.showRun', arguments: [last] });
    expect(openOf(more)).toEqual({ command: 'kanto.showMore', arguments: [more] });
    expect(openOf({ kind: 'row', device, path: ['plan', 'a'], row: { ...row, open } })).toEqual(open);
    expect([device, { kind: 'row' as const, device, path: ['plan', 'a'], row }].map(openOf)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('are told from whatever else a command is called with', () => {
    expect(isTreeElement(device) && isDeviceElement(device)).toBe(true);
    expect(isDeviceElement({ kind: 'connection', connection: 'lab' })).toBe(false);
    for (const other of [undefined, null, 'device', { kind: 'file' }, {}])
      expect(isTreeElement(other)).toBe(false);
  });
});
