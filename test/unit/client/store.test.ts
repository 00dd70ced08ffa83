import { describe, expect, it } from 'vitest';
import { DeviceStore } from '../../../client/src/devices/store.ts';
import { dialectOf } from '../../../client/src/protocol/dialects.ts';
import {
  containers,
  dependencies,
  device,
  feedback,
  incoming,
  influxdbNode,
  lastOperation,
  modify,
  remove,
  state,
} from './messages.ts';

function store(...configured: string[]): DeviceStore {
  const made = new DeviceStore('lab');
  made.configure(configured);
  return made;
}

describe('device store: an update that was not started here', () => {
  it('is told as such while it goes on, and with its end no more', () => {
    const devices = store(device);
    const hear = (status: string) => devices.hear(incoming('e', feedback('theirs', { status })));
    hear('RUNNING');
    devices.startedElsewhere(device, 'another');
    expect(devices.get(device)?.lastUpdate?.elsewhere).toBeUndefined();
    devices.startedElsewhere(device, 'theirs');
    hear('RUNNING');
    expect(devices.get(device)?.lastUpdate?.elsewhere).toBe(true);
    hear('COMPLETED');
    expect(devices.get(device)?.lastUpdate).toMatchObject({ status: 'COMPLETED', terminal: true });
    expect(devices.get(device)?.lastUpdate?.elsewhere).toBeUndefined();
  });
});

describe('device store: an update that waits for its owner', () => {
  const asked = { command: 'DOWNLOAD', usualEnd: 0, waits: true };

  it('is told as such while it goes on, until it is answered', () => {
    const devices = store(device);
    const hear = (status: string) => devices.hear(incoming('e', feedback('act', { status })));
    const waits = () => devices.get(device)?.lastUpdate?.ownerAsked?.command;
    hear('RUNNING');
    devices.ownerAsked({ device, activityId: 'another' }, asked);
    expect(waits()).toBeUndefined();
    devices.ownerAsked({ device, activityId: 'act' }, asked);
    hear('RUNNING');
    expect(waits()).toBe('DOWNLOAD');
    devices.ownerAsked({ device, activityId: 'act' }, { ...asked, waits: false });
    expect(waits()).toBeUndefined();
  });

  it('waits no more once it has ended', () => {
    const devices = store(device);
    const hear = (status: string) => devices.hear(incoming('e', feedback('act', { status })));
    hear('RUNNING');
    devices.ownerAsked({ device, activityId: 'act' }, asked);
    hear('INCOMPLETE');
    expect(devices.get(device)?.lastUpdate?.ownerAsked).toBeUndefined();
  });
});

