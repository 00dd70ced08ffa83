import { describe, expect, it } from 'vitest';
import { DeviceStore } from '../../../client/src/devices/store.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import {
  containers,
  dependencies,
  device,
  feedback,
  incoming,
  influxdbNode,
  modify,
  remove,
  state,
} from './messages.ts';

const containerId = 'a26f3506-ac07-449a-a970-32ac0c5de7b1';
const feature = `/features/Container:${containerId}`;

function heard(...messages: readonly JsonObject[]): DeviceStore {
  const store = new DeviceStore('lab');
  for (const [time, message] of messages.entries()) store.hear(incoming('e', message, time));
  return store;
}

function inventory(value: JsonObject): JsonObject {
  return modify(device, '/features/UpdateManager/properties', { activityId: 'a', inventory: value });
}

describe('the inventory of a device', () => {
  it('is kept whole: agents, hardware and what belongs to what', () => {
    const reported = heard(
      inventory({
        hardwareNodes: [
          { id: 'gpu', version: '2', addressable: true, parameters: [{ key: 'k', value: 'v' }] },
        ],
        softwareNodes: [{ id: 'device-update-manager', name: 'Update Manager', type: 'APPLICATION' }],
        associations: [
          { sourceId: 'device-update-manager', targetId: 'gpu' },
          { sourceId: 'device-update-manager', targetId: 'nowhere' },
        ],
      }),
    );
    expect(reported.get(device)?.inventory).toMatchObject({
      activityId: 'a',
      time: 0,
      hardware: [{ id: 'gpu', version: '2', addressable: true, parameters: [{ key: 'k', value: 'v' }] }],
      software: [{ id: 'device-update-manager', name: 'Update Manager', parameters: [] }],
      associations: [{ source: 'device-update-manager', target: 'gpu' }],
      leftOut: 0,
    });
  });

  it('is bounded, and says how much was left out', () => {
    const nodes = Array.from({ length: 100_000 }, (_, n) => ({ id: `containers:c${n}` }));
    const many = heard(inventory({ softwareNodes: nodes })).get(device)?.inventory;
    expect([many?.software.length, many?.leftOut]).toEqual([5000, 95_000]);

    const huge = { id: 'x'.repeat(100_000), parameters: [{ key: 'cmd', value: 'y'.repeat(100_000) }] };
    const large = heard(inventory({ softwareNodes: Array.from({ length: 600 }, () => huge) })).get(device);
    expect(large?.inventory?.software[0]?.id).toHaveLength(4001);
    expect(large?.inventory?.leftOut).toBeGreaterThan(300);
  });

  it('holds no value of a secret, and neither does the twin', () => {
    const node = { id: 'containers:a', parameters: [{ key: 'env', value: 'PASSWORD=planted' }] };
    const store = heard(
      inventory({ softwareNodes: [node] }),
      modify(containers, feature, { properties: { status: { config: { env: ['A=planted'] } } } }),
      feedback('a', { status: 'INCOMPLETE', message: 'cannot get https://me:planted@host/a' }),
    );
    const kept = JSON.stringify([store.get(device), store.twin(device)]);
    expect(kept).toContain('PASSWORD=•••');
    expect(kept).not.toContain('planted');
  });
});

