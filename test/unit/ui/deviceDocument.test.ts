import { describe, expect, it } from 'vitest';
import { Reports } from '../../../client/src/devices/reports.ts';
import {
  componentText,
  deviceText,
  goneText,
  twinText,
} from '../../../client/src/ui/model/deviceDocument.ts';
import {
  addressOf,
  componentAt,
  componentSubject,
  subjectOf,
} from '../../../client/src/ui/model/deviceSubject.ts';
import { componentElements } from '../../../client/src/ui/model/treeElements.ts';
import { device } from './samples.ts';

const influxdb = {
  domain: 'containers',
  id: 'influxdb',
  version: '2.7.1',
  status: 'Running',
  type: 'CONTAINER',
  parameters: [{ key: 'image', value: 'docker.io/library/influxdb:2.7.1' }],
};
const full = device({
  tenant: 'demo',
  sync: 'drifted',
  domains: ['containers'],
  components: [influxdb, { domain: '', id: '3c92', name: 'hello', parameters: [] }],
  software: [
    {
      thing: 'edge:device',
      installed: [{ name: 'hello', version: '1.0.0', group: 'demo', type: 'software' }],
      context: [{ name: 'base' }],
    },
  ],
  inventory: {
    activityId: 'a',
    time: 0,
    software: [{ id: 'device-update-manager', name: 'Update Manager', parameters: [] }],
    hardware: [{ id: 'gpu', parameters: [] }],
    associations: [{ source: 'device-update-manager', target: 'gpu' }],
    leftOut: 3,
    size: 0,
  },
  features: [{ thing: 'edge:device', feature: 'UpdateManager' }],
  lastUpdate: {
    activityId: 'act',
    status: 'INCOMPLETE',
    message: 'no space',
    time: 0,
    terminal: true,
    ok: false,
  },
});

describe('the document of a device', () => {
  it('tells what a registry lists of it', () => {
    const registration = {
      enabled: false,
      via: ['edge:[gateway](x)'],
      viaGroups: [],
      memberOf: [],
      devicesBehind: 0,
    };
    const text = deviceText(device({ configured: false, registration }), false);
    expect(text).toContain('- Listed by the device registry, nothing heard of it yet\n');
    expect(text).toContain('- `Disabled in the registry: Hono lets it neither connect nor get commands`\n');
    expect(text).toContain('- `Behind gateway edge:[gateway](x), which gets its commands`\n');
  });

  it('tells all that is known of it', () => {
    const text = deviceText(full, false);
    for (const line of [
      '# `edge:device`',
      '- Connection: `lab`',
      '- Tenant: `demo`',
      '- Health: failed (`last update INCOMPLETE`)',
      '- Sync: drifted',
      '- Domains: `containers`',
      '- Status: `INCOMPLETE`',
      '- Message: `no space`',
      '- `containers:influxdb`: `2.7.1`, `Running`',
      '  - `image`: `docker.io/library/influxdb:2.7.1`',
      '## Software installed on `edge:device`',
      '- `hello` `1.0.0` (`demo`, `software`)',
      '## Software there without an install on `edge:device`',
      '- `base`',
      '- `gpu`',
      '- `device-update-manager` (`Update Manager`) has `gpu`',
      'The device reported 3 nodes more than are kept. They are not shown here.',
      '- `UpdateManager` of `edge:device`',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('is short where nothing was reported', () => {
    expect(deviceText(device(), false)).toContain('- Inventory reported: not yet');
    expect(deviceText(device(), false)).not.toContain('##');
  });

  it('keeps what a device says in its line', () => {
    const trick = '`\n# forged\n\u202e';
    const text = deviceText(device({ components: [{ ...influxdb, id: trick, status: trick }] }), false);
    expect(text.match(/^# /gm)).toHaveLength(1);
    expect(text).not.toContain('\u202e');
  });

  it('ends somewhere, and says so', () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({ ...influxdb, id: `c${n}`, parameters: [] }));
    const text = deviceText(device({ components: many }), false);
    expect(text.split('\n').length).toBeLessThan(1100);
    expect(text).toContain('- and 4000 lines more');
  });

  it('of one component has all its parameters, and says where it is gone', () => {
    expect(componentText(full, 'influxdb', influxdb)).toContain('- State: `Running`');
    expect(componentText(full, 'influxdb', influxdb)).toContain('- `image`: `docker.io/library');
    expect(componentText(full, 'influxdb', undefined)).toContain('does not report it any more');
    expect(goneText('edge:gone', 'lab')).toContain('not known now');
  });
});

describe('the twin as a document', () => {
  it('is JSON that says when each part was reported', () => {
    const reports = new Reports();
    reports.take({ thing: 'edge:device', path: '/features/A', value: { x: 1 }, time: 1000 }, 10);
    reports.take({ thing: 'edge:device', path: '/features/B', value: 2, time: 2000 }, 10);
    expect(JSON.parse(twinText(full, reports.twin(), 'things'))).toEqual({
      device: 'edge:device',
      connection: 'lab',
      lastReported: '1970-01-01T00:00:02.000Z',
      note: 'As the device reported it. Values of secrets are replaced by •••.',
      things: { 'edge:device': { features: { A: { x: 1 }, B: 2 } } },
      reported: {
        'edge:device/features/A': '1970-01-01T00:00:01.000Z',
        'edge:device/features/B': '1970-01-01T00:00:02.000Z',
      },
    });
  });

  it('says that nothing was reported yet', () => {
    const text = twinText(device(), { things: {}, reports: [], leftOut: 0 }, 'things');
    expect(JSON.parse(text)).toMatchObject({ lastReported: null, things: {} });
  });
});

describe('the reported state of a device in direct mode', () => {
  it('is told by topic: such a device has no things', () => {
    const text = twinText(
      device(),
      { things: { x: { currentstate: {} } }, reports: [], leftOut: 0 },
      'direct',
    );
    expect(JSON.parse(text)).toMatchObject({ topics: { x: { currentstate: {} } } });
    expect(text).not.toContain('things');
  });
});

describe('the address of a document', () => {
  const element = { kind: 'device', connection: 'lab', device: 'edge:device' } as const;

  it('leads back to its subject, and ends as its language does', () => {
    const [component] = componentElements(element, [influxdb]);
    if (component === undefined) throw new Error('there is one');
    const target = { connection: 'lab', device: 'edge:device' };
    for (const [subject, ending] of [
      [{ ...target, about: 'details' }, '/lab/edge:device.md'],
      [{ ...target, about: 'twin' }, '/lab/edge:device.json'],
      [componentSubject(component), '/lab/edge:device/influxdb.md'],
    ] as const) {
      const { path, query } = addressOf(subject);
      expect(path).toBe(ending);
      expect(subjectOf(query)).toEqual(subject);
    }
  });

  it('cannot be made to leave its place, and can be anything', () => {
    const odd = { connection: '../..', device: 'a/b\u202e', about: 'details' } as const;
    expect(addressOf(odd).path.split('/')).toHaveLength(3);
    for (const query of [
      '',
      '5',
      'null',
      '{}',
      '{"connection":"lab","device":5}',
      '{"connection":"a","device":"b","about":"component"}',
    ])
      expect(subjectOf(query)).toBeUndefined();
  });

  it('finds the component again, also one of two of one name', () => {
    const second = { ...influxdb, version: '1' };
    const both = device({ components: [influxdb, second] });
    const place = { list: 'components', twin: 1, domain: 'containers', id: 'influxdb' } as const;
    expect(componentAt(both, place)).toBe(second);
    expect(componentAt(both, { ...place, twin: 2 })).toBeUndefined();
  });
});