describe('device store: which devices there are', () => {
  it('those of the settings, before anything is heard', () => {
    const [only] = store(device).list();
    expect(only).toEqual({
      connection: 'lab',
      id: device,
      configured: true,
      features: [],
      domains: [],
      software: [],
      sync: 'unknown',
    });
  });

  it('the one that the gateway says it is', () => {
    const devices = store();
    devices.hear(incoming('edge/thing/response', { deviceId: device, tenantId: 'demo', policyId: 'p' }));
    expect(devices.list()).toEqual([
      expect.objectContaining({ id: device, tenant: 'demo', configured: false, lastHeard: 1000 }),
    ]);
  });

  it('those that publish events, containers counting for their device', () => {
    const devices = store();
    devices.hear(incoming(`e/demo/${containers}`, dependencies(containers, null)));
    devices.hear(incoming('e', state('a')));
    devices.hear(incoming('event/demo/edge:other', { temperature: 5 }));
    expect(devices.list().map(({ id, tenant }) => [id, tenant])).toEqual([
      [device, 'demo'],
      ['edge:other', 'demo'],
    ]);
  });

  it('only those of the tenant of the connection, where it has one: an id means another device in each', () => {
    const devices = new DeviceStore('lab', dialectOf({ mode: 'things', tenant: 'demo' }).read);
    devices.hear(incoming('e/other/edge:device:edge:containers', dependencies(containers, null)));
    devices.hear(incoming('event/other/edge:foreign', { temperature: 5 }));
    devices.hear(incoming('edge/thing/response', { deviceId: 'edge:foreign', tenantId: 'other' }));
    expect(devices.list()).toEqual([]);
    devices.hear(incoming('e', state('a')));
    devices.hear(incoming('e/demo/edge:own', { temperature: 5 }));
    expect(devices.list().map(({ id, tenant }) => [id, tenant])).toEqual([
      [device, 'demo'],
      ['edge:own', 'demo'],
    ]);
  });

  it('no longer those that were only in the settings; the heard ones stay', () => {
    const devices = store(device, 'edge:silent');
    devices.hear(incoming('e', state('a')));
    devices.configure([]);
    expect(devices.list().map(({ id, configured }) => [id, configured])).toEqual([[device, false]]);
  });

  it.each([
    ['no JSON', { address: 'e', raw: 'hello', retained: false, time: 1 }],
    ['an invalid device', incoming('edge/thing/response', { deviceId: 'nonsense' })],
    ['a topic that names no thing', incoming('e', { topic: '_/_/things/twin/commands/retrieve', path: '/' })],
    ['another topic', incoming('t/demo/edge:device', {})],
  ])('not what is %s', (_, message) => {
    const devices = store();
    devices.hear(message);
    expect(devices.list()).toEqual([]);
  });

  it('never more than ten thousand that nobody asked for, the longest silent going first', () => {
    const devices = store('edge:mine');
    for (let n = 0; n <= 10_000; n++) devices.hear(incoming(`e/t/edge:d${n}`, {}, n + 1));
    expect(devices.list()).toHaveLength(10_000);
    expect(devices.get('edge:mine')).toBeDefined();
    expect(devices.get('edge:d0')).toBeUndefined();
    expect(devices.get('edge:d10000')).toBeDefined();
    // 10,001 were heard and one is named: how many have no place is said.
    expect([devices.size, devices.leftOut]).toEqual([10_000, 2]);
  });
});

describe('device store: what a device has', () => {
  it('domains and components of its inventory, without manager and agents', () => {
    const devices = store();
    devices.hear(incoming('e', state('a')));
    expect(devices.get(device)).toMatchObject({
      domains: ['containers'],
      inventoryTime: 1000,
      components: [
        {
          domain: 'containers',
          id: 'influxdb',
          version: '2.7.1',
          status: 'Running',
          type: 'CONTAINER',
          parameters: [
            { key: 'image', value: 'docker.io/library/influxdb:2.7.1' },
            { key: 'status', value: 'Running' },
          ],
        },
      ],
    });
  });

  it('never the values of environment variables or of what is called a password', () => {
    const devices = store();
    const node = influxdbNode([
      { key: 'env', value: 'DB_PASSWORD=s3cr=et\nand more' },
      { key: 'env', value: 'DEBUG' },
      { key: 'registryPassword', value: 's3cret' },
    ]);
    devices.hear(incoming('e', state('a', [node])));
    const parameters = devices.get(device)?.components?.[0]?.parameters.slice(2);
    expect(parameters).toEqual([
      { key: 'env', value: 'DB_PASSWORD=•••' },
      { key: 'env', value: 'DEBUG' },
      { key: 'registryPassword', value: '•••' },
    ]);
  });

  it('what SoftwareUpdatable says is installed, beside the inventory', () => {
    const devices = store();
    devices.hear(incoming('e', state('a')));
    const installed = { 'x:1': { group: 'docker.io/library/influxdb', name: 'a26f3506', version: '2.7.1' } };
    devices.hear(incoming(`e/demo/${containers}`, dependencies(containers, installed)));
    const listed = () => devices.get(device)?.components?.map(({ domain, id }) => `${domain}/${id}`);
    expect(listed()).toEqual(['containers/influxdb', '/a26f3506']);
    devices.hear(incoming(`e/demo/${containers}`, dependencies(containers, null)));
    expect(listed()).toEqual(['containers/influxdb']);
  });

  it('features, until they are deleted', () => {
    const devices = store();
    devices.hear(incoming(`e/demo/${containers}`, modify(containers, '/features/Container:abc', {})));
    devices.hear(
      incoming(
        `e/demo/${containers}`,
        modify(containers, '/features/Container:abc/properties/status/state', {}),
      ),
    );
    devices.hear(incoming('e', state('a')));
    expect(devices.get(device)?.features).toEqual([
      { thing: containers, feature: 'Container:abc' },
      { thing: device, feature: 'UpdateManager' },
    ]);
    devices.hear(incoming(`e/demo/${containers}`, remove(containers, '/features/Container:abc')));
    expect(devices.get(device)?.features).toEqual([{ thing: device, feature: 'UpdateManager' }]);
  });
});

