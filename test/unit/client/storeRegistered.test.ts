/** Devices that a registry lists, beside those that are named and heard. */
import { describe, expect, it } from 'vitest';
import { isOnlyRegistered, type Registration } from '../../../client/src/devices/device.ts';
import { DeviceStore } from '../../../client/src/devices/store.ts';
import { device, incoming, state } from './messages.ts';

const plain: Registration = { enabled: true, via: [], viaGroups: [], memberOf: [], devicesBehind: 0 };

function listing(...ids: string[]): Map<string, Registration> {
  return new Map(ids.map((id) => [id, plain]));
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `plant:device-${index}`);
}

describe('device store: which devices the registry lists', () => {
  it('is known of each, with its tenant, before anything is heard of it', () => {
    const devices = new DeviceStore('lab');
    devices.register(listing('edge:a'), 'plant');
    expect(devices.list()).toEqual([
      {
        connection: 'lab',
        id: 'edge:a',
        tenant: 'plant',
        registration: plain,
        configured: false,
        features: [],
        domains: [],
        software: [],
        sync: 'unknown',
      },
    ]);
  });

  it('is merged with what the settings name and what is heard', () => {
    const devices = new DeviceStore('lab');
    devices.configure([device, 'edge:named']);
    devices.hear(incoming('e', state('a')));
    devices.register(listing(device, 'edge:named', 'edge:a'), 'plant');
    devices.hear(incoming('e/plant/edge:heard', { temperature: 5 }));
    devices.hear(incoming('e/plant/edge:a', { temperature: 5 }));
    const known = devices.list().map(({ id, configured, registration, lastHeard }) => ({
      id,
      named: configured,
      listed: registration !== undefined,
      heard: lastHeard !== undefined,
    }));
    expect(known).toEqual([
      { id: 'edge:a', named: false, listed: true, heard: true },
      { id: device, named: true, listed: true, heard: true },
      { id: 'edge:heard', named: false, listed: false, heard: true },
      { id: 'edge:named', named: true, listed: true, heard: false },
    ]);
    expect(devices.get(device)?.inventory).toBeDefined();
  });

  it('takes away what it lists no more, but for what is named, heard or pinned', () => {
    const devices = new DeviceStore('lab');
    devices.configure(['edge:named']);
    devices.register(listing('edge:a', 'edge:named', 'edge:heard', 'edge:pinned'), 'plant');
    devices.hear(incoming('e/plant/edge:heard', { temperature: 5 }));
    devices.keep(['edge:pinned']);
    devices.register(new Map(), 'plant');
    expect(devices.list().map(({ id, registration }) => [id, registration])).toEqual([
      ['edge:heard', undefined],
      ['edge:named', undefined],
      ['edge:pinned', undefined],
    ]);
  });

  it('keeps what the settings name no more', () => {
    const devices = new DeviceStore('lab');
    devices.configure(['edge:a']);
    devices.register(listing('edge:a'), 'plant');
    devices.configure([]);
    expect(devices.get('edge:a')).toMatchObject({ configured: false, registration: plain });
  });

  it('is told of what changed alone', () => {
    const devices = new DeviceStore('lab');
    devices.register(listing('edge:a', 'edge:b', 'edge:c'), 'plant');
    const changed: string[] = [];
    devices.onChange((id) => changed.push(id));
    devices.register(new Map([...listing('edge:a'), ['edge:b', { ...plain, enabled: false }]]), 'plant');
    expect(changed.sort()).toEqual(['edge:b', 'edge:c']);
  });

  it('stays known of a device that is forgotten: only what was heard goes', () => {
    const devices = new DeviceStore('lab');
    devices.register(listing(device), 'plant');
    devices.hear(incoming('e', state('a')));
    expect(devices.forget(device)).toBe(true);
    const known = devices.get(device);
    expect(known).toMatchObject({ registration: plain, tenant: 'plant' });
    expect([known?.lastHeard, known?.inventory]).toEqual([undefined, undefined]);
  });

  it('is not all that is known of a device whose network tells that it is there', () => {
    const devices = new DeviceStore('lab');
    devices.register(listing('edge:a'), 'plant');
    const known = () => devices.list().map((it) => [it.id, isOnlyRegistered(it)]);
    expect(known()).toEqual([['edge:a', true]]);
    const presence = { connected: true, since: 1 };
    devices.hear({ address: 'event/plant/edge:a', raw: '', presence, retained: false, time: 1 });
    expect(devices.get('edge:a')?.presence).toEqual(presence);
    expect(known()).toEqual([['edge:a', false]]);
    devices.register(new Map(), 'plant');
    expect(known()).toEqual([['edge:a', false]]);
  });

  it('takes no place of what is known: how many have none is told, and what is heard comes before it', () => {
    const devices = new DeviceStore('lab');
    devices.hear(incoming('e', state('a')));
    expect(devices.register(listing(...numbered(10_000)), 'plant')).toBe(1);
    expect(devices.get(device)).toBeDefined();
    devices.hear(incoming('e/plant/edge:heard', { temperature: 5 }));
    expect([devices.list().length, devices.get('edge:heard') !== undefined]).toEqual([10_000, true]);
  });
});