describe('the software of a device', () => {
  it('is what was installed and what was there before, by thing', () => {
    const status = {
      installedDependencies: { 0: { group: 'demo', name: 'hello', version: '1.0.0', type: 'software' } },
      contextDependencies: { 0: { name: 'base', version: '7' } },
    };
    expect(
      heard(modify(device, '/features/SoftwareUpdatable', { properties: { status } })).get(device)?.software,
    ).toEqual([
      {
        thing: device,
        installed: [{ group: 'demo', name: 'hello', version: '1.0.0', type: 'software' }],
        context: [{ name: 'base', version: '7' }],
      },
    ]);
  });

  it('has the name and the state that the container says of itself, whichever comes first', () => {
    const installed = dependencies(containers, {
      [`x.${containerId}:1`]: { group: 'docker.io/library/influxdb', name: containerId, version: '1.8.4' },
    });
    const created = modify(containers, feature, {
      properties: { status: { name: 'metrics', state: { status: 'CREATED' } } },
    });
    const running = modify(containers, `${feature}/properties/status/state`, { status: 'RUNNING' });
    const wanted = { id: containerId, name: 'metrics', status: 'RUNNING', version: '1.8.4' };
    for (const order of [
      [installed, created, running],
      [created, running, installed],
    ])
      expect(heard(...order).get(device)?.components).toEqual([expect.objectContaining(wanted)]);
    // Without its own feature, the name of its image.
    expect(heard(installed).get(device)?.components?.[0]).toMatchObject({ name: 'influxdb' });
    expect(heard(created, remove(containers, feature), installed).get(device)?.components?.[0]).toMatchObject(
      { name: 'influxdb' },
    );
  });
});

describe('the twin of a device', () => {
  it('is made of changes of things, not of messages', () => {
    const store = heard(state('a', [influxdbNode()]), feedback('a', { status: 'RUNNING' }));
    const twin = store.twin(device);
    expect(twin?.reports.map(({ path, time }) => [path, time])).toEqual([
      ['/features/UpdateManager/properties', 0],
    ]);
    expect(twin?.things).toMatchObject({
      [device]: { features: { UpdateManager: { properties: { activityId: 'a' } } } },
    });
  });

  it('is there only while the device is known', () => {
    const store = heard(state('a'));
    expect(store.forget(device)).toBe(true);
    expect([store.get(device), store.twin(device)]).toEqual([undefined, undefined]);
    store.hear(incoming('e/t/edge:device', {}));
    expect(store.twin(device)).toEqual({ things: {}, reports: [], leftOut: 0 });
  });
});

describe('a device that is forgotten', () => {
  it('comes back with its next word; one of the settings stays', () => {
    const store = new DeviceStore('lab');
    store.configure(['edge:mine']);
    expect([store.forget('edge:mine'), store.forget('edge:nobody')]).toEqual([false, false]);
    store.hear(incoming('e/t/edge:heard', {}));
    expect(store.forget('edge:heard')).toBe(true);
    expect(store.list().map(({ id }) => id)).toEqual(['edge:mine']);
    store.hear(incoming('e/t/edge:heard', {}));
    expect(store.get('edge:heard')).toBeDefined();
  });
});

describe('a device that the user wants to see', () => {
  it('is there before it is heard, and gives way to no others', () => {
    const store = new DeviceStore('lab');
    store.keep(['edge:wanted', 'no id']);
    expect(store.list().map(({ id, configured }) => [id, configured])).toEqual([['edge:wanted', false]]);
    for (let n = 0; n < 10_000; n++) store.hear(incoming(`e/t/edge:d${n}`, {}, n + 1));
    expect(store.get('edge:wanted')).toBeDefined();
    store.keep([]);
    expect(store.forget('edge:wanted')).toBe(true);
  });
});

describe('all devices together', () => {
  const ids = ['mine', ...Array.from({ length: 35 }, (_, n) => `d${n}`)].map((it) => `edge:${it}`);

  it('take no more than is good: what those said that nobody asked for goes, the longest silent first', () => {
    const store = new DeviceStore('lab');
    store.configure(['edge:mine']);
    for (const [time, id] of ids.entries())
      store.hear(incoming('e', modify(id, '/features/F', { x: 'y'.repeat(3_500_000) }), time));
    const kept = (id: string) => store.twin(id)?.reports.length;
    expect([kept('edge:mine'), kept('edge:d34'), kept('edge:d0')]).toEqual([1, 1, 0]);
    expect(ids.filter((id) => kept(id) === 1).length).toBeLessThan(30);
    // The devices themselves are all there, and say what is missing.
    expect([store.size, store.leftOut, store.twin('edge:d0')?.leftOut]).toEqual([36, 0, 1]);
  });
});