describe('device store: the last update', () => {
  it('is told by feedback', () => {
    const devices = store();
    devices.hear(incoming('e', feedback('act', { status: 'RUNNING' })));
    expect(devices.get(device)?.lastUpdate).toEqual({
      activityId: 'act',
      status: 'RUNNING',
      said: 1795294641582,
      time: 1000,
      terminal: false,
      ok: false,
    });
    devices.hear(incoming('e', feedback('act', { status: 'INCOMPLETE', message: 'no' })));
    expect(devices.get(device)?.lastUpdate).toMatchObject({
      status: 'INCOMPLETE',
      message: 'no',
      terminal: true,
    });
  });

  it.each(['correlationId', 'correlationID'])('is told by lastOperation with %s', (key) => {
    const devices = store();
    const operation = {
      [key]: 'c-1',
      status: 'FINISHED_SUCCESS',
      softwareModule: { name: 'm', version: '1' },
    };
    devices.hear(incoming('e', lastOperation(device, operation)));
    expect(devices.get(device)?.lastUpdate).toMatchObject({
      activityId: 'c-1',
      status: 'FINISHED_SUCCESS',
      terminal: true,
    });
  });
});

describe('device store: an operation on several modules', () => {
  const heard = (...statuses: readonly (readonly [string, string])[]) => {
    const devices = store();
    for (const [name, status] of statuses) {
      const message = status === 'FINISHED_ERROR' ? { message: 'no room', statusCode: '3' } : {};
      const softwareModule = { name, version: '1' };
      devices.hear(
        incoming('e', lastOperation(device, { correlationID: 'c', status, softwareModule, ...message })),
      );
    }
    return devices.get(device)?.lastUpdate;
  };

  it('has failed where one of them has, whatever the last one says', () => {
    expect(heard(['one', 'FINISHED_ERROR'], ['two', 'STARTED'], ['two', 'FINISHED_SUCCESS'])).toMatchObject({
      status: 'FINISHED_ERROR',
      message: 'no room (status code 3)',
      terminal: true,
      ok: false,
    });
  });

  it('goes on with the next after one that failed', () => {
    expect(heard(['one', 'FINISHED_ERROR'], ['two', 'STARTED'])).toMatchObject({
      status: 'STARTED',
      terminal: false,
    });
  });

  it('has failed though the daemon tells it as a success after it was started again', () => {
    expect(heard(['one', 'FINISHED_ERROR'], ['one', 'FINISHED_SUCCESS'])).toMatchObject({ ok: false });
  });

  it('is another one of the same name where the module that failed begins anew', () => {
    expect(heard(['one', 'FINISHED_ERROR'], ['one', 'STARTED'], ['one', 'FINISHED_SUCCESS'])).toMatchObject({
      status: 'FINISHED_SUCCESS',
      ok: true,
    });
  });

  it('has ended before the daemon tells where it stored the files', () => {
    expect(heard(['one', 'FINISHED_SUCCESS'], ['one', 'DOWNLOADED_FILE_STORED'])).toMatchObject({
      status: 'FINISHED_SUCCESS',
      terminal: true,
    });
  });
});

describe('device store: what a plan found out', () => {
  it('is kept with the device over its news, and told once', () => {
    const devices = store(device);
    expect(devices.get(device)?.sync).toBe('unknown');
    const changed: string[] = [];
    devices.onChange((id) => changed.push(id));
    devices.setSync(device, 'drifted');
    devices.setSync(device, 'drifted');
    devices.setSync('edge:nobody', 'in sync');
    expect(changed).toEqual([device]);
    devices.hear(incoming('e', state('a')));
    expect(devices.list().map(({ sync }) => sync)).toEqual(['drifted']);
  });
});

describe('device store: changes', () => {
  it('are told once for each message, with the device', () => {
    const devices = store();
    const changed: string[] = [];
    devices.onChange((id) => changed.push(id));
    devices.hear(incoming('e', state('a')));
    devices.hear(incoming('e', { no: 'envelope' }));
    expect(changed).toEqual([device]);
  });
});
