import { describe, expect, it } from 'vitest';
import type { Device } from '../../../client/src/devices/device.ts';
import {
  currentTarget,
  narrowed,
  readRecent,
  targetChoices,
  withRecent,
} from '../../../client/src/ui/model/targets.ts';
import { connected, device, disconnected, profile, status } from './samples.ts';

const connections = [status('lab', connected), status('field', disconnected)];
const devices = [
  device({ connection: 'field', id: 'edge:far' }),
  device({ id: 'edge:a' }),
  device({ id: 'edge:b', components: [] }),
];

describe('the choice of targets', () => {
  it('offers recent ones first, then what is connected, then the rest, each once', () => {
    const recent = [{ connection: 'lab', device: 'edge:b' }];
    expect(targetChoices({ connections, devices, recent })).toEqual([
      { connection: 'lab', device: 'edge:b', group: 'recent', description: 'lab · 0 components' },
      { connection: 'lab', device: 'edge:a', group: 'connected', description: 'lab' },
      { connection: 'field', device: 'edge:far', group: 'other', description: 'field, not connected' },
    ]);
  });

  it('keeps a recent device that is not heard now, and drops one whose connection is gone', () => {
    const recent = [
      { connection: 'lab', device: 'edge:typed' },
      { connection: 'gone', device: 'edge:a' },
    ];
    expect(targetChoices({ connections, devices: [], recent })).toEqual([
      { connection: 'lab', device: 'edge:typed', group: 'recent', description: 'lab' },
    ]);
  });
});

describe('the words beside a target', () => {
  it('count what an apply is about, not the same containers once more as software', () => {
    const components = [
      { domain: 'containers', id: 'influxdb', parameters: [] },
      { domain: '', id: '3c92d92d-5555-42df-a7d7-1f3e68be98a8', parameters: [] },
    ];
    const [choice] = targetChoices({ connections, devices: [device({ components })], recent: [] });
    expect(choice?.description).toBe('lab · 1 component');
  });

  it('leave the reason of being offline to the tree', () => {
    const away = status('lab', { kind: 'offline', reason: 'Could not connect. Check the broker.', since: 0 });
    const [choice] = targetChoices({ connections: [away], devices: [device()], recent: [] });
    expect(choice?.description).toBe('lab, offline');
  });

  it('tell that the connection is protected', () => {
    const guarded = { profile: profile({ protected: true }), state: connected };
    const [choice] = targetChoices({ connections: [guarded], devices: [device()], recent: [] });
    expect(choice?.description).toBe('lab (protected)');
  });
});

describe('the words beside a target that a registry lists', () => {
  it('say that nothing was heard of it, or that it is disabled', () => {
    const plain = { enabled: true, via: [], viaGroups: [], memberOf: [], devicesBehind: 0 };
    const words = (over: Parameters<typeof device>[0]) =>
      targetChoices({ connections: [status('lab', connected)], devices: [device(over)], recent: [] })[0]
        ?.description;
    expect(words({ registration: plain })).toBe('lab · only registered');
    expect(words({ registration: { ...plain, enabled: false }, lastHeard: 1 })).toBe('lab · disabled');
    expect(words({ registration: plain, lastHeard: 1 })).toBe('lab');
  });
});

describe('recent targets', () => {
  it('have the latest first, each once, ten at most', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ connection: 'lab', device: `edge:${index}` }));
    const recent = many.reduce<ReturnType<typeof withRecent>>(withRecent, []);
    expect(recent).toHaveLength(10);
    expect(recent[0]?.device).toBe('edge:11');
    expect(withRecent(recent, { connection: 'lab', device: 'edge:5' }).map((it) => it.device)).toEqual(
      [5, 11, 10, 9, 8, 7, 6, 4, 3, 2].map((index) => `edge:${index}`),
    );
  });

  it('are read from whatever was stored', () => {
    expect(readRecent(undefined)).toEqual([]);
    expect(readRecent([{ connection: 'lab' }, null, { connection: 'lab', device: 'edge:a' }])).toEqual([
      { connection: 'lab', device: 'edge:a' },
    ]);
  });
});

describe('the current target', () => {
  const here = devices.slice(1);
  const engineOf = (known: readonly Device[]) => {
    const of = (connection: string) => known.filter((it) => it.connection === connection);
    return {
      connections,
      devices: of,
      deviceCount: (connection: string) => of(connection).length,
      device: (connection: string, id: string) => of(connection).find((it) => it.id === id),
    };
  };

  it('is the latest one that is connected', () => {
    const recent = [
      { connection: 'field', device: 'edge:far' },
      { connection: 'lab', device: 'edge:b' },
    ];
    expect(currentTarget(engineOf(here), recent)).toEqual({ connection: 'lab', device: 'edge:b' });
  });

  it('is the only device where nothing was sent yet, and none where there are several', () => {
    expect(currentTarget(engineOf(here.slice(1)), [])).toEqual({ connection: 'lab', device: 'edge:b' });
    expect(currentTarget(engineOf(here), [])).toBeUndefined();
    expect(currentTarget(engineOf([]), [])).toBeUndefined();
  });
});

describe('of thousands of devices', () => {
  const many = Array.from({ length: 10_000 }, (_, n) => {
    return { connection: 'lab', device: `fleet:device-${10_000 + n}`, description: 'lab' };
  });

  it('a list of choices has some, and says how many more there are', () => {
    const { listed, unlisted } = narrowed(many, '');
    expect([listed.length + unlisted, listed.length < 1000]).toEqual([10_000, true]);
  });

  it('what is typed finds each of them', () => {
    const { listed, unlisted } = narrowed(many, ' DEVICE-1999 ');
    expect(listed.map(({ device }) => device)).toEqual(
      Array.from({ length: 10 }, (_, n) => `fleet:device-1999${n}`),
    );
    expect(unlisted).toBe(0);
  });

  it('a few are all there, whatever is typed: the editor itself finds what fits', () => {
    expect(narrowed(many.slice(0, 3), 'nothing')).toEqual({ listed: many.slice(0, 3), unlisted: 0 });
  });
});
